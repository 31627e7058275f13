"""The reports somebody may read, by quarter."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from monitoring import policies_quarters as policies
from monitoring.models import Quarter, Report
from vve_portal.access.verdicts import Verdict
from vve_portal.accounts.models import User


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A report with what the reader may do with it."""

    report: Report
    is_made: bool
    is_waiting: bool
    for_council: bool
    may_publish: Verdict


@dataclass(slots=True)
class QuarterReports:
    """The reports of one quarter."""

    quarter: Quarter
    may_make: Verdict
    rows: list[ReportRow] = field(default_factory=list)

    @property
    def is_waiting(self) -> bool:
        """Whether a file is still being made."""
        return any(row.is_waiting for row in self.rows)

    @property
    def is_incomplete(self) -> bool:
        """Whether a file is not there: it failed, or is still being made."""
        return any(not row.is_made for row in self.rows)


def reports_for(actor: User) -> list[QuarterReports]:
    """Return what the actor may read, the latest quarter first."""
    rows = (
        Report.objects.visible_to(actor)
        .select_related("quarter", "partnership__municipality")
        .defer("content")
        .order_by("-quarter__year", "-quarter__number", "quarter", "kind")
    )
    return grouped(actor, (one for one in rows if policies.may_read_report(actor, one)))


def grouped(actor: User, reports: Iterable[Report]) -> list[QuarterReports]:
    """Put reports, in order, under their quarters."""
    found: dict[int, QuarterReports] = {}
    for report in reports:
        quarter = report.quarter
        quarter.partnership = report.partnership
        group = found.setdefault(
            quarter.pk,
            QuarterReports(quarter, policies.may_make_reports(actor, quarter)),
        )
        group.rows.append(_row(actor, report))
    return list(found.values())


def _row(actor: User, report: Report) -> ReportRow:
    is_made = report.document_id is not None
    return ReportRow(
        report=report,
        is_made=is_made,
        is_waiting=not is_made and not report.problem,
        for_council=report.kind in policies.FOR_COUNCIL,
        may_publish=policies.may_publish_report(actor, report),
    )
