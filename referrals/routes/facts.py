"""What is known of a trajectory: ages in months, and the facts that open a way on."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, Final, Protocol

from referrals.states import FACTS_OF, Fact, RouteKind

# "Kind jonger dan 11 maanden" and so on: the first month in which each age holds.
TEST_AGE: Final = 11
HALF_PAST_THREE: Final = 42
FOUR: Final = 48
# Parents count as not reached after so many attempts, along so many channels.
ATTEMPTS_NEEDED: Final = 3
CHANNELS_NEEDED: Final = 2
_FRIDAY: Final = 5
_WEEKEND: Final = 2


class Child(Protocol):
    """What planning and judging ask of a trajectory; the model has all of it."""

    birth_month: Any
    kind: Any
    state: Any
    since: Any
    consent: Any
    consent_on: Any
    attempts: Any
    channels: Any
    location_known: Any
    location_id: Any
    letter_on: Any
    indicated_on: Any
    start_on: Any
    start_age_months: Any
    school_confirmed_on: Any


def age_in_months(birth_month: date, on: date) -> int:
    """Return the age in whole months on a day, counted from the first of the month."""
    return (on.year - birth_month.year) * 12 + on.month - birth_month.month


def day_of_age(birth_month: date, months: int) -> date:
    """Return the first day on which a child is `months` old."""
    years, month = divmod(birth_month.month - 1 + months, 12)
    return date(birth_month.year + years, month + 1, 1)


def months_after(day: date, months: int) -> date:
    """Return the same day of a later month, or that month's last day."""
    first = day_of_age(day.replace(day=1), months)
    last = day_of_age(first, 1) - timedelta(days=1)
    return min(first + timedelta(days=day.day - 1), last)


def working_days_after(day: date, number: int) -> date:
    """Return the day that lies `number` working days later; holidays count as work."""
    # What begins in a weekend begins where the week ended.
    reached = day - timedelta(days=max(0, day.isoweekday() - _FRIDAY))
    weeks, rest = divmod(number, _FRIDAY)
    past_weekend = reached.isoweekday() + rest > _FRIDAY
    days = rest + (_WEEKEND if past_weekend else 0)
    return reached + timedelta(weeks=weeks, days=days)


def facts_of(trajectory: Child, on: date) -> dict[Fact, str]:
    """Return the facts of a trajectory on a day, as its kind of route knows them."""
    known = {
        Fact.AGE: age_fact(trajectory, on),
        Fact.CONSENT: str(trajectory.consent),
        Fact.ATTEMPTS: attempts_fact(trajectory.attempts, trajectory.channels),
        Fact.LOCATION: "known" if trajectory.location_known else "unknown",
    }
    return {fact: known[fact] for fact in FACTS_OF[RouteKind(trajectory.kind)]}


def age_fact(trajectory: Child, on: date) -> str:
    """Return which of the ages that matter a child has reached."""
    months = age_in_months(trajectory.birth_month, on)
    ages = _ages(trajectory)
    reached = [name for name, age in ages.items() if months >= age]
    return reached[-1]


def reaches(trajectory: Child, age: str) -> date:
    """Return the first day on which a child has one of the ages that matter."""
    return day_of_age(trajectory.birth_month, _ages(trajectory)[age])


def _ages(trajectory: Child) -> dict[str, int]:
    return {
        "baby": 0,
        "test_age": TEST_AGE,
        "start_age": trajectory.start_age_months,
        "half_past_three": HALF_PAST_THREE,
        "four": FOUR,
    }


def attempts_fact(attempts: int, channels: Sequence[str]) -> str:
    """Return how many attempts count: the third one asks for a second channel."""
    enough = attempts >= ATTEMPTS_NEEDED and len(set(channels)) >= CHANNELS_NEEDED
    return str(ATTEMPTS_NEEDED if enough else min(attempts, ATTEMPTS_NEEDED - 1))
