"""The rule: what is shown of a family, by a tree that knows nothing of the counts.

The whole town shows the first offer of which every guard is large. A breakdown starts
with all categories together and splits a group in two only when every guard is large
in both halves; groups are shown completely, as T, N and their percentage.

Why this is safe for someone who knows the rule and the tree: a group that was not split
has a half with a small guard. Had all its children been in the other half, the picture
would be the same, and so it would with any number below the threshold in that half. The
same holds for an offer that was not made: all children of what is shown can be in one
of the parts it would have told apart.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from monitoring.disclosure.counted import Counted
from monitoring.disclosure.families import Family, Guard
from monitoring.disclosure.numbers import TOTAL, Cell, Number, Parts
from monitoring.disclosure.trees import NOTHING, Node, Tree, branches, leaves, nodes


@dataclass(slots=True)
class Limits:
    """Where an attack succeeded: groups that stay together, and the first offer left.

    A group without categories closes the whole breakdown.
    """

    closed: set[tuple[str, Node]] = field(default_factory=set)
    offer: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """What a family wants to show of a quarter, or of several together.

    `offers` are the sums for the whole town, most first; a plan of which the whole town
    is decided elsewhere has none. `tables` are the sums per breakdown.
    """

    family: Family
    counted: Mapping[str, Counted]
    trees: Mapping[str, Tree]
    offers: tuple[tuple[Parts, ...], ...]
    tables: Mapping[str, tuple[Parts, ...]]

    @property
    def quarters(self) -> tuple[str, ...]:
        """The quarters whose sum is shown."""
        return tuple(self.counted)

    def guards(self, shown: Iterable[Parts], dimension: str) -> tuple[Guard, ...]:
        """Return what may not be small in a breakdown that shows these sums."""
        looked_up: set[Parts] = set.intersection(
            *(one.looked_up.get(dimension, set()) for one in self.counted.values())
        )
        return self.family.guards(shown, looked_up)

    def guarded(self, guard: Guard, cells: Iterable[Cell]) -> int:
        """Return how many children a guard protects in some cells."""
        counted = self.counted.values()
        return sum(one.guarded(guard, cell) for cell in cells for one in counted)

    def sum_of(self, number: Number) -> int:
        """Return the true value of one of the numbers of this plan."""
        counted = self.counted.values()
        return sum(
            one.sum_of(number.parts, cell) for cell in number.cells for one in counted
        )


def cells_of(dimension: str, node: Node) -> tuple[Cell, ...]:
    """Return the cells of a group; the whole town has one."""
    if not dimension:
        return (TOTAL,)
    return tuple(Cell(dimension, category) for category in sorted(node))


def draft(plan: Plan, threshold: int, limits: Limits) -> list[Number]:
    """Return the numbers that the rule shows."""
    enough = threshold * plan.family.unit
    offer = _offer(plan, enough, limits.offer)
    if plan.offers and offer is None:
        return []
    shown = [Number((TOTAL,), parts, plan.quarters) for parts in offer or ()]
    for dimension, wanted in plan.tables.items():
        if offer is None or set(wanted) <= set(offer):
            groups = _partition(plan, dimension, enough, limits.closed)
            shown += [
                Number(cells_of(dimension, node), parts, plan.quarters)
                for node in groups
                for parts in wanted
            ]
    return shown


def _offer(plan: Plan, enough: int, first: int) -> tuple[Parts, ...] | None:
    for offer in plan.offers[first:]:
        guards = plan.guards(offer, "")
        if all(plan.guarded(guard, (TOTAL,)) >= enough for guard in guards):
            return offer
    return None


def _partition(
    plan: Plan, dimension: str, enough: int, closed: set[tuple[str, Node]]
) -> list[Node]:
    guards = plan.guards(plan.tables[dimension], dimension)

    def is_large(node: Node) -> bool:
        cells = cells_of(dimension, node)
        return all(plan.guarded(guard, cells) >= enough for guard in guards)

    def split(tree: Tree) -> list[Node]:
        halves = branches(tree)
        if halves and (dimension, leaves(tree)) not in closed:
            first, second = halves
            if is_large(leaves(first)) and is_large(leaves(second)):
                return split(first) + split(second)
        return [leaves(tree)]

    root = plan.trees[dimension]
    if (dimension, NOTHING) in closed or not is_large(leaves(root)):
        return []
    return split(root)


def small_numbers(plan: Plan, threshold: int) -> Iterator[Number]:
    """Give every small number of the children in this plan.

    That is of the whole town, of every category and of every group of the tree, in one
    quarter and in all of them together.
    """
    enough = threshold * plan.family.unit
    everything = set.intersection(
        *(set(one.shown_parts(one.names[""], "")) for one in plan.counted.values())
    )
    places = [("", NOTHING, plan.guards(everything, ""))]
    for dimension, wanted in plan.tables.items():
        guards = plan.guards(wanted, dimension)
        places += [(dimension, node, guards) for node in nodes(plan.trees[dimension])]
    periods = {(quarter,) for quarter in plan.quarters} | {plan.quarters}
    for dimension, node, guards in places:
        cells = cells_of(dimension, node)
        for guard in guards:
            if not _can_occur(plan.family, guard, cells):
                continue
            for period in sorted(periods):
                counted = [plan.counted[quarter] for quarter in period]
                value = sum(one.guarded(guard, c) for c in cells for one in counted)
                if value < enough:
                    yield Number(cells, guard.parts, period)


def _can_occur(family: Family, guard: Guard, cells: tuple[Cell, ...]) -> bool:
    return not family.only or any(
        family.can_be_in(part, cell.dimension, cell.category)
        for part in guard.parts
        for cell in cells
    )
