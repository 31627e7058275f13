"""Merge trees: which categories of a breakdown are taken together first.

A tree is made once a year of public sizes, so it says nothing about the figures.
"""

from collections.abc import Iterable, Iterator, Mapping
from heapq import heapify, heappop, heappush
from typing import Final

# What is not known is a category of its own in every breakdown.
UNKNOWN: Final = "unknown"
# A category, or a pair of trees; as JSON a text or a list of two.
Tree = str | list["Tree"]
Node = frozenset[str]
NOTHING: Final[Node] = frozenset()


def merge_tree(sizes: Mapping[str, float]) -> Tree:
    """Join the two smallest groups until one is left; raise ValueError without any.

    What is not known counts as the smallest group, so that it goes with the smallest
    category, always, whether or not there is anyone of whom it is not known.
    """
    if not sizes:
        message = "a tree needs at least one category"
        raise ValueError(message)
    heap: list[tuple[float, str, Tree]] = [
        (0 if name == UNKNOWN else size, name, name) for name, size in sizes.items()
    ]
    heapify(heap)
    while len(heap) > 1:
        first, second = heappop(heap), heappop(heap)
        name = min(first[1], second[1])
        heappush(heap, (first[0] + second[0], name, [first[2], second[2]]))
    return heap[0][2]


def branches(tree: Tree) -> tuple[Tree, Tree] | None:
    """Return the two halves of a tree; None for a single category."""
    if isinstance(tree, str):
        return None
    first, second = tree
    return first, second


def leaves(tree: Tree) -> Node:
    """Return the categories of a tree."""
    halves = branches(tree)
    if halves is None:
        return frozenset([str(tree)])
    return leaves(halves[0]) | leaves(halves[1])


def nodes(tree: Tree) -> Iterator[Node]:
    """Give every group that the tree can show, the whole first."""
    yield leaves(tree)
    for half in branches(tree) or ():
        yield from nodes(half)


def parent(tree: Tree, node: Node) -> Node:
    """Return the group that is split to get this one; NOTHING for the whole."""
    found = NOTHING
    while (halves := branches(tree)) and leaves(tree) != node:
        found = leaves(tree)
        tree = next(half for half in halves if node <= leaves(half))
    return found


def with_categories(tree: Tree | None, categories: Iterable[str]) -> Tree:
    """Return a tree that has these categories too.

    A category that the tree does not know goes with its last joined, so smallest, one:
    at the root it would keep every other category from being shown.
    """
    known = leaves(tree) if tree is not None else NOTHING
    strange = sorted(set(categories) - known)
    if not strange:
        if tree is None:
            message = "a breakdown without categories"
            raise ValueError(message)
        return tree
    extra = merge_tree(dict.fromkeys(strange, 1))
    return extra if tree is None else _joined_at_the_deepest(tree, extra)


def _joined_at_the_deepest(tree: Tree, extra: Tree) -> Tree:
    halves = branches(tree)
    if halves is None:
        return [tree, extra]
    first, second = halves
    if _depth(first) >= _depth(second):
        return [_joined_at_the_deepest(first, extra), second]
    return [first, _joined_at_the_deepest(second, extra)]


def _depth(tree: Tree) -> int:
    halves = branches(tree)
    return 0 if halves is None else 1 + max(_depth(halves[0]), _depth(halves[1]))
