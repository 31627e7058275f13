"""Colleagues on the pages: the list, a person, and what the buttons do."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from tests.accounts.conftest import (
    count_queries,
    errors_of,
    told,
    verbs,
)
from tests.factories import RoleGrantFactory
from vve_portal.accounts.models import (
    Organisation,
    RoleGrant,
    User,
)

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
TODAY = timezone.localdate()


def test_list_shows_colleagues_and_nobody_else(
    as_user: Callable[[User], Client], administrator: User, advisor: User, manager: User
) -> None:
    page = as_user(administrator).get("/mensen/")

    shown = [person.name for person in page.context["people"]]
    assert shown == ["Ada Beheer", "Noor Voorbeeld"]
    assert manager.name not in page.content.decode()
    assert advisor.email not in page.content.decode()


def test_list_asks_as_much_for_five_as_for_one(
    as_user: Callable[[User], Client],
    administrator: User,
    municipality: Organisation,
) -> None:
    client = as_user(administrator)
    client.get("/mensen/")
    RoleGrantFactory.create(user__organisation=municipality)
    for_one = count_queries(client, "/mensen/")

    for _ in range(4):
        RoleGrantFactory.create(user__organisation=municipality)

    assert count_queries(client, "/mensen/") == for_one


def test_person_elsewhere_does_not_exist(
    as_user: Callable[[User], Client], administrator: User, manager: User
) -> None:
    client = as_user(administrator)
    pages = [
        client.get(f"/mensen/{manager.pk}/"),
        client.get(f"/mensen/{manager.pk}/geschiedenis/"),
        client.get(f"/mensen/{manager.pk}/rol/"),
        client.post(f"/mensen/{manager.pk}/sluiten/"),
        client.post(f"/mensen/{manager.pk}/openen/"),
        client.post(f"/mensen/{manager.pk}/tweede-stap/"),
        client.post(
            f"/mensen/rol/{RoleGrant.objects.get(user=manager).pk}/beeindigen/"
        ),
    ]

    assert [page.status_code for page in pages] == [404] * 7


@pytest.mark.parametrize("who", ["advisor", "alderman", "clerk", "contract_manager"])
def test_pages_of_people_are_the_administrators(
    as_user: Callable[[User], Client], request: pytest.FixtureRequest, who: str
) -> None:
    actor: User = request.getfixturevalue(who)
    client = as_user(actor)

    pages = [
        client.get(f"/mensen/{address}")
        for address in ("", "uitnodigen/", f"{actor.pk}/", f"{actor.pk}/rol/")
    ]

    assert [page.status_code for page in pages] == [403] * 4
    assert verbs() == ["access.refused"] * 4


def test_role_is_given_on_a_page(
    as_user: Callable[[User], Client], administrator: User, advisor: User
) -> None:
    client = as_user(administrator)
    given = {
        "role": "clerk",
        "starts_on_day": TODAY.day,
        "starts_on_month": TODAY.month,
        "starts_on_year": TODAY.year,
    }

    done = client.post(f"/mensen/{advisor.pk}/rol/", given, follow=True)
    again = client.post(f"/mensen/{advisor.pk}/rol/", given)

    assert done.redirect_chain == [(f"/mensen/{advisor.pk}/", 302)]
    assert told(done) == ["Noor Voorbeeld heeft de rol Griffie."]
    assert errors_of(again) == [
        "Noor Voorbeeld heeft de rol Griffie al in deze periode."
    ]
    assert again.context["form"]["role"].value() == "clerk"


def test_own_page_offers_no_role_that_signs(
    as_user: Callable[[User], Client], administrator: User, advisor: User
) -> None:
    client = as_user(administrator)

    own = client.get(f"/mensen/{administrator.pk}/rol/").context["form"]
    other = client.get(f"/mensen/{advisor.pk}/rol/").context["form"]

    offered_own = {value for value, _ in own.fields["role"].choices}
    offered = {value for value, _ in other.fields["role"].choices}
    assert offered - offered_own == {"alderman"}


def test_buttons_of_a_person_do_what_they_say(
    as_user: Callable[[User], Client], administrator: User, advisor: User
) -> None:
    client = as_user(administrator)
    held = RoleGrant.objects.get(user=advisor)
    buttons = [
        f"/mensen/rol/{held.pk}/beeindigen/",
        f"/mensen/{advisor.pk}/tweede-stap/",
        f"/mensen/{advisor.pk}/sluiten/",
        f"/mensen/{advisor.pk}/openen/",
    ]

    answers = [client.post(button, follow=True) for button in buttons]

    assert [told(answer) for answer in answers] == [
        ["Noor Voorbeeld heeft de rol Beleidsadviseur niet meer."],
        ["De tweede stap van Noor Voorbeeld is gewist. De nieuwe link is gemaild."],
        ["Het account van Noor Voorbeeld is gesloten."],
        ["Het account van Noor Voorbeeld is weer open."],
    ]


def test_button_pressed_twice_says_that_it_was_done(
    as_user: Callable[[User], Client], administrator: User, advisor: User
) -> None:
    client = as_user(administrator)
    held = RoleGrant.objects.get(user=advisor)
    button = f"/mensen/rol/{held.pk}/beeindigen/"

    answers = [client.post(button) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 403]
    assert "Deze rol is al beëindigd." in answers[1].content.decode()


def test_history_of_a_person_reads_in_plain_dutch(
    as_user: Callable[[User], Client], administrator: User, advisor: User
) -> None:
    client = as_user(administrator)
    Client().post("/inloggen/", {"email": advisor.email, "password": "fout"})
    client.post(f"/mensen/{advisor.pk}/sluiten/")

    page = client.get(f"/mensen/{advisor.pk}/geschiedenis/")

    log = [(line.text, line.who) for line in page.context["log"]]
    party = administrator.organisation.name
    assert log == [
        ("Het account van Noor Voorbeeld is gesloten.", f"Ada Beheer, {party}"),
        ("Inloggen met een verkeerd wachtwoord.", f"Noor Voorbeeld, {party}"),
    ]


def test_own_account_shows_roles_codes_and_sessions(
    as_user: Callable[[User], Client], advisor: User
) -> None:
    page = as_user(advisor).get("/account/")

    assert [row.role for row in page.context["grants"]] == ["policy_advisor"]
    assert page.context["codes_left"] == 0
    assert [row.user_id for row in page.context["sessions"]] == [advisor.pk]
