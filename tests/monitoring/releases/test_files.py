"""Files of a release: in every form the figures and groups that are on screen."""

import csv
import io
from collections.abc import Callable

import pytest
from django.test import Client

from monitoring.models import Quarter, Release
from monitoring.queries.figure_sheets import COLUMNS, definition_sheet, figure_sheet
from monitoring.queries.released import Released
from referrals.tables.reading import read_table
from referrals.tables.table import DELIVERY
from tests.factories import NOW
from tests.monitoring.factories import ReleaseFactory
from tests.monitoring.releases.scenes import (
    build_quarter,
    build_town,
    origin_of,
    release,
    row_of,
)
from vve_portal.accounts.models import Partnership, User
from vve_portal.audit.models import Entry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("every_figure")]
PARTNER, COUNCIL = Release.Audience.PARTNER, Release.Audience.COUNCIL
INDICATOR, GROUP, TOP, BOTTOM, NOTE = 0, 4, 7, 8, 12

SignIn = Callable[[User], Client]


@pytest.fixture
def quarter(partnership: Partnership, coordinator: User) -> Quarter:
    """A released quarter."""
    build_town(partnership)
    made = build_quarter(partnership)
    release(made, coordinator)
    return made


def fetch(client: Client, quarter: Quarter, form: str) -> bytes:
    """Return a file of the figures."""
    response = client.get(f"/kwartalen/{quarter.pk}/cijfers.{form}")
    assert response.status_code == 200
    return bytes(response.content)


def cells(content: bytes) -> list[tuple[str, ...]]:
    """Return indicator, group, numerator, denominator and note of each row."""
    rows = read_table(content, DELIVERY, same_width=False).rows
    wanted = (INDICATOR, GROUP, TOP, BOTTOM, NOTE)
    return [
        tuple([*row.cells, *[""] * len(COLUMNS)][place] for place in wanted)
        for row in rows
    ]


def test_every_form_has_the_groups_that_are_on_screen(
    quarter: Quarter, advisor: User, as_user: SignIn
) -> None:
    client = as_user(advisor)
    found = Released(Release.objects.get(quarter=quarter, audience=PARTNER), quarter)

    as_csv, as_xlsx, as_ods = (
        cells(fetch(client, quarter, form)) for form in ("csv", "xlsx", "ods")
    )
    page = client.get(f"/kwartalen/{quarter.pk}/vrijgeven/").content.decode()

    assert as_csv == as_xlsx == as_ods
    groups = [
        (group.name, str(group.shown.numerator), str(group.shown.denominator))
        for group in found.table("IND-05", "neighbourhood")
    ]
    assert [row[1:4] for row in as_csv if row[0] == "IND-05" and row[1]] == groups
    assert groups == [
        ("Centrum", "70", "90"),
        ("Noord, Oost en Onbekend samen", "34", "52"),
    ]
    assert "<li>Noord, Oost en Onbekend samen</li>" in page


def test_what_is_too_small_is_empty_with_the_one_symbol(
    quarter: Quarter, advisor: User, as_user: SignIn
) -> None:
    rows = cells(fetch(as_user(advisor), quarter, "csv"))

    assert [row for row in rows if row[0] == "IND-13"] == [
        ("IND-13", "", "", "", "te klein om te tonen")
    ]


def test_the_definitions_go_along(
    quarter: Quarter, advisor: User, as_user: SignIn
) -> None:
    found = Released(Release.objects.get(quarter=quarter, audience=PARTNER), quarter)
    response = as_user(advisor).get(f"/kwartalen/{quarter.pk}/definities.csv")

    rows = list(
        csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";")
    )
    explained = {row[0]: row for row in rows}
    assert explained["IND-05"][1] == "Bereik VE op peildatum"
    assert explained["Kleine getallen"][2] == found.explanation
    assert len(rows) == 1 + len(list(definition_sheet(found).rows))


def test_taking_along_is_recorded(
    quarter: Quarter, advisor: User, as_user: SignIn
) -> None:
    fetch(as_user(advisor), quarter, "xlsx")

    entry = Entry.objects.get(verb="figures.export")
    assert (entry.actor_name, entry.subject_id) == (advisor.name, quarter.pk)


def test_the_clerk_gets_what_the_council_sees_once_it_is_settled(
    quarter: Quarter, clerk: User, advisor: User, as_user: SignIn
) -> None:
    client = as_user(clerk)
    path = f"/kwartalen/{quarter.pk}/cijfers.csv"

    assert client.get(path).status_code == 403
    quarter.status, quarter.settled_at, quarter.settled_by = "settled", NOW, advisor
    quarter.save()

    rows = cells(fetch(client, quarter, "csv"))
    assert [row[1:4] for row in rows if row[0] == "IND-05"] == [
        ("", "105", "140"),
        ("Centrum", "70", "90"),
        ("Noord, Oost en Onbekend samen", "35", "50"),
    ]


def test_a_revised_figure_says_what_it_was(partnership: Partnership) -> None:
    quarter = Quarter(year=2026, number=3, status="settled")
    was = row_of("IND-05", quarters=["2026Q2"], numerator=80, denominator=90)
    content = {
        "figures": [],
        "origins": {"IND-05": origin_of("IND-05")},
        "revisions": [
            {
                "quarter": "2026Q2",
                "indicator": "IND-05",
                "measure": "",
                "before": was,
                "after": {**was, "numerator": 86, "revised": True},
            }
        ],
    }
    made = ReleaseFactory.build(
        quarter=quarter, partnership=partnership, content=content
    )

    rows = [list(row) for row in figure_sheet(Released(made, quarter)).rows]
    assert [(row[6], row[TOP], row[NOTE]) for row in rows] == [
        ("2026Q3", None, "te klein om te tonen"),
        ("2026Q2", 86, "herzien; was 80 van de 90"),
    ]
