"""Saying how a signed clause is coming along: a status with a sentence."""

from datetime import datetime
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction

from agreements import policies
from agreements.models import Clause
from agreements.models.vocabulary import Progress
from agreements.services.record import record_deed
from agreements.services.versions import lock_clause
from vve_portal.accounts.models import User

LONGEST_NOTE: Final = 300


@transaction.atomic
def set_progress(
    *, clause: Clause, progress: str, note: str, actor: User, now: datetime
) -> Clause:
    """Set the progress of a clause; no status goes without words.

    Raises PermissionDenied, or ValidationError with a sentence per field.
    """
    agreement, locked, _ = lock_clause(clause)
    policies.may_set_progress(actor, agreement).enforce()
    words = note.strip()
    _refuse(progress, words)

    before, locked.progress = locked.progress, progress
    locked.progress_note = words
    locked.save(update_fields=["progress", "progress_note"])

    record_deed(
        agreement=agreement,
        at=now,
        actor=actor,
        verb="clause.progress",
        subject=locked,
        summary=f"Uitvoering van afspraak {locked.code}: "
        f"{locked.get_progress_display()}. {words}",
        before=before,
        after=progress,
    )
    return locked


def _refuse(progress: str, note: str) -> None:
    faults = {}
    if progress not in Progress:
        faults["progress"] = "Kies hoe het met de afspraak staat."
    if not note:
        faults["note"] = "Schrijf in één zin waarom het zo staat."
    if len(note) > LONGEST_NOTE:
        faults["note"] = f"Houd dit korter dan {LONGEST_NOTE} tekens."
    if faults:
        raise ValidationError(faults)
