"""Corrections of figures that were shown: a new publication, judged with the old one.

Between the two some children were added and some removed. Whoever holds both knows the
difference, so it has to be none or large: then neither those added nor those removed
can be few for certain. A correction that is not shown leaves no trace: nobody learns
whether there was none or a small one. Nor does it say anything of who was counted
before, as anyone may have been removed; so the counts of that time are not needed, nor
what was shown of other quarters.
"""

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from monitoring.disclosure.attacker import find_broken
from monitoring.disclosure.counted import Counted
from monitoring.disclosure.families import Family, Guard
from monitoring.disclosure.gate import Trial
from monitoring.disclosure.knowledge import knowledge
from monitoring.disclosure.numbers import MARK, Atom, Cell, Number, Parts, Row, Shown
from monitoring.disclosure.planning import Book

ADDED: Final = "added to"
REMOVED: Final = "removed from"


class Change(NamedTuple):
    """How many children a guard protected in a group, before and after."""

    guard: Guard
    cells: tuple[Cell, ...]
    before: int
    after: int

    def can_be_shown(self, enough: int) -> bool:
        """Return whether nobody who was added or removed stands out."""
        difference = abs(self.after - self.before)
        return self.after >= enough and (not difference or difference >= enough)

    def side(self, kind: str, edition: str) -> Number:
        """Return those added, or those removed, as an unknown of its own."""
        names = "+".join(cell.category for cell in self.cells)
        cell = Cell(self.cells[0].dimension, names)
        return Number((cell,), (f"{kind} {'+'.join(self.guard.parts)}",), (edition,))

    def rows(self, old: str, edition: str) -> Iterator[Row]:
        """Give what all know: new is old, less the removed, with the added."""
        before = Number(self.cells, self.guard.parts, (old,))
        after = Number(self.cells, self.guard.parts, (edition,))
        (added,) = self.side(ADDED, edition).atoms()
        (removed,) = self.side(REMOVED, edition).atoms()
        most = self.before + self.after
        there = dict.fromkeys(after.atoms(), 1)
        was = dict.fromkeys(before.atoms(), -1)
        yield Row({**there, **was, added: -1, removed: 1}, 0, 0)
        yield Row({**there, added: -1}, 0, most)
        yield Row({**_opposite(was), removed: -1}, 0, most)

    def small(self, edition: str, enough: int) -> Iterator[Number]:
        """Give those added or removed as far as they may be few."""
        if self.after - self.before < enough:
            yield self.side(ADDED, edition)
        if self.before - self.after < enough:
            yield self.side(REMOVED, edition)


def _opposite(factors: dict[Atom, int]) -> dict[Atom, int]:
    return {atom: -factor for atom, factor in factors.items()}


def editions(quarter: str, shown: Iterable[Number]) -> list[str]:
    """Return every edition of a quarter that was shown, the oldest first."""
    found = {number.quarters[0] for number in shown if len(number.quarters) == 1}
    mine = [one for one in found if one.partition(MARK)[0] == quarter]
    return sorted(mine, key=lambda one: int(one.partition(MARK)[2] or 0))


def revise(
    book: Book,
    quarter: str,
    corrected: Counted,
    seen: tuple[Shown, Shown],
) -> tuple[Shown, Shown, list[Trial]]:
    """Return what partners and council see of a correction, and how the attacks went.

    The same groups are shown as before: of the whole town, and of every breakdown of
    which no difference is small. What the council sees, partners see too.
    """
    edition = f"{quarter}{MARK}{max(len(editions(quarter, one)) for one in seen)}"
    both = Book(book.family, book.settings, {**book.counted, edition: corrected})
    thresholds = book.settings.thresholds
    partner, first = _revise_for(both, edition, seen[0], thresholds.partner)
    council, second = _revise_for(both, edition, seen[1], thresholds.council, partner)
    return partner, council, [first, second]


# The changes in every group of a breakdown; the whole town is breakdown "".
Changes = dict[str, list[Change]]


def _revise_for(
    book: Book, edition: str, seen: Shown, threshold: int, allowed: Shown | None = None
) -> tuple[Shown, Trial]:
    trial, enough = Trial(), threshold * book.family.unit
    known = editions(edition.partition(MARK)[0], seen)
    if not known:
        return {}, trial
    last = {
        number: value
        for number, (value, _) in seen.items()
        if number.quarters == (known[-1],)
    }
    corrected = book.counted[edition]
    for changes in _attempts(_changes(book.family, last, corrected), enough):
        new = _numbers(last, corrected, edition, changes)
        if allowed is not None:
            new = {number: value for number, value in new.items() if number in allowed}
        won = _attack(book, (known[-1], edition), seen, new, changes, threshold, trial)
        trial.wins.append(won)
        if not won:
            return new, trial
    return {}, trial


def _changes(family: Family, last: dict[Number, int], corrected: Counted) -> Changes:
    groups: dict[tuple[Cell, ...], dict[Parts, int]] = {}
    for number, value in last.items():
        groups.setdefault(number.cells, {})[number.parts] = value
    found: Changes = {}
    for cells, values in groups.items():
        for guard in family.guards(values):
            before = guard.value(values.__getitem__)
            after = sum(corrected.guarded(guard, cell) for cell in cells)
            change = Change(guard, cells, before, after)
            found.setdefault(cells[0].dimension, []).append(change)
    return found


def _attempts(changes: Changes, enough: int) -> Iterator[Changes]:
    """Give what can be shown: with the breakdowns it can be, and without any."""
    fine = {
        dimension: found
        for dimension, found in changes.items()
        if all(one.can_be_shown(enough) for one in found)
    }
    if "" in fine:
        for attempt in (fine, {"": fine[""]}):
            if any(one.before != one.after for one in _all(attempt)):
                yield attempt


def _all(changes: Changes) -> list[Change]:
    return [one for found in changes.values() for one in found]


def _numbers(
    last: dict[Number, int], corrected: Counted, edition: str, changes: Changes
) -> Shown:
    """Return the same numbers as before, as they are now."""
    found: Shown = {}
    for number in last:
        if number.dimension in changes:
            value = sum(corrected.sum_of(number.parts, cell) for cell in number.cells)
            found[Number(number.cells, number.parts, (edition,))] = value, value
    return found


def _attack(
    book: Book,
    between: tuple[str, str],
    seen: Shown,
    new: Shown,
    changes: Changes,
    threshold: int,
    trial: Trial,
) -> int:
    """Return how many of those added, removed or counted can be found out."""
    old, edition = between
    quarters = {old, edition}
    enough = threshold * book.family.unit
    common = book.common()
    common.layouts.setdefault(old, common.layouts[edition])
    rows = [row for one in _all(changes) for row in one.rows(old, edition)]
    common.extra[edition] = [*common.extra[edition], *rows]
    small = [n for one in _all(changes) for n in one.small(edition, enough)]
    small += book.small(threshold, quarters.intersection(book.counted))
    trial.judged = len(small)
    known = find_broken(knowledge(seen, common, quarters), small, enough)
    won = find_broken(knowledge(seen | new, common, quarters), small, enough)
    before = {(one.number, one.side, one.bound) for one in known}
    return sum((one.number, one.side, one.bound) not in before for one in won)
