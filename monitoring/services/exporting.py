"""Taking the released figures of a quarter along as a file."""

from datetime import datetime

from django.db import transaction

from monitoring import policies_releases as policies
from monitoring.models import Quarter
from monitoring.queries.figure_sheets import definition_sheet, figure_sheet
from monitoring.queries.released import Released
from referrals.tables.writing import Format, write_table
from vve_portal.accounts.models import User
from vve_portal.audit import services as audit


@transaction.atomic
def export_figures(
    *, released: Released, form: Format, actor: User, now: datetime
) -> bytes:
    """Return the figures that the actor sees as a file; the export is recorded.

    CSV has no second sheet: its definitions are a file of their own. Raises
    PermissionDenied when the actor may not.
    """
    policies.may_export(actor, released.quarter).enforce()
    _record(released.quarter, f"als {form.upper()} meegenomen", actor, now)
    return write_table(form, figure_sheet(released), definition_sheet(released))


@transaction.atomic
def export_definitions(*, released: Released, actor: User, now: datetime) -> bytes:
    """Return what the figures of a quarter mean, as CSV; the export is recorded."""
    policies.may_export(actor, released.quarter).enforce()
    _record(released.quarter, "met definities meegenomen", actor, now)
    return write_table(Format.CSV, definition_sheet(released))


def _record(quarter: Quarter, how: str, actor: User, now: datetime) -> None:
    audit.record(
        at=now,
        actor=actor,
        verb="figures.export",
        subject=quarter,
        summary=f"De cijfers van het {quarter.name} zijn {how}.",
    )
