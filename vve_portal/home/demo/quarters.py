"""Which quarters the demo tells of: four that are settled, and the one after it."""

from datetime import date
from typing import Final, NamedTuple

SETTLED: Final = 4
_MONTHS: Final = 3
_QUARTERS: Final = 4


class Period(NamedTuple):
    """A quarter of a year."""

    year: int
    number: int


def first_quarter(today: date) -> Period:
    """Return the first quarter the demo tells of."""
    return quarters_until(today)[0]


def quarters_until(today: date) -> tuple[Period, ...]:
    """Return the settled quarters and then the last one that has ended, in order."""
    running = today.year * _QUARTERS + (today.month - 1) // _MONTHS
    counted = range(running - SETTLED - 1, running)
    return tuple(Period(one // _QUARTERS, one % _QUARTERS + 1) for one in counted)
