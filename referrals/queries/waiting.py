"""Who waits for a place, the most urgent first."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from referrals.models import Trajectory
from referrals.queries.capacity import WAITING, children_of
from referrals.routes.facts import day_of_age
from vve_portal.accounts.models import User


@dataclass(frozen=True, slots=True)
class Waiting:
    """A child on the waiting list, and how long it has been there."""

    child: Trajectory
    days: int
    may_start_on: date


def waiting_children(actor: User) -> QuerySet[Trajectory]:
    """Return who is on a waiting list within the actor's reach, in its order."""
    rows = children_of(actor).filter(state=WAITING)
    return rows.select_related("location", "neighbourhood").order_by(
        "priority", "waiting_since", "pk"
    )


def waiting_rows(children: list[Trajectory], *, today: date) -> list[Waiting]:
    """Say of each how long it waits and from when it may start."""
    return [
        Waiting(
            child,
            days=(today - (child.waiting_since or child.since)).days,
            may_start_on=day_of_age(child.birth_month, child.start_age_months),
        )
        for child in children
    ]


def unaccepted(actor: User) -> int:
    """Count who was registered by the JGZ while no preschool accepted the code yet."""
    states = ("S50", WAITING)
    rows = children_of(actor).filter(location__isnull=True, state__in=states)
    return rows.count()
