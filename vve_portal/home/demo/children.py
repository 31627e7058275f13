"""The children of the demo: two years of trajectories, by lot with a fixed seed."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from itertools import count
from random import Random
from typing import Final

from referrals.codes import code_of, is_plain
from referrals.lifecycle.deeds import Change
from referrals.models import Location, PathwayVersion, TargetDefinition, Trajectory
from referrals.reasons import Signaller
from referrals.routes.facts import age_in_months, day_of_age
from referrals.routes.rules import RULES
from referrals.services.country.chances import CHANCES, Chance, Chances
from referrals.services.country.lives import Cast, Terms, live
from referrals.services.writing import save
from referrals.states import RouteKind
from vve_portal.accounts.models import User
from vve_portal.accounts.roles import Role
from vve_portal.home.demo.chain import Chain, Scene
from vve_portal.home.demo.halts import Halt

# Whom the figures are about: from two and a half until four.
COUNTED_FROM: Final = 30
COUNTED_UNTIL: Final = 47
YOUNGEST: Final = 1
# At school by now; earlier quarters count them.
OLDEST: Final = 62
NO_LONGER_INDICATED: Final = frozenset({"S21", "S22", "S94", "S96"})
# From which age a child may begin in a state, the last one first.
BEGINNINGS: Final = {"S20": 14, "S10": 11, "S00": 1}
FIRST_CODE: Final = 0x5EED_0001
CODE_STEP: Final = 0x9E37_79B9
SIGNALLERS: Final = (Signaller.JGZ, Signaller.JGZ, Signaller.PRESCHOOL)
# Too few places in this part of town: nearly everybody waits, and long.
FULL: Final = "Noord"
WAITING_LONG: Final[Chances] = {
    **CHANCES,
    "S50": (Chance("waiting", 92, 3, 20), Chance("place", 8, 4, 20)),
    "S51": (
        Chance("place", 84, 70, 210),
        Chance("refuse", 8, 40, 160),
        Chance("elsewhere", 8, 40, 160),
    ),
}
# Ways in which a child does not come, or comes no longer.
LOST: Final = frozenset({"refuse", "elsewhere", "stop", "decline", "no_show"})
# Reach rises: fewer are lost among children born later, by age in months today.
SHARE_LOST: Final = ((30, 0.3), (40, 0.3), (47, 0.42), (OLDEST, 0.6))


@dataclass
class Nursery:
    """Everything that children of one partnership need to begin."""

    scene: Scene
    chain: Chain
    people: Mapping[str, User]
    versions: Mapping[str, PathwayVersion]
    definitions: tuple[TargetDefinition, ...]
    since: date
    today: date
    luck: Random
    changes: list[Change] = field(default_factory=list)
    trajectories: list[Trajectory] = field(default_factory=list)

    def by_role(self, role: Role) -> list[User]:
        """Return everybody of the chain with a role."""
        return [person for person in self.people.values() if person.has_role(role)]

    def next_code(self) -> str:
        """Return a code that nobody has, the same every time the demo is loaded."""
        return next(self._codes)

    @cached_property
    def _codes(self) -> Iterator[str]:
        start = FIRST_CODE * self.scene.partnership.pk
        codes = (code_of((start + one * CODE_STEP) % 32**8) for one in count())
        return filter(is_plain, codes)


def fill(nursery: Nursery, *, indicated: int, younger: int, older: int) -> None:
    """Tell of so many valid indications, and of younger and older children."""
    found = sum(is_valid(one, nursery.today) for one in nursery.trajectories)
    while found < indicated:
        age = nursery.luck.randint(COUNTED_FROM, COUNTED_UNTIL)
        found += is_valid(begin_child(nursery, age), nursery.today)
    for _ in range(younger):
        begin_child(nursery, nursery.luck.randrange(YOUNGEST, COUNTED_FROM))
    for _ in range(older):
        begin_child(nursery, nursery.luck.randint(COUNTED_UNTIL + 1, OLDEST))


def is_valid(trajectory: Trajectory | None, today: date) -> bool:
    """Return whether a child counts as indicated in the figures of today."""
    if trajectory is None or trajectory.indicated_on is None:
        return False
    age = age_in_months(trajectory.birth_month, today)
    is_counted = COUNTED_FROM <= age <= COUNTED_UNTIL
    return is_counted and trajectory.state not in NO_LONGER_INDICATED


def halt_children(nursery: Nursery, halt: Halt) -> None:
    """Tell of children who wait at one step for somebody."""
    luck, scene = nursery.luck, nursery.scene
    locations = scene.locations[:1] if halt.is_at_first_location else None
    for _ in range(halt.number):
        begin_child(
            nursery,
            luck.randint(*halt.months),
            neighbourhood=halt.neighbourhood,
            locations=locations,
            began=nursery.today - timedelta(days=luck.randint(*halt.days_ago)),
            chances=halt.chances,
        )


def begin_child(
    nursery: Nursery,
    age: int,
    *,
    neighbourhood: str = "",
    locations: list[Location] | None = None,
    began: date | None = None,
    chances: Chances | None = None,
) -> Trajectory | None:
    """Tell of one child of an age in months; None when it is too soon to begin."""
    luck, chain = nursery.luck, nursery.chain
    around = (
        neighbourhood
        or luck.choices(
            list(chain.neighbourhoods), list(chain.neighbourhoods.values())
        )[0]
    )
    birth_month = day_of_age(nursery.today.replace(day=1), -age)
    begins_on = began or _begin(nursery, birth_month)
    state = _state_at(age_in_months(birth_month, begins_on))
    trajectory = _trajectory(nursery, around, birth_month)
    usual = _with_fewer_lost(WAITING_LONG if around == FULL else CHANCES, age)
    changes = live(
        trajectory=trajectory,
        state=state,
        begins_on=begins_on,
        terms=_terms(nursery, trajectory, usual if chances is None else chances),
        cast=_cast(nursery, trajectory, locations or _near(nursery, around)),
        luck=luck,
    )
    return _keep(nursery, trajectory, changes)


def _with_fewer_lost(chances: Chances, age: int) -> Chances:
    share = next(share for oldest, share in SHARE_LOST if age <= oldest)
    return {
        state: tuple(_rarer(way, share) if way.outcome in LOST else way for way in ways)
        for state, ways in chances.items()
    }


def _rarer(way: Chance, share: float) -> Chance:
    return Chance(way.outcome, way.weight * share, way.soonest, way.latest)


def _keep(
    nursery: Nursery, trajectory: Trajectory, changes: list[Change]
) -> Trajectory | None:
    if not changes:
        return None
    nursery.trajectories.append(trajectory)
    nursery.changes += changes
    return trajectory


def _begin(nursery: Nursery, birth_month: date) -> date:
    """Return when a child was registered: at the earliest when the portal came."""
    luck = nursery.luck
    age = luck.choices((1, 11, 14, 18), (25, 30, 35, 10))[0]
    day = day_of_age(birth_month, age) + timedelta(days=luck.randrange(28))
    return max(day, nursery.since + timedelta(days=luck.randrange(60)))


def _state_at(age: int) -> str:
    return next(
        state for state, first in BEGINNINGS.items() if age >= first or first == 1
    )


def _trajectory(nursery: Nursery, around: str, birth_month: date) -> Trajectory:
    scene, luck = nursery.scene, nursery.luck
    team = scene.teams[around]
    nurses = [one for one in nursery.by_role(Role.NURSE) if team.pk in one.team_ids]
    return Trajectory(
        partnership=scene.partnership,
        code=nursery.next_code(),
        kind=RouteKind.PRESCHOOL,
        birth_month=birth_month,
        neighbourhood=scene.neighbourhoods[around],
        pathway_version=nursery.versions[around],
        team=team,
        assigned_to=luck.choice(nurses),
        first_signalled_by=luck.choice(SIGNALLERS),
        referred_by=Signaller.JGZ,
    )


def _terms(nursery: Nursery, trajectory: Trajectory, chances: Chances) -> Terms:
    route = trajectory.pathway_version.route
    return Terms(route, RULES, nursery.definitions, nursery.today, chances)


def _near(nursery: Nursery, around: str) -> list[Location]:
    """Return the preschools of a part of town, or else all."""
    all_of_them = nursery.scene.locations
    near = [
        one
        for one in all_of_them
        if one.neighbourhood and one.neighbourhood.name == around
    ]
    return near or all_of_them


def _cast(nursery: Nursery, trajectory: Trajectory, locations: list[Location]) -> Cast:
    """Return who acts for a child; where there is no such person nobody does."""
    people: dict[Role, User] = {}
    for role in (Role.VVE_COORDINATOR, Role.OUTREACH_WORKER, Role.PROGRAMME_WORKER):
        if found := nursery.by_role(role):
            people[role] = found[0]
    assert trajectory.assigned_to is not None  # noqa: S101 - for the type checker
    people[Role.NURSE] = nursery.people[trajectory.assigned_to.email]
    contacts = nursery.scene.contacts
    return Cast(people, {one.pk: nursery.people[contacts[one.pk]] for one in locations})


def add_side_routes(
    nursery: Nursery,
    version: PathwayVersion,
    *,
    number: int,
    wanted: Callable[[Trajectory], bool],
) -> None:
    """Tell of a side route beside the first trajectories that want one."""
    mains = [one for one in nursery.trajectories if one.main is None and wanted(one)]
    for main in mains[:number]:
        trajectory = _beside(nursery, main, version)
        began = main.since + timedelta(days=nursery.luck.randrange(10, 60))
        changes = live(
            trajectory=trajectory,
            state=version.route.start[0],
            begins_on=min(began, nursery.today - timedelta(days=7)),
            terms=_terms(nursery, trajectory, CHANCES),
            cast=_cast(nursery, trajectory, _places_of(nursery, main)),
            luck=nursery.luck,
        )
        _keep(nursery, trajectory, changes)


def _places_of(nursery: Nursery, main: Trajectory) -> list[Location]:
    at = [one for one in nursery.scene.locations if one.pk == main.location_id]
    return at or nursery.scene.locations


def _beside(nursery: Nursery, main: Trajectory, version: PathwayVersion) -> Trajectory:
    return Trajectory(
        partnership=main.partnership,
        code=nursery.next_code(),
        kind=version.route.kind,
        birth_month=main.birth_month,
        neighbourhood=main.neighbourhood,
        pathway_version=version,
        main=main,
        team=main.team,
        assigned_to=main.assigned_to,
        location_id=main.location_id,
        accepted_on=main.accepted_on,
    )


def keep_all(nursery: Nursery) -> None:
    """Keep every trajectory, in the order in which things were written down."""
    for kind in (True, False):
        # A side route points at its main one, which has to be there.
        chosen = [
            one for one in nursery.changes if (one.trajectory.main is None) is kind
        ]
        save(list(_in_order(chosen)), verb="trajectory.move")


def _in_order(changes: list[Change]) -> Iterator[Change]:
    return iter(sorted(changes, key=lambda change: change.event.registered_at))
