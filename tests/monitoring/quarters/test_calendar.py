"""The calendar of a quarter: working days by hand, late steps, the clock put back."""

from datetime import UTC, date, datetime
from io import StringIO
from typing import Final

import pytest
import time_machine
from django.core.management import call_command

from monitoring.models import Quarter
from monitoring.queries.calendar import Moment, due_on, steps_of
from tests.factories import NOW
from tests.monitoring.factories import DeliveryFactory
from tests.monitoring.quarters.building import (
    agreement_in_force,
    hold_meeting,
    released_quarter,
    settle_row,
    write_words,
)
from vve_portal.accounts.models import Partnership, User
from vve_portal.ui.dates import local_day

# Counted by hand in a calendar of 2026: 30 September is a Wednesday, 31 March a
# Tuesday, and the fourth quarter ends on a Thursday.
BY_HAND: Final = {
    3: ["30-9", "14-10", "21-10", "30-10", "2-11", "18-11", "19-11"],
    1: ["31-3", "14-4", "21-4", "30-4", "1-5", "19-5", "20-5"],
    4: ["31-12", "14-1", "21-1", "1-2", "2-2", "18-2", "19-2"],
}


@pytest.mark.parametrize("number", BY_HAND)
def test_days_are_working_days_after_the_end(number: int) -> None:
    quarter = Quarter(year=2026, number=number)

    days = [due_on(quarter, moment) for moment in Moment]

    assert [f"{day.day}-{day.month}" for day in days] == BY_HAND[number]


def states(quarter: Quarter, today: date) -> list[str]:
    """Return the state of every step."""
    return [step.state for step in steps_of(quarter, today=today)]


@pytest.mark.usefixtures("every_figure")
def test_first_step_that_waits_is_current_and_later_ones_are_not_late_yet(
    partnership: Partnership, advisor: User
) -> None:
    agreement_in_force(partnership, advisor)
    quarter = Quarter.objects.create(
        partnership=partnership, year=2026, number=3, opened_at=NOW
    )

    assert states(quarter, date(2026, 10, 14)) == ["done", "current", *[""] * 5]
    assert states(quarter, date(2026, 10, 15)) == ["done", "late", *[""] * 5]
    assert states(quarter, date(2026, 11, 3)) == ["done", *["late"] * 4, "", ""]


@pytest.mark.usefixtures("every_figure")
def test_what_is_done_is_done_also_when_it_was_late(
    partnership: Partnership, advisor: User, manager: User
) -> None:
    agreement_in_force(partnership, advisor)
    quarter = released_quarter(partnership)
    late = date(2026, 11, 25)

    assert states(quarter, late) == [*["done"] * 3, *["late"] * 4]
    write_words(quarter)
    assert states(quarter, late) == [*["done"] * 4, *["late"] * 3]
    quarter.shared_at = NOW
    hold_meeting(quarter)
    assert states(quarter, late) == [*["done"] * 6, "late"]
    settle_row(quarter, by=manager)
    assert states(quarter, late) == ["done"] * 7


@pytest.mark.usefixtures("every_figure")
def test_jgz_delivered_means_delivered(partnership: Partnership, advisor: User) -> None:
    agreement_in_force(partnership, advisor)
    quarter = DeliveryFactory.create(quarter__partnership=partnership).quarter

    assert states(quarter, date(2026, 10, 1))[:3] == ["done", "done", "current"]


def test_steps_say_who_and_by_when() -> None:
    quarter = Quarter(year=2026, number=3, settled_at=NOW)

    assert [step.note for step in steps_of(quarter, today=date(2026, 10, 1))] == [
        "Stand op wo 30 sep",
        "Voorscholen en JGZ, uiterlijk wo 14 okt",
        "JGZ, uiterlijk wo 21 okt",
        "Gemeente en JGZ, uiterlijk vr 30 okt",
        "Gemeente of JGZ, uiterlijk ma 2 nov",
        "Alle deelnemers, ma 9 nov tot en met wo 18 nov",
        "Gemeente of JGZ, uiterlijk do 19 nov",
    ]


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        # Summer time: midnight is at 22.00 hours UTC.
        (datetime(2026, 9, 30, 21, 59, tzinfo=UTC), date(2026, 9, 30)),
        (datetime(2026, 9, 30, 22, 0, tzinfo=UTC), date(2026, 10, 1)),
        # The night the clock goes back has 25 hours and is one day.
        (datetime(2026, 10, 24, 22, 0, tzinfo=UTC), date(2026, 10, 25)),
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), date(2026, 10, 25)),
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), date(2026, 10, 25)),
        (datetime(2026, 10, 25, 23, 0, tzinfo=UTC), date(2026, 10, 26)),
        # The night it goes forward has 23.
        (datetime(2027, 3, 27, 23, 0, tzinfo=UTC), date(2027, 3, 28)),
        (datetime(2027, 3, 28, 22, 0, tzinfo=UTC), date(2027, 3, 29)),
    ],
)
def test_a_day_is_a_day_in_the_netherlands(moment: datetime, day: date) -> None:
    assert local_day(moment) == day


@pytest.mark.parametrize(
    ("moment", "opened"),
    [
        (datetime(2026, 9, 30, 21, 59, tzinfo=UTC), ["2026Q2", "2026Q3"]),
        (datetime(2026, 9, 30, 22, 0, tzinfo=UTC), ["2026Q3", "2026Q4"]),
    ],
)
@pytest.mark.usefixtures("every_figure")
def test_quarters_open_at_midnight_in_the_netherlands_and_once(
    partnership: Partnership, advisor: User, moment: datetime, opened: list[str]
) -> None:
    agreement_in_force(partnership, advisor)

    with time_machine.travel(moment, tick=False):
        said = [run("open_quarters"), run("open_quarters")]

    assert said == ["Geopende kwartalen: 2.\n", "Geopende kwartalen: 0.\n"]
    quarters = Quarter.objects.order_by("year", "number")
    assert [quarter.code for quarter in quarters] == opened


@pytest.mark.usefixtures("every_figure")
def test_no_quarter_opens_without_an_agreement_in_force(
    partnership: Partnership, advisor: User
) -> None:
    agreement_in_force(partnership, advisor)

    said = [run("open_quarters", "--on", day) for day in ("2025-12-31", "2026-01-01")]

    assert said == ["Geopende kwartalen: 0.\n", "Geopende kwartalen: 1.\n"]
    assert [quarter.code for quarter in Quarter.objects.all()] == ["2026Q1"]


def run(*arguments: str) -> str:
    """Run a command and return what it says."""
    out = StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()
