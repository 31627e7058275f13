"""Which groups are taken together and why, and how the attack on them went."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from monitoring.definitions import INDICATORS, UNKNOWN
from monitoring.definitions.vocabulary import Dimension
from monitoring.disclosure.catalogue import FAMILIES
from monitoring.disclosure.words import names_together, which_first
from monitoring.models import MergeTree, ReleaseTest
from monitoring.queries.released import UNKNOWN_NAME, Released
from vve_portal.ui.numbers import decimal_number

AUDIENCES: Final = {"partner": "gemeente en JGZ", "council": "de raad"}
# More names in one line are not read; they stand in the list below it.
MOST_NAMES: Final = 4
FIXED: Final = (
    "Welke groepen we samen nemen, ligt een jaar lang vast en hangt niet van deze"
    " cijfers af."
)
NONE_FOUND: Final = (
    "Geen enkel klein getal is te achterhalen, ook niet door rapporten van elkaar af te"
    " trekken."
)


@dataclass(frozen=True, slots=True)
class TreeNode:
    """A group, and the two groups it is split in when both are large enough."""

    name: str
    size: int
    halves: tuple["TreeNode", ...] = ()


@dataclass(frozen=True, slots=True)
class DrawnTree:
    """What is taken together first in one breakdown; `is_public` when it has sizes."""

    label: str
    why: str
    root: TreeNode
    is_public: bool


@dataclass(frozen=True, slots=True)
class Told:
    """How the attack went: sentences, and the groups it kept together."""

    sentences: tuple[str, ...]
    merged: tuple[str, ...]
    conflicts: tuple[str, ...]


def drawn_trees(trees: Mapping[str, MergeTree]) -> list[DrawnTree]:
    """Return the trees of a year as people read them, the wijken first."""
    first = sorted(trees, key=lambda one: (one != Dimension.NEIGHBOURHOOD, one))
    return [_drawn(trees[dimension]) for dimension in first]


def _drawn(tree: MergeTree) -> DrawnTree:
    root = _node(tree.tree, tree.sizes)
    is_public = tree.dimension in {Dimension.NEIGHBOURHOOD, Dimension.LOCATION}
    return DrawnTree(
        label=str(Dimension(tree.dimension).label),
        why=which_first(tree.dimension) if is_public else FIXED,
        root=root,
        is_public=is_public,
    )


def _node(tree: Any, sizes: Mapping[str, Any]) -> TreeNode:
    if isinstance(tree, str):
        unknown = [UNKNOWN_NAME if tree == UNKNOWN else tree, 0]
        name, size = sizes.get(tree, unknown)
        return TreeNode(name, int(size))
    halves = tuple(_node(half, sizes) for half in tree)
    names = [name for half in halves for name in _leaves(half)]
    together = names_together(names)
    if len(names) > MOST_NAMES:
        together = f"{len(names)} groepen samen"
    return TreeNode(together, sum(half.size for half in halves), halves)


def _leaves(node: TreeNode) -> Iterator[str]:
    if not node.halves:
        yield node.name
    for half in node.halves:
        yield from _leaves(half)


def groups_together(released: Released) -> list[tuple[str, list[str]]]:
    """Return, per breakdown, the groups that stand together in some table."""
    found: dict[str, dict[str, None]] = {}
    for code in released.codes:
        for dimension in released.dimensions(code):
            for measure in released.measures(code):
                groups = released.table(code, dimension, measure)
                groups += released.year_table(code, dimension, measure)
                names = {group.name: None for group in groups if group.is_together}
                found.setdefault(dimension, {}).update(names)
    return [
        (str(Dimension(dimension).label), list(names))
        for dimension, names in sorted(found.items())
        if names
    ]


def told_of(test: ReleaseTest, trees: Mapping[str, MergeTree]) -> Told:
    """Tell the JGZ how the attack went."""
    outcome = test.outcome
    judged, wins = decimal_number(outcome["judged"]), outcome["wins"]
    tried = f"Het portaal probeerde {judged} kleine getallen te achterhalen."
    found = (
        f"Dat lukte eerst {decimal_number(wins)} keer. Daarom zijn er groepen verder"
        " samengenomen, en is opnieuw getoetst."
        if wins
        else "Dat lukte geen enkele keer."
    )
    ended = NONE_FOUND if outcome["survives"] else ""
    lost = [f"{code}: er is niets getoond." for code in outcome["contradictions"]]
    return Told(
        sentences=tuple(one for one in (tried, found, ended) if one),
        merged=tuple(_merged(outcome, trees)),
        conflicts=(*(_conflict(one) for one in outcome["conflicts"]), *lost),
    )


def _conflict(told: str) -> str:
    """Name what is left out: "IND-16:T location" is for the machine."""
    what, _, dimension = told.partition(" ")
    code = what.partition(":")[0].partition("/")[0]
    known = {one.code.value: one.name for one in INDICATORS.values()}
    name = f"{code} {known[code]}" if code in known else code
    if dimension in Dimension.values and dimension:
        return f"{name}, per {Dimension(dimension).label.lower()}"
    return name


def _merged(
    outcome: Mapping[str, Any], trees: Mapping[str, MergeTree]
) -> Iterator[str]:
    names = {family.code: family.name for family in FAMILIES}
    for family in outcome["families"]:
        for dimension, node in family["merged"]:
            sizes = trees[dimension].sizes if dimension in trees else {}
            groups = [str(sizes.get(code, [code])[0]) for code in node]
            what = names_together(groups) if groups else "de hele uitsplitsing"
            code, audience = family["family"], AUDIENCES[family["audience"]]
            yield f"{names.get(code, code)}, voor {audience}: {what}"
