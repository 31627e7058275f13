"""What a family wants to show: the plan of a quarter, and the plans of a year."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from monitoring.disclosure.counted import Counted
from monitoring.disclosure.families import Family
from monitoring.disclosure.knowledge import Common, Layout
from monitoring.disclosure.numbers import TOTAL, Number, Parts, Row, Shown, parts_of
from monitoring.disclosure.rule import Plan, small_numbers
from monitoring.disclosure.thresholds import Thresholds
from monitoring.disclosure.trees import UNKNOWN, Tree, leaves, with_categories

YEARLY: Final = "year"
WIJK: Final = "neighbourhood"
LAST_QUARTER: Final = "Q4"


@dataclass(frozen=True, slots=True)
class Settings:
    """How careful a partnership is, and how it breaks figures down.

    `trees` are by breakdown. `grids` says of a family ("starts"), or of one of its
    breakdowns ("starts/neighbourhood"), that it is shown over a "year": decided on last
    year's or expected sizes, never on the counts at hand. `own` are the codes of the
    partners' own indicators, and whether they are about children.
    """

    trees: Mapping[str, Tree]
    thresholds: Thresholds = field(default_factory=Thresholds)
    grids: Mapping[str, str] = field(default_factory=dict)
    own: Mapping[str, bool] = field(default_factory=dict)

    def is_yearly(self, family: Family, dimension: str) -> bool:
        """Return whether this is shown over a year; a stock cannot be added up.

        A breakdown that is the same in every town goes with the one by wijk: both
        depend on how large the town is.
        """
        keys = {family.code}
        if dimension:
            keys.add(f"{family.code}/{dimension}")
        if dimension in family.trees:
            keys.add(f"{family.code}/{WIJK}")
        yearly = any(self.grids.get(key) == YEARLY for key in keys)
        return yearly and not family.is_stock


@dataclass(slots=True)
class Book:
    """The counts of one family over the quarters at hand, with their trees."""

    family: Family
    settings: Settings
    counted: dict[str, Counted]

    def trees(self, quarters: Iterable[str]) -> dict[str, Tree]:
        """Return the tree of every breakdown that these quarters have."""
        found: dict[str, set[str]] = {}
        for quarter in quarters:
            counted = self.counted[quarter]
            for dimension in filter(None, counted.names):
                categories = found.setdefault(dimension, set())
                categories.update(counted.categories(dimension))
        known = {**self.settings.trees, **self.family.trees}
        return {
            dimension: with_categories(known.get(dimension), categories)
            for dimension, categories in found.items()
        }

    def tables(self, quarters: tuple[str, ...]) -> dict[str, tuple[Parts, ...]]:
        """Return the sums of every breakdown that all these quarters have."""
        found = {}
        for dimension in self.counted[quarters[0]].names:
            sums = self._in_all(quarters, self.family.in_table(dimension), dimension)
            if dimension and sums:
                found[dimension] = sums
        return found

    def offers(self, quarters: tuple[str, ...]) -> tuple[tuple[Parts, ...], ...]:
        """Return what the whole town can show, the most first."""
        offers = [self._in_all(quarters, offer, "") for offer in self.family.offers]
        return tuple(dict.fromkeys(offer for offer in offers if offer))

    def _in_all(
        self, quarters: tuple[str, ...], names: Iterable[str], dimension: str
    ) -> tuple[Parts, ...]:
        counted = [self.counted[quarter] for quarter in quarters]
        names = list(names)
        sums = [one.shown_parts(names, dimension) for one in counted]
        return tuple(parts for parts in sums[0] if all(parts in one for one in sums))

    def plan(
        self, quarters: tuple[str, ...], dimensions: Iterable[str], *, whole: bool
    ) -> Plan:
        """Return a plan of these quarters together, with these breakdowns."""
        tables, trees = self.tables(quarters), self.trees(quarters)
        return Plan(
            self.family,
            {quarter: self.counted[quarter] for quarter in quarters},
            trees,
            self.offers(quarters) if whole else (),
            {one: tables[one] for one in dimensions if one in tables and one in trees},
        )

    def quarter_plan(self, quarter: str) -> Plan:
        """Return what is shown of a quarter by itself."""
        if self.settings.is_yearly(self.family, ""):
            return self.plan((quarter,), (), whole=False)
        dimensions = [
            one
            for one in self.counted[quarter].names
            if one and not self.settings.is_yearly(self.family, one)
        ]
        return self.plan((quarter,), dimensions, whole=True)

    def year_plans(self, quarter: str, both: tuple[Shown, Shown]) -> Iterator[Plan]:
        """Give what is shown over the year, once, in its last quarter.

        A table is over the quarters of which both audiences saw the whole town, so that
        its sum is one they could have made.
        """
        if not quarter.endswith(LAST_QUARTER):
            return
        year = tuple(one for one in sorted(self.counted) if one[:4] == quarter[:4])
        dimensions = [one for one in self.counted[quarter].names if one]
        if self.settings.is_yearly(self.family, ""):
            yield self.plan(year, dimensions, whole=True)
            return
        for dimension in dimensions:
            if self.settings.is_yearly(self.family, dimension):
                sums = self.tables((quarter,)).get(dimension, ())
                seen = tuple(one for one in year if _saw_all(one, sums, both))
                if len(seen) > 1:
                    yield self.plan(seen, (dimension,), whole=False)

    def small(
        self, threshold: int, quarters: Iterable[str] | None = None
    ) -> list[Number]:
        """Return every small number of these quarters, shown or not; else of all."""
        found: dict[Number, None] = {}
        for quarter in sorted(self.counted if quarters is None else quarters):
            plan = self.plan((quarter,), list(self.counted[quarter].names), whole=True)
            found.update(dict.fromkeys(small_numbers(plan, threshold)))
        return list(found)

    def common(self) -> Common:
        """Return what all know of the quarters at hand."""
        layouts = {quarter: self._layout(quarter) for quarter in self.counted}
        extra = {quarter: list(self._outside(quarter)) for quarter in self.counted}
        return Common(self.family, layouts, extra)

    def _outside(self, quarter: str) -> Iterator[Row]:
        trees = self.trees((quarter,))
        for one in self.counted[quarter].outside:
            tree = trees.get(one.dimension)
            complete = tree is None or UNKNOWN not in leaves(tree)
            yield one.row(self.family.figures[one.figure], quarter, complete=complete)

    def _layout(self, quarter: str) -> Layout:
        tables, trees = self.tables((quarter,)), self.trees((quarter,))
        parts = {
            dimension: parts_of(*(part for one in sums for part in one))
            for dimension, sums in tables.items()
        }
        categories = {
            dimension: tuple(sorted(leaves(trees[dimension]))) for dimension in parts
        }
        return Layout(parts, categories)


def _saw_all(quarter: str, sums: tuple[Parts, ...], both: tuple[Shown, Shown]) -> bool:
    numbers = [Number((TOTAL,), parts, (quarter,)) for parts in sums]
    return bool(numbers) and all(one in shown for one in numbers for shown in both)
