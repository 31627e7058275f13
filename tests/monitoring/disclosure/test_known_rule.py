"""Someone who knows the rule and the tree lists every world, and learns nothing."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import product

import pytest

from monitoring.disclosure.counted import Counted
from monitoring.disclosure.families import Family
from monitoring.disclosure.numbers import TOTAL, Cell, Number, Parts, parts_of
from monitoring.disclosure.planning import Book, Settings
from monitoring.disclosure.reaching import REACH
from monitoring.disclosure.rule import Limits, Plan, draft, small_numbers
from monitoring.disclosure.thresholds import Thresholds
from tests.monitoring.disclosure.building import FIRST, WIJK, family, settings

pytestmark = pytest.mark.slow

# Of a world: how many there are of each part, per wijk.
Spread = tuple[tuple[int, ...], ...]
Picture = tuple[tuple[Number, int], ...]


def plan_of(one: Family, parts: Parts, spread: Spread, careful: Settings) -> Plan:
    """Return what a family wants to show of a world; without wijken only the whole."""
    totals = tuple(map(sum, zip(*spread, strict=True)))
    wijken = spread if len(spread) > 1 else ()
    cells = {
        Cell(WIJK, name): counts for name, counts in zip("ABC", wijken, strict=False)
    }
    counted = Counted(one, names={"": list(one.figures)})
    for cell, counts in {TOTAL: totals, **cells}.items():
        world = dict(zip(parts, counts, strict=True))
        counted.cells[cell] = {
            sums: sum(world[part] for part in sums) for sums in one.figures.values()
        }
    if cells:
        counted.names[WIJK] = list(one.in_table(WIJK))
    return Book(one, careful, {FIRST: counted}).quarter_plan(FIRST)


def narrowed(one: Family, names: Iterable[str]) -> Family:
    """Return a family of which only these figures were counted, in coarser parts."""
    figures = {
        name: parts_of(*(part.split()[0] for part in one.figures[name]))
        for name in names
    }
    offers = (tuple(name for name in offer if name in figures) for offer in one.offers)
    return replace(
        one,
        figures=figures,
        offers=tuple(dict.fromkeys(filter(None, offers))),
        table=tuple(name for name in one.table if name in figures),
        tables={},
        only={},
    )


def spreads(wijken: int, parts: int, most: int) -> Iterator[Spread]:
    """Give every world of at most so many children in the town."""
    for counts in product(range(most + 1), repeat=wijken * parts):
        if sum(counts) <= most:
            yield tuple(counts[at : at + parts] for at in range(0, len(counts), parts))


CASES = {
    "three wijken of one number": ("new", ("in",), 3, 3, 9),
    "two wijken of one number, threshold of five": ("new", ("in",), 2, 5, 16),
    "two wijken of a ratio": ("contact", ("in", "out"), 2, 2, 9),
    "three wijken of a ratio": ("contact", ("in", "out"), 3, 1, 5),
    "reached and not, with reasons": (
        narrowed(
            REACH,
            ("IND-04:N", "IND-03:T", "IND-05:T", "IND-05:N", "IND-07:T", "IND-08:T"),
        ),
        *(("known", "other", "reached", "unknown"), 1, 2, 12),
    ),
    "started early and in time": ("starts", ("early", "late", "timely"), 1, 3, 14),
    "waiting long and longer": (
        *("waiting", ("longest", "middle", "shortest")),
        *(1, 3, 14),
    ),
    "home programme": ("home_programme", ("applied", "both", "started"), 1, 3, 12),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_reader_who_knows_the_rule_learns_nothing(
    case: tuple[str | Family, Parts, int, int, int],
) -> None:
    code, parts, wijken, threshold, most = case
    one = code if isinstance(code, Family) else family(code)
    careful = settings("ABC"[:wijken], threshold, threshold)
    same: defaultdict[Picture, list[Plan]] = defaultdict(list)
    for spread in spreads(wijken, len(parts), most):
        plan = plan_of(one, parts, spread, careful)
        numbers = draft(plan, threshold, Limits())
        seen = tuple(sorted((number, plan.sum_of(number)) for number in numbers))
        same[seen].append(plan)

    judged = sum(
        learns_nothing(plans, threshold) for picture, plans in same.items() if picture
    )

    assert judged > 100


def learns_nothing(same: list[Plan], threshold: int) -> int:
    """Return how many small numbers there are; each can be anything."""
    possible: defaultdict[tuple[tuple[Cell, ...], Parts], set[int]] = defaultdict(set)
    judged = 0
    for plan in same:
        for cells in {number.cells for number in every_number(plan)}:
            for guard in plan.guards(plan.family.figures.values(), ""):
                possible[cells, guard.parts].add(plan.guarded(guard, cells))
    for plan in same:
        for number in small_numbers(plan, threshold):
            values = possible[number.cells, number.parts]
            assert set(range(threshold)) <= values
            assert max(values) >= threshold
            judged += 1
    return judged


def every_number(plan: Plan) -> Iterator[Number]:
    """Give the places of every number of a plan: more than anyone has of anything."""
    return small_numbers(plan, 10**6)


def test_thresholds_let_the_council_see_no_more() -> None:
    with pytest.raises(ValueError, match="council"):
        Thresholds(10, 5)
