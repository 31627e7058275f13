"""The drawing of a route: every way on is drawn, and no two ways share a lane."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import pytest

from referrals.routes.definition import Route
from referrals.routes.drawing import FIRST_LANE, NODE, Drawing, Line, draw
from referrals.routes.editing import drop_step
from referrals.routes.templates import TEMPLATES
from tests.referrals.routing import BASIC

pytestmark = pytest.mark.sqlite


def ways(route: Route) -> Iterator[tuple[int, int]]:
    """Give each way from one step to another, by place."""
    place = {state: n for n, step in enumerate(route.steps) for state in step.at}
    for source, step in enumerate(route.steps):
        for outcome in step.outcomes:
            target = place.get(outcome.to, source)
            if target != source:
                yield source, target


def vertical(drawing: Drawing, number: int) -> dict[int, tuple[int, int]]:
    """Return which part of each lane is drawn beside a step."""
    lanes = (one for one in drawing.rows[number].ways if one.x1 == one.x2 != NODE)
    return {line.x1: (line.y1, line.y2) for line in lanes}


@pytest.mark.parametrize("code", TEMPLATES)
def test_going_on_to_the_next_step_is_the_line_itself(code: str) -> None:
    drawing = draw(TEMPLATES[code])
    following = {(a, b) for a, b in ways(TEMPLATES[code]) if b == a + 1}

    drawn = {
        (number, number + 1)
        for number, row in enumerate(drawing.rows)
        if Line(NODE, 50, NODE, 100) in row.trunk
    }

    assert drawn == following
    assert all(
        (Line(NODE, 50, NODE, 100) in above.trunk)
        == (Line(NODE, 0, NODE, 50) in below.trunk)
        for above, below in pairwise(drawing.rows)
    )


@pytest.mark.parametrize("code", TEMPLATES)
def test_every_other_way_runs_over_a_lane_to_its_arrow(code: str) -> None:
    route = TEMPLATES[code]
    drawing = draw(route)
    beside = {(a, b) for a, b in ways(route) if b != a + 1}

    assert {n for n, row in enumerate(drawing.rows) if row.has_arrow} == {
        target for _, target in beside
    }
    for source, target in beside:
        assert is_connected(drawing, source, target)


def is_connected(drawing: Drawing, source: int, target: int) -> bool:
    """Return whether one lane leads from below one step to the middle of another."""
    arrives = {
        line.x2
        for line in drawing.rows[target].ways
        if line.y1 == line.y2 == 50 and line.x1 == NODE
    }
    between = range(min(source, target), max(source, target) + 1)
    return any(all(x in vertical(drawing, n) for n in between) for x in arrives)


@pytest.mark.parametrize("code", TEMPLATES)
def test_lanes_of_two_steps_that_touch_are_joined(code: str) -> None:
    drawing = draw(TEMPLATES[code])

    for above, below in pairwise(range(len(drawing.rows))):
        down = {x for x, (_, end) in vertical(drawing, above).items() if end == 100}
        up = {x for x, (begin, _) in vertical(drawing, below).items() if begin == 0}
        assert down == up


def test_lines_stay_within_the_width() -> None:
    for route in TEMPLATES.values():
        drawing = draw(route)
        used = [max(line.x1, line.x2) for row in drawing.rows for line in row.ways]
        assert max(used, default=FIRST_LANE) <= drawing.width


def test_ends_are_told_apart() -> None:
    exits = {row.step.key: row.exits for row in draw(BASIC).rows if row.exits}
    closed = [row.step.key for row in draw(BASIC).rows if row.closes]

    assert exits == {
        "approach": "loss",
        "start": "loss",
        "participate": "loss",
        "absence": "loss",
        "interruption": "loss",
        "finish_warm": "done",
        "finish_cold": "done",
    }
    assert closed == ["second_chance", "talk_again"]


def test_route_that_is_not_sound_yet_is_drawn_too() -> None:
    halved = drop_step(drop_step(BASIC, "absence"), "offer")
    empty = replace(BASIC, steps=())

    assert [row.number for row in draw(halved).rows] == list(range(1, 18))
    assert draw(empty) == Drawing(FIRST_LANE, ())
