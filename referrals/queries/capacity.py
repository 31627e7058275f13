"""How many VE places there are, how many are taken, and who waits for one."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from django.db.models import Count, Min, Q, QuerySet

from referrals.models import Capacity, Location, Neighbourhood, Trajectory
from referrals.queries.forecast import Month, Waiter, forecast
from referrals.reasons import Priority
from referrals.routes.facts import FOUR, day_of_age
from referrals.states import RouteKind
from vve_portal.accounts.models import User
from vve_portal.accounts.roles import Kind

REGISTERED: Final = "S50"
WAITING: Final = "S51"
PLACED: Final = "S60"
# Also who was handed over comes until the fourth birthday.
THERE: Final = ("S70", "S71", "S72", "S80", "S81", "S82")
ON_THE_WAY: Final = ("S40", "S41", "S42", REGISTERED, WAITING)
NO_NEIGHBOURHOOD: Final = "Geen wijk bekend"


@dataclass(slots=True)
class Places:
    """The places of a location, or of all locations in a part of town.

    `places` is None as long as the holder did not say how many there are.
    """

    name: str
    location: Location | None = None
    places: int | None = None
    occupied: int = 0
    reserved: int = 0
    registered: int = 0
    waiting: dict[str, int] = field(default_factory=dict)
    longest_since: date | None = None

    @property
    def free(self) -> int | None:
        """What is neither taken nor promised; below zero when too many are placed."""
        if self.places is None:
            return None
        return self.places - self.occupied - self.reserved

    @property
    def too_many(self) -> int:
        """How many more are placed than there are places."""
        return max(0, -(self.free or 0))

    @property
    def waiting_total(self) -> int:
        """Everybody on the waiting list."""
        return sum(self.waiting.values())

    @property
    def by_priority(self) -> list[tuple[str, int]]:
        """Who waits, the most urgent first."""
        return [
            (label, self.waiting[value])
            for value, label in Priority.choices
            if self.waiting.get(value)
        ]


def locations_of(actor: User) -> QuerySet[Location]:
    """Return the open preschools of which the actor sees the places."""
    rows: Any = Location.objects.visible_to(actor).open()
    if actor.organisation.kind == Kind.PRESCHOOL:
        rows = rows.worked_at_by(actor)
    found: QuerySet[Location] = rows.select_related(
        "neighbourhood", "partnership__municipality"
    )
    return found.order_by("name", "pk")


def children_of(actor: User) -> QuerySet[Trajectory]:
    """Return the open ways to a preschool that the actor may know of."""
    rows = Trajectory.objects.visible_to(actor).open()
    return rows.filter(kind=RouteKind.PRESCHOOL)


def places_per_location(actor: User, *, today: date) -> list[Places]:
    """Return the places of each location, in three queries."""
    locations = list(locations_of(actor))
    now = _places_on(actor, locations, today)
    counted = {row["location"]: row for row in _counts(actor, today)}
    return [
        _filled(Places(one.name, one, now.get(one.pk)), counted.get(one.pk))
        for one in locations
    ]


def _places_on(actor: User, locations: list[Location], day: date) -> dict[int, int]:
    rows = Capacity.objects.visible_to(actor).on(day).filter(location__in=locations)
    return dict(rows.values_list("location", "places"))


def _counts(actor: User, today: date) -> Iterable[Any]:
    started = Q(state=PLACED, start_on__lte=today)
    per_priority = {
        f"waiting_{value}": Count("pk", Q(state=WAITING, priority=value))
        for value in Priority.values
    }
    return (
        children_of(actor)
        .filter(location__isnull=False)
        .values("location")
        .annotate(
            occupied=Count("pk", Q(state__in=THERE) | started),
            reserved=Count("pk", Q(state=PLACED) & ~started),
            registered=Count("pk", Q(state=REGISTERED)),
            longest_since=Min("waiting_since", filter=Q(state=WAITING)),
            **per_priority,
        )
        .order_by()
    )


def _filled(places: Places, row: dict[str, Any] | None) -> Places:
    if row is None:
        return places
    places.occupied, places.reserved = row["occupied"], row["reserved"]
    places.registered = row["registered"]
    places.longest_since = row["longest_since"]
    places.waiting = {value: row[f"waiting_{value}"] for value in Priority.values}
    return places


def per_neighbourhood(rows: Sequence[Places]) -> list[Places]:
    """Add up the locations of each part of town; two towns may each have a "Noord"."""
    towns = {row.location.partnership_id for row in rows if row.location}
    found: dict[tuple[str, str], Places] = {}
    for row in rows:
        if row.location is None:
            continue
        hood = row.location.neighbourhood
        name = hood.name if hood else NO_NEIGHBOURHOOD
        town = row.location.partnership.municipality.name
        label = f"{name} ({town})" if len(towns) > 1 else name
        _add(found.setdefault((town, name), Places(label)), row)
    return [found[key] for key in sorted(found)]


def _add(total: Places, row: Places) -> None:
    if row.places is not None:
        total.places = (total.places or 0) + row.places
    total.occupied += row.occupied
    total.reserved += row.reserved
    total.registered += row.registered
    for value, count in row.waiting.items():
        total.waiting[value] = total.waiting.get(value, 0) + count
    days = [day for day in (total.longest_since, row.longest_since) if day]
    total.longest_since = min(days, default=None)


def history_of_places(location: Location, actor: User) -> QuerySet[Capacity]:
    """Return what was said about the places of a location, the latest day first."""
    rows: QuerySet[Capacity] = Capacity.objects.visible_to(actor)
    return (
        rows.filter(location=location)
        .select_related("set_by")
        .order_by("-starts_on", "-pk")
    )


@dataclass(frozen=True, slots=True)
class WhatIf:
    """The coming months as they are, and with a new group."""

    now: Month
    without: list[Month]
    with_group: list[Month]
    has_places: bool

    @property
    def rows(self) -> list[tuple[Month, Month]]:
        """Each month without and with."""
        return list(zip(self.without, self.with_group, strict=True))


def what_if(
    *,
    actor: User,
    target: Location | Neighbourhood,
    extra: int,
    starts_on: date,
    today: date,
) -> WhatIf:
    """Return what a group of `extra` places from a day would do to the waiting list."""
    known = _steps_of(actor, _locations_in(actor, target))

    def places_on(day: date) -> int:
        return sum(_latest(steps, day) for steps in known.values())

    def with_group(day: date) -> int:
        return places_on(day) + (extra if day >= starts_on else 0)

    children = list(children_of(actor).filter(_asks_for(target)))
    leaving = [_four(one) for one in children if one.state not in ON_THE_WAY]
    waiters = [_waiter(one) for one in children if one.state in ON_THE_WAY]
    waiting = sum(1 for one in children if one.state == WAITING)
    return WhatIf(
        now=Month(today, places_on(today), len(leaving), waiting),
        without=forecast(
            leaving=leaving, waiters=waiters, places_on=places_on, today=today
        ),
        with_group=forecast(
            leaving=leaving, waiters=waiters, places_on=with_group, today=today
        ),
        has_places=bool(known),
    )


def _locations_in(actor: User, target: Location | Neighbourhood) -> list[int]:
    rows = locations_of(actor)
    if isinstance(target, Location):
        rows = rows.filter(pk=target.pk)
    else:
        rows = rows.filter(neighbourhood=target)
    return list(rows.values_list("pk", flat=True))


def _steps_of(actor: User, locations: list[int]) -> dict[int, list[tuple[date, int]]]:
    rows = Capacity.objects.visible_to(actor).filter(location__in=locations)
    found: dict[int, list[tuple[date, int]]] = defaultdict(list)
    for row in rows.order_by("starts_on", "pk"):
        found[row.location_id].append((row.starts_on, row.places))
    return found


def _latest(steps: list[tuple[date, int]], day: date) -> int:
    passed = [places for starts_on, places in steps if starts_on <= day]
    return passed[-1] if passed else 0


def _asks_for(target: Location | Neighbourhood) -> Q:
    """Say who is there, or will come: as accepted, as wished, or living nearby."""
    states = Q(state__in=(*ON_THE_WAY, PLACED, *THERE))
    nowhere = Q(location__isnull=True, state__in=ON_THE_WAY)
    if isinstance(target, Location):
        return states & (Q(location=target) | nowhere & Q(wished_location=target))
    free = Q(wished_location__isnull=True, neighbourhood=target)
    wished = Q(wished_location__neighbourhood=target)
    return states & (Q(location__neighbourhood=target) | nowhere & (wished | free))


def _four(child: Trajectory) -> date:
    return day_of_age(child.birth_month, FOUR)


def _waiter(child: Trajectory) -> Waiter:
    return Waiter(
        priority=child.priority,
        waiting_since=child.waiting_since or child.since,
        ready_on=day_of_age(child.birth_month, child.start_age_months),
        leaves_on=_four(child),
    )
