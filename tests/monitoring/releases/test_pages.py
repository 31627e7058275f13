"""Pages of a release: asked with one button, followed without script, told in words."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from monitoring.models import FigureSettings, PublicNumber, Quarter, Release
from monitoring.queries.merged import NONE_FOUND
from monitoring.services.releasing import ask_for_release
from tests.factories import NOW
from tests.monitoring.factories import QuarterFactory
from tests.monitoring.releases.scenes import build_quarter, build_town, release
from vve_portal.accounts.models import Partnership, User

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("every_figure", "on_the_day"),
]
SignIn = Callable[[User], Client]
BUTTON = "Toets de cijfers en geef ze vrij"


@pytest.fixture
def quarter(partnership: Partnership) -> Quarter:
    """A counted quarter in a town whose wijken have public numbers."""
    build_town(partnership)
    return build_quarter(partnership)


def page(client: Client, quarter: Quarter) -> str:
    """Return the page of a release."""
    return str(client.get(f"/kwartalen/{quarter.pk}/vrijgeven/").content.decode())


def test_the_jgz_asks_and_is_told_when_it_is_done(
    quarter: Quarter,
    coordinator: User,
    as_user: SignIn,
    django_capture_on_commit_callbacks: Callable[
        ..., AbstractContextManager[list[Any]]
    ],
) -> None:
    client = as_user(coordinator)
    assert BUTTON in page(client, quarter)

    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(f"/kwartalen/{quarter.pk}/vrijgeven/")
    shown = page(client, quarter)

    assert (answer.status_code, answer.headers["Location"]) == (
        302,
        f"/kwartalen/{quarter.pk}/vrijgeven/",
    )
    assert BUTTON not in shown
    assert "De cijfers zijn vrijgegeven op 20 november 2026" in shown
    assert NONE_FOUND in shown


def test_while_it_runs_a_link_says_how_far_it_is(
    quarter: Quarter, coordinator: User, advisor: User, as_user: SignIn
) -> None:
    ask_for_release(quarter=quarter, actor=coordinator, now=NOW)
    Release.objects.filter(quarter=quarter).update(steps_done=7, steps_total=31)

    for who, begins_again in ((coordinator, True), (advisor, False)):
        shown = page(as_user(who), quarter)
        assert "7 van de 31 groepen cijfers zijn klaar." in shown
        assert "Kijk hoe ver het is" in shown
        assert ("Begin opnieuw" in shown) is begins_again


def test_what_went_wrong_is_told_with_the_button_beside_it(
    quarter: Quarter, coordinator: User, as_user: SignIn
) -> None:
    ask_for_release(quarter=quarter, actor=coordinator, now=NOW)
    Release.objects.update(
        status="failed", problem="Er ging iets mis. Probeer het weer."
    )

    shown = page(as_user(coordinator), quarter)

    assert "Er ging iets mis. Probeer het weer." in shown
    assert BUTTON in shown


def test_what_must_be_done_first_stands_in_place_of_the_button(
    partnership: Partnership, coordinator: User, as_user: SignIn
) -> None:
    build_town(partnership)
    quarter = build_quarter(partnership)
    QuarterFactory.create(partnership=partnership, number=1)

    client = as_user(coordinator)
    shown = page(client, quarter)

    assert BUTTON not in shown
    assert "Geef eerst de cijfers van het eerste kwartaal 2026 vrij." in shown
    client.post(f"/kwartalen/{quarter.pk}/vrijgeven/")
    assert Release.objects.count() == 0


def test_the_municipality_reads_which_wijken_stand_together_and_not_how_many_are_small(
    quarter: Quarter, coordinator: User, advisor: User, as_user: SignIn
) -> None:
    release(quarter, coordinator)

    shown = page(as_user(advisor), quarter)

    assert "<li>Noord, Oost en Onbekend samen</li>" in shown
    assert "Gaat een getal over minder dan 5 kinderen" in shown
    assert "probeerde het portaal elk klein getal te achterhalen" in shown
    assert "Hoe liep de toets?" not in shown
    assert "kleine getallen te achterhalen." not in shown


def test_the_tree_stands_there_as_a_list_in_lists(
    quarter: Quarter, coordinator: User, advisor: User, as_user: SignIn
) -> None:
    release(quarter, coordinator)

    shown = " ".join(page(as_user(advisor), quarter).split())

    assert "Onbekend, Oost, Noord en Centrum samen (940)" in shown
    assert "<li> Onbekend en Oost samen (40) <ul" in shown
    assert "We kiezen dat op openbare aantallen" in shown


def test_the_page_asks_as_much_of_a_release_as_of_none(
    quarter: Quarter, coordinator: User, as_user: SignIn
) -> None:
    client = as_user(coordinator)
    page(client, quarter)
    with CaptureQueriesContext(connection) as before:
        page(client, quarter)

    release(quarter, coordinator)
    with CaptureQueriesContext(connection) as after:
        page(client, quarter)

    assert len(after) <= len(before) + 1


def test_public_numbers_are_filled_in_on_one_page(
    partnership: Partnership, advisor: User, as_user: SignIn
) -> None:
    build_town(partnership, year=2025)
    client = as_user(advisor)

    answer = client.post(
        f"/kleine-getallen/{partnership.pk}/invullen/",
        {
            "kind": "children_30_47",
            "year": "2026",
            "reference_on_day": "1",
            "reference_on_month": "1",
            "reference_on_year": "2026",
            "source": "CBS StatLine",
            "whole": "1.000",
            "wijk_WK990001": "610",
            "wijk_WK990002": "",
        },
    )

    assert answer.status_code == 302
    rows = PublicNumber.objects.filter(year=2026).order_by("category")
    assert list(rows.values_list("category", "number")) == [
        ("", 1000),
        ("WK990001", 610),
    ]
    shown = client.get(f"/kleine-getallen/{partnership.pk}/").content.decode()
    assert shown.count('<th scope="row" data-label="Groep">') == 6


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"Wijkcode;Aantal\n;1000\nWK990001;610\n", ""),
        (b"Wijkcode;Aantal\nWK000001;610\n", "Wijk WK000001 kent het portaal niet."),
        (b"Wijkcode;Naam\nWK990001;Oost\n", "geen kolom “Aantal”"),
    ],
)
def test_a_file_with_public_numbers_is_taken_or_refused_with_a_sentence(
    partnership: Partnership, advisor: User, as_user: SignIn, content: bytes, told: str
) -> None:
    build_town(partnership, year=2025)

    answer = as_user(advisor).post(
        f"/kleine-getallen/{partnership.pk}/bestand/",
        {
            "kind": "children_30_47",
            "year": "2026",
            "reference_on_day": "1",
            "reference_on_month": "1",
            "reference_on_year": "2026",
            "source": "CBS StatLine",
            "file": SimpleUploadedFile("wijken.csv", content),
        },
    )

    assert answer.status_code == (200 if told else 302)
    assert told in answer.content.decode()
    assert PublicNumber.objects.filter(year=2026).count() == (0 if told else 2)


def test_thresholds_are_raised_by_the_jgz_only(
    partnership: Partnership, advisor: User, manager: User, as_user: SignIn
) -> None:
    path, raised = (
        f"/kleine-getallen/{partnership.pk}/drempels/",
        {"partner": 7, "council": 15},
    )

    refused = as_user(advisor).post(path, raised)
    assert refused.status_code == 403
    assert "Alleen de JGZ" in as_user(advisor).get(path).content.decode()

    client = as_user(manager)
    assert client.post(path, {"partner": 7, "council": 9}).status_code == 200
    assert client.post(path, raised).status_code == 302
    current = FigureSettings.objects.get()
    assert (current.partner_threshold, current.council_threshold) == (7, 15)


def test_open_data_is_one_click_of_who_settles(
    quarter: Quarter, coordinator: User, advisor: User, as_user: SignIn
) -> None:
    release(quarter, coordinator)
    quarter.status, quarter.settled_at, quarter.settled_by = "settled", NOW, advisor
    quarter.save()
    client = as_user(advisor)

    assert "Maak de cijfers voor de raad open data" in page(client, quarter)
    client.post(f"/kwartalen/{quarter.pk}/open-data/")
    shown = page(client, quarter)

    code = quarter.partnership.municipality.cbs_code
    assert f'href="/open-data/{code}/"' in shown
    assert "Trek de open data in" in shown
    assert client.get(f"/open-data/{code}/2026Q3.csv").status_code == 200
