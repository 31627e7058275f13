"""Dates and times as Dutch readers write them, on screen and in a PDF."""

from datetime import date, datetime
from typing import Final

from django.utils import timezone

MONTHS: Final = (
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
)
# "mrt" is the usual abbreviation of maart; mei stays whole.
SHORT_MONTHS: Final = (
    "jan",
    "feb",
    "mrt",
    "apr",
    "mei",
    "jun",
    "jul",
    "aug",
    "sep",
    "okt",
    "nov",
    "dec",
)
_NUMBERS: Final = {str(number): number for number in range(1, 13)}
WEEKDAYS: Final = ("ma", "di", "wo", "do", "vr", "za", "zo")


def local_day(value: date) -> date:
    """Return the day in our own time zone."""
    if not isinstance(value, datetime):
        return value
    return (timezone.localtime(value) if timezone.is_aware(value) else value).date()


def long_date(value: date) -> str:
    """Write "8 december 2026"."""
    day = local_day(value)
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def short_date(value: date) -> str:
    """Write "8 dec", for tables and lists."""
    day = local_day(value)
    return f"{day.day} {SHORT_MONTHS[day.month - 1]}"


def weekday_date(value: date) -> str:
    """Write "di 8 dec"."""
    return f"{WEEKDAYS[local_day(value).weekday()]} {short_date(value)}"


def clock_time(value: datetime) -> str:
    """Write "16.42 uur"."""
    moment = timezone.localtime(value) if timezone.is_aware(value) else value
    return f"{moment.hour}.{moment.minute:02d} uur"


def long_moment(value: datetime) -> str:
    """Write "8 december 2026 om 16.42 uur"."""
    return f"{long_date(value)} om {clock_time(value)}"


def short_moment(value: datetime) -> str:
    """Write "8 dec 2026 16.42 uur", for tables."""
    return f"{short_date(value)} {local_day(value).year} {clock_time(value)}"


def month_year(value: date) -> str:
    """Write "december 2026"."""
    day = local_day(value)
    return f"{MONTHS[day.month - 1]} {day.year}"


def period(start: date, end: date | None) -> str:
    """Write "1 januari tot en met 31 december 2027"."""
    if end is None:
        return f"vanaf {long_date(start)}"
    first, last = local_day(start), local_day(end)
    if first.year == last.year:
        begin = f"{first.day} {MONTHS[first.month - 1]}"
    else:
        begin = long_date(first)
    return f"{begin} tot en met {long_date(last)}"


def month_number(text: str) -> int | None:
    """Read a month: "12", "dec" or "december"; None when it is no month."""
    word = text.strip().lower().rstrip(".")
    if word.isascii() and word.isdigit():
        return _NUMBERS.get(word.removeprefix("0"))
    for names in (MONTHS, SHORT_MONTHS):
        if word in names:
            return names.index(word) + 1
    return None
