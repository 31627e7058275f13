"""How often people meet, on which days, and what the clock does to that."""

from datetime import UTC, date, datetime, time

import pytest

from monitoring.queries.rhythm import (
    agreed_in,
    days_after_quarters,
    days_of,
    end_of,
    moment_of,
    times_a_year,
    to_working_day,
)


@pytest.mark.parametrize(
    ("words", "times"),
    [
        ("elke drie weken", 17),
        ("vier keer per jaar", 4),
        ("vier tot zes keer per jaar", 4),
        ("één of twee keer per jaar", 1),
        ("Twee keer per maand", 24),
        ("één keer per kwartaal", 4),
        ("elke 2 maanden", 6),
        ("maandelijks", 12),
        ("elk kwartaal", 4),
        ("per kwartaal", 4),
        ("jaarlijks", 1),
        ("wekelijks", 52),
        ("99 keer per jaar", 52),
        ("per overleg", None),
        ("doorlopend", None),
        ("bij gebeurtenis", None),
        ("", None),
    ],
)
def test_words_of_a_clause_say_how_often(words: str, times: int | None) -> None:
    assert times_a_year(words) == times


def test_quarterly_days_keep_their_day_of_the_month() -> None:
    days = days_of(per_year=4, first=date(2026, 2, 3), until=date(2026, 12, 31))

    assert list(days) == [
        date(2026, 2, 3),
        date(2026, 5, 4),  # 3 May is a Sunday
        date(2026, 8, 3),
        date(2026, 11, 3),
    ]


def test_every_three_weeks_keeps_its_weekday() -> None:
    days = list(days_of(per_year=17, first=date(2026, 1, 6), until=date(2026, 3, 10)))

    assert days == [
        date(2026, 1, 6),
        date(2026, 1, 27),
        date(2026, 2, 17),
        date(2026, 3, 10),
    ]


def test_end_of_a_month_does_not_wander() -> None:
    days = days_of(per_year=12, first=date(2026, 1, 30), until=date(2026, 4, 30))

    # 28 February is a Saturday; March still has its thirtieth.
    assert list(days) == [
        date(2026, 1, 30),
        date(2026, 3, 2),
        date(2026, 3, 30),
        date(2026, 4, 30),
    ]


def test_quarterly_meeting_falls_on_the_thirtieth_working_day() -> None:
    days = days_after_quarters(first=date(2026, 1, 1), until=date(2026, 12, 31))

    assert list(days) == [
        date(2026, 2, 11),
        date(2026, 5, 12),
        date(2026, 8, 11),
        date(2026, 11, 11),
    ]


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (date(2026, 11, 20), date(2026, 11, 20)),
        (date(2026, 11, 21), date(2026, 11, 23)),
        (date(2026, 11, 22), date(2026, 11, 23)),
    ],
)
def test_weekend_goes_on_to_monday(day: date, working: date) -> None:
    assert to_working_day(day) == working


def test_half_past_one_is_the_same_hour_on_both_sides_of_the_change() -> None:
    before = moment_of(date(2027, 3, 26), time(13, 30))
    after = moment_of(date(2027, 3, 29), time(13, 30))

    assert before == datetime(2027, 3, 26, 12, 30, tzinfo=UTC)
    assert after == datetime(2027, 3, 29, 11, 30, tzinfo=UTC)


def test_hour_that_the_clock_skips_does_not_exist() -> None:
    sunday = date(2027, 3, 28)

    assert moment_of(sunday, time(2, 30)) is None
    assert moment_of(sunday, time(3, 0)) == datetime(2027, 3, 28, 1, 0, tzinfo=UTC)


def test_hour_that_comes_twice_is_the_first() -> None:
    moment = moment_of(date(2026, 10, 25), time(2, 30))

    assert moment == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_meeting_over_the_change_lasts_its_real_minutes() -> None:
    begin = moment_of(date(2026, 10, 25), time(1, 30))
    assert begin is not None

    assert (end_of(begin, 120) - begin).total_seconds() == 7200
    assert end_of(begin, 120) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("per_year", "starts_on", "ends_on", "agreed"),
    [
        (4, date(2025, 1, 1), None, 4),
        (4, date(2026, 7, 1), None, 2),
        (17, date(2026, 1, 1), date(2026, 6, 30), 8),
        (1, date(2026, 12, 1), None, 1),
        (4, date(2027, 1, 1), None, 0),
        (4, date(2024, 1, 1), date(2025, 12, 31), 0),
    ],
)
def test_agreed_number_follows_the_part_of_the_year(
    per_year: int, starts_on: date, ends_on: date | None, agreed: int
) -> None:
    number = agreed_in(2026, per_year=per_year, starts_on=starts_on, ends_on=ends_on)

    assert number == agreed
