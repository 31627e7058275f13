"""Handing files in as a browser does, from the form to what came of it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks

from referrals.models import Import, Trajectory
from referrals.tables.reading import read_table
from referrals.tables.table import DELIVERY
from referrals.views.imports import grouped
from tests.agreements.pages import errors_of, typed
from tests.factories import NOW
from tests.referrals.delivering import CODE, HEADER, OTHER, Desk, open_desk, row
from tests.referrals.samples import as_csv
from vve_portal.accounts.models import Partnership, User

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("every_child"),
    pytest.mark.sqlite,
]
Post = Callable[[bytes], Any]
Status = Import.Status


@pytest.fixture
def desk(partnership: Partnership, coordinator: User, now: datetime) -> Desk:
    """The counter where the coordinator hands files in."""
    return open_desk(partnership, coordinator, now)


@pytest.fixture
def browser(desk: Desk, as_user: Callable[[User], Client]) -> Client:
    """The coordinator's browser."""
    return as_user(desk.actor)


@pytest.fixture
def hand_in(desk: Desk, browser: Client) -> Post:
    """Return what fills in the form with a file."""

    def post(content: bytes) -> Any:
        return browser.post(
            reverse("referrals:import-create"),
            {
                "partnership": desk.partnership.pk,
                "kind": "trajectories",
                "file": SimpleUploadedFile("export.csv", content),
            },
        )

    return post


@time_machine.travel(NOW, tick=False)
def test_a_file_goes_from_form_to_trajectories(
    hand_in: Post,
    browser: Client,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    handed = hand_in(as_csv([HEADER, row("S20", "2026-10-01")]))
    upload = Import.objects.get()
    columns = browser.get(handed["Location"])
    checked = browser.post(handed["Location"], typed(columns))
    page = browser.get(checked["Location"])
    with django_capture_on_commit_callbacks(execute=True):
        browser.post(reverse("referrals:import-apply", args=[upload.pk]))
    done = browser.get(checked["Location"])

    assert handed["Location"] == reverse("referrals:import-columns", args=[upload.pk])
    assert checked["Location"] == reverse("referrals:import", args=[upload.pk])
    assert "Klopt dit?" in page.content.decode()
    assert "Rij 2, 0000-0001" in page.content.decode()
    assert "Het bestand is verwerkt." in done.content.decode()
    upload.refresh_from_db()
    assert (upload.status, upload.content) == (Status.APPLIED, None)
    assert set(upload.counts).isdisjoint({"header", "first", "sample"})
    assert Trajectory.objects.get().code == CODE


def test_the_progress_page_renews_itself_and_works_without_script(
    desk: Desk, browser: Client
) -> None:
    upload = desk.check(row("S20", "2026-10-01"))
    Import.objects.update(status=Status.APPLYING, rows_done=1)

    page = browser.get(reverse("referrals:import", args=[upload.pk])).content.decode()

    assert "1 van de 1 rijen zijn bekeken" in page
    assert 'hx-select="#voortgang"' in page
    assert f'href="{reverse("referrals:import", args=[upload.pk])}"' in page


REFUSED = {
    "nothing": (b"", "Het bestand is leeg. Kies een bestand met een kop en rijen."),
    "image": (
        b"\x89PNG\r\n\x1a\n" + bytes(9),
        "Dit bestand is geen tabel. Kies een bestand in CSV, XLSX of ODS.",
    ),
    "names": (
        as_csv([(*HEADER, "naam"), [*row("S20", "2026-10-01"), "x"]]),
        (
            "De kolom “naam” lijkt een naam te hebben. Het portaal neemt geen "
            "persoonsgegevens aan. Haal die kolom weg en kies het bestand opnieuw."
        ),
    ),
    "too many rows": (
        as_csv([("a", "b"), *[("1", "2")] * 50_001]),
        "Het bestand heeft meer dan 50.000 rijen. Deel het op in kleinere bestanden.",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_refused_file_leaves_one_sentence_and_nothing_else(
    hand_in: Post, case: str
) -> None:
    content, sentence = REFUSED[case]

    page = hand_in(content)

    assert page.status_code == 200
    assert errors_of(page) == {"file": [sentence]}
    assert not Import.objects.exists()


def test_too_big_a_file_is_refused_unread(hand_in: Post) -> None:
    big = as_csv([("a", "b"), ("1", "2")]) + b" " * DELIVERY.size

    page = hand_in(big)

    assert errors_of(page) == {
        "file": ["Het bestand is groter dan 20 MB. Deel het op."]
    }


def test_a_file_bigger_than_is_received_gets_the_same_sentence(
    hand_in: Post, settings: Any
) -> None:
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 100

    page = hand_in(as_csv([HEADER, row("S20", "2026-10-01")]))

    assert errors_of(page) == {
        "file": ["Het bestand is groter dan 20 MB. Deel het op."]
    }


def test_a_missing_column_is_asked_for_at_its_field(
    desk: Desk, browser: Client
) -> None:
    upload = desk.receive(as_csv([HEADER, row("S20", "2026-10-01")]))
    address = reverse("referrals:import-columns", args=[upload.pk])

    page = browser.post(address, typed(browser.get(address), toestand=""))

    assert errors_of(page) == {"toestand": ["Kies de kolom voor “Toestand”."]}


def test_one_column_can_not_be_two_things(desk: Desk, browser: Client) -> None:
    upload = desk.receive(as_csv([HEADER, row("S20", "2026-10-01")]))
    address = reverse("referrals:import-columns", args=[upload.pk])

    page = browser.post(address, typed(browser.get(address), route="toestand"))

    assert errors_of(page) == {
        "__all__": ["Kies elke kolom van uw bestand hooguit één keer."]
    }


def test_each_fault_is_told_once_with_its_rows() -> None:
    errors = [[row, f"Rij {row}: verbeter dit."] for row in range(2, 17)]

    assert grouped([*errors, [20, "Rij 20: verbeter dat."]]) == [
        "Rij 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13 en nog 3 andere: verbeter dit.",
        "Rij 20: verbeter dat.",
    ]


@pytest.mark.parametrize("form", ["csv", "xlsx", "ods"])
@pytest.mark.parametrize("kind", ["trajectories", "totals"])
def test_an_example_can_be_handed_in_as_it_is(
    browser: Client, kind: str, form: str
) -> None:
    answer = browser.get(reverse("referrals:import-sample", args=[kind, form]))

    table = read_table(answer.content, DELIVERY)
    assert len(table.rows) == 1
    assert answer["Content-Disposition"].endswith(f'.{form}"')


def test_the_list_asks_as_much_for_five_files_as_for_one(
    desk: Desk, browser: Client
) -> None:
    asked = []
    for number in (1, 4):
        for _ in range(number):
            desk.receive(as_csv([HEADER, row("S20", "2026-10-01", code=OTHER)]))
        browser.get(reverse("referrals:imports"))
        with CaptureQueriesContext(connection) as queries:
            page = browser.get(reverse("referrals:imports"))
        asked.append((len(page.context["uploads"]), len(queries)))

    (one, of_one), (five, of_five) = asked
    assert (one, five) == (1, 5)
    assert of_one == of_five
