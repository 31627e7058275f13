"""What both parties read of the plus-inzet, the account as a file, and the tasks."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agreements.models import Agreement, BudgetLine
from monitoring.models import HoursEntry
from monitoring.queries.hours import hours_tasks
from monitoring.services.hours import Done
from referrals.tables.reading import read_table
from referrals.tables.table import DELIVERY
from tests.factories import NOW
from tests.monitoring.factories import HoursEntryFactory
from tests.monitoring.hours.conftest import Enter, InScope, budget
from vve_portal.accounts.models import Partnership, User
from vve_portal.audit.models import Entry

pytestmark = [pytest.mark.sqlite, pytest.mark.usefixtures("reach")]
SignIn = Callable[[User], Client]


@pytest.fixture(autouse=True)
def still_clock(time_machine: Any) -> None:
    """Let the pages see the day on which the tests play."""
    time_machine.move_to(NOW, tick=False)


def url(name: str, *args: object) -> str:
    """Return the address of a page."""
    return reverse(f"monitoring:{name}", args=args)


def test_overview_warns_when_the_pace_passes_the_budget(
    partnership: Partnership,
    visits: BudgetLine,
    advisor: User,
    as_user: SignIn,
) -> None:
    made_in(visits, 9, 5400)

    page = as_user(advisor).get(url("hours"))

    # 90 of 90 hours in nine months: € 9.000 of € 6.750 at the end of the year.
    assert page.context["found"].excess == Decimal("2250.00")
    text = " ".join(page.content.decode().replace("\xa0", " ").split())
    assert "In dit tempo kost de plus-inzet dit jaar € 9.000." in text
    assert f'href="{reverse("agreements:create")}"' in text
    assert page.context["partnership"] == partnership


def made_in(line: BudgetLine, month: int, minutes: int) -> None:
    """Approve minutes of a line."""
    clause = line.version.clause
    HoursEntryFactory.create(
        approved=True,
        agreement=clause.agreement,
        partnership=clause.partnership,
        clause_code=clause.code,
        activity=line.activity,
        month=date(2026, month, 1),
        minutes=minutes,
    )


@pytest.mark.usefixtures("visits")
def test_overview_shows_the_year_in_the_address(advisor: User, as_user: SignIn) -> None:
    client = as_user(advisor)

    years = [
        client.get(url("hours"), query).context["year"]
        for query in ({}, {"jaar": "2025"}, {"jaar": "1900"}, {"jaar": "x"})
    ]

    assert years == [2026, 2025, 2026, 2026]


@pytest.mark.parametrize("form", ["csv", "xlsx", "ods"])
def test_account_says_the_same_as_a_file_and_is_recorded(
    form: str,
    partnership: Partnership,
    visits: BudgetLine,
    coordination: BudgetLine,
    contract_manager: User,
    as_user: SignIn,
) -> None:
    made_in(visits, 9, 600)
    assert coordination.amount == 55_200

    answer = as_user(contract_manager).get(url(f"budget-{form}", partnership.pk, 2026))

    table = read_table(answer.content, DELIVERY)
    rows = {
        row.cells[1]: list(row.cells) for row in table.rows if row.cells[3] == "Totaal"
    }
    figures = {name: [number(one) for one in row[5:]] for name, row in rows.items()}
    assert figures == {
        "Gemeentefonds, JGZ": [736, 0, 55_200, 46_000, 9_200],
        "SPUK OAB": [90, 10, 6_750, 750, 6_000],
        "Alle bronnen": [826, 10, 61_950, 46_750, 15_200],
    }
    entry = Entry.objects.get(verb="hours.exported")
    assert entry.summary == f"Plus-inzet van 2026 geëxporteerd ({form.upper()})."


def number(text: str) -> Decimal:
    """Read a number as a file writes it."""
    return Decimal(text.replace(",", "."))


def test_account_of_a_year_that_is_too_long_ago_is_not_there(
    partnership: Partnership, advisor: User, as_user: SignIn
) -> None:
    client = as_user(advisor)

    answers = [
        client.get(url("budget-csv", partnership.pk, year)).status_code
        for year in (2027, 2026, 2023, 2022)
    ]

    assert answers == [404, 200, 200, 404]


@pytest.mark.parametrize(
    ("who", "titles"),
    [
        ("manager", ["Keur de uren van de plus-inzet goed"]),
        ("contract_manager", ["Keur de uren van de plus-inzet goed"]),
        ("nurse", ["Vul de uren van oktober 2026 in"]),
        ("coordinator", []),
        ("advisor", []),
        ("stranger", []),
    ],
)
def test_tasks_are_for_who_can_do_them(
    who: str,
    titles: list[str],
    visits: BudgetLine,
    enter: Enter,
    today: date,
    in_scope: InScope,
    request: pytest.FixtureRequest,
) -> None:
    enter(visits, Done(Decimal(1)))
    actor = request.getfixturevalue(who)

    with in_scope(actor):
        found = list(hours_tasks(actor, today=today))

    assert [task.title for task in found] == titles


def test_task_says_by_when_and_goes_when_last_month_is_in(
    visits: BudgetLine, enter: Enter, nurse: User, today: date, in_scope: InScope
) -> None:
    enter(visits, Done(Decimal(1)))
    with in_scope(nurse):
        [task] = hours_tasks(nurse, today=today)
    assert task.due == date(2026, 11, 10)

    enter(visits, Done(Decimal(0)), month=date(2026, 10, 1))

    with in_scope(nurse):
        assert list(hours_tasks(nurse, today=today)) == []


def test_task_asks_to_look_again_at_returned_hours(
    visits: BudgetLine,
    enter: Enter,
    nurse: User,
    manager: User,
    today: date,
    now: datetime,
    in_scope: InScope,
) -> None:
    enter(visits, Done(Decimal(1)), month=date(2026, 10, 1))
    HoursEntry.objects.update(
        status=HoursEntry.Status.RETURNED,
        judgement="Klopt dit?",
        judged_by=manager,
        judged_at=now,
    )

    with in_scope(nurse):
        found = list(hours_tasks(nurse, today=today))

    assert [(task.title, task.why) for task in found] == [
        ("Kijk opnieuw naar uren die zijn teruggestuurd", "Het gaat om oktober 2026.")
    ]


@pytest.mark.parametrize(
    ("name", "who"),
    [
        ("hours", "advisor"),
        ("budget", "advisor"),
        ("hours-enter", "nurse"),
        ("hours-approve", "manager"),
    ],
)
def test_page_asks_as_many_questions_for_five_rows_as_for_one(
    name: str,
    who: str,
    agreement: Agreement,
    enter: Enter,
    as_user: SignIn,
    request: pytest.FixtureRequest,
) -> None:
    client = as_user(request.getfixturevalue(who))
    client.get(url(name))
    asked = []
    for number in range(5):
        line = budget(agreement, f"G1-{number:02d}", activity=f"Activiteit {number}")
        enter(line, Done(minutes=60))
        made_in(line, 7, 60)
        with CaptureQueriesContext(connection) as queries:
            client.get(url(name))
        asked.append(len(queries))

    assert asked == [asked[0]] * 5
