"""The counts of one family in one quarter, as far as they agree with each other."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from monitoring.disclosure.families import Family, Guard
from monitoring.disclosure.numbers import TOTAL, Cell, Parts
from monitoring.disclosure.outside import Outside
from monitoring.disclosure.tallies import Table, Tables
from monitoring.disclosure.trees import UNKNOWN

Values = dict[Parts, int]
# More than any town has.
ANYTHING: Final = 10**9


@dataclass(slots=True)
class Counted:
    """What was counted; `names` are the figures that can be used, per breakdown.

    `outside` is what readers can look up and `looked_up` the sums of it that we did not
    count ourselves. `conflicts` names what was left out as it contradicts the rest.
    """

    family: Family
    cells: dict[Cell, Values] = field(default_factory=dict)
    names: dict[str, list[str]] = field(default_factory=dict)
    outside: list[Outside] = field(default_factory=list)
    looked_up: dict[str, set[Parts]] = field(default_factory=dict)
    conflicts: list[str] = field(default_factory=list)

    def sum_of(self, parts: Parts, cell: Cell) -> int:
        """Return how many there are; none in a category that nobody counted."""
        return self.cells.get(cell, {}).get(parts, 0)

    def guarded(self, guard: Guard, cell: Cell) -> int:
        """Return how many children a guard protects."""
        return guard.value(lambda parts: self.sum_of(parts, cell))

    def shown_parts(self, names: Iterable[str], dimension: str) -> list[Parts]:
        """Return the sums behind these figures, as far as they were counted."""
        usable = self.names.get(dimension, [])
        found = (self.family.figures[name] for name in names if name in usable)
        return list(dict.fromkeys(found))

    def categories(self, dimension: str) -> list[str]:
        """Return the categories that were counted."""
        return [cell.category for cell in self.cells if cell.dimension == dimension]


def count_family(
    family: Family, tables: Tables, outside: Iterable[Outside] = ()
) -> Counted:
    """Return the counts of a family that agree with each other.

    A whole town goes before its breakdowns, and a figure before one that is named
    later; what is missing from a breakdown is added to what is not known.
    """
    counted = Counted(family, {TOTAL: {}}, {"": []})
    for name in family.figures:
        if (name, "") in tables:
            _add_whole(counted, name, tables[name, ""][""])
    for dimension in dict.fromkeys(dimension for _, dimension in tables if dimension):
        _add_breakdown(counted, dimension, tables)
    _add_outside(counted, outside)
    for dimension in counted.names:
        _add_looked_up(counted, dimension)
    return counted


def _add_whole(counted: Counted, name: str, value: int) -> None:
    parts, values = counted.family.figures[name], counted.cells[TOTAL]
    if values.get(parts, value) != value or not agree({**values, parts: value}):
        counted.conflicts.append(name)
        return
    values[parts] = value
    counted.names[""].append(name)


def agree(values: Values) -> bool:
    """Return whether there can be children of whom all of these are true."""
    if min(values.values(), default=0) < 0:
        return False
    for whole, total in values.items():
        inner = {one: n for one, n in values.items() if set(one) < set(whole)}
        if any(n > total for n in inner.values()):
            return False
        if any(not sums_up for sums_up in _pairs_sum_up(whole, total, inner)):
            return False
    return True


def _pairs_sum_up(whole: Parts, total: int, inner: Values) -> Iterator[bool]:
    for one, first in inner.items():
        for other, second in inner.items():
            if one < other and not set(one) & set(other):
                complete = len(one) + len(other) == len(whole)
                yield first + second == total if complete else first + second <= total


def _add_breakdown(counted: Counted, dimension: str, tables: Tables) -> None:
    family, totals = counted.family, counted.cells[TOTAL]
    usable = [
        name
        for name in family.in_table(dimension)
        if name in counted.names[""] and (name, dimension) in tables
    ]
    if not usable:
        return
    for name in usable:
        parts = family.figures[name]
        completed = _completed(tables[name, dimension], totals[parts])
        if not _add_column(counted, dimension, parts, completed):
            counted.conflicts.append(f"{name} {dimension}")
        else:
            counted.names.setdefault(dimension, []).append(name)


def _add_column(counted: Counted, dimension: str, parts: Parts, table: Table) -> bool:
    """Add the counts of every category, unless they disagree with what is there."""
    there = {
        cell: values
        for cell, values in counted.cells.items()
        if cell.dimension == dimension
    }
    known = {sums for values in there.values() for sums in values}
    column = {Cell(dimension, category): value for category, value in table.items()}
    merged = {
        cell: {
            **dict.fromkeys(known, 0),
            **there.get(cell, {}),
            parts: column.get(cell, 0),
        }
        for cell in {**there, **column}
    }
    same = parts not in known or all(
        there.get(cell, {}).get(parts, 0) == values[parts]
        for cell, values in merged.items()
    )
    if not same or not all(agree(values) for values in merged.values()):
        return False
    counted.cells.update(merged)
    return True


def _completed(table: Table, total: int) -> Table:
    """Add what is missing to what is not known; below zero never agrees."""
    missing = total - sum(table.values())
    if not missing:
        return table
    unknown = table.get(UNKNOWN, 0) + missing
    return {**table, UNKNOWN: unknown if missing > 0 else missing}


def _add_outside(counted: Counted, outside: Iterable[Outside]) -> None:
    """Keep what can be true at the same time as our own counts."""
    for one in outside:
        if one.figure in counted.family.figures:
            parts = counted.family.figures[one.figure]
            ours = counted.cells.get(one.cell, {})
            value = ours.get(parts, one.highest)
            if one.lowest <= value <= one.highest and agree({**ours, parts: value}):
                counted.outside.append(one)
            else:
                counted.conflicts.append(f"{one.figure} {one.category}".strip())


def _add_looked_up(counted: Counted, dimension: str) -> None:
    """Guard against what readers can look up and we did not count.

    Of how many there are in a category that nobody can look up, anything is possible.
    """
    known: dict[Parts, dict[Cell, int]] = {}
    for one in counted.outside:
        if one.dimension == dimension:
            parts = counted.family.figures[one.figure]
            known.setdefault(parts, {})[one.cell] = one.lowest
    cells = [cell for cell in counted.cells if cell.dimension == dimension]
    for parts, values in known.items():
        if not any(parts in counted.cells[cell] for cell in cells):
            for cell in cells:
                anything = 0 if cell.category == UNKNOWN else ANYTHING
                counted.cells[cell][parts] = values.get(cell, anything)
            counted.looked_up.setdefault(dimension, set()).add(parts)
