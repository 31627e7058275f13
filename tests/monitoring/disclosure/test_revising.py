"""A correction is shown only when nobody who was added or removed stands out."""

import pytest

from monitoring.disclosure.attacker import find_broken
from monitoring.disclosure.deciding import Decision
from monitoring.disclosure.families import Guard
from monitoring.disclosure.numbers import TOTAL, Number, Row
from monitoring.disclosure.printing import Printed
from monitoring.disclosure.revising import Change, editions
from tests.monitoring.disclosure.building import (
    FIRST,
    ByCategory,
    Story,
    settings,
    tallies,
)

SECOND = "2026Q2"
Pairs = dict[str, tuple[int | None, int | None]]
BEFORE: ByCategory = {"A": (20, 40), "B": (40, 60)}


def corrected(after: ByCategory, before: ByCategory = BEFORE) -> tuple[Story, Decision]:
    """Release a quarter, and correct it with the next one."""
    story = Story(settings("AB"))
    story.release(FIRST, tallies(before))
    return story, story.release(SECOND, tallies(before), {FIRST: tallies(after)})


def revised(decision: Decision) -> tuple[Pairs, Pairs]:
    """Return what partners and council see of the correction."""
    return _revised(decision.partner.figures), _revised(decision.council.figures)


def _revised(figures: list[Printed]) -> Pairs:
    return {
        "+".join(one.categories) or "town": (one.numerator, one.denominator)
        for one in figures
        if one.revised
    }


def test_large_correction_is_shown_in_the_same_groups() -> None:
    _, decision = corrected({"A": (30, 60), "B": (40, 60)})

    both = {"town": (70, 120), "A": (30, 60), "B": (40, 60)}
    assert revised(decision) == (both, both)
    assert decision.outcome.survives is True


def test_correction_large_for_partners_only_is_not_for_the_council() -> None:
    _, decision = corrected({"A": (26, 52), "B": (40, 60)})

    assert revised(decision) == (
        {"town": (66, 112), "A": (26, 52), "B": (40, 60)},
        {},
    )


@pytest.mark.parametrize(
    "after",
    [
        {"A": (21, 41), "B": (40, 60)},
        {"A": (17, 40), "B": (40, 60)},
        {"A": (30, 49), "B": (40, 60)},
        BEFORE,
    ],
    ids=["one child more", "three not reached", "one not reached less", "no change"],
)
def test_small_correction_leaves_no_trace(after: ByCategory) -> None:
    _, decision = corrected(after)

    assert revised(decision) == ({}, {})


def test_breakdown_with_a_small_difference_stays_as_it_was() -> None:
    _, decision = corrected({"A": (37, 57), "B": (43, 63)})

    assert revised(decision) == ({"town": (80, 120)}, {"town": (80, 120)})


def test_council_gets_no_correction_of_groups_that_partners_do_not_get() -> None:
    """The council has both wijken together, partners have each."""
    _, decision = corrected(
        {"A": (16, 32), "B": (11, 22)}, {"A": (7, 14), "B": (8, 16)}
    )

    assert revised(decision) == ({"town": (27, 54)}, {"town": (25, 55)})


def test_correction_below_the_threshold_is_not_shown() -> None:
    _, decision = corrected({"A": (2, 20), "B": (1, 20)}, {"A": (8, 20), "B": (9, 20)})

    assert revised(decision) == ({}, {})


def test_attacker_finds_who_was_added_when_any_correction_is_shown() -> None:
    """Of one child more it is certain that somebody was added, and few."""
    change = Change(Guard(("in",)), (TOTAL,), 20, 21)
    town = [Number((TOTAL,), ("in",), (one,)) for one in (FIRST, f"{FIRST}+1")]
    shown = dict(zip(town, [(20, 20), (21, 21)], strict=True))
    rows = [*change.rows(FIRST, f"{FIRST}+1")]
    small = list(change.small(f"{FIRST}+1", 5))

    told = [
        Row(dict.fromkeys(number.atoms(), 1), low, high, frozenset([number]))
        for number, (low, high) in shown.items()
    ]
    broken = find_broken([*told, *rows], small, 5)

    assert change.can_be_shown(5) is False
    assert [(str(one.side), one.bound) for one in broken] == [("not zero", 1)]


def test_second_correction_is_judged_against_the_first() -> None:
    story, _ = corrected({"A": (30, 60), "B": (40, 60)})
    third = story.release(
        "2026Q3",
        tallies(BEFORE),
        {FIRST: tallies({"A": (31, 61), "B": (40, 60)})},
    )
    fourth = story.release(
        "2026Q4",
        tallies(BEFORE),
        {FIRST: tallies({"A": (40, 80), "B": (40, 60)})},
    )

    shown = story.history().partner["contact"]
    assert revised(third) == ({}, {})
    assert revised(fourth)[0] == {"town": (80, 140), "A": (40, 80), "B": (40, 60)}
    assert editions(FIRST, shown) == [FIRST, f"{FIRST}+1", f"{FIRST}+2"]


def test_quarter_of_an_earlier_year_is_corrected_without_its_counts_of_then() -> None:
    story, _ = corrected(BEFORE)

    late = story.release(
        "2027Q1",
        tallies(BEFORE),
        {FIRST: tallies({"A": (30, 60), "B": (40, 60)})},
    )

    assert revised(late)[0] == {"town": (70, 120), "A": (30, 60), "B": (40, 60)}


def test_quarter_is_released_once() -> None:
    story, _ = corrected(BEFORE)

    with pytest.raises(ValueError, match="is shown already"):
        story.release(SECOND, tallies(BEFORE))
