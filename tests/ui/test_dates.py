"""Dates and times read the way a Dutch reader writes them."""

from datetime import UTC, date, datetime

import pytest

from vve_portal.ui import dates

SUMMER = datetime(2026, 7, 1, 22, 5, tzinfo=UTC)
WINTER = datetime(2026, 12, 7, 15, 42, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (dates.long_date(date(2026, 12, 8)), "8 december 2026"),
        (dates.long_date(SUMMER), "2 juli 2026"),
        (dates.short_date(date(2026, 3, 1)), "1 mrt"),
        (dates.month_year(date(2026, 3, 1)), "maart 2026"),
        (dates.weekday_date(date(2026, 12, 8)), "di 8 dec"),
        (dates.clock_time(WINTER), "16.42 uur"),
        (dates.clock_time(SUMMER), "0.05 uur"),
        (dates.long_moment(WINTER), "7 december 2026 om 16.42 uur"),
        (dates.short_moment(SUMMER), "2 jul 2026 0.05 uur"),
        (
            dates.period(date(2027, 1, 1), date(2027, 12, 31)),
            "1 januari tot en met 31 december 2027",
        ),
        (
            dates.period(date(2026, 8, 1), date(2027, 7, 31)),
            "1 augustus 2026 tot en met 31 juli 2027",
        ),
        (dates.period(date(2027, 1, 1), None), "vanaf 1 januari 2027"),
    ],
)
def test_moment_is_written_in_dutch_and_in_our_own_time(
    written: str, expected: str
) -> None:
    assert written == expected


def test_moment_without_zone_is_taken_as_it_stands() -> None:
    naive = WINTER.replace(tzinfo=None)

    assert dates.long_moment(naive) == "7 december 2026 om 15.42 uur"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12", 12),
        ("01", 1),
        ("Dec.", 12),
        (" maart ", 3),
        ("mrt", 3),
        ("0", None),
        ("13", None),
        ("0012", None),
        ("²", None),
        ("december 2026", None),
        ("", None),
    ],
)
def test_month_is_read_from_a_number_or_a_name(text: str, expected: int | None) -> None:
    assert dates.month_number(text) == expected
