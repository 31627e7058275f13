"""What a reader sees and what stays unknown: cells, atoms, numbers, rows."""

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

Interval = tuple[int, int]
# Sorted names of parts, so that equal sets are equal tuples.
Parts = tuple[str, ...]


class Cell(NamedTuple):
    """One category of one breakdown."""

    dimension: str
    category: str


TOTAL: Final = Cell("", "")
# A corrected quarter is a quarter of its own: "2026Q1+1" is the first correction.
MARK: Final = "+"


class Atom(NamedTuple):
    """The unknown number of children of one part in one cell in one quarter."""

    part: str
    cell: Cell
    quarter: str


class Number(NamedTuple):
    """A sum of atoms: every one of `cells` x `parts` x `quarters`."""

    cells: tuple[Cell, ...]
    parts: Parts
    quarters: tuple[str, ...]

    def atoms(self) -> Iterator[Atom]:
        """Give the unknowns that this number is the sum of."""
        for cell in self.cells:
            for part in self.parts:
                for quarter in self.quarters:
                    yield Atom(part, cell, quarter)

    @property
    def dimension(self) -> str:
        """The breakdown this number is of; empty for the whole town."""
        return self.cells[0].dimension

    @property
    def categories(self) -> frozenset[str]:
        """The categories taken together; none for the whole town."""
        return frozenset(cell.category for cell in self.cells if cell != TOTAL)


class Row(NamedTuple):
    """What a reader can write down: lowest <= sum of atoms times factor <= highest.

    `told_by` are the shown numbers it takes to know this; none for what all know.
    """

    factors: Mapping[Atom, int]
    lowest: int
    highest: int
    told_by: frozenset[Number] = frozenset()


# What one audience has been shown, as far as it is certain.
Shown = dict[Number, Interval]


def parts_of(*names: str) -> Parts:
    """Return names of parts in the one order that all of them have."""
    return tuple(sorted(set(names)))
