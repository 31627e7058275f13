"""What a reader can write down of a family: shown numbers, and what all know."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from monitoring.disclosure.families import Family
from monitoring.disclosure.numbers import TOTAL, Atom, Cell, Number, Parts, Row, Shown


@dataclass(frozen=True, slots=True)
class Layout:
    """How a quarter is broken down: parts and categories per breakdown."""

    parts: Mapping[str, Parts]
    categories: Mapping[str, tuple[str, ...]]


@dataclass(slots=True)
class Common:
    """What all know without us: sums, what cannot be, and what can be looked up."""

    family: Family
    layouts: dict[str, Layout]
    extra: dict[str, list[Row]] = field(default_factory=dict)

    def rows(self, quarters: Iterable[str]) -> Iterator[Row]:
        """Give the rows of these quarters; raise ValueError when one is not known."""
        for quarter in sorted(quarters):
            if quarter not in self.layouts:
                message = f"{self.family.code}: the counts of {quarter} are needed"
                raise ValueError(message)
            yield from self._sums(quarter)
            yield from self.extra.get(quarter, ())

    def _sums(self, quarter: str) -> Iterator[Row]:
        """Per part and breakdown the categories add up to the whole town."""
        layout = self.layouts[quarter]
        for dimension, categories in layout.categories.items():
            for part in layout.parts[dimension]:
                cells = [
                    Cell(dimension, category)
                    for category in categories
                    if self.family.can_be_in(part, dimension, category)
                ]
                factors = {Atom(part, cell, quarter): 1 for cell in cells}
                if factors:
                    yield Row(factors | {Atom(part, TOTAL, quarter): -1}, 0, 0)

    def impossible(self, atom: Atom) -> bool:
        """Return whether this is zero for all who know the definitions."""
        dimension, category = atom.cell
        return not self.family.can_be_in(atom.part, dimension, category)


def quarters_touched(new: Iterable[Number], shown: Shown, common: Common) -> set[str]:
    """Return the quarters that new numbers say anything about, through others as well.

    Rows of the other quarters share no unknown with these, so what can be derived there
    is what could be derived before, and that was judged when it was shown.
    """
    links = [set(number.quarters) for number in shown]
    links += [
        {atom.quarter for atom in row.factors}
        for rows in common.extra.values()
        for row in rows
    ]
    found = {quarter for number in new for quarter in number.quarters}
    while True:
        reached = found.union(*(link for link in links if link & found))
        if reached == found:
            return found
        found = reached


def knowledge(shown: Shown, common: Common, quarters: set[str]) -> list[Row]:
    """Return everything a reader can write down about these quarters."""
    rows = [
        Row(_factors(number, common), lowest, highest, frozenset([number]))
        for number, (lowest, highest) in shown.items()
        if quarters.intersection(number.quarters)
    ]
    return rows + list(common.rows(quarters))


def _factors(number: Number, common: Common) -> dict[Atom, int]:
    return {atom: 1 for atom in number.atoms() if not common.impossible(atom)}
