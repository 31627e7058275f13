"""Counts that contradict each other are left out, and what is missing is unknown."""

from monitoring.disclosure.counted import Counted, count_family
from monitoring.disclosure.numbers import TOTAL, Cell
from monitoring.disclosure.outside import Outside
from monitoring.disclosure.reaching import ALL, INDICATED
from monitoring.disclosure.tallies import Tally, read
from tests.monitoring.disclosure.building import (
    RATIO,
    WIJK,
    Story,
    family,
    picture,
    settings,
    tallies,
    tally,
)


def counted_of(code: str, rows: list[Tally], *outside: Outside) -> Counted:
    """Return the counts of one family."""
    return count_family(family(code), read(rows), outside)


def test_figure_that_contradicts_an_earlier_one_is_left_out() -> None:
    rows = [tally("IND-03", 20), tally("IND-05", (15, 19)), tally("IND-04", (20, 90))]

    counted = counted_of("reach", rows)

    assert counted.names[""] == ["IND-03:T", "IND-05:T", "IND-04:N", "IND-04:T"]
    assert counted.conflicts == ["IND-05:N"]


def test_numerator_above_its_denominator_is_left_out() -> None:
    counted = counted_of("contact", [tally(RATIO, (12, 9))])

    assert counted.names[""] == ["IND-01:N"]
    assert counted.conflicts == ["IND-01:T"]


def test_parts_that_do_not_add_up_are_left_out() -> None:
    rows = [tally("IND-03", 20), tally("IND-05", (15, 20)), tally("IND-07", (6, 20))]

    counted = counted_of("reach", rows)

    assert counted.conflicts == ["IND-07:T"]


def test_what_a_breakdown_misses_is_unknown() -> None:
    rows = [tally(RATIO, (12, 30)), tally(RATIO, (7, 15), WIJK, "A")]

    counted = counted_of("contact", rows)

    assert counted.cells[Cell(WIJK, "unknown")] == {("in", "out"): 15, ("in",): 5}


def test_breakdown_of_more_than_there_are_is_left_out() -> None:
    rows = [tally(RATIO, (12, 30)), tally(RATIO, (13, 15), WIJK, "A")]

    counted = counted_of("contact", rows)

    assert counted.names[WIJK] == ["IND-01:N"]
    assert counted.conflicts == ["IND-01:T neighbourhood"]


def test_one_column_that_disagrees_does_not_take_the_table_with_it() -> None:
    """Nobody counts all children of an unknown wijk, but some with an indication."""
    rows = [
        tally("IND-03", 20),
        tally("IND-03", 18, WIJK, "A"),
        tally("IND-03", 2, WIJK, "unknown"),
        tally("IND-04", (20, 90)),
        tally("IND-04", (18, 90), WIJK, "A"),
    ]

    counted = counted_of("reach", rows)

    assert counted.names[WIJK] == ["IND-03:T", "IND-04:T"]
    assert counted.conflicts == ["IND-04:N neighbourhood"]
    assert counted.sum_of(INDICATED, Cell(WIJK, "unknown")) == 2


def test_number_from_outside_that_cannot_be_true_is_not_believed() -> None:
    rows = [tally("IND-03", 20), tally("IND-04", (20, 90))]
    fits, wrong = (Outside("IND-04:N", "", "", low, low + 5) for low in (88, 70))

    counted = counted_of("reach", rows, fits, wrong)

    assert counted.outside == [fits]
    assert counted.conflicts == ["IND-04:N"]


def test_number_that_only_others_know_is_guarded_against_too() -> None:
    rows = [tally("IND-03", 20)]

    counted = counted_of("reach", rows, Outside("IND-04:N", "", "", 22, 22))

    assert counted.looked_up == {"": {ALL}}
    assert counted.sum_of(ALL, TOTAL) == 22


def test_released_figures_leave_out_what_contradicts() -> None:
    decision = Story(settings("A")).release("2026Q1", [tally(RATIO, (12, 9))])

    assert picture(decision.partner) == {"town N": 9}
    assert decision.outcome.conflicts == ["IND-01:T"]


def test_category_that_the_tree_does_not_know_is_no_leak() -> None:
    row = {"A": 30, "B": 40, "unknown": 2, "new": 1}

    decision = Story(settings("AB")).release("2026Q1", tallies(row))

    assert picture(decision.partner) == {"town": 73, "A+new+unknown": 33, "B": 40}
    assert decision.outcome.wins == 0
