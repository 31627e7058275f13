"""The attacker finds exactly what can be derived: no less, and no more."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import milp

from monitoring.disclosure import solving
from monitoring.disclosure.attacker import Side, find_broken
from monitoring.disclosure.counted import count_family
from monitoring.disclosure.knowledge import knowledge, quarters_touched
from monitoring.disclosure.numbers import TOTAL, Atom, Cell, Number, Parts, Row, Shown
from monitoring.disclosure.planning import Book
from monitoring.disclosure.reducing import ContradictionError
from monitoring.disclosure.solving import Vector
from monitoring.disclosure.tallies import read
from tests.monitoring.disclosure.building import (
    FIRST,
    NUMBER,
    WIJK,
    ByCategory,
    Count,
    family,
    tallies,
    tally,
)
from tests.monitoring.disclosure.building import (
    settings as careful,
)

CELLS = tuple(Cell("x", name) for name in "ABCDE")
ATOMS = [Atom("in", cell, FIRST) for cell in CELLS]
THRESHOLD = 3


def book_of(*rows: ByCategory) -> Book:
    """Return the counts of new indications, a quarter each."""
    counted = {
        f"{2026 + number // 4}Q{number % 4 + 1}": count_family(
            family("new"), read(tallies(row))
        )
        for number, row in enumerate(rows)
    }
    return Book(family("new"), careful(rows[0]), counted)


def found_out(book: Book, shown: Shown, threshold: int = 5) -> list[tuple[str, int]]:
    """Return which side of how many small numbers an attacker finds out."""
    rows = knowledge(shown, book.common(), set(book.counted))
    broken = find_broken(rows, book.small(threshold), threshold)
    return sorted((str(one.side), one.bound) for one in broken)


def test_hiding_only_the_small_wijk_gives_it_away() -> None:
    book = book_of({"A": 3, "B": 40, "C": 25})

    found = found_out(
        book,
        {
            Number((TOTAL,), ("in",), (FIRST,)): (68, 68),
            Number((Cell(WIJK, "B"),), ("in",), (FIRST,)): (40, 40),
            Number((Cell(WIJK, "C"),), ("in",), (FIRST,)): (25, 25),
        },
    )

    assert found == [(Side.NOT_LARGE, 3), (Side.NOT_ZERO, 3)]


def test_running_total_gives_a_hidden_quarter_away() -> None:
    book = book_of({"A": 14}, {"A": 3})
    both = (FIRST, "2026Q2")

    found = found_out(
        book,
        {
            Number((TOTAL,), ("in",), both[:1]): (14, 14),
            Number((TOTAL,), ("in",), both): (17, 17),
        },
    )

    # The whole town, and its only wijk.
    assert found == [(Side.NOT_LARGE, 3)] * 2 + [(Side.NOT_ZERO, 3)] * 2


def test_sliding_sums_judged_alone_give_hidden_quarters_away() -> None:
    """Every sum is large, and every quarter hidden."""
    values = [0, 4, 4, 4, 4, 0, 4, 4, 4, 4, 0, 4]
    book = book_of(*({"A": value} for value in values))
    quarters = list(book.counted)

    shown = {
        Number((TOTAL,), ("in",), tuple(quarters[at - 4 : at])): (
            (sum(values[at - 4 : at]),) * 2
        )
        for at in range(4, 13)
    }

    assert min(low for low, _ in shown.values()) >= 10
    assert len(found_out(book, shown)) > 0


def test_interval_of_a_rounded_figure_says_less_than_the_figure() -> None:
    book = book_of({"A": 3, "B": 40})
    wijk = Number((Cell(WIJK, "B"),), ("in",), (FIRST,))
    town = Number((TOTAL,), ("in",), (FIRST,))

    exact = found_out(book, {town: (43, 43), wijk: (40, 40)})
    rounded = found_out(book, {town: (43, 47), wijk: (38, 42)})

    assert exact == [(Side.NOT_LARGE, 3), (Side.NOT_ZERO, 3)]
    assert rounded == [(Side.NOT_ZERO, 1)]


def worlds(total: int, places: int) -> Iterator[tuple[int, ...]]:
    """Give every way to spread a total."""
    if places == 1:
        yield (total,)
        return
    for first in range(total + 1):
        for rest in worlds(total - first, places - 1):
            yield (first, *rest)


truths = st.lists(st.integers(0, 3), min_size=5, max_size=5)
subsets = st.lists(st.sets(st.integers(0, 4), min_size=1), min_size=0, max_size=4)


@pytest.mark.slow
@settings(max_examples=150, deadline=None, derandomize=True)
@given(truths, subsets, subsets)
def test_attacker_finds_what_listing_every_world_finds(
    truth: list[int], sums: list[set[int]], asked: list[set[int]]
) -> None:
    rows = [_row(set(range(5)), truth), *(_row(places, truth) for places in sums)]
    numbers = {
        Number(tuple(CELLS[place] for place in sorted(places)), ("in",), (FIRST,))
        for places in asked
    }

    broken = find_broken(rows, numbers, THRESHOLD)

    found = {(one.number, one.side, one.bound) for one in broken}
    assert found == set(_by_listing(rows, numbers, sum(truth)))


def _row(places: set[int], truth: Sequence[int]) -> Row:
    factors = {ATOMS[place]: 1 for place in places}
    value = sum(truth[place] for place in places)
    number = Number(tuple(CELLS[place] for place in sorted(places)), ("in",), (FIRST,))
    return Row(factors, value, value, frozenset([number]))


def _by_listing(
    rows: list[Row], numbers: set[Number], total: int
) -> Iterator[tuple[Number, Side, int]]:
    fitting = []
    for spread in worlds(total, len(ATOMS)):
        world = dict(zip(ATOMS, spread, strict=True))
        sums = [sum(world[atom] for atom in row.factors) for row in rows]
        if all(row.lowest == got for row, got in zip(rows, sums, strict=True)):
            fitting.append(world)
    for number in numbers:
        values = [sum(world[atom] for atom in number.atoms()) for world in fitting]
        if min(values) > 0:
            yield number, Side.NOT_ZERO, min(values)
        if max(values) < THRESHOLD:
            yield number, Side.NOT_LARGE, max(values)


wijk_counts = st.lists(
    st.tuples(st.integers(0, 3), st.integers(0, 2)), min_size=3, max_size=3
)
chosen = st.lists(
    st.tuples(
        st.sampled_from(["", "A", "B", "C", "AB", "BC", "ABC"]),
        st.sampled_from([("in",), ("out",), ("in", "out")]),
    ),
    max_size=4,
)


@pytest.mark.slow
@settings(max_examples=60, deadline=None, derandomize=True)
@given(wijk_counts, chosen)
def test_attacker_finds_it_in_breakdowns_that_add_up_too(
    truth: list[tuple[int, int]], shown: list[tuple[str, Parts]]
) -> None:
    row = {
        name: (first, first + second)
        for name, (first, second) in zip("ABC", truth, strict=True)
    }
    counted = count_family(family("contact"), read(tallies(row)))
    book = Book(family("contact"), careful("ABC"), {FIRST: counted})
    numbers = [("", ("in", "out")), *shown]
    exact = {_number(*one): _value(row, *one) for one in numbers}

    rows = knowledge(
        {number: (value, value) for number, value in exact.items()},
        book.common(),
        {FIRST},
    )
    small = book.small(THRESHOLD)
    broken = find_broken(rows, small, THRESHOLD)

    found = {(one.number, one.side, one.bound) for one in broken}
    assert found == set(_in_every_town(exact, small, sum(map(sum, truth))))


def _number(names: str, parts: Parts) -> Number:
    cells = tuple(Cell(WIJK, name) for name in names)
    return Number(cells or (TOTAL,), parts, (FIRST,))


def _value(row: ByCategory, names: str, parts: Parts) -> int:
    return _count(
        {Cell(WIJK, name): pair for name, pair in row.items()}, _number(names, parts)
    )


def _count(town: Mapping[Cell, Count], number: Number) -> int:
    cells = town if number.cells == (TOTAL,) else number.cells
    total = 0
    for cell in cells:
        there, everyone = town[cell]  # type: ignore[misc]  # a ratio has two
        total += there if "in" in number.parts else 0
        total += everyone - there if "out" in number.parts else 0
    return total


def _in_every_town(
    exact: Mapping[Number, int], small: Sequence[Number], total: int
) -> Iterator[tuple[Number, Side, int]]:
    fitting = []
    for spread in worlds(total, 6):
        town = {
            Cell(WIJK, name): (spread[at], spread[at] + spread[at + 3])
            for at, name in enumerate("ABC")
        }
        if all(_count(town, number) == value for number, value in exact.items()):
            fitting.append(town)
    for number in small:
        values = [_count(town, number) for town in fitting]
        if min(values) > 0:
            yield number, Side.NOT_ZERO, min(values)
        if max(values) < THRESHOLD:
            yield number, Side.NOT_LARGE, max(values)


def test_every_number_of_a_proof_is_one_that_was_shown() -> None:
    rows = [_row({0, 1, 2}, [1, 4, 3, 0, 0]), _row({1, 2}, [1, 4, 3, 0, 0])]
    asked = Number(CELLS[:1], ("in",), (FIRST,))

    (first, second) = find_broken(rows, [asked], THRESHOLD)

    assert first.proof == second.proof == rows[0].told_by | rows[1].told_by
    assert (first.bound, second.bound) == (1, 1)


def test_rows_that_cannot_be_true_are_a_contradiction() -> None:
    rows = [_row({0, 1}, [2, 2, 0, 0, 0]), _row({0, 1}, [2, 3, 0, 0, 0])]

    with pytest.raises(ContradictionError):
        find_broken(rows, [], THRESHOLD)


@pytest.mark.parametrize(
    "wrong",
    [None, np.array([1.0, 1.0, 1.0])],
    ids=["no world", "one that does not fit"],
)
def test_solver_that_is_wrong_is_asked_again_without_presolve(
    monkeypatch: pytest.MonkeyPatch, wrong: Vector | None
) -> None:
    """HiGHS says "infeasible" of some small systems that are not, with presolve on."""
    asked: list[bool] = []

    def unsure(*args: Any, **options: Any) -> Any:
        asked.append(options["options"]["presolve"])
        found = milp(*args, **options)
        if len(asked) == 1:
            found.x = wrong
        return found

    monkeypatch.setattr(solving, "milp", unsure)
    system = solving.System([{0: 1, 1: 1}, {1: 1, 2: 1}], [4, 3], [4, 3])

    world = system.nearest([[0]], [0], 1.0)

    assert asked == [True, False]
    assert world is not None
    assert system.fits(world)


def test_world_that_does_not_fit_exactly_is_no_answer() -> None:
    system = solving.System([{0: 1, 1: 1}], [4], [4])

    assert system.fits(np.array([1.0, 3.0])) is True
    assert system.fits(np.array([1.0, 2.0])) is False
    assert system.fits(np.array([5.0, -1.0])) is False


def test_a_quarter_that_new_numbers_do_not_touch_is_left_alone() -> None:
    """It was judged when it was shown, and nothing new can be derived of it."""
    book = book_of({"A": 9}, {"A": 8}, {"A": 7}, {"A": 9})
    first, second, third, fourth = book.counted
    shown = {Number((TOTAL,), ("in",), (first, second)): (17, 17)}

    alone = quarters_touched(
        [Number((TOTAL,), ("in",), (third,))], shown, book.common()
    )
    linked = quarters_touched(
        [Number((TOTAL,), ("in",), (second, fourth))], shown, book.common()
    )

    assert alone == {third}
    assert linked == {first, second, fourth}


def test_indicator_without_breakdown_needs_no_tree() -> None:
    counted = {FIRST: count_family(family("new"), read([tally(NUMBER, 12)]))}
    book = Book(family("new"), careful("A"), counted)

    assert book.quarter_plan(FIRST).tables == {}
