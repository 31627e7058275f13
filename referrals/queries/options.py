"""What somebody can choose from: teams, parts of town, routes and municipalities."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import F, OuterRef, QuerySet, Subquery

from referrals.models import Neighbourhood, Pathway, PathwayVersion
from vve_portal.accounts.models import Partnership, Team, User


@dataclass(frozen=True, slots=True)
class Options:
    """Names by number, in the order in which they are offered.

    `municipalities` is empty for who works for one: there it says nothing.
    """

    teams: Mapping[int, str]
    neighbourhoods: Mapping[int, str]
    routes: Mapping[int, str]
    municipalities: Mapping[int, str]
    neighbourhood_groups: Sequence[Any]


NOTHING: Final = Options({}, {}, {}, {}, [])


def options_for(actor: User) -> Options:
    """Return what the filters of the worklist offer to somebody, in few queries."""
    municipalities = municipalities_of(actor) if len(actor.children_ids) > 1 else {}
    rows = list(
        Neighbourhood.objects.visible_to(actor)
        .order_by("name", "pk")
        .values_list("pk", "name", "partnership_id")
    )
    return Options(
        teams=dict(teams_of(actor).values_list("pk", "name")),
        neighbourhoods={pk: name for pk, name, _ in rows},
        routes=routes_of(actor),
        municipalities=municipalities,
        neighbourhood_groups=_grouped(rows, municipalities),
    )


def _grouped(
    rows: Sequence[tuple[int, str, int]], municipalities: Mapping[int, str]
) -> list[Any]:
    """Put parts of town under their municipality, where there is more than one."""
    if not municipalities:
        return [(pk, name) for pk, name, _ in rows]
    groups: dict[int, list[tuple[int, str]]] = {pk: [] for pk in municipalities}
    for pk, name, partnership in rows:
        groups[partnership].append((pk, name))
    return [(municipalities[pk], group) for pk, group in groups.items() if group]


def municipalities_of(actor: User) -> dict[int, str]:
    """Return the municipalities whose trajectories somebody may know of."""
    rows = Partnership.objects.filter(pk__in=actor.children_ids)
    names = rows.order_by("municipality__name", "pk")
    return dict(names.values_list("pk", "municipality__name"))


def teams_of(actor: User) -> QuerySet[Team]:
    """Return the teams of the actor's own organisation that there are today."""
    rows = Team.objects.visible_to(actor).filter(ended_at__isnull=True)
    return rows.order_by("name", "pk")


def routes_of(actor: User) -> dict[int, str]:
    """Return the routes that somebody's trajectories follow, by their last name.

    The name comes out of the route's text in the database: the text itself is long.
    """
    newest = PathwayVersion.objects.filter(
        pathway=OuterRef("pk"), status=PathwayVersion.Status.PUBLISHED
    ).order_by("-starts_on", "-number")
    named = (
        Pathway.objects.visible_to(actor)
        .annotate(name=Subquery(newest.values(text=F("content__name"))[:1]))
        .exclude(name=None)
        .order_by("kind", "code", "pk")
    )
    return dict(named.values_list("pk", "name"))
