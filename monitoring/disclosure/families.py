"""Families: indicators about the same children, that are decided in one run."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

from monitoring.disclosure.numbers import Parts, parts_of
from monitoring.disclosure.trees import Tree


@dataclass(frozen=True, slots=True)
class Guard:
    """Children that may not be few.

    Those of a figure (`whole`), of a difference of two (`whole` without `less`), or of
    who is in two figures (`whole` and `more`, when `less` is all who are in either).
    """

    whole: Parts
    less: Parts = ()
    more: Parts = ()
    parts: Parts = field(init=False)

    def __post_init__(self) -> None:
        """Work out which parts this guards."""
        whole, less, more = set(self.whole), set(self.less), set(self.more)
        guarded = whole & more if more else whole - less
        object.__setattr__(self, "parts", parts_of(*guarded))

    def value(self, sum_of: Callable[[Parts], int]) -> int:
        """Return how many there are, from the sums."""
        less = sum_of(self.less) if self.less else 0
        more = sum_of(self.more) if self.more else 0
        return sum_of(self.whole) + more - less


@dataclass(frozen=True, slots=True)
class Family:
    """Indicators about the same children.

    `figures` are the parts of every figure by its name; figures of the same parts are
    one number under several names. `offers` say what a whole town shows, the most
    first: each next one leaves figures out, until one is left that is at least large.
    `tables` name the figures of a breakdown; `table` those of any other breakdown.
    `harmless` are parts that say nothing about a child, so may be small. `only` names
    per breakdown the categories a part is in, and in which no other part is. `unit` is
    how many of what is counted, such as hours, one child accounts for at most. `trees`
    are those of breakdowns that are the same in every town.
    """

    code: str
    name: str
    figures: Mapping[str, Parts]
    offers: tuple[tuple[str, ...], ...]
    table: tuple[str, ...] = ()
    tables: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    is_stock: bool = False
    harmless: frozenset[Parts] = frozenset()
    only: Mapping[str, Mapping[str, frozenset[str]]] = field(default_factory=dict)
    unit: int = 1
    trees: Mapping[str, Tree] = field(default_factory=dict)

    def in_table(self, dimension: str) -> tuple[str, ...]:
        """Return the names of the figures in a breakdown."""
        return self.tables.get(dimension, self.table)

    def can_be_in(self, part: str, dimension: str, category: str) -> bool:
        """Return whether children of this part can be in this category at all."""
        only = self.only.get(dimension, {})
        if part in only:
            return category in only[part]
        return all(category not in categories for categories in only.values())

    def guards(
        self, shown: Iterable[Parts], looked_up: Iterable[Parts] = ()
    ) -> tuple[Guard, ...]:
        """Return what may not be small when these are shown.

        That is every figure, every difference of two of which one is in the other (the
        larger may also be one that anyone can look up), and who is in two figures when
        it is known how many are in either.
        """
        return _guards(frozenset(shown), frozenset(looked_up), self.harmless)


@cache
def _guards(
    shown: frozenset[Parts], looked_up: frozenset[Parts], harmless: frozenset[Parts]
) -> tuple[Guard, ...]:
    inner = sorted(shown, key=_by_size)
    outer = sorted(shown | looked_up, key=_by_size)
    found = [Guard(one) for one in inner]
    found += [Guard(b, a) for b in outer for a in inner if set(a) < set(b)]
    found += [
        Guard(one, parts_of(*one, *other), other)
        for one in inner
        for other in inner
        if one < other and _overlap(one, other, outer)
    ]
    guarded = {guard.parts for guard in found}
    unique = {
        guard.parts: guard
        for guard in reversed(found)
        if guard.parts not in harmless and not _is_padded(guard, guarded, harmless)
    }
    return tuple(reversed(unique.values()))


def _is_padded(guard: Guard, guarded: set[Parts], harmless: frozenset[Parts]) -> bool:
    """Return whether this is another guard with something harmless added."""
    return bool(guard.less) and any(
        set(one) < set(guard.parts)
        and parts_of(*(set(guard.parts) - set(one))) in guarded
        for one in harmless
    )


def _overlap(one: Parts, other: Parts, known: Iterable[Parts]) -> bool:
    first, second = set(one), set(other)
    nested = first <= second or second <= first
    return bool(first & second) and not nested and parts_of(*one, *other) in known


def _by_size(parts: Parts) -> tuple[int, Parts]:
    return len(parts), parts
