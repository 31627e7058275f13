"""How often people meet, read from the words of a clause; and on which days."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from referrals.routes.facts import months_after, working_days_after

AMSTERDAM: Final = ZoneInfo("Europe/Amsterdam")
MONTHS: Final = 12
WEEKS: Final = 52
MOST: Final = 52
QUARTERS: Final = 4
# Between the report's draft and the day it is settled (the calendar of a quarter).
AFTER_QUARTER: Final = 30
_FRIDAY: Final = 5
_WORDS_OF_NUMBERS: Final = [
    "een",
    "twee",
    "drie",
    "vier",
    "vijf",
    "zes",
    "zeven",
    "acht",
    "negen",
    "tien",
    "elf",
    "twaalf",
]
_NUMBERS: Final = {
    **{word: number for number, word in enumerate(_WORDS_OF_NUMBERS, start=1)},
    "één": 1,
}
_NUMBER: Final = r"(\d+|" + "|".join(_NUMBERS) + ")"
_EVERY: Final = re.compile(rf"\b(?:elke|iedere|per|om de) {_NUMBER} (weken|maanden)\b")
_TIMES: Final = re.compile(rf"\b{_NUMBER}(?: (?:tot|à|of) {_NUMBER})? (?:keer|maal)\b")
_WORDS: Final = (
    (r"\b(wekelijks|elke week|per week)\b", WEEKS),
    (r"\b(maandelijks|elke maand|per maand)\b", MONTHS),
    (r"\b(elk kwartaal|per kwartaal|kwartaal)\b", QUARTERS),
    (r"\b(halfjaarlijks|elk half jaar|per half jaar)\b", 2),
    (r"\b(jaarlijks|elk jaar|per jaar)\b", 1),
)


def times_a_year(words: str) -> int | None:
    """Return how often a year words such as "elke drie weken" mean.

    Of "vier tot zes keer" the least counts: that is what was agreed at any rate. None
    when the words name no rhythm.
    """
    text = words.lower()
    if found := _EVERY.search(text):
        step = max(1, _number(found[1]))
        whole = WEEKS if found[2] == "weken" else MONTHS
        return max(1, whole // step)
    if found := _TIMES.search(text):
        times = _number(found[1])
        times *= MONTHS if "per maand" in text else 1
        times *= QUARTERS if "per kwartaal" in text else 1
        return min(MOST, max(1, times))
    for pattern, times in _WORDS:
        if re.search(pattern, text):
            return times
    return None


def _number(word: str) -> int:
    return int(word) if word.isdecimal() else _NUMBERS[word]


def days_of(*, per_year: int, first: date, until: date) -> Iterator[date]:
    """Yield the working days of a rhythm from `first`, until a day that counts too.

    What divides the year goes by month, the rest by whole weeks on the same weekday.
    """
    number = 0
    while True:
        day = _nth(per_year, first, number)
        if day > until:
            return
        yield to_working_day(day)
        number += 1


def _nth(per_year: int, first: date, number: int) -> date:
    if MONTHS % per_year == 0:
        return months_after(first, number * MONTHS // per_year)
    return first + timedelta(weeks=number * max(1, WEEKS // per_year))


def days_after_quarters(*, first: date, until: date) -> Iterator[date]:
    """Yield the thirtieth working day after each quarter, from `first` on."""
    start = date(first.year - 1, 10, 1)
    while start <= until:
        start = months_after(start, MONTHS // QUARTERS)
        day = working_days_after(start - timedelta(days=1), AFTER_QUARTER)
        if first <= day <= until:
            yield day


def to_working_day(day: date) -> date:
    """Return the day itself, or the Monday after a weekend."""
    over = day.isoweekday() - _FRIDAY
    return day if over <= 0 else day + timedelta(days=3 - over)


def moment_of(day: date, clock: time) -> datetime | None:
    """Return a day and hour in the Netherlands; None when the clock skips that hour.

    An hour that comes twice is the first of the two.
    """
    # In UTC: of one zone Python compares what the clock says, not moments.
    moment = datetime.combine(day, clock, tzinfo=AMSTERDAM).astimezone(UTC)
    return moment if moment.astimezone(AMSTERDAM).time() == clock else None


def end_of(starts_at: datetime, minutes: int) -> datetime:
    """Return when a meeting ends: real minutes later, whatever the clock does."""
    return starts_at.astimezone(UTC) + timedelta(minutes=minutes)


def agreed_in(
    year: int, *, per_year: int, starts_on: date, ends_on: date | None
) -> int:
    """Return how many meetings were agreed in a year of which a series may be part."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    begin, end = max(first, starts_on), min(last, ends_on or last)
    days = (end - begin).days + 1
    if days <= 0:
        return 0
    whole = (last - first).days + 1
    return max(1, (2 * per_year * days + whole) // (2 * whole))
