"""Makes a system of rows small by hand before a solver sees it; nothing is lost.

Twins, unknowns that occur in the same rows with the same factor, become one unknown:
their sum can be spread over them in any way. A row with one unknown left gives it. What
remains is split in blocks that share no unknown.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from monitoring.disclosure.numbers import Atom, Number, Row

Told = frozenset[Number]


class ContradictionError(Exception):
    """The rows cannot all be true."""


@dataclass(slots=True)
class OpenRow:
    """A row over numbered unknowns, of which solved ones are taken out."""

    factors: dict[int, int]
    lowest: int
    highest: int
    told_by: Told


@dataclass(slots=True)
class Reduced:
    """A system after reducing it: what is solved, and the rows that are left."""

    group_of: dict[Atom, int] = field(default_factory=dict)
    sizes: dict[int, int] = field(default_factory=dict)
    solved: dict[int, tuple[int, Told]] = field(default_factory=dict)
    rows: dict[int, OpenRow] = field(default_factory=dict)
    within: dict[int, set[int]] = field(default_factory=dict)
    merged_into: dict[int, int] = field(default_factory=dict)

    def group(self, atom: Atom) -> int | None:
        """Return the unknown that an atom is part of; None when no row has it."""
        number = self.group_of.get(atom)
        while number in self.merged_into:
            number = self.merged_into[number]
        return number

    def blocks(self) -> Iterator[list[OpenRow]]:
        """Give the rows that are left, in blocks that share no unknown."""
        left = set(self.rows)
        while left:
            first = min(left)
            left.discard(first)
            block, queue = [first], [first]
            while queue:
                for unknown in self.rows[queue.pop()].factors:
                    near = self.within[unknown] & left
                    left -= near
                    block += near
                    queue += near
            yield [self.rows[number] for number in sorted(block)]


def reduce(rows: Iterable[Row]) -> Reduced:
    """Return the reduced system; raise ContradictionError when it has no answer."""
    system = _numbered(rows)
    changed = True
    while changed:
        merged = _merge_twins(system)
        changed = _solve_rows(system) or merged
    return system


def _numbered(rows: Iterable[Row]) -> Reduced:
    system = Reduced()
    within: defaultdict[int, set[int]] = defaultdict(set)
    for index, row in enumerate(rows):
        factors: dict[int, int] = {}
        for atom, factor in row.factors.items():
            number = system.group_of.setdefault(atom, len(system.group_of))
            factors[number] = factor
            within[number].add(index)
        system.rows[index] = OpenRow(factors, row.lowest, row.highest, row.told_by)
    system.within = dict(within)
    system.sizes = dict.fromkeys(system.within, 1)
    return system


def _merge_twins(system: Reduced) -> bool:
    first_like: dict[frozenset[tuple[int, int]], int] = {}
    merged = False
    for number, places in list(system.within.items()):
        sign = frozenset((row, system.rows[row].factors[number]) for row in places)
        first = first_like.setdefault(sign, number)
        if first != number:
            merged = True
            system.merged_into[number] = first
            system.sizes[first] += system.sizes.pop(number)
            for row in system.within.pop(number):
                del system.rows[row].factors[number]
    return merged


def _solve_rows(system: Reduced) -> bool:
    queue, solved = list(system.rows), False
    while queue:
        index = queue.pop()
        row = system.rows.get(index)
        if row is None:
            continue
        for number, value in _given(row):
            solved = True
            system.solved[number] = value, row.told_by
            queue += system.within[number]
            _fill_in(system, number, value, row.told_by)
        if not row.factors:
            if not row.lowest <= 0 <= row.highest:
                raise ContradictionError
            del system.rows[index]
            solved = True
    return solved


def _given(row: OpenRow) -> list[tuple[int, int]]:
    """Return the unknowns that this row gives by itself."""
    if row.lowest != row.highest or not row.factors:
        return []
    if len(row.factors) == 1:
        ((number, factor),) = row.factors.items()
        value, rest = divmod(row.lowest, factor)
        if rest or value < 0:
            raise ContradictionError
        return [(number, value)]
    if row.lowest == 0 and min(row.factors.values()) > 0:
        return [(number, 0) for number in row.factors]
    return []


def _fill_in(system: Reduced, number: int, value: int, told_by: Told) -> None:
    for index in system.within.pop(number):
        row = system.rows[index]
        factor = row.factors.pop(number)
        row.lowest -= factor * value
        row.highest -= factor * value
        row.told_by |= told_by
