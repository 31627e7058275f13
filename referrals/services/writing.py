"""Saving what the lifecycle changed, with its events, reasons and record."""

from collections.abc import Sequence
from typing import Final

from referrals.codes import shown_code
from referrals.lifecycle.deeds import Change
from referrals.models import Event, EventReason, IndicationGroup, Trajectory
from referrals.states import ALL_STATES
from vve_portal.audit.models import Entry
from vve_portal.audit.services import entry_of, record_all

ROWS_AT_A_TIME: Final = 500


def save(changes: Sequence[Change], *, verb: str) -> None:
    """Save changes in the order in which they were made; the caller holds the locks.

    Each gets an entry, of the moment and the doer of its event, that only those read
    who may know of the child. A new trajectory comes with its first event.
    """
    _save_trajectories(changes)
    Event.objects.bulk_create([change.event for change in changes], ROWS_AT_A_TIME)
    save_reasons(changes)
    _save_groups([change for change in changes if change.groups is not None])
    record_all([_entry(change, verb) for change in changes])


def _save_trajectories(changes: Sequence[Change]) -> None:
    new = {id(one.trajectory) for one in changes if not one.event.from_state}
    fields: dict[int, set[str]] = {}
    rows = {id(change.trajectory): change.trajectory for change in changes}
    for change in changes:
        fields.setdefault(id(change.trajectory), set()).update(change.fields)
    if new:
        made = [row for key, row in rows.items() if key in new]
        Trajectory.objects.bulk_create(made, ROWS_AT_A_TIME)
    known = [row for key, row in rows.items() if key not in new]
    names = sorted(set().union(*(fields[id(row)] for row in known)))
    if len(known) == 1:
        known[0].save(update_fields=names)
    elif known:
        Trajectory.objects.bulk_update(known, names, ROWS_AT_A_TIME)


def save_reasons(changes: Sequence[Change]) -> None:
    """Save why things happened, where that was told; the events are there."""
    reasons = [
        EventReason(
            event=change.event,
            partnership_id=change.event.partnership_id,
            location_id=change.event.location_id,
            code=change.reason,
        )
        for change in changes
        if change.reason
    ]
    if reasons:
        EventReason.objects.bulk_create(reasons, ROWS_AT_A_TIME)


def _save_groups(changes: Sequence[Change]) -> None:
    """Keep the groups of the last indication: that is the one that holds."""
    if not changes:
        return
    children = [change.trajectory.pk for change in changes]
    IndicationGroup.objects.filter(trajectory__in=children).delete()
    rows = [
        IndicationGroup(
            partnership_id=change.trajectory.partnership_id,
            trajectory=change.trajectory,
            group=group,
        )
        for change in changes
        for group in sorted(change.groups or ())
    ]
    if rows:
        IndicationGroup.objects.bulk_create(rows, ROWS_AT_A_TIME)


def _entry(change: Change, verb: str) -> Entry:
    trajectory, event = change.trajectory, change.event
    return entry_of(
        at=event.registered_at,
        actor=event.actor,
        verb=verb,
        subject=trajectory,
        summary=f"Traject {shown_code(trajectory.code)}: {_what(event)}.",
        reach=Entry.Reach.CHILD,
        location_id=event.location_id,
        event=event.pk,
        occurred_on=event.occurred_on.isoformat(),
        before=event.from_state,
        after=event.state,
    )


def _what(event: Event) -> str:
    label = ALL_STATES[event.state].label
    if event.kind == Event.Kind.CORRECTION:
        return f"teruggezet naar “{label}”"
    if not event.from_state:
        return f"begonnen met “{label}”"
    if event.from_state == event.state:
        return f"{event.get_kind_display().lower()} bij “{label}”"
    return f"van “{ALL_STATES[event.from_state].label}” naar “{label}”"
