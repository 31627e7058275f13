"""A route as a line with branches: which lines run beside each step, as geometry.

Each step is a row. Going on to the next step is the line itself; every other way runs
over a lane beside it, one lane per step that is led to. Heights are percentages, so
that a row may be as high as its text.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from referrals.routes.definition import Route, Step

NODE: Final = 22
FIRST_LANE: Final = 40
PITCH: Final = 12
MARGIN: Final = 10
MIDDLE: Final = 50
# Where a route ends as it was meant to.
ARRIVED: Final = frozenset({"S90", "Z80", "Z82", "T80"})
# Where what leaves a step leaves it, below what arrives.
LEAVES: Final = 78
BOTTOM: Final = 100


@dataclass(frozen=True, slots=True)
class Line:
    """A straight line: x in pixels, y in per cent of the row's height."""

    x1: int
    y1: int
    x2: int
    y2: int


@dataclass(frozen=True, slots=True)
class Row:
    """A step with the lines beside it, and whether a trajectory may end there.

    `exits` is "done" when it ends as it was meant to, "loss" otherwise, or empty.
    """

    number: int
    step: Step
    trunk: tuple[Line, ...]
    ways: tuple[Line, ...]
    has_arrow: bool
    closes: bool
    exits: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """The rows of a route, and how wide the lines beside them are."""

    width: int
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class _Bus:
    """Everything that leads to one step by another way than the line itself."""

    target: int
    sources: frozenset[int]

    @property
    def top(self) -> int:
        return min(self.target, *self.sources)

    @property
    def bottom(self) -> int:
        return max(self.target, *self.sources)


def draw(route: Route) -> Drawing:
    """Return a route as rows with lines."""
    place = {state: i for i, step in enumerate(route.steps) for state in step.at}
    ways = {
        (number, place[outcome.to])
        for number, step in enumerate(route.steps)
        for outcome in step.outcomes
        if place.get(outcome.to, number) != number
    }
    lanes = _lanes(_buses(ways))
    width = FIRST_LANE + max((lane for lane, _ in lanes), default=-1) * PITCH + MARGIN
    rows = (
        Row(
            number=number + 1,
            step=step,
            trunk=tuple(_trunk(number, ways)),
            ways=tuple(_ways(number, lanes)),
            has_arrow=any(bus.target == number for _, bus in lanes),
            closes=all(_closes(route, state) for state in step.at),
            exits=_exit_of(route, step, place),
        )
        for number, step in enumerate(route.steps)
    )
    return Drawing(width=max(width, FIRST_LANE), rows=tuple(rows))


def _closes(route: Route, state: str) -> bool:
    return state in route.states and route.states[state].closes


def _exit_of(route: Route, step: Step, place: dict[str, int]) -> str:
    ends = {
        one.to
        for one in step.outcomes
        if _closes(route, one.to) and one.to not in place
    }
    if not ends:
        return ""
    return "done" if ends <= ARRIVED else "loss"


def _buses(ways: set[tuple[int, int]]) -> list[_Bus]:
    beside = [(source, target) for source, target in ways if target != source + 1]
    targets = sorted({target for _, target in beside})
    return [
        _Bus(target, frozenset(s for s, led_to in beside if led_to == target))
        for target in targets
    ]


def _lanes(buses: list[_Bus]) -> list[tuple[int, _Bus]]:
    """Give each bus the nearest lane that is free over its whole length."""
    placed: list[tuple[int, _Bus]] = []
    for bus in sorted(buses, key=lambda one: (one.bottom - one.top, one.top)):
        taken = {
            lane
            for lane, other in placed
            if other.top <= bus.bottom and bus.top <= other.bottom
        }
        free = next(lane for lane in range(len(buses)) if lane not in taken)
        placed.append((free, bus))
    return placed


def _trunk(number: int, ways: set[tuple[int, int]]) -> Iterator[Line]:
    if (number - 1, number) in ways:
        yield Line(NODE, 0, NODE, MIDDLE)
    if (number, number + 1) in ways:
        yield Line(NODE, MIDDLE, NODE, BOTTOM)


def _ways(number: int, lanes: list[tuple[int, _Bus]]) -> Iterator[Line]:
    leaving = [FIRST_LANE + lane * PITCH for lane, b in lanes if number in b.sources]
    if leaving:
        yield Line(NODE, MIDDLE, NODE, LEAVES)
        yield Line(NODE, LEAVES, max(leaving), LEAVES)
    for lane, bus in lanes:
        x = FIRST_LANE + lane * PITCH
        if bus.target == number:
            yield Line(NODE, MIDDLE, x, MIDDLE)
        if bus.top <= number <= bus.bottom:
            yield Line(x, _begin(number, bus), x, _end(number, bus))


def _begin(number: int, bus: _Bus) -> int:
    if number > bus.top:
        return 0
    return MIDDLE if number == bus.target else LEAVES


def _end(number: int, bus: _Bus) -> int:
    if number < bus.bottom:
        return BOTTOM
    return MIDDLE if number == bus.target else LEAVES
