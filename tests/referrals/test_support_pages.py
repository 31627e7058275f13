"""The pages of support: beside a trajectory, a level on, and counted per level."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from referrals.models import Trajectory
from referrals.views.support import NOTHING_PUBLISHED
from tests.agreements.pages import errors_of, told, typed
from tests.factories import (
    NOW,
    TODAY,
    PartnershipFactory,
    TrajectoryFactory,
    WorkplaceFactory,
)
from tests.referrals.referred import Scene
from vve_portal.access.scope import Scope, scope
from vve_portal.accounts.models import Partnership, User
from vve_portal.accounts.queries import with_reach
from vve_portal.audit.models import Entry

pytestmark = pytest.mark.sqlite

SignIn = Callable[[User], Client]


@pytest.fixture(autouse=True)
def still_clock(time_machine: Any) -> None:
    """Let the pages see the day on which the tests play."""
    time_machine.move_to(NOW, tick=False)


def everywhere(partnerships: list[Partnership]) -> Scope:
    """Reach the children of these towns."""
    towns = frozenset(one.pk for one in partnerships)
    return Scope(towns, children=towns, locations="all")


def beside_url(trajectory: Trajectory) -> str:
    """Return where side routes begin."""
    return reverse("referrals:trajectory-support", args=[trajectory.pk])


def level_url(trajectory: Trajectory) -> str:
    """Return where support goes to another level."""
    return reverse("referrals:trajectory-level", args=[trajectory.pk])


def test_side_route_begins_from_the_page_and_stands_there_afterwards(
    scene: Scene, as_user: SignIn
) -> None:
    main = scene.child("S70", location=scene.location)
    client = as_user(scene.nurse)
    form = client.get(beside_url(main))

    answer = client.post(
        beside_url(main), typed(form, version=str(scene.versions["R-AANV"].pk))
    )

    side = Trajectory.objects.get(main=main)
    assert answer["Location"] == reverse("referrals:trajectory", args=[side.pk])
    page = client.get(beside_url(main))
    assert [one for one, _ in page.context["beside"]] == [side]


def test_page_of_a_town_without_such_routes_says_what_to_do(
    scene: Scene, as_user: SignIn
) -> None:
    town = PartnershipFactory.create(provider=scene.nurse.organisation)
    partnerships = [scene.partnership, town]
    with scope(everywhere(partnerships)):
        child = TrajectoryFactory.create(partnership=town, team=scene.team)
        client = as_user(with_reach(scene.nurse, today=TODAY))

        page = client.get(beside_url(child))

    assert page.context["nothing"] == NOTHING_PUBLISHED


def test_level_is_taken_on_with_who_pays(scene: Scene, as_user: SignIn) -> None:
    child = scene.child("Z10", route="R-AANV")
    client = as_user(scene.nurse)
    form = client.get(level_url(child))

    answer = client.post(
        level_url(child), typed(form, outcome="up", funding="jeugdwet")
    )

    child.refresh_from_db()
    assert (child.state, child.funding) == ("Z20", "jeugdwet")
    assert told(client.get(answer["Location"])) == [
        "Vastgelegd: Niveau 1: nabij of op de groep."
    ]


def test_level_without_money_is_told_at_its_field(
    scene: Scene, as_user: SignIn
) -> None:
    child = scene.child("Z10", route="R-AANV")
    client = as_user(scene.nurse)
    form = client.get(level_url(child))

    page = client.post(level_url(child), typed(form, outcome="up", funding=""))

    assert errors_of(page) == {"funding": ["Kies wie dit niveau betaalt."]}
    assert Trajectory.objects.get(pk=child.pk).state == "Z10"


def test_preschool_takes_its_own_level_on_and_comes_back_to_its_own_page(
    scene: Scene, preschool_contact: User, as_user: SignIn
) -> None:
    WorkplaceFactory.create(user=preschool_contact, location=scene.location)
    contact = with_reach(preschool_contact, today=TODAY)
    main = scene.child("S70", location=scene.location)
    child = scene.child("Z00", route="R-AANV", location=scene.location, main=main)
    client = as_user(contact)
    page = client.get(reverse("referrals:preschool-trajectory", args=[main.pk]))
    form = client.get(level_url(child))

    answer = client.post(
        level_url(child), typed(form, outcome="agree", funding="spuk_oab")
    )

    child.refresh_from_db()
    assert child.state == "Z10"
    assert page.context["support"] == [child]
    assert answer["Location"] == page.request["PATH_INFO"]


def test_support_of_who_came_by_no_route_leads_back_to_the_list(
    scene: Scene, preschool_contact: User, as_user: SignIn
) -> None:
    WorkplaceFactory.create(user=preschool_contact, location=scene.location)
    child = scene.child("Z00", route="R-AANV", location=scene.location)

    page = as_user(preschool_contact).get(level_url(child))

    assert page.context["back"] == reverse("referrals:preschool")


def test_counts_per_level_and_the_shortest_terms_stand_on_one_page(
    scene: Scene, as_user: SignIn
) -> None:
    child = scene.child("Z20", route="R-AANV", funding="jeugdwet")

    page = as_user(scene.nurse).get(reverse("referrals:support"))

    levels = {row.label: row.count for row in page.context["levels"] if row.count}
    assert levels == {"Niveau 1: nabij of op de groep": 1}
    assert page.context["sources"] == [("Jeugdwet", 1)]
    assert [one for one, _ in page.context["rows"]] == [child]
    entry = Entry.objects.get(verb="trajectory.read")
    assert entry.details["codes"] == [child.code]


@pytest.mark.parametrize(
    "who", ["advisor", "contract_manager", "alderman", "clerk", "administrator"]
)
def test_no_page_about_support_is_there_for_a_municipality(
    who: str, scene: Scene, as_user: SignIn, request: pytest.FixtureRequest
) -> None:
    child = scene.child("Z20", route="R-AANV")
    client = as_user(request.getfixturevalue(who))

    statuses = [
        client.get(url).status_code
        for url in (
            reverse("referrals:support"),
            reverse("referrals:counts"),
            reverse("referrals:feedback"),
            reverse("referrals:advice"),
            level_url(child),
            beside_url(child),
        )
    ]

    assert statuses == [HTTPStatus.NOT_FOUND] * 6


def test_counts_ask_as_many_questions_for_five_children_as_for_one(
    scene: Scene, as_user: SignIn
) -> None:
    client = as_user(scene.nurse)
    client.get(reverse("referrals:support"))
    asked = []
    for _ in range(5):
        scene.child("Z20", route="R-AANV", location=scene.location)
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("referrals:support"))
        asked.append(len(queries))

    assert asked == [asked[0]] * 5
