"""Who says that a quarter is complete, once; and who sees who is waited for."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from monitoring.models import Delivery, Figure
from monitoring.queries.deliveries import delivery_tasks, parties_of, workplaces_of
from monitoring.services.delivering import deliver
from referrals.models import Attendance, MonthLock
from tests.factories import (
    NOW,
    TODAY,
    LocationFactory,
    TrajectoryFactory,
    WorkplaceFactory,
)
from tests.monitoring.factories import DeliveryFactory
from tests.monitoring.scenes import World
from vve_portal.accounts.models import User
from vve_portal.accounts.queries import with_reach

pytestmark = pytest.mark.django_db
In = Callable[[User], AbstractContextManager[None]]
Sign = Callable[[User], Client]


def test_preschool_delivers_for_itself(world: World, in_scope: In) -> None:
    contact = world.people["preschool_contact"]

    with in_scope(contact):
        deliver(quarter=world.quarter, location=world.location, actor=contact, now=NOW)

    made = Delivery.objects.get()
    assert (made.source, made.location, made.delivered_by) == (
        "preschool",
        world.location,
        contact,
    )


def test_second_delivery_is_refused_with_one_sentence_and_nothing_is_lost(
    world: World,
) -> None:
    coordinator = world.people["coordinator"]
    first = deliver(
        quarter=world.quarter,
        location=None,
        actor=coordinator,
        now=NOW,
        remark="Alles is erin.",
    )

    with pytest.raises(ValidationError) as refused:
        deliver(
            quarter=world.quarter,
            location=None,
            actor=coordinator,
            now=datetime(2026, 11, 25, tzinfo=UTC),
        )

    provider = world.partnership.provider
    assert refused.value.messages == [
        (
            f"{provider} leverde het derde kwartaal 2026 al aan op 20 november 2026."
            " Er is niets veranderd."
        )
    ]
    kept = Delivery.objects.get()
    assert (kept, kept.remark, kept.delivered_at) == (first, "Alles is erin.", NOW)


def test_delivery_with_a_name_in_the_remark_is_refused(world: World) -> None:
    with pytest.raises(ValidationError) as refused:
        deliver(
            quarter=world.quarter,
            location=None,
            actor=world.people["coordinator"],
            now=NOW,
            remark="Zonder Noor uit de eerste groep.",
        )

    assert refused.value.message_dict.keys() == {"remark"}
    assert not Delivery.objects.exists()


@pytest.mark.parametrize(
    ("who", "of_location"),
    [
        ("preschool_contact", False),
        ("coordinator", True),
        ("other_preschool", True),
        ("helper", True),
        ("elsewhere", False),
        ("advisor", False),
        ("manager", False),
    ],
)
def test_nobody_delivers_for_another(
    request: pytest.FixtureRequest,
    world: World,
    who: str,
    of_location: bool,  # noqa: FBT001 - a case
) -> None:
    actor = world.people.get(who) or request.getfixturevalue(who)
    location = world.location if of_location else None

    with pytest.raises(PermissionDenied):
        deliver(quarter=world.quarter, location=location, actor=actor, now=NOW)

    assert not Delivery.objects.exists()


def test_quarter_that_still_runs_is_not_delivered(world: World) -> None:
    last_minute = datetime(2026, 9, 30, 21, 59, tzinfo=UTC)

    with pytest.raises(ValidationError) as refused:
        deliver(
            quarter=world.quarter,
            location=None,
            actor=world.people["coordinator"],
            now=last_minute,
        )

    assert refused.value.messages == [
        (
            "Het derde kwartaal 2026 loopt nog tot en met 30 september 2026. Lever"
            " daarna aan: dan is alles bekend."
        )
    ]
    assert not Delivery.objects.exists()
    deliver(
        quarter=world.quarter,
        location=None,
        actor=world.people["coordinator"],
        now=datetime(2026, 9, 30, 22, 0, tzinfo=UTC),
    )
    assert Delivery.objects.count() == 1


def test_closed_preschool_delivers_nothing(world: World) -> None:
    world.location.is_open = False
    world.location.save(update_fields=["is_open"])

    with pytest.raises(ValidationError) as refused:
        deliver(
            quarter=world.quarter,
            location=world.location,
            actor=world.people["preschool_contact"],
            now=NOW,
        )

    assert refused.value.messages == [
        (
            f"{world.location} staat niet meer in het register en hoeft niets aan te"
            " leveren."
        )
    ]


def test_released_quarter_takes_no_delivery(world: World) -> None:
    with pytest.raises(PermissionDenied):
        deliver(
            quarter=world.settled,
            location=None,
            actor=world.people["coordinator"],
            now=NOW,
        )

    assert not Delivery.objects.exists()


def test_parties_are_the_jgz_and_every_open_preschool(world: World) -> None:
    LocationFactory.create(partnership=world.partnership, is_open=False)
    LocationFactory.create(partnership=world.partnership, has_ve=False)
    DeliveryFactory.create(
        quarter=world.quarter,
        source="preschool",
        location=world.location,
        delivered_by=world.people["preschool_contact"],
    )

    found = parties_of(world.quarter, today=date(2026, 10, 14))
    later = parties_of(world.quarter, today=date(2026, 10, 15))

    # Ten working days after 30 September is 14 October.
    names = [party.name for party in found]
    assert len(names) == 3
    assert names[0] == str(world.partnership.provider)
    assert [party.is_late for party in found] == [False, False, False]
    assert {party.name: party.is_late for party in later} == {
        name: name != world.location.name for name in names
    }


def test_workplace_shows_hours_and_closed_months_of_ones_own(world: World) -> None:
    contact = world.people["preschool_contact"]
    child = TrajectoryFactory.create(
        partnership=world.partnership, location=world.location
    )
    Attendance.objects.create(
        partnership=world.partnership,
        location=world.location,
        trajectory=child,
        month=date(2026, 7, 1),
        offered_hours=64,
        attended_hours=60,
        noted_by=contact,
        noted_at=NOW,
    )
    MonthLock.objects.create(
        partnership=world.partnership,
        location=world.location,
        month=date(2026, 7, 1),
        locked_by=contact,
        locked_at=NOW,
    )

    (place,) = workplaces_of(contact, [world.quarter])

    assert [(month.hours, month.is_closed) for month in place.months] == [
        (60, True),
        (None, False),
        (None, False),
    ]
    assert not place.is_ready


@pytest.mark.usefixtures("on_the_day")
def test_preschool_says_on_its_page_that_the_quarter_is_complete(
    world: World, as_user: Sign
) -> None:
    client = as_user(world.people["preschool_contact"])
    url = reverse(
        "monitoring:deliver-location-complete",
        args=[world.location.pk, world.quarter.pk],
    )

    first = client.post(url, follow=True).content.decode()
    second = client.post(url, follow=True).content.decode()

    assert first.count("Het derde kwartaal 2026 is aangeleverd voor") == 1
    assert second.count("Er is niets veranderd.") == 1
    assert Delivery.objects.count() == 1


@pytest.mark.usefixtures("on_the_day")
def test_both_parties_see_who_is_waited_for(
    world: World, advisor: User, as_user: Sign
) -> None:
    page = as_user(advisor).get(reverse("monitoring:deliveries")).content.decode()

    assert page.count("Nog niet, moest voor of op 14 oktober") == 3
    assert page.count(reverse("monitoring:deliver", args=[world.quarter.pk])) == 0


def test_tasks_tell_each_what_waits_and_since_when(world: World) -> None:
    tasks = {
        who: [
            (task.title, task.due)
            for task in delivery_tasks(world.people[who], today=TODAY)
        ]
        for who in ("preschool_contact", "coordinator", "planner", "helper")
    }

    due = date(2026, 10, 14)
    town = world.partnership.municipality
    assert tasks == {
        "preschool_contact": [
            (f"Lever het derde kwartaal 2026 aan: {world.location}", due)
        ],
        "coordinator": [(f"Lever het derde kwartaal 2026 aan voor {town}", due)],
        "planner": [],
        "helper": [],
    }


def test_what_was_delivered_is_no_task(world: World) -> None:
    DeliveryFactory.create(quarter=world.quarter)

    assert list(delivery_tasks(world.people["coordinator"], today=TODAY)) == []


@pytest.mark.usefixtures("on_the_day")
def test_page_of_a_preschool_asks_as_much_for_five_as_for_one(
    world: World, as_user: Sign, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    contact = world.people["preschool_contact"]
    client, url = as_user(contact), reverse("monitoring:deliver-location")
    client.get(url)
    with CaptureQueriesContext(connection) as one:
        client.get(url)

    for _ in range(4):
        location = LocationFactory.create(partnership=world.partnership)
        WorkplaceFactory.create(user=contact, location=location)
    with_reach(contact, today=TODAY)

    with django_assert_num_queries(len(one)):
        client.get(url)


@pytest.mark.usefixtures("on_the_day")
def test_jgz_types_a_total_on_the_page_of_an_indicator(
    world: World, as_user: Sign
) -> None:
    client = as_user(world.people["coordinator"])
    url = reverse("monitoring:deliver-figure", args=[world.quarter.pk, "IND-09"])
    filled = {"group": "", "numerator": "45", "denominator": "50", "source": "KD"}

    wrong = client.post(url, {**filled, "numerator": "51"}).content.decode()
    assert not Figure.objects.exists()
    done = client.post(url, filled, follow=True).content.decode()

    figure = Figure.objects.get()
    assert (figure.numerator, figure.denominator) == (Decimal(45), Decimal(50))
    assert wrong.count("De teller is groter dan de noemer.") > 0
    assert done.count("45 van 50") == 1
