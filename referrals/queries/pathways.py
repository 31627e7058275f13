"""Which version of each route holds, is coming or is being made; what definition."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from agreements.queries import Task
from referrals.models import Pathway, PathwayVersion, TargetDefinition
from referrals.states import RouteKind
from vve_portal.accounts.models import Partnership, User
from vve_portal.accounts.roles import Ability

Status = PathwayVersion.Status


@dataclass(slots=True)
class PathwayLine:
    """A route with the versions that matter today."""

    pathway: Pathway
    current: PathwayVersion | None = None
    coming: PathwayVersion | None = None
    making: PathwayVersion | None = None

    @property
    def shown(self) -> PathwayVersion:
        """The version that the route's name leads to."""
        return self.current or self.coming or self.making  # type: ignore[return-value]  # a line is made of a version


@dataclass(slots=True)
class Town:
    """A partnership with its routes."""

    partnership: Partnership
    lines: list[PathwayLine] = field(default_factory=list)


def partnerships_in_reach(actor: Any) -> QuerySet[Partnership]:
    """Return where the actor is a party or works with children."""
    reach = actor.partnership_ids | actor.children_ids
    rows = Partnership.objects.filter(pk__in=reach)
    return rows.select_related("municipality", "provider").order_by(
        "municipality__name", "pk"
    )


def versions_for(actor: Any) -> QuerySet[PathwayVersion]:
    """Return the versions somebody may read: drafts are for the parties alone."""
    rows = PathwayVersion.objects.visible_to(actor)
    shared = Q(status=Status.PUBLISHED) | Q(partnership__in=actor.partnership_ids)
    return rows.filter(shared).select_related(
        "pathway", "partnership__municipality", "partnership__provider", "offered_by"
    )


def towns_of(actor: Any, today: date) -> list[Town]:
    """Return every partnership in reach with its routes, in three queries at most."""
    towns = {one.pk: Town(one) for one in partnerships_in_reach(actor)}
    rows = versions_for(actor).order_by(
        "pathway__code", "pathway", "starts_on", "number"
    )
    for line in _lines(rows, today):
        towns[line.pathway.partnership_id].lines.append(line)
    return list(towns.values())


def _lines(rows: Iterable[PathwayVersion], today: date) -> Iterable[PathwayLine]:
    lines: dict[int, PathwayLine] = {}
    for version in rows:
        line = lines.setdefault(version.pathway_id, PathwayLine(version.pathway))
        if version.status != Status.PUBLISHED:
            line.making = version
        elif version.starts_on and version.starts_on <= today:
            line.current = version
        else:
            line.coming = line.coming or version
    return lines.values()


def versions_of(actor: Any, pathway: int) -> list[PathwayVersion]:
    """Return the versions of a route that somebody may read, the newest first."""
    return list(versions_for(actor).filter(pathway=pathway).order_by("-number"))


def previous_of(
    version: PathwayVersion, versions: Iterable[PathwayVersion]
) -> PathwayVersion | None:
    """Return the confirmed version before this one."""
    earlier = (
        one
        for one in versions
        if one.number < version.number and one.status == Status.PUBLISHED
    )
    return max(earlier, key=lambda one: one.number, default=None)


def in_force(partnership: int, day: date, kind: RouteKind) -> list[PathwayVersion]:
    """Return the versions of one kind of route that hold on a day, by code."""
    rows = PathwayVersion.objects.filter(partnership=partnership, pathway__kind=kind)
    held = rows.in_force_on(day).select_related("pathway")
    return list(held.order_by("pathway__code", "pk"))


def in_use(partnership: int, day: date) -> list[PathwayVersion]:
    """Return the versions that hold on a day or will, of every kind of route."""
    rows = PathwayVersion.objects.filter(partnership=partnership)
    coming = rows.published().filter(starts_on__gt=day)
    found = rows.in_force_on(day) | coming
    return list(found.order_by("pathway__code", "number"))


def route_tasks(actor: User, *, today: date) -> Iterator[Task]:  # noqa: ARG001 - as every source of tasks
    """Yield the routes that the other party offered and this actor may confirm."""
    if not actor.partnership_ids or not actor.may(Ability.EDIT_ROUTES):
        return
    offered = versions_for(actor).filter(status=Status.OFFERED)
    others = offered.exclude(offered_by=actor.organisation_id)
    for version in others.order_by("starts_on", "pk"):
        yield Task(
            title=f"Stel route {version.pathway.code} vast",
            url=reverse("referrals:pathway", args=[version.pk]),
            why=f"{version.offered_by} legde versie {version.number} aan u voor.",
            due=version.starts_on,
        )


def definitions_for(actor: Any) -> QuerySet[TargetDefinition]:
    """Return the definitions somebody may read: drafts are for the parties alone."""
    shared = Q(decided_on__isnull=False) | Q(partnership__in=actor.partnership_ids)
    return (
        TargetDefinition.objects.visible_to(actor)
        .filter(shared)
        .select_related("partnership__municipality", "partnership__provider")
    )


def held_among(rows: Iterable[TargetDefinition], day: date) -> set[int]:
    """Return the keys of those that hold on a day: per partnership the newest."""
    held: dict[int, TargetDefinition] = {}
    for row in rows:
        has_begun = row.decided_on is not None and row.starts_on <= day
        if not has_begun or (row.ends_on and row.ends_on < day):
            continue
        other = held.get(row.partnership_id)
        if other is None or (row.starts_on, row.number) > (
            other.starts_on,
            other.number,
        ):
            held[row.partnership_id] = row
    return {row.pk for row in held.values()}
