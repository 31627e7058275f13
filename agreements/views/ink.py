"""The pages of a signature on paper: hand in the scan, and open it again."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from agreements import policies_routes
from agreements.forms.routes import InkForm
from agreements.models import Signature
from agreements.services import ink
from agreements.services.exporting import record_export
from agreements.views.files import as_download
from agreements.views.routes import RouteForm, RoutePage
from vve_portal.access.scope import scope
from vve_portal.accounts.scopes import scope_of


class Ink(RouteForm):
    """Print, sign with a pen, and hand in the scan."""

    policy = policies_routes.may_open_route
    route = Signature.Route.INK
    form_class = InkForm
    template_name = "agreements/sign_ink.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        """Name who signs, and by what one knows the text."""
        return {
            **super().get_form_kwargs(),
            "signer": self.object.signer.name,
            "party": str(self.object.organisation),
            "mark": self.mark(),
        }

    def mark(self) -> str:
        """Return what is printed on the document of this round and on no other."""
        code = self.object.round.check_code
        return f"controlecode {code}" if code else f"versie {self.object.round.edition}"

    def save(self, form: InkForm) -> HttpResponse:
        """Look at everything else before the code is used up."""
        filled, now = form.cleaned_data, timezone.now()
        scan = ink.read_scan(filled["file"].read())
        ink.require_day(signature=self.object, signed_on=filled["signed_on"], now=now)
        second_factor = self.check_code(filled["code"], now=now)
        with scope(scope_of(self.actor)):
            ink.record_ink(
                signature=self.object,
                scan=scan,
                signed_on=filled["signed_on"],
                place=filled["place"],
                second_factor=second_factor,
                actor=self.actor,
                now=now,
            )
        return self.done()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add by what one knows the text."""
        return super().get_context_data(mark=self.mark(), **kwargs)


class ScanFile(RoutePage):
    """The scan of a signature on paper; each time it is opened is on record."""

    policy = policies_routes.may_read_scan

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG002 - loaded by judge
        """Give the file, to keep and not to show."""
        scan = self.object.scan
        if scan is None:
            message = "There is no scan of this signature."
            raise Http404(message)
        record_export(
            agreement=self.object.round.agreement,
            name=scan.name,
            actor=self.actor,
            now=timezone.now(),
        )
        return as_download(
            bytes(scan.content), name=scan.name, content_type=scan.media_type
        )
