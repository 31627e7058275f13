"""Taking a trajectory on, one by one."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction

from referrals import policies
from referrals.lifecycle.deeds import Change, Deed, Doer
from referrals.lifecycle.moves import adjust, apply, put
from referrals.models import Event, Location, Trajectory
from referrals.models.trajectories import TrajectoryQuerySet
from referrals.queries.grounds import Grounds, ground_of, last_days
from referrals.services.writing import save
from referrals.states import ALL_STATES
from vve_portal.accounts.models import User
from vve_portal.ui.dates import local_day

STALE: Final = (
    "Iemand anders was u net voor: dit traject staat nu op “{}”. "
    "Bekijk het opnieuw en kies dan uw volgende stap."
)
OTHER_TOWN: Final = "Kies een voorschool in de gemeente van dit traject."
# Whoever moved or died does not go on with a home programme either.
CLOSES_SIDE_ROUTES: Final = frozenset({"S94", "S96"})


@transaction.atomic
def move(
    *,
    trajectory: Trajectory,
    outcome: str,
    deed: Deed,
    seen_version: int,
    actor: User,
    now: datetime,
) -> Trajectory:
    """Take one step; `seen_version` is the version the actor looked at.

    Raises PermissionDenied, or ValidationError with one sentence when something is
    missing or can't be, or when somebody else was first.
    """
    return move_along(
        trajectory=trajectory,
        steps=[(outcome, deed)],
        seen_version=seen_version,
        actor=actor,
        now=now,
    )


@transaction.atomic
def move_along(
    *,
    trajectory: Trajectory,
    steps: Sequence[tuple[str, Deed]],
    seen_version: int,
    actor: User,
    now: datetime,
) -> Trajectory:
    """Take several steps that one form reports; all of them or none.

    Raises PermissionDenied, or ValidationError with one sentence.
    """
    current = lock(trajectory)
    policies.may_edit(actor, current).enforce()
    refuse_stale(current, seen_version)
    grounds = Grounds(local_day(now))
    last_on = last_days([current]).get(current.pk, current.since)

    changes: list[Change] = []
    for outcome, deed in steps:
        refuse_other_town(current, town_of(deed))
        change = apply(
            trajectory=current,
            outcome=outcome,
            deed=deed,
            ground=grounds.of_step(current, outcome, deed.occurred_on),
            actor=actor,
            now=now,
            last_on=last_on,
        )
        changes.append(change)
        last_on = deed.occurred_on
    changes += close_side_routes(current=current, actor=actor, now=now)
    changes += take_side_routes_along(changes=changes, actor=actor, now=now)
    save(changes, verb="trajectory.move")
    return current


def lock(trajectory: Trajectory) -> Trajectory:
    """Return the trajectory as it is now, and keep others waiting."""
    return locked_rows().get(pk=trajectory.pk)


def locked_rows() -> TrajectoryQuerySet:
    """Return trajectories to be locked, with the route each follows."""
    rows = Trajectory.objects.select_related("pathway_version")
    return rows.select_for_update(of=("self",))


def refuse_stale(current: Trajectory, seen_version: int) -> None:
    """Raise ValidationError when the actor looked at an older version."""
    if current.version != seen_version:
        label = ALL_STATES[current.state].label
        raise ValidationError(STALE.format(label))


def town_of(deed: Deed) -> int | None:
    """Return in which partnership the preschool is that a deed names, if it names one.

    Raises ValidationError when that is out of reach.
    """
    if deed.location_id is None:
        return None
    found = Location.objects.filter(pk=deed.location_id).first()
    if found is None:
        raise ValidationError(OTHER_TOWN)
    town: int = found.partnership_id
    return town


def refuse_other_town(current: Trajectory, town: int | None) -> None:
    """Raise ValidationError for a preschool of another town; the key tells too late."""
    if town not in {None, current.partnership_id}:
        raise ValidationError(OTHER_TOWN)


def close_side_routes(
    *, current: Trajectory, actor: User | None, now: datetime
) -> list[Change]:
    """Close what runs beside a trajectory that ended because the child is gone."""
    if current.state not in CLOSES_SIDE_ROUTES:
        return []
    sides = locked_rows().filter(main=current, is_open=True).order_by("pk")
    return [
        put(
            trajectory=side,
            state=current.state,
            deed=Deed(occurred_on=max(current.since, side.since)),
            ground=ground_of(side, local_day(now)),
            doer=Doer(actor, None, now),
            kind=Event.Kind.MOVE,
            last_on=None,
        )
        for side in sides
    ]


def take_side_routes_along(
    *, changes: Sequence[Change], actor: User | None, now: datetime
) -> list[Change]:
    """Let what runs beside a trajectory go to the preschool where that went.

    Else the preschool that a child left would go on reading of its support.
    """
    if not any("location_id" in change.event.changes for change in changes):
        return []
    main, today = changes[0].trajectory, local_day(now)
    sides = locked_rows().filter(main=main, is_open=True).order_by("pk")
    return [
        adjust(
            trajectory=side,
            fields={"location_id": main.location_id, "accepted_on": main.accepted_on},
            kind=Event.Kind.TRANSFER,
            occurred_on=today,
            ground=ground_of(side, today),
            doer=Doer(actor, None, now),
        )
        for side in sides
        if side.location_id != main.location_id
    ]
