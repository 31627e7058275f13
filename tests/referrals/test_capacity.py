"""Places: how many there are, how many are taken, and what a group would do."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from referrals.models import Capacity, Trajectory
from referrals.queries.capacity import (
    Places,
    per_neighbourhood,
    places_per_location,
    what_if,
)
from referrals.queries.waiting import waiting_children, waiting_rows
from referrals.services.places import set_capacity
from tests.factories import (
    NOW,
    TODAY,
    LocationFactory,
    NeighbourhoodFactory,
    PartnershipFactory,
)
from tests.referrals.preschools import Preschools
from vve_portal.access.scope import scope
from vve_portal.accounts.models import Partnership, User
from vve_portal.accounts.queries import with_reach
from vve_portal.accounts.scopes import scope_of, scope_of_children_job
from vve_portal.audit.models import Entry

pytestmark = pytest.mark.django_db

Opener = Callable[[User], AbstractContextManager[None]]
Job = Callable[[], AbstractContextManager[None]]
SignIn = Callable[[User], Client]


@pytest.fixture
def job(partnership: Partnership) -> Job:
    """Return what opens a scope for arranging and looking back."""
    return lambda: scope(scope_of_children_job(partnership))


def fill(made: Preschools) -> None:
    """Put children in every stage at the first preschool, and one at the other."""
    Capacity.objects.create(
        partnership=made.here.partnership,
        location=made.here,
        starts_on=date(2026, 1, 1),
        places=4,
        groups=1,
        set_by=made.contact,
        set_at=NOW,
    )
    made.accepted("S70")
    made.accepted("S81")
    made.accepted("S60", start_on=TODAY, birth_month=date(2024, 3, 1))
    made.accepted("S60", start_on=date(2026, 12, 1))
    made.accepted("S50")
    made.accepted("S51", waiting_since=date(2026, 10, 1), priority="1")
    made.accepted("S51", waiting_since=date(2026, 9, 1), priority="2")
    made.accepted("S51", waiting_since=date(2026, 9, 9), location=made.there)
    made.accepted("S91")
    made.referred()


def test_places_are_counted_per_location(
    preschools: Preschools, in_scope: Opener, job: Job
) -> None:
    with job():
        fill(preschools)

    with in_scope(preschools.contact):
        rows = places_per_location(preschools.contact, today=TODAY)

    assert [asdict(row) | {"location": None} for row in rows] == [
        {
            "name": "Voorschool Hier",
            "location": None,
            "places": 4,
            "occupied": 3,
            "reserved": 1,
            "registered": 1,
            "waiting": {"1": 1, "2": 1, "3": 0},
            "longest_since": date(2026, 9, 1),
        }
    ]
    assert rows[0].free == 0


@pytest.mark.parametrize(
    ("places", "free", "too_many"), [(4, 1, 0), (3, 0, 0), (1, -2, 2), (None, None, 0)]
)
def test_more_children_than_places_are_counted(
    places: int | None, free: int | None, too_many: int
) -> None:
    here = Places(name="Voorschool Hier", places=places, occupied=2, reserved=1)

    assert (here.free, here.too_many) == (free, too_many)


def test_the_coordinator_sees_all_locations_and_their_sum(
    preschools: Preschools, in_scope: Opener, job: Job, coordinator: User
) -> None:
    with job():
        fill(preschools)

    with in_scope(coordinator):
        rows = places_per_location(coordinator, today=TODAY)
        hoods = per_neighbourhood(rows)

    assert [(row.name, row.waiting_total, row.free) for row in rows] == [
        ("Voorschool Daar", 1, None),
        ("Voorschool Hier", 2, 0),
    ]
    assert [(row.name, row.waiting_total, row.occupied) for row in hoods] == [
        ("Noord", 3, 3)
    ]


def test_parts_of_two_towns_with_one_name_are_not_added_up(
    preschools: Preschools, coordinator: User
) -> None:
    elsewhere = PartnershipFactory.create(provider=coordinator.organisation)
    with scope(scope_of_children_job(elsewhere)):
        hood = NeighbourhoodFactory.create(partnership=elsewhere, name="Noord")
        LocationFactory.create(partnership=elsewhere, neighbourhood=hood)
    towns = sorted(
        one.municipality.name for one in (preschools.here.partnership, elsewhere)
    )
    actor = with_reach(coordinator, today=TODAY)

    with scope(scope_of(actor)):
        rows = per_neighbourhood(places_per_location(actor, today=TODAY))

    assert [row.name for row in rows] == [f"Noord ({town})" for town in towns]


def test_the_waiting_list_stands_in_its_order(
    preschools: Preschools, in_scope: Opener, job: Job, coordinator: User
) -> None:
    with job():
        fill(preschools)

    with in_scope(coordinator):
        rows = waiting_rows(list(waiting_children(coordinator)), today=TODAY)
    with in_scope(preschools.other):
        own = list(waiting_children(preschools.other))

    assert [(row.child.priority, row.days) for row in rows] == [
        ("1", 50),
        ("2", 80),
        ("2", 72),
    ]
    assert [child.location for child in own] == [preschools.there]


def test_what_was_said_of_places_before_stays(
    preschools: Preschools, in_scope: Opener
) -> None:
    actor, here = preschools.contact, preschools.here
    fields: dict[str, Any] = {
        "location": here,
        "actor": actor,
        "now": NOW,
        "groups": 1,
    }

    with in_scope(actor):
        set_capacity(places=16, starts_on=date(2026, 1, 1), **fields)
        set_capacity(places=8, starts_on=date(2026, 12, 1), **fields)
        rows = Capacity.objects.filter(location=here)
        today = rows.on(TODAY).get().places
        later = rows.on(date(2026, 12, 1)).get().places
        entries = Entry.objects.filter(verb="location.capacity")
        told = list(entries.order_by("pk").values_list("summary", flat=True))

    assert (today, later) == (16, 8)
    assert told == [
        "Voorschool Hier heeft 16 VE-plaatsen vanaf 1 januari 2026.",
        "Voorschool Hier heeft 8 VE-plaatsen vanaf 1 december 2026.",
    ]


@pytest.mark.parametrize(
    ("places", "groups", "fault"),
    [
        (501, 32, {"places": ["Vul hooguit 500 plaatsen in."]}),
        (
            16,
            0,
            {"groups": ["Vul in over hoeveel groepen de plaatsen zijn verdeeld."]},
        ),
    ],
)
def test_impossible_places_are_refused(
    preschools: Preschools,
    in_scope: Opener,
    places: int,
    groups: int,
    fault: dict[str, list[str]],
) -> None:
    actor = preschools.contact

    with in_scope(actor), pytest.raises(ValidationError) as refusal:
        set_capacity(
            location=preschools.here,
            places=places,
            groups=groups,
            starts_on=TODAY,
            actor=actor,
            now=NOW,
        )

    assert refusal.value.message_dict == fault


def test_nobody_sets_the_places_of_another_holder(
    preschools: Preschools, in_scope: Opener
) -> None:
    actor = preschools.contact

    with in_scope(actor), pytest.raises(PermissionDenied, match="niet bij deze"):
        set_capacity(
            location=preschools.there,
            places=16,
            groups=1,
            starts_on=TODAY,
            actor=actor,
            now=NOW,
        )


def test_a_group_shortens_the_waiting_list(
    preschools: Preschools, in_scope: Opener, job: Job, coordinator: User
) -> None:
    old_enough, hood = date(2024, 3, 1), preschools.here.neighbourhood
    assert hood is not None
    with job():
        for _ in range(3):
            preschools.accepted("S51", birth_month=old_enough, waiting_since=TODAY)
        preschools.referred(wished_location=None, neighbourhood=hood)
        before = list(Trajectory.objects.order_by("pk").values())

    with in_scope(coordinator):
        outcome = what_if(
            actor=coordinator,
            target=preschools.here,
            extra=2,
            starts_on=date(2027, 1, 1),
            today=TODAY,
        )
        of_hood = what_if(
            actor=coordinator,
            target=hood,
            extra=2,
            starts_on=date(2027, 1, 1),
            today=TODAY,
        )

    assert [one.waiting for one in outcome.without[:3]] == [3, 3, 3]
    assert [one.waiting for one in outcome.with_group[:3]] == [3, 1, 1]
    assert [one.waiting for one in of_hood.with_group[:3]] == [4, 2, 2]
    assert not outcome.has_places
    with job():
        assert list(Trajectory.objects.order_by("pk").values()) == before
        assert Capacity.objects.count() == 0


@time_machine.travel(NOW, tick=False)
def test_a_municipality_finds_no_places_and_no_waiting_list(
    preschools: Preschools, as_user: SignIn, job: Job, advisor: User
) -> None:
    with job():
        fill(preschools)
    client = as_user(advisor)

    answers = {
        name: client.get(reverse(f"referrals:{name}")).status_code
        for name in ("capacity", "waiting", "what-if", "attendance", "preschool")
    }

    assert set(answers.values()) == {404}


@time_machine.travel(NOW, tick=False)
def test_the_page_of_what_if_computes_on_the_server(
    preschools: Preschools, as_user: SignIn, job: Job
) -> None:
    with job():
        preschools.accepted("S51", birth_month=date(2024, 3, 1), waiting_since=TODAY)
    client = as_user(preschools.contact)
    where = {
        "where": f"locatie-{preschools.here.pk}",
        "extra": "16",
        "starts_on_day": "1",
        "starts_on_month": "12",
        "starts_on_year": "2026",
    }

    page = client.get(reverse("referrals:what-if"), where)
    elsewhere = client.get(
        reverse("referrals:what-if"),
        {**where, "where": f"locatie-{preschools.there.pk}"},
    )

    assert page.context["outcome"].with_group[0].waiting == 0
    assert page.context["outcome"].without[0].waiting == 1
    assert elsewhere.context["outcome"] is None


@pytest.mark.postgresql
@time_machine.travel(NOW, tick=False)
@pytest.mark.parametrize("rows", [1, 5])
def test_places_take_as_many_queries_for_five_as_for_one(
    preschools: Preschools,
    as_user: SignIn,
    job: Job,
    coordinator: User,
    django_assert_num_queries: DjangoAssertNumQueries,
    rows: int,
) -> None:
    with job():
        for _ in range(rows):
            preschools.accepted("S51", hours_per_week=Decimal(16))
    client = as_user(coordinator)

    with django_assert_num_queries(16):
        client.get(reverse("referrals:capacity"))
    with django_assert_num_queries(14):
        client.get(reverse("referrals:waiting"))
