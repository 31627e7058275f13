"""What a delivery is judged against, and which deliveries there were."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any, Final

from django.db.models import QuerySet

from referrals.lifecycle.deeds import Ground
from referrals.models import (
    DeliveredTotal,
    Event,
    Import,
    Location,
    Neighbourhood,
    PathwayVersion,
    TargetDefinition,
    Trajectory,
)
from referrals.models.imports import ColumnMapping
from referrals.queries.grounds import IN_ORDER
from referrals.queries.rules import rules_for
from referrals.routes.definition import Route
from referrals.routes.rules import Rule
from referrals.states import RouteKind
from referrals.tables.trajectories import Known
from vve_portal.accounts.models import Partnership, Team, User

AT_A_TIME: Final = 5_000
MOST_SHOWN: Final = 50
INDICATED: Final = "S20"


@dataclass
class Town:
    """What rows of a delivery may name, by code, and the rules that hold there."""

    partnership: Partnership
    today: date
    versions: dict[str, PathwayVersion]
    neighbourhoods: dict[str, int]
    locations: dict[str, int]
    teams: dict[str, int]
    definitions: list[TargetDefinition]
    rules: dict[str, Rule]
    routes: dict[int, Route] = field(default_factory=dict)

    @property
    def known(self) -> Known:
        """The same, for who reads the rows."""
        kinds = {
            code: RouteKind(version.pathway.kind)
            for code, version in self.versions.items()
        }
        return Known(
            today=self.today,
            routes=kinds,
            neighbourhoods=frozenset(self.neighbourhoods),
            locations=frozenset(self.locations),
            teams=frozenset(self.teams),
        )

    def ground(self, version: PathwayVersion, state: str, day: date) -> Ground:
        """Return what a move into `state` on a day is judged against."""
        if version.pk not in self.routes:
            self.routes[version.pk] = version.route
        definition = self.definition_on(day) if state == INDICATED else None
        return Ground(self.routes[version.pk], self.rules, self.today, definition)

    def definition_on(self, day: date) -> TargetDefinition | None:
        """Return the definition of the target group in force on a day."""
        for one in self.definitions:
            ended = one.ends_on is not None and one.ends_on < day
            if one.starts_on <= day and not ended:
                return one
        return None


@dataclass(frozen=True, slots=True)
class Told:
    """What the portal knows already of the trajectories that a file names."""

    children: dict[str, Trajectory]
    # Per code the states and days of its events, those taken back included.
    events: dict[str, set[tuple[str, date]]]
    last_days: dict[str, date]


def town_of(partnership: Partnership, today: date) -> Town:
    """Load what rows about a partnership may name."""
    versions = PathwayVersion.objects.filter(partnership=partnership)
    places = Location.objects.filter(partnership=partnership)
    towns = Neighbourhood.objects.filter(partnership=partnership)
    # In a team that ended nobody would see a child.
    teams = Team.objects.filter(
        organisation=partnership.provider_id, ended_at__isnull=True
    )
    definitions = TargetDefinition.objects.filter(
        partnership=partnership, decided_on__isnull=False
    )
    return Town(
        partnership=partnership,
        today=today,
        versions={
            version.pathway.code: version
            for version in versions.in_force_on(today).select_related("pathway")
        },
        neighbourhoods=dict(towns.values_list("code", "pk")),
        locations=dict(places.values_list("lrk_id", "pk")),
        teams=dict(teams.values_list("name", "pk")),
        definitions=list(definitions.order_by("-starts_on", "-number", "-pk")),
        rules=rules_for(partnership),
    )


def told_of(partnership: Partnership, codes: Collection[str]) -> Told:
    """Load the trajectories with these codes, and what happened to them."""
    told = Told({}, {}, {})
    # Not joined: a version is a large piece of JSON, to be read once and not per child.
    versions = PathwayVersion.objects.filter(partnership=partnership)
    by_pk = {one.pk: one for one in versions.select_related("pathway")}
    for some in _parts(codes):
        rows = Trajectory.objects.filter(partnership=partnership, code__in=some)
        _add_children(told, rows, by_pk)
    return told


def _add_children(
    told: Told, rows: Iterable[Trajectory], versions: Mapping[int, PathwayVersion]
) -> None:
    children = {child.pk: child for child in rows}
    for child in children.values():
        child.pathway_version = versions[child.pathway_version_id]
    told.children.update({child.code: child for child in children.values()})
    events = Event.objects.filter(trajectory__in=list(children), kind__in=IN_ORDER)
    rows_of_events: Iterable[tuple[Any, ...]] = events.values_list(
        "trajectory_id", "state", "occurred_on", "corrections"
    )
    for pk, state, day, taken_back in rows_of_events:
        code = children[pk].code
        told.events.setdefault(code, set()).add((state, day))
        if taken_back is None:
            told.last_days[code] = max(day, told.last_days.get(code, day))


def versions_of(partnership: Partnership, codes: Collection[str]) -> dict[str, int]:
    """Lock the trajectories with these codes; return how often each was changed."""
    found: dict[str, int] = {}
    for some in _parts(codes):
        rows = Trajectory.objects.filter(partnership=partnership, code__in=some)
        locked = rows.select_for_update().order_by("pk")
        found.update(locked.values_list("code", "version"))
    return found


def _parts(codes: Collection[str]) -> Iterator[list[str]]:
    left = iter(sorted(codes))
    while some := list(islice(left, AT_A_TIME)):
        yield some


def totals_of(
    partnership: Partnership, quarters: Collection[str], *, lock: bool = False
) -> dict[tuple[str, str, str, str], DeliveredTotal]:
    """Load the figures that were delivered before, by what there is one of."""
    rows = DeliveredTotal.objects.filter(
        partnership=partnership, quarter__in=list(quarters)
    ).order_by("pk")
    if lock:
        rows = rows.select_for_update()
    return {
        (row.quarter, row.indicator, row.breakdown, row.breakdown_code): row
        for row in rows
    }


def saved_mapping(organisation_id: int, kind: str) -> dict[str, str]:
    """Return how an organisation's files name our columns, as it was last told."""
    row = ColumnMapping.objects.filter(organisation=organisation_id, kind=kind).first()
    return dict(row.columns) if row else {}


def imports_of(actor: User) -> QuerySet[Import]:
    """Return the latest deliveries the actor may know of, without their content."""
    rows = Import.objects.visible_to(actor).select_related(
        "partnership__municipality", "uploaded_by"
    )
    newest: QuerySet[Import] = rows.defer("content").order_by("-pk")[:MOST_SHOWN]
    return newest
