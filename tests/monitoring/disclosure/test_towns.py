"""Quarters in a row, of every family: no attacker undoes what was shown of them."""

from itertools import islice

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.towns import LARGE, MIDDLE, QUARTERS, SMALL, Town, outside_of, quarter_of
from monitoring.disclosure.numbers import Number, Shown
from tests.monitoring.disclosure.building import RATIO, Story, tallies
from tests.monitoring.disclosure.building import settings as careful


def lives_on(town: Town, quarters: int, seed: int) -> Story:
    """Release so many quarters of a town."""
    chance = np.random.default_rng(seed)
    yearly = town is SMALL
    story = Story(town.settings(yearly=yearly), outside_of(town))
    names = (f"{year}{one}" for year in range(2026, 2100) for one in QUARTERS)
    for quarter in islice(names, quarters):
        decision = story.release(quarter, quarter_of(town, chance))
        assert decision.outcome.survives is True
        assert decision.outcome.conflicts == []
        assert decision.outcome.contradictions == []
        assert nests(decision.council.exact, decision.partner.exact) is True
    return story


def nests(council: dict[str, Shown], partner: dict[str, Shown]) -> bool:
    """Return whether every number of the council is a sum of the partners' ones."""
    return all(
        _is_sum(number, value, partner.get(code, {}))
        for code, shown in council.items()
        for number, (value, _) in shown.items()
    )


def _is_sum(number: Number, value: int, partner: Shown) -> bool:
    inside = [
        (one, count)
        for one, (count, _) in partner.items()
        if (one.parts, one.quarters) == (number.parts, number.quarters)
        and set(one.cells) <= set(number.cells)
    ]
    covered = {cell for one, _ in inside for cell in one.cells}
    return covered == set(number.cells) and sum(n for _, n in inside) == value


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(10))
def test_no_quarter_of_a_small_town_gives_the_ones_before_away(seed: int) -> None:
    story = lives_on(SMALL, 20, seed)

    assert len(story.decisions) == 20


@pytest.mark.slow
@pytest.mark.parametrize(
    ("town", "quarters"),
    [(SMALL, 8), (MIDDLE, 10), (LARGE, 1)],
    ids=["small", "middle", "large"],
)
def test_no_attacker_wins_from_everything_that_was_shown_of_a_town(
    town: Town, quarters: int
) -> None:
    """Of all families and quarters at once, without the shortcuts of the gate."""
    story = lives_on(town, quarters, 1)

    assert story.broken() == []


counts = st.integers(0, 16)
pairs = st.tuples(counts, counts).map(lambda pair: (pair[0], pair[0] + pair[1]))
town_quarters = st.lists(
    st.lists(pairs, min_size=4, max_size=4), min_size=1, max_size=5
)


@pytest.mark.slow
@settings(max_examples=40, deadline=None, derandomize=True)
@given(town_quarters, st.sampled_from([(3, 6), (5, 10), (7, 10)]))
def test_both_audiences_together_know_what_partners_know(
    rows: list[list[tuple[int, int]]], thresholds: tuple[int, int]
) -> None:
    grid = {"contact/neighbourhood": "year"}
    story = Story(careful("ABCD", *thresholds, grid))

    for place, row in enumerate(rows):
        quarter = f"{2026 + place // 4}Q{place % 4 + 1}"
        named = dict(zip("ABCD", row, strict=True))
        decision = story.release(quarter, tallies(named, RATIO))
        assert nests(decision.council.exact, decision.partner.exact) is True

    assert story.broken() == []


@pytest.mark.slow
@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.lists(pairs, min_size=2, max_size=5))
def test_what_is_shown_is_true_large_and_complete(
    row: list[tuple[int, int]],
) -> None:
    named = dict(zip("ABCDE", row, strict=False))

    shown = Story(careful(named)).release("2026Q1", tallies(named, RATIO)).partner

    for one in shown.figures:
        whole = [named[name] for name in one.categories or named]
        assert one.denominator == sum(bottom for _, bottom in whole) >= 5
        if one.numerator is not None:
            assert one.numerator == sum(top for top, _ in whole) >= 5
            assert one.denominator - one.numerator >= 5
    alone = {one.dimension for one in shown.figures if one.numerator is None}
    assert alone <= {""}
