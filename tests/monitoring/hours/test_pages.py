"""The pages about plus-inzet: filling in, approving, and what both parties read."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from agreements.models import BudgetLine
from monitoring.forms.hours import NOTHING_IS_ZERO
from monitoring.models import HoursEntry
from monitoring.services.hours import Done
from monitoring.services.hours_judging import CHANGED
from referrals.tables.reading import read_table
from referrals.tables.table import DELIVERY
from tests.agreements.pages import errors_of, told, typed
from tests.factories import NOW
from tests.monitoring.hours.conftest import Enter
from vve_portal.accounts.models import Partnership, Team, User

pytestmark = [pytest.mark.sqlite, pytest.mark.usefixtures("reach")]
SignIn = Callable[[User], Client]


@pytest.fixture(autouse=True)
def still_clock(time_machine: Any) -> None:
    """Let the pages see the day on which the tests play."""
    time_machine.move_to(NOW, tick=False)


def url(name: str, *args: object) -> str:
    """Return the address of a page."""
    return reverse(f"monitoring:{name}", args=args)


def september(partnership: Partnership, *team: Team) -> str:
    """Return the address of the form of September 2026."""
    name = "hours-team-month" if team else "hours-month"
    return url(name, partnership.pk, 2026, 9, *(one.pk for one in team))


def test_month_is_filled_in_and_waits(
    partnership: Partnership,
    visits: BudgetLine,
    coordination: BudgetLine,
    nurse: User,
    as_user: SignIn,
) -> None:
    client = as_user(nurse)
    form = client.get(september(partnership))

    answer = client.post(
        september(partnership),
        typed(
            form,
            **{f"quantity_{visits.pk}": "4", f"minutes_{coordination.pk}": "1,5"},
        ),
    )

    page = client.get(answer["Location"])
    assert told(page) == [
        "De uren van september 2026 zijn bewaard. Ze wachten op goedkeuring."
    ]
    rows = HoursEntry.objects.order_by("activity")
    assert list(rows.values_list("activity", "quantity", "minutes")) == [
        ("Huisbezoek toeleiding", Decimal(4), 360),
        ("VVE-coördinatie", None, 90),
    ]
    months = {one.month: one.hours for one, _ in page.context["months"]}
    assert months[date(2026, 9, 1)] == Decimal("7.50")


@pytest.mark.usefixtures("coordination")
def test_form_sends_on_only_what_changed(
    partnership: Partnership, visits: BudgetLine, nurse: User, as_user: SignIn
) -> None:
    client = as_user(nurse)
    page = september(partnership)
    client.post(page, typed(client.get(page), **{f"quantity_{visits.pk}": "4"}))

    answer = client.post(page, typed(client.get(page)))

    assert told(client.get(answer["Location"])) == [
        "U hebt niets gewijzigd: dit stond er al zo."
    ]
    assert HoursEntry.objects.get().version == 0


def test_number_that_was_filled_in_is_not_emptied(
    partnership: Partnership, visits: BudgetLine, nurse: User, as_user: SignIn
) -> None:
    client = as_user(nurse)
    page = september(partnership)
    client.post(page, typed(client.get(page), **{f"quantity_{visits.pk}": "4"}))

    answer = client.post(page, typed(client.get(page), **{f"quantity_{visits.pk}": ""}))

    assert errors_of(answer) == {f"minutes_{visits.pk}": [NOTHING_IS_ZERO]}


def test_minutes_that_follow_are_worked_out_again_with_another_number(
    partnership: Partnership, visits: BudgetLine, nurse: User, as_user: SignIn
) -> None:
    client = as_user(nurse)
    page = september(partnership)
    client.post(page, typed(client.get(page), **{f"quantity_{visits.pk}": "4"}))

    client.post(page, typed(client.get(page), **{f"quantity_{visits.pk}": "5"}))

    assert HoursEntry.objects.get().minutes == 450


def test_approved_hours_have_no_field_and_returned_ones_say_why(
    partnership: Partnership,
    visits: BudgetLine,
    coordination: BudgetLine,
    enter: Enter,
    nurse: User,
    manager: User,
    as_user: SignIn,
) -> None:
    enter(visits, Done(Decimal(4)))
    enter(coordination, Done(minutes=60))
    approved, returned = HoursEntry.objects.order_by("pk")
    client = as_user(manager)
    client.post(url("hours-approve"), {"uren": f"{approved.pk}:0"})
    back = url("hours-return", returned.pk)
    client.post(back, typed(client.get(back), reason="Dit lijkt weinig."))

    client = as_user(nurse)
    page = client.get(september(partnership))

    assert f"quantity_{visits.pk}" not in typed(page)
    text = page.content.decode()
    assert "Goedgekeurd: 4 keer, 6 uur." in text
    assert "Teruggestuurd: Dit lijkt weinig." in text
    again = typed(page, **{f"again_{coordination.pk}": "on"})
    client.post(september(partnership), again)
    returned.refresh_from_db()
    assert (returned.status, returned.minutes) == (HoursEntry.Status.ENTERED, 60)


def test_hours_of_the_team_stand_apart(
    partnership: Partnership,
    visits: BudgetLine,
    team: Team,
    nurse: User,
    as_user: SignIn,
) -> None:
    client = as_user(nurse)
    page = september(partnership, team)

    client.post(page, typed(client.get(page), **{f"quantity_{visits.pk}": "2"}))

    assert HoursEntry.objects.get().team_id == team.pk
    assert typed(client.get(september(partnership)))[f"quantity_{visits.pk}"] == ""


@pytest.mark.usefixtures("visits")
@pytest.mark.parametrize(
    ("place", "status"),
    [([2026, 13], 404), ([2026, 0], 404), ([0, 1], 404), ([2026, 12], 200)],
)
def test_address_of_a_month_that_is_none_is_not_there(
    place: list[int],
    status: int,
    partnership: Partnership,
    nurse: User,
    as_user: SignIn,
) -> None:
    page = url("hours-month", partnership.pk, *place)

    assert as_user(nurse).get(page).status_code == status


def test_month_to_come_is_refused_with_a_sentence(
    partnership: Partnership, visits: BudgetLine, nurse: User, as_user: SignIn
) -> None:
    client = as_user(nurse)
    page = url("hours-month", partnership.pk, 2026, 12)

    answer = client.post(
        page, typed(client.get(page), **{f"quantity_{visits.pk}": "2"})
    )

    assert errors_of(answer) == {
        "__all__": ["Deze maand is nog niet begonnen. Kies een eerdere maand."]
    }


def test_ticked_hours_are_approved_and_what_changed_meanwhile_is_told(
    visits: BudgetLine,
    coordination: BudgetLine,
    enter: Enter,
    manager: User,
    as_user: SignIn,
) -> None:
    enter(visits, Done(Decimal(4)))
    enter(coordination, Done(minutes=60))
    client = as_user(manager)
    page = client.get(url("hours-approve"))
    values = [f"{entry.pk}:{entry.version}" for entry, _ in page.context["rows"]]
    enter(visits, Done(Decimal(40)))

    answer = client.post(url("hours-approve"), {"uren": values})

    assert told(client.get(answer["Location"])) == [
        "De uren van 1 activiteit zijn goedgekeurd. Ze tellen nu mee.",
        f"Huisbezoek toeleiding, september 2026: {CHANGED}",
    ]
    rows = HoursEntry.objects.order_by("activity")
    assert list(rows.values_list("status", flat=True)) == ["entered", "approved"]


def test_all_that_was_shown_is_approved_with_one_button(
    visits: BudgetLine,
    coordination: BudgetLine,
    enter: Enter,
    manager: User,
    as_user: SignIn,
) -> None:
    enter(visits, Done(Decimal(4)))
    enter(coordination, Done(minutes=60))
    client = as_user(manager)
    page = client.get(url("hours-approve"))
    shown = [f"{entry.pk}:{entry.version}" for entry, _ in page.context["rows"]]

    client.post(url("hours-approve"), {"getoond": shown, "alles": "1"})

    assert HoursEntry.objects.approved().count() == 2


@pytest.mark.parametrize("value", ["", "x", "1", "1:x", "-1:0", "9" * 40 + ":0", "²:0"])
def test_nothing_that_can_be_approved_says_so(
    value: str, manager: User, as_user: SignIn
) -> None:
    client = as_user(manager)

    answer = client.post(url("hours-approve"), {"uren": value})

    assert told(client.get(answer["Location"])) == [
        "Vink eerst de uren aan die u goedkeurt."
    ]


def test_file_is_taken_in_or_refused_by_row(
    partnership: Partnership, visits: BudgetLine, nurse: User, as_user: SignIn
) -> None:
    client = as_user(nurse)

    def hand_in(*rows: str) -> Any:
        text = "\n".join(["maand;activiteit_code;aantal;minuten;team", *rows])
        file = SimpleUploadedFile("uren.csv", text.encode())
        return client.post(
            url("hours-import"), {"partnership": partnership.pk, "file": file}
        )

    refused = hand_in("2026-09;G4-03;4;;", "2026-09;X;1;;")
    taken = hand_in("2026-09;G4-03;4;;")

    assert errors_of(refused) == {
        "file": [
            (
                "Rij 3: de activiteit “X” staat die maand niet in de begroting. "
                "Neem een code van de bladzijde met uren."
            )
        ]
    }
    assert told(client.get(taken["Location"])) == [
        "1 rij gelezen, 1 daarvan nieuw of gewijzigd."
    ]
    assert HoursEntry.objects.get().activity == visits.activity


@pytest.mark.parametrize("form", ["csv", "xlsx", "ods"])
def test_sample_can_be_read_back(form: str, nurse: User, as_user: SignIn) -> None:
    answer = as_user(nurse).get(url("hours-sample", form))

    table = read_table(BytesIO(answer.content).getvalue(), DELIVERY)
    assert table.header[:2] == ("maand", "activiteit_code")
    assert len(table.rows) == 1


def test_sample_in_a_form_there_is_none_of_is_not_there(
    nurse: User, as_user: SignIn
) -> None:
    assert as_user(nurse).get(url("hours-sample", "pdf")).status_code == 404
