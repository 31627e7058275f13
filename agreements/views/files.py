"""Files of an agreement: which there are, asking for one, and taking it along."""

from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.generic import TemplateView

from agreements import policies
from agreements.file_kinds import FileKind
from agreements.policies_files import may_take_along
from agreements.queries.files import file_rows, find_order, find_wanted
from agreements.services.exporting import record_export
from agreements.services.files import order_file
from agreements.views.base import AgreementView
from agreements.views.form_pages import tab_context
from vve_portal.documents.models import StoredDocument

NOT_MADE: Final = "Dit bestand is nog niet gemaakt. Vraag het hier aan."


def as_download(content: bytes, *, name: str, content_type: str) -> HttpResponse:
    """Return a file that the browser keeps under a name."""
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(content, content_type=content_type, headers=headers)


class Files(AgreementView, TemplateView):
    """Every file of an agreement; looked at again while one is being made."""

    policy = policies.may_view
    template_name = "agreements/files.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the files with where they stand."""
        rows = file_rows(self.object, now=timezone.now())
        return super().get_context_data(
            rows=rows,
            is_waiting=any(row.is_waiting for row in rows),
            **tab_context(self.object, "files"),
            **kwargs,
        )


class FileMake(AgreementView):
    """Ask the worker for a file."""

    policy = policies.may_view
    http_method_names = ("post",)

    def post(self, request: HttpRequest, pk: int, kind: FileKind) -> HttpResponse:  # noqa: ARG002 - loaded by judge
        """Ask, and show how far it is."""
        order_file(
            agreement=self.object, kind=kind, actor=self.actor, now=timezone.now()
        )
        return redirect("agreements:files", pk)


class File(AgreementView):
    """One file that was made of the present text; each export is on record."""

    policy = policies.may_view

    def get(self, request: HttpRequest, pk: int, kind: FileKind) -> HttpResponse:
        """Give the file; when it is not there: the page on which to ask for it."""
        may_take_along(self.actor, self.object, kind).enforce()
        kept = self.find(kind)
        if kept is None:
            messages.warning(request, NOT_MADE)
            return redirect("agreements:files", pk)
        record_export(
            agreement=self.object, name=kept.name, actor=self.actor, now=timezone.now()
        )
        return as_download(
            bytes(kept.content), name=kept.name, content_type=kept.media_type
        )

    def find(self, kind: FileKind) -> StoredDocument | None:
        """Return the file, if it was made."""
        wanted = find_wanted(self.object, kind)
        asked = find_order(self.object, wanted) if wanted else None
        return asked.document if asked else None
