"""Work outside the request: deciding what may be shown, and making reports.

Takes keys only, may be run again at any time, and does nothing twice.
"""

from functools import partial

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from monitoring.models import Quarter, Report
from vve_portal.accounts.models import Partnership


@task()
def make_release(quarter_pk: int, partnership_pk: int) -> None:
    """Decide what may be shown of a quarter, attack that, and store it."""
    from monitoring.services.release_work import (  # noqa: PLC0415 - brings the solver
        make_release as work,
    )

    work(
        quarter_pk=quarter_pk,
        partnership=Partnership.objects.get(pk=partnership_pk),
        now=timezone.now(),
    )


def ask_to_make_release(quarter: Quarter) -> None:
    """Have a release made once the present transaction is committed."""
    keys = (quarter.pk, quarter.partnership_id)
    transaction.on_commit(partial(make_release.enqueue, *keys), robust=True)


@task()
def make_report(report_pk: int, partnership_pk: int) -> None:
    """Render the frozen content of a report."""
    from monitoring.services.reports import (  # noqa: PLC0415 - it asks for this task
        make_report as work,
    )

    work(
        report_pk=report_pk,
        partnership=Partnership.objects.get(pk=partnership_pk),
        now=timezone.now(),
    )


def ask_to_make_report(report: Report) -> None:
    """Have the file of a report made once the present transaction is committed."""
    keys = (report.pk, report.partnership_id)
    transaction.on_commit(partial(make_report.enqueue, *keys), robust=True)
