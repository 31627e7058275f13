"""Pages about preschools, the register and parts of town, as a browser sees them."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from referrals.models import Capacity, Location, LocationImport, Neighbourhood
from tests.agreements.pages import errors_of, typed
from tests.factories import NOW, LocationFactory, NeighbourhoodFactory
from tests.referrals.samples import CONTACT, register_file, register_row
from vve_portal.accounts.models import Partnership, User

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("everywhere"),
    pytest.mark.sqlite,
]


@pytest.fixture
def town(partnership: Partnership) -> Partnership:
    """The municipality whose preschools the samples have."""
    partnership.municipality.cbs_code = "GM0758"
    partnership.municipality.save(update_fields=["cbs_code"])
    return partnership


@pytest.fixture
def browser(
    town: Partnership,  # noqa: ARG001 - is hers
    advisor: User,
    as_user: Callable[[User], Client],
) -> Client:
    """The policy advisor's browser."""
    return as_user(advisor)


def names(page: Any) -> list[tuple[str, int | None]]:
    """Return which preschools a page lists, with their places."""
    return [(one.name, places) for one, places in page.context["rows"]]


@time_machine.travel(NOW, tick=False)
def test_the_list_has_open_preschools_with_their_places(
    browser: Client, town: Partnership, advisor: User, stranger: User
) -> None:
    elsewhere = Partnership.objects.get(municipality=stranger.organisation)
    LocationFactory.create(partnership=elsewhere, name="Elders")
    LocationFactory.create(partnership=town, name="Gesloten", is_open=False)
    LocationFactory.create(partnership=town, name="Zonder", has_ve=False)
    shown = LocationFactory.create(partnership=town, name="Open")
    for day, places in ((date(2026, 1, 1), 16), (date(2027, 1, 1), 32)):
        Capacity.objects.create(
            partnership=town,
            location=shown,
            starts_on=day,
            places=places,
            set_by=advisor,
            set_at=NOW,
        )

    page = browser.get(reverse("referrals:locations"))
    every = browser.get(reverse("referrals:locations"), {"closed": "on"})

    assert names(page) == [("Open", 16)]
    assert [name for name, _ in names(every)] == ["Gesloten", "Open", "Zonder"]


def test_the_list_is_searched_by_words_and_part_of_town(
    browser: Client, town: Partnership
) -> None:
    north = NeighbourhoodFactory.create(partnership=town, name="Noord")
    LocationFactory.create(partnership=town, name="De Rietvink", neighbourhood=north)
    LocationFactory.create(partnership=town, name="De Meerkoet", street="Rietlaan 1")
    LocationFactory.create(partnership=town, name="De Zwaan")

    by_words = browser.get(reverse("referrals:locations"), {"words": "de riet"})
    by_town = browser.get(reverse("referrals:locations"), {"neighbourhood": north.pk})

    assert [name for name, _ in names(by_words)] == ["De Meerkoet", "De Rietvink"]
    assert [name for name, _ in names(by_town)] == ["De Rietvink"]


def test_the_list_asks_as_much_for_five_preschools_as_for_one(
    browser: Client, town: Partnership
) -> None:
    asked = []
    browser.get(reverse("referrals:locations"))
    for number in (1, 4):
        for _ in range(number):
            hood = NeighbourhoodFactory.create(partnership=town)
            LocationFactory.create(partnership=town, neighbourhood=hood)
        with CaptureQueriesContext(connection) as queries:
            page = browser.get(reverse("referrals:locations"))
        asked.append((len(page.context["rows"]), len(queries)))

    (one, of_one), (five, of_five) = asked
    assert (one, five) == (1, 5)
    assert of_one == of_five


def test_the_register_is_compared_shown_and_carried_through(
    browser: Client, town: Partnership
) -> None:
    handed = browser.post(
        reverse("referrals:register-create"),
        {
            "partnership": town.pk,
            "file": SimpleUploadedFile("lrk.csv", register_file(register_row())),
        },
    )
    register = LocationImport.objects.get()
    shown = browser.get(handed["Location"])
    before = Location.objects.count()
    browser.post(reverse("referrals:register-apply", args=[register.pk]))
    location = Location.objects.get()
    page = browser.get(reverse("referrals:location", args=[location.pk]))

    assert handed["Location"] == reverse("referrals:register", args=[register.pk])
    assert [label for label, _ in shown.context["groups"]] == ["Nieuw"]
    assert before == 0
    assert [one["text"] for one in page.context["changes"]] == [
        "Nieuw: Waterlaan 1, 4811AB Waterrijk."
    ]
    assert CONTACT not in shown.content.decode() + page.content.decode()


@pytest.mark.parametrize(
    ("closed", "warning"),
    [
        (0, ""),
        (1, "Let op: 1 locatie gaat dicht."),
        (2, "Let op: 2 locaties gaan dicht."),
    ],
)
def test_who_would_close_preschools_is_warned(
    browser: Client, town: Partnership, closed: int, warning: str
) -> None:
    LocationFactory.create_batch(closed, partnership=town)

    page = browser.post(
        reverse("referrals:register-create"),
        {
            "partnership": town.pk,
            "file": SimpleUploadedFile("lrk.csv", register_file(register_row())),
        },
        follow=True,
    )

    assert page.context["closing"] == warning


def test_what_changed_since_is_shown_anew(browser: Client, town: Partnership) -> None:
    for _ in range(2):
        browser.post(
            reverse("referrals:register-create"),
            {
                "partnership": town.pk,
                "file": SimpleUploadedFile("lrk.csv", register_file(register_row())),
            },
        )
    mine, theirs = LocationImport.objects.order_by("pk")
    browser.post(reverse("referrals:register-apply", args=[theirs.pk]))

    answer = browser.post(
        reverse("referrals:register-apply", args=[mine.pk]), follow=True
    )

    assert [str(message) for message in answer.context["messages"]][-1] == (
        "Er is iets veranderd sinds dit verschil werd gemaakt. "
        "Bekijk het verschil opnieuw."
    )
    assert answer.context["groups"] == []
    assert Location.objects.count() == 1


def test_another_file_is_refused_at_its_field(
    browser: Client, town: Partnership
) -> None:
    page = browser.post(
        reverse("referrals:register-create"),
        {"partnership": town.pk, "file": SimpleUploadedFile("x.csv", b"a;b\r\n1;2")},
    )

    assert errors_of(page) == {
        "file": [
            (
                "Dit bestand is niet het register van het LRK: de kolom “lrk_id” "
                "ontbreekt. Neem het bestand export_opendata_lrk.csv."
            )
        ]
    }


def test_a_preschool_gets_its_part_of_town(browser: Client, town: Partnership) -> None:
    hood = NeighbourhoodFactory.create(partnership=town)
    location = LocationFactory.create(partnership=town)
    address = reverse("referrals:location", args=[location.pk])

    answer = browser.post(
        address, typed(browser.get(address), neighbourhood=str(hood.pk))
    )

    assert answer["Location"] == address
    location.refresh_from_db()
    assert location.neighbourhood == hood


def test_who_may_not_change_it_is_refused(
    town: Partnership, alderman: User, as_user: Callable[[User], Client]
) -> None:
    location = LocationFactory.create(partnership=town)
    address = reverse("referrals:location", args=[location.pk])
    client = as_user(alderman)

    page = client.get(address)
    answer = client.post(address, {"neighbourhood": ""})

    assert "Bewaar de wijk" not in page.content.decode()
    assert answer.status_code == 403


def test_only_the_jgz_is_led_to_who_holds_a_preschool(
    browser: Client,
    town: Partnership,
    coordinator: User,
    as_user: Callable[[User], Client],
) -> None:
    location = LocationFactory.create(partnership=town)
    address = reverse("referrals:location", args=[location.pk])
    link = reverse("referrals:location-holder", args=[location.pk])

    for_the_town = browser.get(address).content.decode()
    for_the_jgz = as_user(coordinator).get(address).content.decode()

    assert link not in for_the_town
    assert link in for_the_jgz


def test_a_part_of_town_is_added_and_renamed(
    browser: Client, town: Partnership
) -> None:
    create = reverse("referrals:neighbourhood-create")
    fields = {"partnership": str(town.pk), "name": "Noord"}

    wrong = browser.post(create, {**fields, "code": "noord"})
    browser.post(create, {**fields, "code": "WK075801"})
    made = Neighbourhood.objects.get()
    browser.post(
        reverse("referrals:neighbourhood", args=[made.pk]), {"name": "Oud-Noord"}
    )

    assert errors_of(wrong) == {
        "code": ["Vul een wijkcode van het CBS in: WK met zes cijfers, zoals WK075801."]
    }
    made.refresh_from_db()
    assert (made.code, made.name) == ("WK075801", "Oud-Noord")
