"""Reports of settled quarters: read, have made again, give to the council."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.generic import TemplateView

from monitoring import policies_quarters as policies
from monitoring.models import Quarter, Report
from monitoring.queries.reports import reports_for
from monitoring.services import quarters, reports
from vve_portal.access.views import ObjectView, PortalView


class ReportList(PortalView, TemplateView):
    """Every report in reach, per quarter; looked at again while a file is made."""

    policy = policies.may_read_figures
    template_name = "monitoring/reports/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        groups = reports_for(self.actor)
        return super().get_context_data(
            groups=groups, is_waiting=any(one.is_waiting for one in groups), **kwargs
        )


class ReportView(ObjectView[Report]):
    """A page about one report."""

    def get_queryset(self) -> QuerySet[Report]:
        """Return the reports of the reader's partnerships."""
        rows: QuerySet[Report] = Report.objects.visible_to(self.actor)
        return rows.select_related("quarter", "partnership").defer("content")


class ReportFile(ReportView):
    """The file itself; who took it along is kept on record."""

    policy = policies.may_read_report

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG002 - Django's signature
        """Give the PDF."""
        if self.object.document is None:
            raise Http404
        name = reports.file_name(self.object)
        reports.record_download(
            report=self.object, actor=self.actor, now=timezone.now()
        )
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return HttpResponse(
            bytes(self.object.document.content),
            content_type="application/pdf",
            headers=headers,
        )


class ReportPublish(ReportView):
    """Give a report to the council."""

    policy = policies.may_publish_report
    http_method_names = ("post",)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG002 - Django's signature
        """Let the clerk read it from now on."""
        report = reports.publish_report(
            report=self.object, actor=self.actor, now=timezone.now()
        )
        messages.success(
            request,
            f"{report.get_kind_display()} is openbaar. De griffie kan het bestand nu"
            " ophalen.",
        )
        return redirect("monitoring:reports")


class QuarterStep(ObjectView[Quarter]):
    """Something that is done with a settled quarter."""

    http_method_names = ("post",)

    def get_queryset(self) -> QuerySet[Quarter]:
        """Return the quarters in reach."""
        rows: QuerySet[Quarter] = Quarter.objects.visible_to(self.actor)
        return rows


class ReportsMake(QuarterStep):
    """Have the files made that are not there."""

    policy = policies.may_make_reports

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG002 - Django's signature
        """Ask for them once more."""
        waiting = reports.make_reports(
            quarter=self.object, actor=self.actor, now=timezone.now()
        )
        said = "De bestanden worden gemaakt." if waiting else "Alle bestanden zijn er."
        messages.success(request, said)
        return redirect("monitoring:reports")


class QuarterArchive(QuarterStep):
    """Put a settled quarter away."""

    policy = policies.may_archive

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG002 - Django's signature
        """Archive it."""
        quarter = quarters.archive(
            quarter=self.object, actor=self.actor, now=timezone.now()
        )
        messages.success(request, f"Het {quarter.name} is gearchiveerd.")
        return redirect(quarter)
