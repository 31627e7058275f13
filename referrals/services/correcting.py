"""Taking back the last move, or giving it another day; nothing is ever erased."""

from dataclasses import replace
from datetime import date, datetime
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction

from referrals import policies
from referrals.lifecycle.deeds import Change, Doer, Ground
from referrals.lifecycle.guards import INDICATED, reasons_for
from referrals.lifecycle.moves import redo, undo
from referrals.models import Event, IndicationGroup, Trajectory, Transfer
from referrals.queries.grounds import (
    definition_on,
    find_closing_event,
    find_last_event,
    ground_of,
    last_days,
    reason_of,
)
from referrals.services.moving import lock, refuse_stale, take_side_routes_along
from referrals.services.writing import save
from vve_portal.accounts.models import User
from vve_portal.ui.dates import local_day

NOTHING: Final = "Er is niets om te corrigeren: dit traject is alleen nog aangemaakt."
NO_CHANGES: Final = (
    "Deze stap komt uit een bestand en is hier niet terug te zetten. "
    "Lever het bestand opnieuw aan."
)
SAME_DAY: Final = "Deze dag stond er al. Kies een andere dag."
TAKEN_OVER: Final = (
    "Een andere JGZ heeft dit traject overgenomen. Terugzetten kan niet meer."
)
OFFERED: Final = "Er is nog een overdrachtscode voor een andere JGZ. Trek die eerst in."
REASON_HIDDEN: Final = (
    "Met uw rol kunt u deze stap niet op een andere dag zetten. Vraag het de JGZ."
)


@transaction.atomic
def correct(
    *,
    trajectory: Trajectory,
    seen_version: int,
    actor: User,
    now: datetime,
    occurred_on: date | None = None,
) -> Trajectory:
    """Take back the last move; with a day, let that move happen on this day instead.

    Raises PermissionDenied, or ValidationError when there is nothing to take back,
    somebody was first, or the day can't be.
    """
    current = lock(trajectory)
    event = find_last_event(current)
    policies.may_correct(actor, current, event).enforce()
    refuse_stale(current, seen_version)
    event = _correctable(current, event)
    if occurred_on == event.occurred_on:
        raise ValidationError(SAME_DAY)

    ground, doer = ground_of(current, local_day(now)), Doer.of(actor, now)
    undone = _undo(current, event, ground, doer)
    save([undone], verb="trajectory.correct")
    if occurred_on is not None:
        again = _redo(current, event, occurred_on, ground, doer)
        save([again], verb="trajectory.correct")
    elif event.state == INDICATED != event.from_state:
        IndicationGroup.objects.filter(trajectory=current).delete()
    beside = take_side_routes_along(changes=[undone], actor=actor, now=now)
    save(beside, verb="trajectory.correct")
    return current


def _correctable(current: Trajectory, event: Event | None) -> Event:
    if event is None:
        raise ValidationError(NOTHING)
    if not event.changes:
        raise ValidationError(NO_CHANGES)
    _refuse_handed_over(current)
    return event


def _refuse_handed_over(current: Trajectory) -> None:
    """Who has the code, or used it, counts on it that the family moved."""
    transfers = Transfer.objects.filter(trajectory=current, withdrawn_at__isnull=True)
    accepted = set(transfers.values_list("accepted_at", flat=True))
    if accepted - {None}:
        raise ValidationError(TAKEN_OVER)
    if accepted:
        raise ValidationError(OFFERED)


def _undo(current: Trajectory, event: Event, ground: Ground, doer: Doer) -> Change:
    was_closed = event.from_state and ground.route.states[event.from_state].closes
    closing = find_closing_event(current, event) if was_closed else None
    return undo(
        trajectory=current,
        event=event,
        reason_before=reason_of(closing),
        ground=ground,
        doer=doer,
    )


def _redo(
    current: Trajectory, event: Event, day: date, ground: Ground, doer: Doer
) -> Change:
    reason = reason_of(event)
    _refuse_hidden(event, ground, reason)
    definition = definition_on(current.partnership_id, day)
    return redo(
        trajectory=current,
        event=event,
        occurred_on=day,
        reason=reason,
        last_on=last_days([current]).get(current.pk),
        ground=replace(ground, definition=definition),
        doer=doer,
    )


def _refuse_hidden(event: Event, ground: Ground, reason: str) -> None:
    """Who may not read a reason can't write it down again either."""
    if not reason and reasons_for(ground, event.from_state, event.state):
        raise ValidationError(REASON_HIDDEN)
