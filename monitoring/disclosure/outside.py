"""Numbers that anyone can look up elsewhere, such as the children per wijk of CBS."""

from typing import NamedTuple

from monitoring.disclosure.numbers import TOTAL, Atom, Cell, Parts, Row


class Outside(NamedTuple):
    """What readers know of a figure without us: it is between these two, inclusive.

    `figure` is a name such as "IND-04:N"; the whole town has no dimension or category.
    """

    figure: str
    dimension: str
    category: str
    lowest: int
    highest: int

    @property
    def cell(self) -> Cell:
        """Where it is a number of."""
        return Cell(self.dimension, self.category) if self.dimension else TOTAL

    def row(self, parts: Parts, quarter: str, *, complete: bool) -> Row:
        """Return it as a reader can write it down.

        Unless the breakdown is complete there are children more, of whom we do not know
        that they belong here: then it only says that there are no more than this.
        """
        factors = {Atom(part, self.cell, quarter): 1 for part in parts}
        return Row(factors, self.lowest if complete else 0, self.highest)
