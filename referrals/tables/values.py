"""Reading what a cell says: months, days, quarters and numbers; None when it can't."""

import re
from datetime import date
from decimal import Decimal
from typing import Final

_MONTH: Final = re.compile(
    r"(?P<y1>\d{4})[-/](?P<m1>\d\d?)(?:[-/]0?1)?|(?:0?1[-/])?(?P<m2>\d\d?)[-/](?P<y2>\d{4})"
)
_DAY: Final = re.compile(
    r"(?P<y1>\d{4})[-/](?P<m1>\d\d?)[-/](?P<d1>\d\d?)(?:[ T]00:00(?::00)?)?"
    r"|(?P<d2>\d\d?)[-/.](?P<m2>\d\d?)[-/.](?P<y2>\d{4})"
)
_QUARTER: Final = re.compile(
    r"(?P<y1>20\d\d)[ -]?[QK](?P<q1>[1-4])|[QK](?P<q2>[1-4])[ -]?(?P<y2>20\d\d)",
    re.IGNORECASE,
)
_WHOLE: Final = re.compile(r"\d{1,9}")
_DECIMAL: Final = re.compile(r"\d{1,4}(?:[.,]\d{1,2})?")
_FORMULA: Final = re.compile(r"[=@\t\r]|[+-](?!\d)")


def is_formula(text: str) -> bool:
    """Return whether a spreadsheet would work this text out."""
    return bool(_FORMULA.match(text))


def parse_month(text: str) -> date | None:
    """Read "2024-03", "03-2024", or the first day that a sheet made of it."""
    found = _MONTH.fullmatch(text)
    if found is None:
        return None
    return _date(found["y1"] or found["y2"], found["m1"] or found["m2"], "1")


def parse_day(text: str) -> date | None:
    """Read "2026-05-12" or "12-05-2026"."""
    found = _DAY.fullmatch(text)
    if found is None:
        return None
    return _date(
        found["y1"] or found["y2"],
        found["m1"] or found["m2"],
        found["d1"] or found["d2"],
    )


def _date(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def parse_quarter(text: str) -> str | None:
    """Read "2026Q2", "2026-Q2" or "K2 2026"; return it as "2026Q2"."""
    found = _QUARTER.fullmatch(text)
    if found is None:
        return None
    return f"{found['y1'] or found['y2']}Q{found['q1'] or found['q2']}"


def parse_whole(text: str) -> int | None:
    """Read a whole number, without points between the thousands."""
    return int(text) if _WHOLE.fullmatch(text) else None


def parse_hours(text: str) -> Decimal | None:
    """Read a number such as "16" or "16,5"."""
    if not _DECIMAL.fullmatch(text):
        return None
    return Decimal(text.replace(",", "."))
