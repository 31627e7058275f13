"""What somebody can report about a trajectory, and what each answer asks for."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import TextChoices

from referrals.lifecycle.deeds import Ground
from referrals.lifecycle.guards import (
    Way,
    acting_role,
    reasons_for,
    unmet,
    ways_of,
)
from referrals.models import Trajectory
from referrals.queries.grounds import Grounds
from referrals.routes.definition import Outcome, Route
from referrals.routes.facts import facts_of
from referrals.states import Fact
from vve_portal.accounts.models import User

JOINED: Final = "+"
KNOWN: Final = "known"
INDICATED: Final = "S20"
# What becomes true by going on; what asks for anything else was passed already.
_AHEAD: Final = {Fact.CONSENT: "yes", Fact.LOCATION: KNOWN, Fact.ATTEMPTS: "3"}
PLACED: Final = "S60"
WAITING: Final = "S51"


@dataclass(frozen=True, slots=True)
class Choice:
    """An answer to "what happened": one step, or some that one answer reports.

    `reasons` is the list a reason has to come from; the others say what else is asked.
    """

    key: str
    label: str
    steps: tuple[str, ...]
    is_fallback: bool = False
    reasons: type[TextChoices] | None = None
    asks_channel: bool = False
    asks_location: bool = False
    asks_groups: bool = False
    asks_start: bool = False
    asks_priority: bool = False


@dataclass(frozen=True, slots=True)
class Choices:
    """What can be reported, and what can't be yet with the reason why."""

    offered: Sequence[Choice]
    not_yet: Sequence[Way]

    def planned(self) -> list[Choice]:
        """Return what the route foresees."""
        return [one for one in self.offered if not one.is_fallback]

    def from_outside(self) -> list[Choice]:
        """Return what comes from outside the route: moved, elsewhere, died."""
        return [one for one in self.offered if one.is_fallback]


def choices_for(trajectory: Trajectory, ground: Ground, actor: User) -> Choices:
    """Return what the actor can report about a trajectory now."""
    ways = ways_of(trajectory, ground, actor.roles)
    open_ways = [way.outcome for way in ways if way.verdict]
    offered = [_choice([one], trajectory, ground) for one in open_ways]
    offered += _shortcuts(ways, open_ways, trajectory, ground)
    reached = {choice.steps[-1] for choice in offered}
    facts = facts_of(trajectory, ground.today)
    not_yet = [
        way
        for way in ways
        if way.outcome.key not in reached
        and not way.outcome.fallback
        and _can_come(way.outcome, unmet(way.outcome, facts))
    ]
    return Choices(offered, not_yet)


def _can_come(outcome: Outcome, missing: Sequence[Fact]) -> bool:
    """Return whether what a way waits for lies ahead; a consent given is behind."""
    return all(
        fact not in _AHEAD or _AHEAD[fact] in outcome.needs[fact] for fact in missing
    )


def _shortcuts(
    ways: Iterable[Way],
    open_ways: Sequence[Outcome],
    trajectory: Trajectory,
    ground: Ground,
) -> Iterator[Choice]:
    """Offer at once what now takes several steps, such as consent and letter."""
    facts = facts_of(trajectory, ground.today)
    for way in ways:
        missing = unmet(way.outcome, facts)
        if not _can_come(way.outcome, missing):
            continue
        before = [_setter(fact, way.outcome, open_ways) for fact in missing]
        found = [one for one in before if one is not None]
        if missing and len(found) == len(missing):
            yield _choice([*found, way.outcome], trajectory, ground)


def _setter(
    fact: Fact, outcome: Outcome, open_ways: Sequence[Outcome]
) -> Outcome | None:
    """Return the step after which a fact holds, when that leads nowhere else."""
    wanted = outcome.needs[fact]
    return next(
        (
            one
            for one in open_ways
            if one.sets.get(fact) in wanted and len(one.sets) == 1
        ),
        None,
    )


def _choice(
    outcomes: Sequence[Outcome], trajectory: Trajectory, ground: Ground
) -> Choice:
    last = outcomes[-1]
    goes_on = last.to != trajectory.state
    return Choice(
        key=JOINED.join(one.key for one in outcomes),
        label=_label(outcomes),
        steps=tuple(one.key for one in outcomes),
        is_fallback=last.fallback,
        reasons=reasons_for(ground, trajectory.state, last.to),
        asks_channel=any(one.adds is Fact.ATTEMPTS for one in outcomes),
        asks_location=any(one.sets.get(Fact.LOCATION) == KNOWN for one in outcomes),
        asks_groups=last.to == INDICATED,
        asks_start=goes_on and last.to == PLACED,
        asks_priority=goes_on and last.to == WAITING,
    )


def _label(outcomes: Sequence[Outcome]) -> str:
    first, *others = (one.label for one in outcomes)
    if not others:
        return first
    *middle, last = (f"{one[0].lower()}{one[1:]}" for one in others)
    return f"{', '.join([first, *middle])} en {last}, in één keer"


def choices_for_all(
    trajectories: Iterable[Trajectory], grounds: Grounds, actor: User
) -> list[Choice]:
    """Return what the route foresees for every one of them, in a single step each.

    That a child moved or died is reported one by one.
    """
    shared: dict[str, Choice] = {}
    for number, one in enumerate(trajectories):
        offered = choices_for(one, grounds.of(one), actor).planned()
        single = {choice.key: choice for choice in offered if len(choice.steps) == 1}
        shared = (
            {key: choice for key, choice in shared.items() if key in single}
            if number
            else single
        )
    return list(shared.values())


def outcomes_for(actor: User, routes: Iterable[Route]) -> list[tuple[str, str]]:
    """Return every outcome that somebody may report on some route, by its name.

    What asks for more than a reason or how somebody tried is left out.
    """
    found: dict[str, str] = {}
    for route in routes:
        for state in route.states:
            step = route.step_at(state)
            for one in route.outcomes_at(state):
                if acting_role(one, step, actor.roles) and _is_short(one):
                    found.setdefault(one.key, one.label)
    return sorted(found.items(), key=lambda pair: pair[1])


def _is_short(outcome: Outcome) -> bool:
    asks_place = outcome.sets.get(Fact.LOCATION) == KNOWN
    return not asks_place and outcome.to not in {PLACED, WAITING}
