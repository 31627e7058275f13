"""Reports of a quarter: frozen when it is settled, made as a file by a task."""

from datetime import datetime
from typing import Any, Final

from django.db import transaction

from agreements.content import sha256_of
from monitoring import policies_quarters as policies
from monitoring import tasks
from monitoring.content import build_report
from monitoring.documents import render_report
from monitoring.models import Quarter, Report
from monitoring.services.locking import lock_quarter
from vve_portal.access.scope import scope
from vve_portal.accounts.models import Partnership, User
from vve_portal.accounts.scopes import scope_of_job
from vve_portal.audit import services as audit
from vve_portal.audit.models import Entry
from vve_portal.documents import services as documents
from vve_portal.documents.troubles import why_not_made

Kind = Report.Kind
LAST_QUARTER: Final = 4
FILE_NAMES: Final[dict[str, str]] = {
    Kind.QUARTER: "kwartaalrapportage",
    Kind.ONE_PAGE: "een-bladzijde",
    Kind.YEAR: "jaarrapportage",
    Kind.COUNCIL_LETTER: "raadsinformatiebrief",
}


class DamagedContentError(Exception):
    """What is stored of a report is not what its mark says."""


def kinds_of(quarter: Quarter) -> list[str]:
    """Return which reports a quarter has; the last one tells of the whole year too."""
    yearly = quarter.number == LAST_QUARTER
    return [kind for kind in Kind.values if kind != Kind.YEAR or yearly]


@transaction.atomic
def freeze_reports(*, quarter: Quarter, actor: User, now: datetime) -> list[Report]:
    """Keep what each report says and have its file made; part of settling.

    Raises LookupError when a release is missing.
    """
    reports = [
        Report.objects.create(
            partnership_id=quarter.partnership_id,
            quarter=quarter,
            kind=kind,
            content=(content := build_report(kind, quarter, now=now)),
            content_sha256=sha256_of(content),
            asked_at=now,
            made_by=actor,
            made_at=now,
        )
        for kind in kinds_of(quarter)
    ]
    for report in reports:
        tasks.ask_to_make_report(report)
    return reports


@transaction.atomic
def make_reports(*, quarter: Quarter, actor: User, now: datetime) -> list[Report]:
    """Have the files that are not there yet made, once more; return these reports.

    Raises PermissionDenied when the actor may not, or before the quarter is settled.
    """
    current = lock_quarter(quarter)
    policies.may_make_reports(actor, current).enforce()
    waiting = list(
        Report.objects.select_for_update(of=("self",))
        .filter(quarter=current, document__isnull=True)
        .order_by("pk")
    )
    for report in waiting:
        report.asked_at, report.problem = now, ""
        report.save(update_fields=["asked_at", "problem"])
        tasks.ask_to_make_report(report)
    if waiting:
        audit.record(
            at=now,
            actor=actor,
            verb="report.ask",
            subject=current,
            summary=f"Gevraagd om de rapporten van het {current.name} te maken.",
        )
    return waiting


def make_report(*, report_pk: int, partnership: Partnership, now: datetime) -> bool:
    """Render a report and keep its file; once is enough. Return whether it did.

    Reads the frozen content and nothing else. What goes wrong is kept with the report,
    and raised.
    """
    with scope(scope_of_job(partnership)):
        report = Report.objects.select_related("quarter").get(pk=report_pk)
    if report.document_id is not None:
        return False
    try:
        pdf = render_report(sound_content(report))
    except Exception as error:
        # Whatever it is: who waits for the file must read that it will not come.
        with scope(scope_of_job(partnership)):
            Report.objects.filter(pk=report_pk).update(problem=why_not_made(error))
        raise
    with scope(scope_of_job(partnership)):
        return _keep(report_pk, partnership, pdf, now)


def sound_content(report: Report) -> dict[str, Any]:
    """Return the content; raises DamagedContentError when somebody touched it."""
    content: dict[str, Any] = report.content
    if sha256_of(content) != report.content_sha256:
        message = f"Report {report.pk} does not hold what was frozen."
        raise DamagedContentError(message)
    return content


def _keep(report_pk: int, partnership: Partnership, pdf: bytes, now: datetime) -> bool:
    rows = Report.objects.select_for_update(of=("self",)).select_related("quarter")
    report = rows.get(pk=report_pk)
    if report.document_id is not None:
        return False
    report.document = documents.keep(
        partnership=partnership, name=file_name(report), content=pdf, now=now
    )
    report.problem = ""
    report.save(update_fields=["document", "problem"])
    audit.record(
        at=now,
        actor=None,
        verb="report.make",
        subject=report,
        summary=(
            f"{report.get_kind_display()} van het {report.quarter.name} is gemaakt."
        ),
        sha256=report.document.sha256,
    )
    return True


def file_name(report: Report) -> str:
    """Return what the file is called."""
    return f"{FILE_NAMES[report.kind]}-{report.quarter.code}-{report.pk}.pdf"


@transaction.atomic
def publish_report(*, report: Report, actor: User, now: datetime) -> Report:
    """Let the council read a report.

    Raises PermissionDenied when the actor may not, when it is for the parties alone,
    not made yet, or published before.
    """
    rows = Report.objects.select_for_update(of=("self",))
    current: Report = rows.select_related("quarter", "partnership").get(pk=report.pk)
    policies.may_publish_report(actor, current).enforce()

    current.published_at = now
    current.save(update_fields=["published_at"])
    audit.record(
        at=now,
        actor=actor,
        verb="report.publish",
        subject=current,
        summary=(
            f"{current.get_kind_display()} van het {current.quarter.name} is openbaar."
        ),
    )
    return current


@transaction.atomic
def record_download(*, report: Report, actor: User, now: datetime) -> None:
    """Record that somebody took a report along; read by the own organisation only.

    Raises PermissionDenied when the actor may not read it.
    """
    policies.may_read_report(actor, report).enforce()
    audit.record(
        at=now,
        actor=actor,
        verb="report.export",
        subject=report,
        summary=f"Bestand opgehaald: {file_name(report)}.",
        reach=Entry.Reach.ORGANISATION,
    )
