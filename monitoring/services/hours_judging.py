"""Approving hours of plus-inzet, one by one or many at once, and sending them back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction

from monitoring import policies_hours as policies
from monitoring.models import HoursEntry
from referrals.tables.remarks import free_text_problem
from vve_portal.accounts.models import User
from vve_portal.audit.services import record
from vve_portal.ui.dates import month_year

LONGEST_REASON: Final = 200
CHANGED: Final = "Deze uren zijn intussen gewijzigd. Kijk opnieuw naar het aantal."
WITHOUT_REASON: Final = "Schrijf waarom u deze uren terugstuurt."
TOO_LONG: Final = f"Schrijf hooguit {LONGEST_REASON} tekens."
Status = HoursEntry.Status


@dataclass
class Approved:
    """What was approved, and why some of it was not."""

    entries: list[HoursEntry] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


@transaction.atomic
def approve_hours(*, seen: Mapping[int, int], actor: User, now: datetime) -> Approved:
    """Approve hours; `seen` is the version that was looked at of each, by pk.

    What changed since, was approved already or is the actor's own stays as it is and
    comes back with the reason. Raises PermissionDenied when the actor approves none.
    """
    policies.may_approve_hours(actor).enforce()
    rows = HoursEntry.objects.visible_to(actor).filter(pk__in=seen)
    approved = Approved()
    for entry in rows.select_for_update(of=("self",)).order_by("pk"):
        problem = policies.may_approve(actor, entry).reason
        if not problem and entry.version != seen[entry.pk]:
            problem = CHANGED
        if problem:
            approved.refused.append(f"{name_of(entry)}: {problem}")
            continue
        _judge(entry, Status.APPROVED, "", actor, now)
        approved.entries.append(entry)
        _record(entry, "hours.approved", "goedgekeurd", actor, now)
    return approved


@transaction.atomic
def return_hours(
    *, entry: HoursEntry, seen_version: int, reason: str, actor: User, now: datetime
) -> HoursEntry:
    """Send hours back to who entered them, with a reason.

    Raises PermissionDenied, or ValidationError without a reason, with one that tells
    of a person, or when the hours changed since they were looked at.
    """
    current: HoursEntry = HoursEntry.objects.select_for_update().get(pk=entry.pk)
    policies.may_return(actor, current).enforce()
    if current.version != seen_version:
        raise ValidationError(CHANGED)
    _refuse_reason(reason)
    _judge(current, Status.RETURNED, reason, actor, now)
    _record(current, "hours.returned", "teruggestuurd", actor, now)
    return current


def name_of(entry: HoursEntry) -> str:
    """Name hours in a sentence."""
    return f"{entry.activity}, {month_year(entry.month)}"


def _refuse_reason(reason: str) -> None:
    if not reason:
        raise ValidationError({"reason": WITHOUT_REASON})
    if len(reason) > LONGEST_REASON:
        raise ValidationError({"reason": TOO_LONG})
    problem = free_text_problem(reason)
    if problem:
        raise ValidationError({"reason": problem})


def _judge(
    entry: HoursEntry, status: Status, reason: str, actor: User, now: datetime
) -> None:
    entry.status, entry.judgement = status, reason
    entry.judged_by, entry.judged_at = actor, now
    entry.version += 1
    entry.save(
        update_fields=["status", "judgement", "judged_by", "judged_at", "version"]
    )


def _record(
    entry: HoursEntry, verb: str, deed: str, actor: User, now: datetime
) -> None:
    record(
        at=now,
        actor=actor,
        verb=verb,
        subject=entry,
        summary=f"Uren {deed}: {name_of(entry)}.",
        minutes=entry.minutes,
        reason=entry.judgement,
    )
