"""Support beside the way to a preschool: how many at which level, and who pays."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Count, Q

from agreements.models.vocabulary import Funding
from referrals.models import PathwayVersion, Trajectory
from referrals.models.trajectories import TrajectoryQuerySet
from referrals.routes.definition import Outcome, Step
from referrals.states import CLOSING, SUPPORT_STATES, RouteKind
from vve_portal.accounts.models import Partnership

MOST: Final = 50
SIDE_KINDS: Final = (RouteKind.SUPPORT, RouteKind.HOME)
# Which budget of the agreement each law on a route stands for.
FUNDING_OF: Final[dict[str, Funding]] = {
    "OAB": Funding.SPUK_OAB,
    "Jeugdwet": Funding.YOUTH_ACT,
    "Zvw": Funding.ZVW,
    "Wlz": Funding.WLZ,
}
LEVELS: Final[tuple[str, ...]] = tuple(
    state for state in SUPPORT_STATES if state not in CLOSING
)


@dataclass(frozen=True, slots=True)
class LevelRow:
    """How many children are at one level, and for how many the term has passed."""

    state: str
    label: str
    count: int
    late: int


def support_of(actor: Any, partnership: Partnership) -> TrajectoryQuerySet:
    """Return the open support trajectories in reach of one municipality."""
    rows = Trajectory.objects.visible_to(actor).open()
    return rows.filter(kind=RouteKind.SUPPORT, partnership=partnership)


def most_urgent(rows: TrajectoryQuerySet) -> TrajectoryQuerySet:
    """Return the ones whose term ends first, with where the child is."""
    return rows.select_related("location").order_by("due_on", "pk")[:MOST]


def count_levels(rows: TrajectoryQuerySet, today: date) -> list[LevelRow]:
    """Count the children per level; a level without any is there too."""
    counted = rows.order_by("state").values_list("state")
    found = {
        state: (count, late)
        for state, count, late in counted.annotate(
            count=Count("pk"), late=Count("pk", filter=Q(due_on__lt=today))
        )
    }
    return [
        LevelRow(state, SUPPORT_STATES[state].label, *found.get(state, (0, 0)))
        for state in LEVELS
    ]


def count_funding(rows: TrajectoryQuerySet) -> list[tuple[str, int]]:
    """Count the children per source of money; the last is not chosen yet."""
    counted = rows.order_by("funding").values_list("funding")
    found = dict(counted.annotate(count=Count("pk")))
    chosen = [
        (str(source.label), found[source.value])
        for source in Funding
        if source.value in found
    ]
    return [*chosen, ("Nog niet gekozen", found[""])] if "" in found else chosen


def side_routes_of(actor: Any, trajectory: Trajectory) -> list[Trajectory]:
    """Return what runs or ran beside a trajectory, the newest first."""
    rows = Trajectory.objects.visible_to(actor).filter(main=trajectory)
    return list(rows.select_related("pathway_version").order_by("-is_open", "-pk"))


def open_support_of(actor: Any, trajectory: Trajectory) -> list[Trajectory]:
    """Return the support that runs beside a trajectory, the newest first."""
    rows = Trajectory.objects.visible_to(actor).open().filter(main=trajectory)
    return list(rows.filter(kind=RouteKind.SUPPORT).order_by("-pk"))


def side_versions(partnership_id: int, today: date) -> list[PathwayVersion]:
    """Return the versions that a new side route follows today."""
    rows = PathwayVersion.objects.filter(
        partnership=partnership_id, pathway__kind__in=SIDE_KINDS
    )
    running = rows.published().in_force_on(today).select_related("pathway")
    return list(running.order_by("pathway__kind", "pathway__code"))


def levels_after(trajectory: Trajectory, outcomes: Iterable[Outcome]) -> list[Step]:
    """Return the levels of support to which these ways lead."""
    route = trajectory.pathway_version.route
    steps = [route.step_at(one.to) for one in outcomes]
    return [step for step in steps if step is not None and step.level]


def funding_choices(levels: Iterable[Step]) -> list[tuple[str, str]]:
    """Return the money that the route foresees at these levels; all when it is mute."""
    named = {FUNDING_OF[law] for level in levels for law in level.funding}
    return [(one.value, str(one.label)) for one in Funding if one in named or not named]
