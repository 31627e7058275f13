"""Rows of the worklist, made and asked for by tests."""

from collections.abc import Iterable
from typing import Any

from referrals.models import Trajectory
from referrals.models.trajectories import TrajectoryQuerySet
from tests.factories import TODAY
from tests.referrals.building import stored
from tests.referrals.scenes import World
from vve_portal.accounts.models import User
from vve_portal.accounts.roles import Role


def put(world: World, code: str = "", **fields: Any) -> Trajectory:
    """Store a trajectory of the first team, with a plan written by hand."""
    made = stored(world.version, fields.pop("state", "S00"), team=world.team)
    plan: dict[str, Any] = {
        "owner": Role.NURSE,
        "due_on": TODAY,
        "escalates_on": None,
        "escalates_to": "",
    }
    values = {**plan, **fields}
    if code:
        values["code"] = code
    Trajectory.objects.filter(pk=made.pk).update(**values)
    made.refresh_from_db()
    return made


def seen_by(user: User) -> TrajectoryQuerySet:
    """Return what somebody may know of."""
    return Trajectory.objects.visible_to(user)


def pks(rows: Iterable[Trajectory]) -> list[int]:
    """Return the numbers of rows, in their order."""
    return [row.pk for row in rows]
