"""Recording the checks and decisions outside the portal that signing stands on."""

from datetime import date, datetime
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction

from agreements import policies
from agreements.models import Agreement, Approval
from agreements.services.record import record_deed
from agreements.services.versions import lock_agreement
from vve_portal.accounts.models import User
from vve_portal.ui.dates import local_day, long_date

LONGEST_REFERENCE: Final = 120


@transaction.atomic
def record_approval(
    *,
    agreement: Agreement,
    kind: str,
    reference: str,
    decided_on: date,
    actor: User,
    now: datetime,
) -> Approval:
    """Record a check or decision; recorded again it replaces the one before.

    Raises PermissionDenied, or ValidationError with a sentence per field.
    """
    current = lock_agreement(agreement)
    policies.may_record_approval(actor, current, kind).enforce()
    known_as = reference.strip()
    _refuse(kind, known_as, decided_on, local_day(now))

    before = Approval.objects.filter(agreement=current, kind=kind).first()
    approval, _ = Approval.objects.update_or_create(
        agreement=current,
        kind=kind,
        defaults={
            "partnership_id": current.partnership_id,
            "reference": known_as,
            "decided_on": decided_on,
            "recorded_by": actor,
            "recorded_at": now,
        },
    )

    record_deed(
        agreement=current,
        at=now,
        actor=actor,
        verb="agreement.approval",
        subject=current,
        summary=f"{approval.get_kind_display()} is vastgelegd: {known_as} van "
        f"{long_date(decided_on)}.",
        before=before.reference if before else None,
        after=known_as,
    )
    return approval


def _refuse(kind: str, reference: str, decided_on: date, today: date) -> None:
    faults = {}
    if kind not in Approval.Kind:
        faults["kind"] = "Kies welke toets of welk besluit u vastlegt."
    if not reference:
        faults["reference"] = "Vul het kenmerk of zaaknummer in."
    if len(reference) > LONGEST_REFERENCE:
        faults["reference"] = f"Houd dit korter dan {LONGEST_REFERENCE} tekens."
    if decided_on > today:
        faults["decided_on"] = "Kies een datum die niet in de toekomst ligt."
    if faults:
        raise ValidationError(faults)
