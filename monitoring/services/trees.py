"""Making, once a year and of public numbers, which groups are taken together first."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction

from monitoring.definitions import UNKNOWN
from monitoring.definitions.groups import FIXED_NAMES, FIXED_TREES
from monitoring.definitions.vocabulary import Dimension
from monitoring.disclosure.trees import merge_tree, with_categories
from monitoring.models import MergeTree, PublicNumber
from referrals.models import Location, Neighbourhood, Pathway
from referrals.routes.definition import LEVELS
from vve_portal.accounts.models import Partnership, Team, User
from vve_portal.audit import services as audit

Kind = PublicNumber.Kind
# What a wijk or preschool is called, and how large it is by a public number.
Sizes = dict[str, tuple[str, int]]
# A town with fewer children is told about its groups once a year.
LARGE_TOWN: Final = 3_000


def missing_numbers(partnership: Partnership, year: int) -> str:
    """Say of which wijken a number is missing; empty when a tree can be made."""
    names = _wijken(partnership)
    known = _children_per_wijk(partnership, year)
    missing = [name for code, name in names.items() if code not in known]
    if not missing:
        return ""
    return (
        f"Vul eerst in hoeveel kinderen er in {year} per wijk wonen. Nog zonder getal:"
        f" {', '.join(missing)}."
    )


@transaction.atomic
def make_trees(
    *, partnership: Partnership, year: int, actor: User | None, now: datetime
) -> list[MergeTree]:
    """Make the trees of a year that are not there yet; those that are stay.

    Raises ValidationError when the children per wijk are not filled in.
    """
    kept = trees_of(partnership, year)
    if Dimension.NEIGHBOURHOOD not in kept:
        missing = missing_numbers(partnership, year)
        if missing:
            raise ValidationError(missing)
    made = [
        MergeTree(
            partnership=partnership,
            year=year,
            dimension=dimension,
            tree=tree,
            sizes=sizes,
            made_at=now,
        )
        for dimension, tree, sizes in _new_trees(partnership, year)
        if dimension not in kept
    ]
    # Who was first wins: both made it of the same numbers.
    MergeTree.objects.bulk_create(made, ignore_conflicts=True)
    if made:
        audit.record(
            at=now,
            actor=actor,
            verb="merge_trees.make",
            subject=partnership,
            summary=f"Voor {year} is bepaald welke groepen samen gaan.",
            dimensions=[one.dimension for one in made],
        )
    return list(trees_of(partnership, year).values())


def trees_of(partnership: Partnership, year: int) -> dict[str, MergeTree]:
    """Return the trees of a year by breakdown."""
    rows = MergeTree.objects.filter(partnership=partnership, year=year)
    return {one.dimension: one for one in rows.order_by("dimension", "pk")}


def complete_trees(partnership: Partnership, year: int) -> dict[str, MergeTree]:
    """Return the trees of a year with what was opened since; not to be saved.

    A group names all that can be in it: who would be named only when there are children
    would tell that there are.
    """
    trees, now = trees_of(partnership, year), _sized(partnership, year)
    now[Dimension.NEIGHBOURHOOD] = dict.fromkeys(_wijken(partnership), ("", 0))
    for dimension, kept in trees.items():
        kept.tree = with_categories(kept.tree, now.get(dimension, ()))
    return trees


def is_large_town(trees: Mapping[str, MergeTree]) -> bool:
    """Return whether groups of one quarter can be shown, by the tree of the wijken."""
    tree = trees.get(Dimension.NEIGHBOURHOOD)
    sizes = tree.sizes.values() if tree else ()
    return sum(int(size) for _name, size in sizes) >= LARGE_TOWN


def _new_trees(
    partnership: Partnership, year: int
) -> Iterator[tuple[str, Any, dict[str, list[Any]]]]:
    for dimension, tree in FIXED_TREES.items():
        names = FIXED_NAMES[dimension]
        yield dimension, tree, {key: [name, 0] for key, name in names.items()}
    for dimension, sizes in _sized(partnership, year).items():
        if sizes:
            public = {key: size for key, (_name, size) in sizes.items()}
            tree = merge_tree({**public, UNKNOWN: 0})
            yield dimension, tree, {key: list(one) for key, one in sizes.items()}


def _sized(partnership: Partnership, year: int) -> dict[str, Sizes]:
    """Return how large groups are by what anybody can look up, or equally large."""
    children = _children_per_wijk(partnership, year)
    wijken = _wijken(partnership)
    places = Location.objects.filter(partnership=partnership).order_by("lrk_id")
    routes = Pathway.objects.filter(partnership=partnership).order_by("code")
    teams = Team.objects.filter(organisation=partnership.provider_id).order_by("pk")
    equal = {code: (code, 1) for code in routes.values_list("code", flat=True)}
    return {
        Dimension.NEIGHBOURHOOD: {
            code: (name, children[code])
            for code, name in wijken.items()
            if code in children
        },
        Dimension.LOCATION: {one.lrk_id: (one.name, one.lrk_places) for one in places},
        Dimension.ROUTE: equal,
        Dimension.PROGRAMME: equal,
        Dimension.TEAM: {str(one.pk): (one.name, 1) for one in teams},
        Dimension.LEVEL: {level: (name, 1) for level, name in LEVELS.items()},
        Dimension.ORGANISATION: {
            str(pk): (name, 1)
            for pk, name in [
                (partnership.provider_id, partnership.provider.name),
                *places.filter(holder__isnull=False).values_list(
                    "holder", "holder__name"
                ),
            ]
        },
    }


def _wijken(partnership: Partnership) -> dict[str, str]:
    rows = Neighbourhood.objects.filter(partnership=partnership).order_by("code")
    return dict(rows.values_list("code", "name"))


def _children_per_wijk(partnership: Partnership, year: int) -> dict[str, int]:
    """Return the children of a year; of 30 to 47 months when those are known."""
    rows = PublicNumber.objects.filter(
        partnership=partnership, year=year, dimension=Dimension.NEIGHBOURHOOD
    )
    by_kind: dict[str, dict[str, int]] = {}
    for kind, category, number in rows.values_list("kind", "category", "number"):
        by_kind.setdefault(kind, {})[category] = number
    few = by_kind.get(Kind.CHILDREN_30_TO_47_MONTHS, {})
    many = by_kind.get(Kind.CHILDREN_UNDER_FOUR, {})
    return few if len(few) >= len(many) else many
