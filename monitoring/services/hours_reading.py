"""Keeping who took the account of the plus-inzet along as a file."""

from datetime import datetime

from django.db import transaction

from monitoring import policies_hours as policies
from vve_portal.accounts.models import Partnership, User
from vve_portal.audit.services import record


@transaction.atomic
def record_account(
    *, partnership: Partnership, year: int, form: str, actor: User, now: datetime
) -> None:
    """Record an export, with who has it; raises PermissionDenied."""
    policies.may_read_hours_of(actor, partnership).enforce()
    record(
        at=now,
        actor=actor,
        verb="hours.exported",
        subject=partnership,
        summary=f"Plus-inzet van {year} geëxporteerd ({form.upper()}).",
        year=year,
    )
