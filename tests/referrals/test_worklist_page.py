"""The page of the worklist: its lists, its record, and how much it asks."""

from collections.abc import Callable
from datetime import timedelta
from typing import Final

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from referrals.codes import shown_code
from referrals.models import Trajectory
from referrals.queries.stuck import Stuck
from tests.factories import TODAY, PartnershipFactory
from tests.referrals.building import publish, stored
from tests.referrals.scenes import World, everything
from vve_portal.access.scope import scope
from vve_portal.accounts.models import User
from vve_portal.audit.models import Entry

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("every_child", "on_the_day"),
]
SignIn = Callable[[User], Client]


@pytest.fixture
def desk(world: World, as_user: SignIn) -> Client:
    """The nurse of the first team, signed in; the team has no trajectory yet."""
    Trajectory.objects.filter(pk=world.trajectory.pk).update(team=None)
    return as_user(world.people["nurse"])


def make(world: World, number: int) -> list[Trajectory]:
    """Give the first team some trajectories."""
    return [stored(world.version, "S20", team=world.team) for _ in range(number)]


def test_a_page_is_on_record_with_the_codes_it_showed(
    desk: Client, world: World
) -> None:
    made = make(world, 2)

    response = desk.get("/trajecten/?lijst=open")

    entry = Entry.objects.filter(verb="trajectory.read").latest("pk")
    assert [row.code for row in response.context["rows"]] == [
        shown_code(one.code) for one in made
    ]
    assert (entry.reach, entry.details) == (
        Entry.Reach.CHILD,
        {"how": "werklijst", "codes": [one.code for one in made]},
    )


def test_an_empty_page_reads_nothing(desk: Client) -> None:
    response = desk.get("/trajecten/?lijst=open")

    assert response.context["rows"] == []
    assert Entry.objects.filter(verb="trajectory.read").count() == 0


@pytest.mark.parametrize(
    ("who", "first"),
    [
        ("nurse", "Vraagt vandaag iets van mij"),
        ("coordinator", "Te laat"),
        ("helper", "Alle open"),
    ],
)
def test_everybody_begins_with_what_is_theirs(
    world: World, as_user: SignIn, who: str, first: str
) -> None:
    response = as_user(world.people[who]).get("/trajecten/")

    assert response.context["lane_label"] == first


def test_fixed_lists_are_linked_with_their_counts(desk: Client, world: World) -> None:
    make(world, 2)

    response = desk.get("/trajecten/?lijst=voorschool")

    assert response.context["chips"] == [
        ("Te laat 0", "/trajecten/?lijst=te-laat", False),
        ("Vraagt vandaag iets van mij 0", "/trajecten/?lijst=vandaag", False),
        ("Wacht op voorschool 0", "/trajecten/?lijst=voorschool", True),
        ("Team toeleiding 0", "/trajecten/?lijst=toeleiding", False),
        ("Doorgeschoven naar mij 0", "/trajecten/?lijst=doorgeschoven", False),
        ("Alle open 2", "/trajecten/?lijst=open", False),
    ]


def test_a_full_page_goes_on(desk: Client, world: World) -> None:
    made = make(world, 26)
    first = desk.get("/trajecten/?lijst=open&due=in_time")
    query = first.context["query"]

    second = desk.get(f"/trajecten/?{query}&na={first.context['page'].after}")

    assert query == "lijst=open&due=in_time"
    assert len(first.context["rows"]) == 25
    assert [row.pk for row in second.context["rows"]] == [made[25].pk]


def test_a_helper_sees_only_what_asks_something_of_him(
    world: World, as_user: SignIn
) -> None:
    task = stored(world.version, "S42", team=world.team)
    make(world, 1)

    response = as_user(world.people["helper"]).get("/trajecten/?lijst=open")

    assert [row.pk for row in response.context["rows"]] == [task.pk]
    assert response.context["is_provider"] is False


def test_who_works_for_two_towns_sees_of_which_a_row_is(
    world: World, as_user: SignIn
) -> None:
    coordinator = world.people["coordinator"]
    second = PartnershipFactory.create(provider=coordinator.organisation)
    with scope(everything()):
        other = stored(publish(second), "S20")

    response = as_user(coordinator).get(
        f"/trajecten/?lijst=open&partnership={second.pk}"
    )

    assert [(row.pk, row.municipality) for row in response.context["rows"]] == [
        (other.pk, second.municipality.name)
    ]


@pytest.mark.postgresql
@pytest.mark.parametrize("rows", [1, 5])
def test_the_page_takes_as_many_queries_for_five_as_for_one(
    desk: Client,
    world: World,
    django_assert_num_queries: DjangoAssertNumQueries,
    rows: int,
) -> None:
    make(world, rows)
    desk.get("/trajecten/?lijst=open")

    with django_assert_num_queries(QUERIES):
        response = desk.get("/trajecten/?lijst=open")

    assert len(response.context["rows"]) == rows


QUERIES: Final = 17


def test_where_children_are_stuck_is_told_per_state_and_team(
    world: World, as_user: SignIn
) -> None:
    Trajectory.objects.filter(pk=world.trajectory.pk).update(team=None)
    late = [*make(world, 2), stored(world.version, "S30", team=world.team)]
    for days, one in enumerate(late, start=1):
        one.due_on = TODAY - timedelta(days=days)
        one.save(update_fields=["due_on"])
    desk = as_user(world.people["coordinator"])

    rows = desk.get("/trajecten/vastgelopen/").context["rows"]

    team = world.team.pk
    assert rows == [
        Stuck(
            "Geïndiceerd", "Team Noord", 2, 2, f"lijst=te-laat&state=S20&team={team}"
        ),
        Stuck(
            "In gesprek met ouders",
            "Team Noord",
            1,
            3,
            f"lijst=te-laat&state=S30&team={team}",
        ),
    ]
    listed = desk.get(f"/trajecten/?{rows[0].query}").context["rows"]
    assert [row.pk for row in listed] == [late[1].pk, late[0].pk]
