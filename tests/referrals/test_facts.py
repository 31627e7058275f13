"""Ages count from the first of the month; facts follow from what is stored."""

from datetime import date

import pytest

from referrals.reasons import Channel
from referrals.routes.facts import (
    age_in_months,
    attempts_fact,
    day_of_age,
    facts_of,
    months_after,
    reaches,
    working_days_after,
)
from referrals.states import Fact, RouteKind
from tests.referrals.building import child


@pytest.mark.parametrize(
    ("on", "months"),
    [
        (date(2024, 6, 1), 0),
        (date(2024, 6, 30), 0),
        (date(2024, 7, 1), 1),
        (date(2025, 5, 31), 11),
        (date(2025, 6, 1), 12),
        (date(2028, 6, 1), 48),
    ],
)
def test_an_age_counts_from_the_first_of_the_month(on: date, months: int) -> None:
    assert age_in_months(date(2024, 6, 1), on) == months


@pytest.mark.parametrize("months", [0, 1, 7, 11, 30, 48])
def test_the_day_of_an_age_is_the_first_day_it_holds(months: int) -> None:
    day = day_of_age(date(2024, 6, 1), months)

    assert (day.day, age_in_months(date(2024, 6, 1), day)) == (1, months)


def test_a_month_after_the_last_of_january_is_the_last_of_february() -> None:
    assert months_after(date(2026, 1, 31), 1) == date(2026, 2, 28)


def test_a_year_after_a_day_is_the_same_day() -> None:
    assert months_after(date(2026, 3, 17), 12) == date(2027, 3, 17)


@pytest.mark.parametrize(
    ("begin", "number", "end"),
    [
        # A Friday, a Saturday and a Sunday; weekends don't count.
        (date(2026, 11, 20), 5, date(2026, 11, 27)),
        (date(2026, 11, 20), 1, date(2026, 11, 23)),
        (date(2026, 11, 21), 1, date(2026, 11, 23)),
        (date(2026, 11, 22), 5, date(2026, 11, 27)),
        (date(2026, 11, 18), 10, date(2026, 12, 2)),
    ],
)
def test_working_days_pass_over_weekends(begin: date, number: int, end: date) -> None:
    assert working_days_after(begin, number) == end


@pytest.mark.parametrize(
    ("on", "age"),
    [
        (date(2024, 6, 1), "baby"),
        (date(2025, 4, 30), "baby"),
        (date(2025, 5, 1), "test_age"),
        (date(2026, 11, 30), "test_age"),
        (date(2026, 12, 1), "start_age"),
        (date(2027, 12, 1), "half_past_three"),
        (date(2028, 6, 1), "four"),
    ],
)
def test_the_age_that_matters_changes_on_the_first_of_a_month(
    on: date, age: str
) -> None:
    assert facts_of(child(), on)[Fact.AGE] == age


def test_a_town_may_let_children_start_at_two() -> None:
    early = child(start_age_months=24)

    assert facts_of(early, date(2026, 6, 1))[Fact.AGE] == "start_age"
    assert reaches(early, "start_age") == date(2026, 6, 1)


@pytest.mark.parametrize(
    ("attempts", "channels", "fact"),
    [
        (0, [], "0"),
        (2, [Channel.PHONE, Channel.LETTER], "2"),
        (3, [Channel.PHONE], "2"),
        (9, [Channel.PHONE], "2"),
        (3, [Channel.PHONE, Channel.LETTER], "3"),
        (7, [Channel.PHONE, Channel.VISIT], "3"),
    ],
)
def test_the_third_attempt_asks_for_a_second_channel(
    attempts: int, channels: list[str], fact: str
) -> None:
    assert attempts_fact(attempts, channels) == fact


def test_a_side_route_knows_only_the_facts_of_its_kind() -> None:
    on = date(2026, 11, 20)

    assert facts_of(child(kind=RouteKind.SUPPORT), on) == {Fact.AGE: "test_age"}
    assert facts_of(child(kind=RouteKind.HOME), on) == {}


def test_a_free_choice_is_a_known_location() -> None:
    facts = facts_of(child(location_known=True), date(2026, 11, 20))

    assert facts[Fact.LOCATION] == "known"
