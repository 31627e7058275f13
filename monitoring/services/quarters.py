"""Taking a quarter along its lifecycle: opened, provisional, settled, archived."""

from datetime import datetime
from typing import Final

from django.core.exceptions import PermissionDenied
from django.db import transaction

from monitoring import policies_quarters as policies
from monitoring.lifecycle import MOVES, Step, can_take
from monitoring.models import Quarter
from monitoring.queries.settling import find_missing, is_released, missing_in_words
from monitoring.services.locking import lock_quarter
from monitoring.services.quarter_mail import tell_of_draft, tell_of_settling
from monitoring.services.reports import freeze_reports
from vve_portal.accounts.models import Partnership, User
from vve_portal.audit import services as audit
from vve_portal.ui.dates import local_day, long_date

TWICE: Final = "De cijfers van dit kwartaal zijn al vrijgegeven."
NOT_RELEASED: Final = (
    "De cijfers zijn nog niet vrijgegeven voor het overleg én voor de raad. Wacht tot"
    " beide klaar zijn."
)
NOT_MADE: Final = (
    "Nog niet alle rapporten van dit kwartaal zijn gemaakt. Wacht tot ze er zijn."
)
# What every step writes.
_STATE: Final = ("status", "version")


@transaction.atomic
def open_quarter(
    *,
    partnership: Partnership,
    year: int,
    number: int,
    actor: User | None,
    now: datetime,
) -> Quarter:
    """Open a quarter, so that it can be delivered for; it is opened once."""
    quarter, is_new = Quarter.objects.get_or_create(
        partnership=partnership, year=year, number=number, defaults={"opened_at": now}
    )
    if is_new:
        audit.record(
            at=now,
            actor=actor,
            verb="quarter.open",
            subject=quarter,
            summary=f"Het {quarter.name} is geopend.",
        )
    return quarter


@transaction.atomic
def make_provisional(*, quarter: Quarter, actor: User | None, now: datetime) -> Quarter:
    """Let a quarter be read by all, now that its figures were released.

    Belongs in the transaction that stores the releases. Raises PermissionDenied when
    the quarter still runs, was provisional before, or lacks a release.
    """
    current = lock_quarter(quarter)
    _refuse_unreleased(current, now)

    current.provisional_at = now
    _take(current, Step.PROVISIONAL, "provisional_at")
    audit.record(
        at=now,
        actor=actor,
        verb="quarter.provisional",
        subject=current,
        summary=f"De cijfers van het {current.name} zijn vrijgegeven en voorlopig.",
    )
    return current


def _refuse_unreleased(quarter: Quarter, now: datetime) -> None:
    if not can_take(Step.PROVISIONAL, quarter.status):
        raise PermissionDenied(TWICE)
    if local_day(now) <= quarter.ends_on:
        message = f"Dit kwartaal loopt nog tot en met {long_date(quarter.ends_on)}."
        raise PermissionDenied(message)
    if not is_released(quarter):
        raise PermissionDenied(NOT_RELEASED)


@transaction.atomic
def share_draft(*, quarter: Quarter, actor: User, now: datetime) -> Quarter:
    """Send the draft to everybody who comes to the meeting; it may be sent again.

    Raises PermissionDenied when the actor may not, or when the quarter is not
    provisional.
    """
    current = lock_quarter(quarter)
    policies.may_share_draft(actor, current).enforce()

    current.shared_at = now
    current.version += 1
    current.save(update_fields=["shared_at", "version"])
    told = tell_of_draft(current, by=actor, now=now)
    audit.record(
        at=now,
        actor=actor,
        verb="quarter.share_draft",
        subject=current,
        summary=f"Het concept over het {current.name} is gedeeld met {told} mensen.",
    )
    return current


@transaction.atomic
def settle(*, quarter: Quarter, actor: User, now: datetime) -> Quarter:
    """Settle a quarter and freeze its reports; nothing of it changes afterwards.

    Raises PermissionDenied when the actor may not, when somebody was first, or with
    one sentence that says all that is missing.
    """
    current = lock_quarter(quarter)
    policies.may_settle(actor, current).enforce()
    if missing := find_missing(current):
        raise PermissionDenied(missing_in_words(missing))

    current.settled_at, current.settled_by = now, actor
    _take(current, Step.SETTLE, "settled_at", "settled_by")
    freeze_reports(quarter=current, actor=actor, now=now)
    tell_of_settling(current, by=actor, now=now)
    audit.record(
        at=now,
        actor=actor,
        verb="quarter.settle",
        subject=current,
        summary=f"Het {current.name} is vastgesteld.",
    )
    return current


@transaction.atomic
def archive(*, quarter: Quarter, actor: User, now: datetime) -> Quarter:
    """Put a settled quarter away; it can still be read.

    Raises PermissionDenied when the actor may not, when it is not settled, or when a
    report has no file yet.
    """
    current = lock_quarter(quarter)
    policies.may_archive(actor, current).enforce()
    if current.reports.filter(document__isnull=True).exists():
        raise PermissionDenied(NOT_MADE)

    current.archived_at = now
    _take(current, Step.ARCHIVE, "archived_at")
    audit.record(
        at=now,
        actor=actor,
        verb="quarter.archive",
        subject=current,
        summary=f"Het {current.name} is gearchiveerd.",
    )
    return current


def _take(quarter: Quarter, step: Step, *fields: str) -> None:
    quarter.status = MOVES[step].target
    quarter.version += 1
    quarter.save(update_fields=[*_STATE, *fields])
