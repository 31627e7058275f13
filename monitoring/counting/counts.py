"""What is asked of a count over the trajectories, and what comes out of one."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final

from django.utils import timezone

from vve_portal.accounts.models import Partnership

_MONTHS_OF_A_QUARTER: Final = 3


@dataclass(frozen=True, slots=True)
class Asked:
    """Which figures: of one partnership, over one quarter, as known at a moment.

    Stocks are counted on `ends_on`, flows from `starts_on` up to and including it.
    What was written down after `now` is not known yet, so late facts are late.
    """

    partnership: Partnership
    starts_on: date
    ends_on: date
    now: datetime

    @property
    def today(self) -> date:
        """The day in the Netherlands at the moment of counting."""
        return timezone.localdate(self.now)

    @property
    def earlier_starts_on(self) -> date:
        """The first day of the quarter before this one."""
        month = self.starts_on
        for _ in range(_MONTHS_OF_A_QUARTER):
            month = (month - timedelta(days=1)).replace(day=1)
        return month

    @property
    def earlier_ends_on(self) -> date:
        """The last day of the quarter before this one."""
        return self.starts_on - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Count:
    """One number of an indicator before its release, as a Figure will keep it.

    `numerator` and `denominator` count children, trajectories, letters, periods or
    hours, as the definition of the indicator says; a bare count has no denominator.
    A mean or middle value has `value`, in the unit of its measure (days, hours per
    week), over `denominator` cases, and no numerator; without cases no value either.
    `measure`, `dimension` and `category` are empty for the figure itself and for the
    whole town; a category is the code of a part of town (CBS), a preschool (LRK), a
    route, a reason, a team or a level, or UNKNOWN for what is not known.
    """

    indicator: str
    measure: str = ""
    dimension: str = ""
    category: str = ""
    numerator: int | Decimal | None = None
    denominator: int | Decimal | None = None
    value: Decimal | None = None


# Counts one family of indicators with one statement, from the trajectories.
Family = Callable[[Asked], list[Count]]
