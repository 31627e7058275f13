"""Which quarters a partnership must have: the running one and the one before it."""

from datetime import date, timedelta
from typing import Final

from agreements.models import Agreement
from monitoring.models import Quarter
from vve_portal.accounts.models import Partnership

MONTHS: Final = 3
Code = tuple[int, int]


def quarters_to_open(partnership: Partnership, *, today: date) -> list[Code]:
    """Return year and number of what is not open yet and has an agreement in force.

    The running quarter is told about, the one before it delivered for.
    """
    running = quarter_of(today)
    starts_on = date(running[0], (running[1] - 1) * MONTHS + 1, 1)
    wanted = [quarter_of(starts_on - timedelta(days=1)), running]
    return [code for code in wanted if _is_agreed(partnership, code)]


def quarter_of(day: date) -> Code:
    """Return the year and the number of the quarter a day is in."""
    return day.year, (day.month - 1) // MONTHS + 1


def _is_agreed(partnership: Partnership, code: Code) -> bool:
    year, number = code
    quarter = Quarter(partnership=partnership, year=year, number=number)
    known = Quarter.objects.filter(partnership=partnership, year=year, number=number)
    signed = Agreement.objects.filter(
        partnership=partnership,
        status=Agreement.Status.SIGNED,
        starts_on__lte=quarter.ends_on,
        ends_on__gte=quarter.starts_on,
    )
    return not known.exists() and signed.exists()
