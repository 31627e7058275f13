"""Makes a system of rows small by hand before a solver sees it; nothing is lost.

Twins, unknowns that occur in the same rows with the same factor, become one unknown:
their sum can be spread over them in any way. Two unknowns of which a row says that they
are the same become one. A row with one unknown left gives it. What remains is split in
blocks that share no unknown.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush

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
    """A system after reducing it: what is solved, and the rows that are left.

    An unknown that was joined with others is part of a newer one: the sum of them all,
    of which `needed` are needed to have all of it, or equal to each, when one will do.
    """

    number_of: dict[Atom, int] = field(default_factory=dict)
    solved: dict[int, tuple[int, Told]] = field(default_factory=dict)
    rows: dict[int, OpenRow] = field(default_factory=dict)
    within: dict[int, set[int]] = field(default_factory=dict)
    joined: dict[int, int] = field(default_factory=dict)
    needed: dict[int, int] = field(default_factory=dict)

    def covered(self, number: Number) -> tuple[dict[int, bool], bool]:
        """Return the unknowns a number has a share of, and whether it has them whole.

        And whether it has an atom that no row mentions.
        """
        known = [self.number_of.get(atom) for atom in number.atoms()]
        queue = [one for one in known if one is not None]
        heapify(queue)
        wholes: Counter[int] = Counter()
        found: dict[int, bool] = {}
        seen = set(queue)
        while queue:
            unknown = heappop(queue)
            is_whole = wholes[unknown] >= self.needed.get(unknown, 0)
            whole = self.joined.get(unknown)
            if whole is None:
                found[unknown] = is_whole
                continue
            wholes[whole] += is_whole
            if whole not in seen:
                seen.add(whole)
                heappush(queue, whole)
        return found, None in known

    def join(self, unknowns: Iterable[int], needed: int) -> int:
        """Make one unknown of several, and return it."""
        new = len(self.number_of) + len(self.needed)
        places: set[int] = set()
        for one in unknowns:
            self.joined[one] = new
            places |= self.within.pop(one)
        self.needed[new] = needed
        self.within[new] = places
        return new

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
        joined = _join_twins(system)
        joined = _join_equals(system) or joined
        changed = _solve_rows(system) or joined
    return system


def _numbered(rows: Iterable[Row]) -> Reduced:
    system = Reduced()
    within: defaultdict[int, set[int]] = defaultdict(set)
    for index, row in enumerate(rows):
        factors: dict[int, int] = {}
        for atom, factor in row.factors.items():
            number = system.number_of.setdefault(atom, len(system.number_of))
            factors[number] = factor
            within[number].add(index)
        system.rows[index] = OpenRow(factors, row.lowest, row.highest, row.told_by)
    system.within = dict(within)
    return system


def _join_twins(system: Reduced) -> bool:
    alike: defaultdict[frozenset[tuple[int, int]], list[int]] = defaultdict(list)
    for unknown, places in system.within.items():
        sign = frozenset((row, system.rows[row].factors[unknown]) for row in places)
        alike[sign].append(unknown)
    twins = [(sign, group) for sign, group in alike.items() if len(group) > 1]
    for sign, group in twins:
        new = system.join(group, len(group))
        for index, factor in sign:
            factors = system.rows[index].factors
            for one in group:
                del factors[one]
            factors[new] = factor
    return bool(twins)


def _join_equals(system: Reduced) -> bool:
    """Join two unknowns of which a row that all know says that they are the same."""
    found = False
    for index, row in list(system.rows.items()):
        is_equality = (
            len(row.factors) == 2  # noqa: PLR2004 - one on each side
            and row.lowest == row.highest == sum(row.factors.values()) == 0
            and not row.told_by
        )
        if is_equality:
            found = True
            pair = list(row.factors)
            new = system.join(pair, 1)
            for place in list(system.within[new]):
                factors = system.rows[place].factors
                factor = sum(factors.pop(one, 0) for one in pair)
                if factor:
                    factors[new] = factor
                else:
                    system.within[new].discard(place)
            del system.rows[index]
    return found


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
