"""The whole town, and the same in the groups of each dimension."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from monitoring.counting.counts import Count
from monitoring.definitions import Dimension

M = TypeVar("M")


@dataclass(frozen=True, slots=True)
class Group(Generic[M]):
    """A category of a dimension with who is in it; without either the whole town."""

    dimension: str
    category: str
    members: Sequence[M]


def groups_of(
    members: Iterable[M], dimensions: Mapping[Dimension, Callable[[M], str]]
) -> Iterator[Group[M]]:
    """Return the whole first, also when nobody is in it, then every group there is."""
    everybody = list(members)
    yield Group("", "", everybody)
    for dimension, category_of in dimensions.items():
        found: dict[str, list[M]] = {}
        for member in everybody:
            found.setdefault(category_of(member), []).append(member)
        for category in sorted(found):
            yield Group(dimension.value, category, found[category])


def share(code: str, group: Group[M], part: Sequence[M], *, measure: str = "") -> Count:
    """Return how many of a group are in the part of it."""
    return Count(
        code,
        measure,
        group.dimension,
        group.category,
        numerator=len(part),
        denominator=len(group.members),
    )
