"""The cases that every release rule is judged by, with the expected figures by hand."""

from typing import TypedDict

import pytest

from tests.monitoring.disclosure.building import (
    FIRST,
    ByCategory,
    Count,
    Story,
    only_release,
    picture,
    settings,
    tallies,
)


class Case(TypedDict):
    """A town, and what partners and council see of it."""

    town: ByCategory
    partner: dict[str, Count]
    council: dict[str, Count]


CASES: dict[str, Case] = {
    "a one wijk with three": {
        "town": {"A": 3, "B": 40, "C": 25},
        "partner": {"town": 68, "A+B": 43, "C": 25},
        "council": {"town": 70, "A+B": 45, "C": 25},
    },
    "b four and two hundred": {
        "town": {"A": 4, "B": 200},
        "partner": {"town": 204, "A+B": 204},
        "council": {"town": 205, "A+B": 205},
    },
    "c nine and three": {
        "town": {"A": 9, "B": 3},
        "partner": {"town": 12, "A+B": 12},
        "council": {"town": 10, "A+B": 10},
    },
    "e all eight of a wijk reached": {
        "town": {"A": (8, 8), "B": (30, 50), "C": (12, 27)},
        "partner": {"town": (50, 85), "A+B": (38, 58), "C": (12, 27)},
        "council": {"town": (50, 85), "A+B": (40, 60), "C": (10, 25)},
    },
    "e all eight of a town reached": {
        "town": {"A": (5, 5), "B": (3, 3)},
        "partner": {"town N": 8},
        "council": {},
    },
    "f all wijken small": {
        "town": {"A": 2, "B": 3, "C": 1, "D": 4},
        "partner": {"town": 10, "A+B+C+D": 10},
        "council": {"town": 10, "A+B+C+D": 10},
    },
    "f town small": {"town": {"A": 1, "B": 1}, "partner": {}, "council": {}},
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_case_is_shown_as_worked_out_by_hand(case: Case) -> None:
    decision = only_release(case["town"])

    assert picture(decision.partner) == case["partner"]
    assert picture(decision.council) == case["council"]
    assert decision.outcome.wins == 0


def test_case_d_quarter_of_three_shows_nothing_and_no_running_total() -> None:
    story = Story(settings(["A", "B"]))

    first = story.release(FIRST, tallies({"A": 14, "B": 0}))
    second = story.release("2026Q2", tallies({"A": 3, "B": 0}))

    assert picture(first.partner) == {"town": 14, "A+B": 14}
    assert picture(first.council) == {"town": 15, "A+B": 15}
    assert picture(second.partner) == {}
    assert picture(second.council) == {}


def test_year_table_leaves_out_a_quarter_of_which_the_total_is_hidden() -> None:
    story = Story(settings("AB", grids={"new/neighbourhood": "year"}))
    for quarter, row in {
        FIRST: {"A": 14, "B": 12},
        "2026Q2": {"A": 1, "B": 2},
        "2026Q3": {"A": 9, "B": 4},
    }.items():
        story.release(quarter, tallies(row))

    last = story.release("2026Q4", tallies({"A": 10, "B": 11}))

    tables = [one for one in last.partner.figures if one.dimension]
    assert [(one.categories, one.numerator, one.quarters) for one in tables] == [
        (("A",), 33, (FIRST, "2026Q3", "2026Q4")),
        (("B",), 27, (FIRST, "2026Q3", "2026Q4")),
    ]
