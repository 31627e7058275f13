"""Checking a document without signing in: hand it in, or look up the code on it.

What is handed in is answered at once and kept nowhere, so there is no page to come
back to: here a form that was posted is answered itself.
"""

import logging
from http import HTTPStatus
from typing import Any, Final

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import TemplateView

from agreements.forms.checking import CodeForm, FileForm
from agreements.services.checking import check_code, check_file, find_public_version
from agreements.views.answers import CAN_NOT_CHECK, TROUBLES, Answer, answer_of
from agreements.views.coded import answer_of_code
from agreements.views.files import as_download
from vve_portal.access.scope import opens_own_scopes
from vve_portal.access.verdicts import anyone
from vve_portal.access.views import PortalView
from vve_portal.documents.authority import AuthorityUnavailable
from vve_portal.documents.codes import normal_code
from vve_portal.documents.counting import Ask, is_within_limit
from vve_portal.documents.examining import MOST_BYTES
from vve_portal.documents.inspecting import Trouble
from vve_portal.ui.uploads import OneSmallFile

_log = logging.getLogger(__name__)
TOO_OFTEN: Final = Answer(TROUBLES[Trouble.TOO_OFTEN])
NOT_NOW: Final = Answer(CAN_NOT_CHECK)
TOO_MANY: Final = HTTPStatus.TOO_MANY_REQUESTS
_NOT_RECEIVED: Final = (SuspiciousOperation, MultiPartParserError, UnreadablePostError)


def address_of(request: HttpRequest) -> str:
    """Return where a request came from; behind a proxy what that wrote last itself."""
    if not settings.BEHIND_PROXY:
        return str(request.META.get("REMOTE_ADDR", ""))
    return request.headers.get("X-Forwarded-For", "").split(",")[-1].strip()


@method_decorator(login_not_required, name="dispatch")
@method_decorator(opens_own_scopes, name="dispatch")
# Nothing happens in anybody's name, so there is nothing that another site could steal.
@method_decorator(csrf_exempt, name="dispatch")
class OpenPage(PortalView, TemplateView):
    """A page for anybody who holds a document."""

    policy = anyone

    def asks_too_often(self, ask: Ask) -> bool:
        """Count this, and return whether it is more than is fair."""
        return not is_within_limit(
            ask=ask, address=address_of(self.request), now=timezone.now()
        )

    def show(self, *, status: int = 200, **context: Any) -> HttpResponse:
        """Return the page."""
        shown = self.get_context_data(**context)
        return self.render_to_response(shown, status=status)


class Check(OpenPage):
    """Hand in a file, or type a code."""

    template_name = "agreements/checking/check.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ARG002 - Django's signature
        """Show both forms; a code that was typed leads to its page."""
        if "code" not in request.GET:
            return self.show()
        form = CodeForm(request.GET)
        if not form.is_valid():
            return self.show(code_form=form, form=form)
        return redirect("checking:code", form.cleaned_data["code"])

    def post(self, request: HttpRequest) -> HttpResponse:
        """Answer a file."""
        # Before anything is received: that is what costs most.
        if self.asks_too_often(Ask.FILE):
            return self.show(answer=TOO_OFTEN, status=TOO_MANY)
        request.upload_handlers = [OneSmallFile(request, most_bytes=MOST_BYTES)]
        try:
            form = FileForm(request.POST, request.FILES)
        except _NOT_RECEIVED:
            return self.show(answer=Answer(TROUBLES[Trouble.NOT_RECEIVED]))
        if not form.is_valid():
            return self.show(file_form=form, form=form)
        try:
            answer = self.answer(form.cleaned_data["file"].read())
        except AuthorityUnavailable:
            _log.exception("Nobody can check a document: whom to trust is not known.")
            return self.show(answer=NOT_NOW, status=HTTPStatus.SERVICE_UNAVAILABLE)
        return self.show(answer=answer)

    def answer(self, content: bytes) -> Answer:
        """Check a file."""
        now = timezone.now()
        checked = check_file(content=content, now=now)
        return answer_of(checked, today=timezone.localdate(now))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the forms as far as they were not filled in."""
        forms = {"file_form": FileForm(), "code_form": CodeForm()}
        return super().get_context_data(**{**forms, **kwargs})


class CheckCode(OpenPage):
    """What the portal knows of the document with a code."""

    template_name = "agreements/checking/code.html"

    def get(self, request: HttpRequest, code: str) -> HttpResponse:  # noqa: ARG002 - Django's signature
        """Show it; a code that was typed differently leads to how it is printed."""
        written = normal_code(code)
        if written is None:
            form = CodeForm({"code": code})
            return self.show(answer=None, code_form=form, form=form)
        if written != code:
            return redirect("checking:code", written)
        if self.asks_too_often(Ask.CODE):
            return self.show(answer=TOO_OFTEN, status=TOO_MANY)
        found = check_code(code=written)
        signing_round = found.signing_round if found else None
        return self.show(
            answer=answer_of_code(signing_round, today=timezone.localdate()),
            public_version_of=written if found and found.has_public_version else "",
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the form for another code."""
        return super().get_context_data(**{"code_form": CodeForm(), **kwargs})


class PublicVersion(OpenPage):
    """The version without names of staff, for who has the code on the document."""

    def get(self, request: HttpRequest, code: str) -> HttpResponse:  # noqa: ARG002 - Django's signature
        """Give it; whatever is not public is simply not there."""
        if self.asks_too_often(Ask.CODE):
            return redirect("checking:code", code)
        found = find_public_version(code=normal_code(code) or "")
        if found is None:
            raise Http404
        content = bytes(found.content)
        return as_download(content, name=found.name, content_type=found.media_type)
