"""Who delivered for a quarter and who is waited for."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Sum
from django.urls import reverse

from agreements.queries import Task
from monitoring.definitions import Source
from monitoring.models import Delivery, Quarter
from monitoring.policies_figures import may_deliver_locations
from monitoring.queries.calendar import Moment, due_on
from referrals.models import Attendance, Location, MonthLock
from referrals.routes.facts import day_of_age
from vve_portal.accounts.models import User
from vve_portal.accounts.roles import Ability, Kind


@dataclass(frozen=True, slots=True)
class Party:
    """One that delivers: the JGZ, or a preschool; since when, or by when it must."""

    name: str
    location: Location | None
    delivery: Delivery | None
    due: date
    is_late: bool


def parties_of(quarter: Quarter, *, today: date) -> list[Party]:
    """Return everybody who delivers, in two queries; the JGZ comes first."""
    made = {
        row.location_id: row
        for row in Delivery.objects.filter(
            quarter=quarter, source__in=[Source.JGZ, Source.PRESCHOOL]
        ).select_related("delivered_by")
    }
    due = due_on(quarter, Moment.DELIVER)
    locations = Location.objects.filter(partnership=quarter.partnership_id)
    wanted = [
        row
        for row in locations.order_by("name", "pk")
        if (row.is_open and row.has_ve) or row.pk in made
    ]
    provider = quarter.partnership.provider.name
    rows = [(provider, None), *((row.name, row) for row in wanted)]
    return [
        Party(
            name=name,
            location=location,
            delivery=(delivery := made.get(location.pk if location else None)),
            due=due,
            is_late=delivery is None and due < today,
        )
        for name, location in rows
    ]


@dataclass(frozen=True, slots=True)
class Month:
    """One month at a preschool: the hours that were noted, and whether it is closed."""

    month: date
    hours: Decimal | None
    is_closed: bool
    url: str


@dataclass(frozen=True, slots=True)
class Workplace:
    """A preschool of the actor in a quarter, with what is ready to be delivered."""

    location: Location
    quarter: Quarter
    months: list[Month]
    delivery: Delivery | None

    @property
    def is_ready(self) -> bool:
        """Whether every month is closed."""
        return all(month.is_closed for month in self.months)


def months_of(quarter: Quarter) -> list[date]:
    """Return the first days of the months of a quarter."""
    return [day_of_age(quarter.starts_on, number) for number in range(3)]


def workplaces_of(actor: User, quarters: Iterable[Quarter]) -> list[Workplace]:
    """Return the actor's preschools in each of these quarters, in five queries."""
    listed = list(quarters)
    locations = list(
        Location.objects.visible_to(actor)
        .worked_at_by(actor)
        .open()
        .order_by("name", "pk")
    )
    months = [month for quarter in listed for month in months_of(quarter)]
    hours = _hours(locations, months)
    closed = set(
        MonthLock.objects.filter(location__in=locations, month__in=months).values_list(
            "location", "month"
        )
    )
    made = {
        (row.quarter_id, row.location_id): row
        for row in Delivery.objects.filter(
            quarter__in=listed, location__in=locations
        ).select_related("delivered_by")
    }
    return [
        Workplace(
            location=location,
            quarter=quarter,
            months=[
                Month(
                    month=month,
                    hours=hours.get((location.pk, month)),
                    is_closed=(location.pk, month) in closed,
                    url=reverse(
                        "referrals:attendance-month", args=[location.pk, month]
                    ),
                )
                for month in months_of(quarter)
            ],
            delivery=made.get((quarter.pk, location.pk)),
        )
        for quarter in listed
        for location in locations
        if location.partnership_id == quarter.partnership_id
    ]


def _hours(
    locations: Iterable[Location], months: Iterable[date]
) -> dict[tuple[int, date], Decimal]:
    rows = Attendance.objects.filter(location__in=locations, month__in=months)
    sums = rows.values_list("location", "month").annotate(total=Sum("attended_hours"))
    return {
        (location, month): total
        for location, month, total in sums.order_by("location", "month")
    }


def delivery_tasks(actor: User, *, today: date) -> Iterator[Task]:
    """Yield the quarters that wait for what the actor delivers, on time or late."""
    if may_deliver_locations(actor):
        yield from _for_preschools(actor, today)
    elif actor.organisation.kind == Kind.JGZ and actor.may(Ability.DELIVER_FIGURES):
        yield from _for_provider(actor, today)


def open_quarters(actor: User, *, today: date) -> list[Quarter]:
    """Return the quarters that are over and not released yet, the latest first."""
    rows = Quarter.objects.visible_to(actor).filter(status=Quarter.Status.OPEN)
    found = rows.select_related("partnership__municipality", "partnership__provider")
    return [row for row in found.latest_first() if row.ends_on < today]


def _for_preschools(actor: User, today: date) -> Iterator[Task]:
    for place in workplaces_of(actor, open_quarters(actor, today=today)):
        if place.delivery is None:
            yield Task(
                title=f"Lever het {place.quarter.name} aan: {place.location.name}",
                url=reverse("monitoring:deliver-location"),
                why="Sluit de drie maanden af en meld dat uw kwartaal compleet is.",
                due=due_on(place.quarter, Moment.DELIVER),
            )


def _for_provider(actor: User, today: date) -> Iterator[Task]:
    quarters = open_quarters(actor, today=today)
    made = set(
        Delivery.objects.filter(quarter__in=quarters, source=Source.JGZ).values_list(
            "quarter", flat=True
        )
    )
    for quarter in quarters:
        if quarter.pk not in made:
            town = quarter.partnership.municipality
            yield Task(
                title=f"Lever het {quarter.name} aan voor {town}",
                url=reverse("monitoring:deliver", args=[quarter.pk]),
                why="Kijk of de cijfers kloppen, vul aan wat ontbreekt en meld dat het"
                " kwartaal compleet is.",
                due=due_on(quarter, Moment.DELIVER),
            )
