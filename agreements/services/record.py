"""The record of deeds: what happens in a draft stays with its drafter."""

from datetime import datetime
from typing import Any

from django.db import models

from agreements.models import Agreement
from agreements.policies import is_unshared
from vve_portal.accounts.models import User
from vve_portal.audit import services as audit
from vve_portal.audit.models import Entry


def record_deed(
    *,
    agreement: Agreement,
    at: datetime,
    actor: User | None,
    verb: str,
    subject: models.Model,
    summary: str,
    **details: Any,
) -> Entry:
    """Add an entry for both parties, or for the drafter alone until it is shared."""
    reach = Entry.Reach.ORGANISATION if is_unshared(agreement) else Entry.Reach.SHARED
    return audit.record(
        at=at,
        actor=actor,
        verb=verb,
        subject=subject,
        summary=summary,
        reach=reach,
        **details,
    )
