"""Keeping on record that somebody took a file along."""

from datetime import datetime

from django.db import transaction

from agreements.models import Agreement
from vve_portal.accounts.models import User
from vve_portal.audit import services as audit
from vve_portal.audit.models import Entry


@transaction.atomic
def record_export(
    *, agreement: Agreement, name: str, actor: User | None, now: datetime
) -> None:
    """Record an export; only the actor's own organisation reads that.

    Without actor it was a command, and only the portal's own record has it.
    """
    audit.record(
        at=now,
        actor=actor,
        verb="agreement.export",
        subject=agreement,
        summary=f"Bestand opgehaald: {name}.",
        reach=Entry.Reach.ORGANISATION,
        name=name,
    )
