"""Mandates on the pages: who sees them, and what a form offers and does."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from tests.accounts.conftest import NOW, count_queries, errors_of, told
from tests.factories import MandateFactory, RoleGrantFactory
from vve_portal.access.scope import scope
from vve_portal.accounts.models import Mandate, Partnership, User
from vve_portal.accounts.roles import Role
from vve_portal.accounts.scopes import scope_of_job
from vve_portal.ui.dates import period

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

TODAY = timezone.localdate(NOW)


# Who opens the list and the page of a mandate; a stranger does not find the page.
PAGES = {
    "advisor": (200, 200),
    "contract_manager": (200, 200),
    "alderman": (200, 200),
    "administrator": (200, 200),
    "clerk": (403, 403),
    "manager": (200, 200),
    "coordinator": (200, 200),
    "nurse": (200, 200),
    "stranger": (200, 404),
    "preschool_contact": (403, 404),
}


@pytest.mark.parametrize("who", sorted(PAGES))
def test_both_parties_see_the_mandates(
    as_user: Callable[[User], Client],
    request: pytest.FixtureRequest,
    mandate: Mandate,
    who: str,
) -> None:
    client = as_user(request.getfixturevalue(who))

    pages = [client.get("/mandaten/"), client.get(f"/mandaten/{mandate.pk}/")]

    assert tuple(page.status_code for page in pages) == PAGES[who]
    seen = mandate.reference in pages[0].content.decode()
    assert seen is (PAGES[who] == (200, 200))


def test_role_that_signs_is_shown_to_the_other_party(
    as_user: Callable[[User], Client],
    alderman: User,
    manager: User,
    coordinator: User,
    stranger: User,
) -> None:
    RoleGrantFactory.create(user=stranger, role=Role.ALDERMAN)

    page = as_user(coordinator).get("/mandaten/")

    shown = [grant.user for grant in page.context["signers"]]
    assert shown == [alderman, manager]


def test_mandate_is_registered_on_a_page(
    as_user: Callable[[User], Client],
    partnership: Partnership,
    alderman: User,
    advisor: User,
) -> None:
    client = as_user(advisor)
    given = {
        "partnership": partnership.pk,
        "signer": alderman.pk,
        "ground": "proxy",
        "reference": "Volmacht 2026-14",
        **{
            f"{name}_{part}": getattr(TODAY, part)
            for name in ("decided_on", "starts_on")
            for part in ("day", "month", "year")
        },
    }

    wrong = client.post("/mandaten/nieuw/", {**given, "reference": ""})
    late = client.post("/mandaten/nieuw/", {**given, "decided_on_year": TODAY.year + 1})
    done = client.post("/mandaten/nieuw/", given, follow=True)

    assert errors_of(wrong) == ["Vul “Kenmerk van het besluit” in."]
    assert wrong.context["form"]["signer"].value() == str(alderman.pk)
    assert errors_of(late) == [
        "Vul de datum in waarop het besluit is genomen; die ligt niet later."
    ]
    assert told(done) == ["Het mandaat Volmacht 2026-14 ligt vast."]
    (line,) = done.context["log"]
    assert line.text == (
        f"Mees Fictief mag tekenen voor {advisor.organisation.name},"
        f" {period(TODAY, None)}. Grond: Volmacht, Volmacht 2026-14."
    )


def test_form_offers_own_partnerships_and_signers_only(
    as_user: Callable[[User], Client],
    partnership: Partnership,
    alderman: User,
    advisor: User,
    manager: User,
    stranger: User,
) -> None:
    form = as_user(advisor).get("/mandaten/nieuw/").context["form"]

    assert list(form.fields["partnership"].queryset) == [partnership]
    assert list(form.fields["signer"].queryset) == [alderman]
    assert manager.pk != stranger.pk


def test_signer_is_not_offered_to_himself(
    as_user: Callable[[User], Client], signing_administrator: User
) -> None:
    form = as_user(signing_administrator).get("/mandaten/nieuw/").context["form"]

    assert list(form.fields["signer"].queryset) == []


def test_withdrawing_on_a_page_works_once(
    as_user: Callable[[User], Client], mandate: Mandate, advisor: User
) -> None:
    client = as_user(advisor)
    button = f"/mandaten/{mandate.pk}/intrekken/"

    answers = [client.post(button, follow=True) for _ in range(2)]

    assert told(answers[0]) == ["Het mandaat is ingetrokken."]
    assert answers[1].status_code == 403


def test_list_asks_as_much_for_five_as_for_one(
    as_user: Callable[[User], Client],
    partnership: Partnership,
    mandate: Mandate,
    manager: User,
) -> None:
    client = as_user(manager)
    client.get("/mandaten/")
    for_one = count_queries(client, "/mandaten/")

    with scope(scope_of_job(partnership)):
        for _ in range(4):
            MandateFactory.create(partnership=partnership)
    for _ in range(4):
        RoleGrantFactory.create(
            user__organisation=mandate.organisation, role=Role.ALDERMAN
        )

    assert count_queries(client, "/mandaten/") == for_one
