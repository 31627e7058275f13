"""The start page and the menu."""

from collections.abc import Callable

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from tests.factories import NOW, AgreementFactory, ClauseFactory
from vve_portal.accounts.models import Partnership, User

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.sqlite,
    pytest.mark.usefixtures("everywhere"),
]
SignIn = Callable[[User], Client]


def test_it_says_what_waits_and_where(
    advisor: User, partnership: Partnership, as_user: SignIn
) -> None:
    agreement = AgreementFactory.create(partnership=partnership)
    ClauseFactory.create_batch(2, agreement=agreement)

    page = as_user(advisor).get(reverse("home:today"))

    (task,) = page.context["tasks"]
    assert task.title == "2 afspraken wachten op uw akkoord"
    assert task.url == reverse("agreements:waiting", args=[agreement.pk])


def test_it_says_so_when_nothing_waits(advisor: User, as_user: SignIn) -> None:
    page = as_user(advisor).get(reverse("home:today")).content.decode()

    assert "Er staat niets voor u klaar." in page


def test_a_stranger_sees_nothing_of_others(
    stranger: User, partnership: Partnership, as_user: SignIn
) -> None:
    agreement = AgreementFactory.create(partnership=partnership)
    ClauseFactory.create(agreement=agreement)

    page = as_user(stranger).get(reverse("home:today"))

    assert page.context["tasks"] == []
    assert page.context["agreements"] == []


# Written out by hand: the menu per role.
MENU = {
    "advisor": [
        "Vandaag",
        "Overeenkomsten",
        "Cijfers",
        "Voorschool",
        "Routes",
        "Vertellen",
        "Plus-inzet",
        "Overleg",
        "Mandaten",
    ],
    "clerk": ["Vandaag", "Overeenkomsten", "Cijfers"],
    "administrator": ["Vandaag", "Mensen", "Mandaten", "Logboek"],
    "preschool_contact": [
        "Vandaag",
        "Cijfers",
        "Voorschool",
        "Routes",
        "Vertellen",
        "Overleg",
    ],
}


@time_machine.travel(NOW, tick=False)
@pytest.mark.parametrize("who", MENU)
def test_the_menu_has_what_a_role_may_open(
    request: pytest.FixtureRequest, as_user: SignIn, who: str
) -> None:
    client = as_user(request.getfixturevalue(who))

    items = client.get(reverse("home:today")).context["nav_items"]

    assert [item.label for item in items] == MENU[who]
    assert {client.get(item.url).status_code for item in items} == {200}
