"""Every place a child can come to on a route, each with the shortest way towards it."""

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from referrals.routes.definition import Outcome, Route, Step
from referrals.states import FACT_LABELS, FACT_VALUES, FACTS_OF, GROWS, Fact


@dataclass(frozen=True, slots=True)
class Place:
    """A state together with the facts that hold there."""

    state: str
    facts: frozenset[tuple[Fact, str]]

    def allows(self, outcome: Outcome) -> bool:
        """Return whether the facts here are what an outcome asks."""
        known = dict(self.facts)
        return all(known[fact] in values for fact, values in outcome.needs.items())

    def after(self, state: str, changes: Mapping[Fact, str]) -> "Place":
        """Return the place that a move to a state with these changes leads to."""
        return Place(state, frozenset({**dict(self.facts), **changes}.items()))


@dataclass(frozen=True, slots=True)
class Move:
    """A move from one place to another, and whether it counts as a plan."""

    to: Place
    fallback: bool = False
    by_itself: bool = False


class Walk:
    """The places of a route, breadth first, with what can happen at each."""

    def __init__(self, route: Route) -> None:
        self.route = route
        self.step_at = {state: step for step in route.steps for state in step.at}
        self.moves: dict[Place, list[Move]] = {}
        self._came_from: dict[Place, Place | None] = {}
        self._visit()

    def _visit(self) -> None:
        facts = FACTS_OF[self.route.kind]
        begin = frozenset((fact, next(iter(FACT_VALUES[fact]))) for fact in facts)
        self._came_from = {Place(state, begin): None for state in self.route.start}
        queue = deque(self._came_from)
        while queue:
            place = queue.popleft()
            self.moves[place] = list(self._moves(place))
            for move in self.moves[place]:
                if move.to not in self._came_from:
                    self._came_from[move.to] = place
                    queue.append(move.to)

    def _moves(self, place: Place) -> Iterator[Move]:
        for outcome in self.route.outcomes_at(place.state):
            if place.allows(outcome):
                target = place.after(outcome.to, _changes(place, outcome))
                yield Move(target, outcome.fallback, outcome.by_itself)
        if not self.closes(place):
            for fact, value in place.facts:
                later = following(fact, value)
                if fact in GROWS and later != value:
                    yield Move(place.after(place.state, {fact: later}))

    def closes(self, place: Place) -> bool:
        """Return whether a trajectory ends in this place."""
        return self.route.states[place.state].closes

    def label(self, place: Place) -> str:
        """Return how the state of this place is called."""
        return self.route.states[place.state].label

    def open(self) -> Iterator[Place]:
        """Give the open places, nearest to the start first."""
        return (place for place in self.moves if not self.closes(place))

    def nearest(self) -> Iterator[Place]:
        """Give of each state the place that is reached soonest."""
        told: set[str] = set()
        for place in self.moves:
            if place.state not in told:
                told.add(place.state)
                yield place

    def step(self, place: Place) -> Step | None:
        """Return the step that serves this place."""
        return self.step_at.get(place.state)

    def way_to(self, place: Place) -> str:
        """Tell the shortest way: the states in order, each with what changed there."""
        stops: list[tuple[str, dict[Fact, str]]] = []
        before: Place | None = None
        for stop in self._stops(place):
            changed = dict(stop.facts - before.facts) if before else {}
            if before and before.state == stop.state:
                stops[-1][1].update(changed)
            else:
                stops.append((self.label(stop), changed))
            before = stop
        return " → ".join(f"{label}{_in_brackets(facts)}" for label, facts in stops)

    def _stops(self, place: Place) -> list[Place]:
        stops: list[Place] = []
        at: Place | None = place
        while at:
            stops.append(at)
            at = self._came_from[at]
        return stops[::-1]


def following(fact: Fact, value: str) -> str:
    """Return the value after this one; the last one stays as it is."""
    values = list(FACT_VALUES[fact])
    return values[min(values.index(value) + 1, len(values) - 1)]


def _changes(place: Place, outcome: Outcome) -> dict[Fact, str]:
    changes = dict(outcome.sets)
    if outcome.adds:
        changes[outcome.adds] = following(outcome.adds, dict(place.facts)[outcome.adds])
    return changes


def _in_brackets(facts: Mapping[Fact, str]) -> str:
    known = [(fact, facts[fact]) for fact in Fact if fact in facts]
    told = "; ".join(f"{FACT_LABELS[f]}: {FACT_VALUES[f][value]}" for f, value in known)
    return f" ({told})" if told else ""
