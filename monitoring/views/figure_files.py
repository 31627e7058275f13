"""The released figures of a quarter as files: for who signed in, and as open data."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.generic import TemplateView

from monitoring import policies_releases as policies
from monitoring.models import Quarter
from monitoring.models.quarters import QuarterQuerySet
from monitoring.queries.figure_sheets import figure_sheet
from monitoring.queries.metadata import metadata_of
from monitoring.queries.released import Released, find_release
from monitoring.services import publishing
from monitoring.services.exporting import export_definitions, export_figures
from referrals.tables.writing import CONTENT_TYPES, Format, write_table
from vve_portal.access.verdicts import anyone
from vve_portal.access.views import ObjectView, PortalView
from vve_portal.ui.dates import local_day


def as_file(content: bytes, form: Format, name: str) -> HttpResponse:
    """Return a table to keep."""
    headers = {"Content-Disposition": f'attachment; filename="{name}.{form}"'}
    return HttpResponse(content, content_type=CONTENT_TYPES[form], headers=headers)


class FilePage(ObjectView[Quarter]):
    """A file about one quarter, made of what the actor may see."""

    policy = policies.may_export

    def get_queryset(self) -> QuarterQuerySet:
        """Return the quarters in reach."""
        rows: QuarterQuerySet = Quarter.objects.visible_to(self.actor)
        return rows.select_related("partnership__municipality")

    @property
    def released(self) -> Released:
        """The release of the actor's audience; 404 without one."""
        found = find_release(self.object, policies.audience_of(self.actor))
        if found is None:
            raise Http404
        return found

    def name(self, what: str) -> str:
        """Return what the file is called."""
        town = self.object.partnership.municipality.cbs_code
        return f"{what}-{town}-{self.object.code}"


class ExportQuarter(FilePage):
    """The figures of a quarter, with their definitions on a second sheet."""

    def get(self, request: HttpRequest, pk: int, form: Format) -> HttpResponse:  # noqa: ARG002 - Django's signature
        """Send the file."""
        content = export_figures(
            released=self.released, form=form, actor=self.actor, now=timezone.now()
        )
        return as_file(content, form, self.name("cijfers"))


class ExportDefinitions(FilePage):
    """What the figures of a quarter mean, as CSV."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG002 - Django's signature
        """Send the file."""
        content = export_definitions(
            released=self.released, actor=self.actor, now=timezone.now()
        )
        return as_file(content, Format.CSV, self.name("definities"))


class PublishQuarter(FilePage):
    """Make the council's figures of a settled quarter open data."""

    policy = policies.may_publish
    http_method_names = ("post",)
    done: ClassVar[str] = "De cijfers zijn nu open data: iedereen kan ze ophalen."

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Do it."""
        publishing.publish(quarter=self.object, actor=self.actor, now=timezone.now())
        messages.success(request, self.done)
        return redirect("monitoring:release", pk)


class WithdrawQuarter(FilePage):
    """Take the address of open data away."""

    policy = policies.may_publish
    http_method_names = ("post",)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Do it."""
        publishing.withdraw(quarter=self.object, actor=self.actor, now=timezone.now())
        messages.success(request, "De open data zijn niet meer op te halen.")
        return redirect("monitoring:release", pk)


@method_decorator(login_not_required, name="dispatch")
class PublicPage(PortalView):
    """A page for anybody: only figures of the council that were published."""

    policy = anyone
    http_method_names = ("get", "head")

    def published(self, code: str, quarter: str) -> publishing.Published:
        """Return what was published; whatever was not is simply not there."""
        found = publishing.open_published(cbs_code=code, quarter=quarter)
        if found is None:
            raise Http404
        return found


class OpenData(PublicPage, TemplateView):
    """Which quarters of a town anybody may fetch."""

    template_name = "monitoring/releases/open_data.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the quarters; a town without any is no page."""
        code = kwargs["code"]
        town = publishing.find_town(cbs_code=code)
        quarters = publishing.open_quarters(cbs_code=code)
        if town is None or not quarters:
            raise Http404
        return super().get_context_data(town=town, quarters=quarters, **kwargs)


class OpenDataFile(PublicPage):
    """The figures of a published quarter, as CSV."""

    def get(self, request: HttpRequest, code: str, quarter: str) -> HttpResponse:  # noqa: ARG002 - Django's signature
        """Send the file."""
        sheet = figure_sheet(self.published(code, quarter).released)
        name = f"vve-{code}-{quarter}"
        return as_file(write_table(Format.CSV, sheet), Format.CSV, name)


class OpenDataDescription(PublicPage):
    """What the file is about, for a catalogue."""

    def get(self, request: HttpRequest, code: str, quarter: str) -> HttpResponse:  # noqa: ARG002 - Django's signature
        """Send it."""
        published = self.published(code, quarter)
        path = reverse("monitoring:open-data-file", args=[code, quarter])
        described = metadata_of(
            published.released,
            published.town,
            issued=local_day(published.published_at).isoformat(),
            address=f"{settings.PORTAL_URL}{path}",
        )
        return JsonResponse(described, json_dumps_params={"ensure_ascii": False})
