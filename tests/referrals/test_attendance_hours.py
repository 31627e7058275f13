"""The hours that count: per month, how many are missed, and the line of 960."""

from datetime import date
from decimal import Decimal
from typing import Final

import pytest

from referrals.models import Attendance, Trajectory
from referrals.queries.attendance import (
    HoursLine,
    expected_offer,
    hours_line,
    is_frequent,
    most_hours_in,
)
from tests.factories import TODAY
from tests.referrals.building import child

OCTOBER: Final = date(2026, 10, 1)


def noted_months(one: Trajectory, *months: date) -> list[Attendance]:
    """Return months in memory in which 50 hours were offered and 40 attended."""
    return [
        Attendance(
            trajectory=one,
            month=month,
            offered_hours=Decimal(50),
            attended_hours=Decimal(40),
        )
        for month in months
    ]


@pytest.mark.parametrize(
    ("start_on", "months", "line"),
    [
        # 18 months of 16 × 40 ÷ 12 hours: what the law asks for, to the hour.
        (date(2026, 12, 1), [], HoursLine(Decimal(0), Decimal(0), Decimal(960))),
        # Two months were noted with 50 hours each, 16 are left.
        (
            date(2026, 12, 1),
            [date(2026, 12, 1), date(2027, 1, 1)],
            HoursLine(Decimal(100), Decimal(80), Decimal(953)),
        ),
        # Before two and a half nothing counts.
        (
            date(2026, 10, 1),
            [OCTOBER],
            HoursLine(Decimal(0), Decimal(0), Decimal(960)),
        ),
        # Who starts half a year later misses a third.
        (date(2027, 6, 1), [], HoursLine(Decimal(0), Decimal(0), Decimal(640))),
    ],
)
def test_the_line_of_960_hours(
    start_on: date, months: list[date], line: HoursLine
) -> None:
    one = child(
        "S70",
        start_on=start_on,
        hours_per_week=Decimal(16),
        birth_month=date(2024, 6, 1),
    )

    assert hours_line(one, noted_months(one, *months), TODAY) == line


def test_a_month_begins_with_what_the_agreed_hours_come_to() -> None:
    whole = child("S70", start_on=date(2026, 9, 1), hours_per_week=Decimal(16))
    half = child("S70", start_on=date(2026, 10, 18), hours_per_week=Decimal(16))

    assert expected_offer(whole, OCTOBER) == Decimal(71)
    assert expected_offer(half, OCTOBER) == Decimal(32)
    assert expected_offer(child("S70"), OCTOBER) is None


def test_six_hours_on_weekdays_count() -> None:
    assert most_hours_in(OCTOBER) == 22 * 6


@pytest.mark.parametrize(
    ("unreported", "offered", "attended", "frequent"),
    [
        (2, 64, 48, False),
        (2, 64, 47, True),
        (3, 64, 64, True),
        (0, 0, 0, False),
    ],
)
def test_what_frequent_is(
    unreported: int,
    offered: int,
    attended: int,
    frequent: bool,  # noqa: FBT001 - a row of the table above
) -> None:
    found = is_frequent(unreported, Decimal(offered), Decimal(attended))

    assert found == frequent
