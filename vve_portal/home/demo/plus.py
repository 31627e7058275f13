"""The hours of plus-inzet in the demo: entered per month and approved by another."""

from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Final

from monitoring.models import HoursEntry
from monitoring.services.hours import Done, activities_to_enter, enter_hours
from monitoring.services.hours_judging import approve_hours
from vve_portal.accounts.models import Partnership, User
from vve_portal.home.demo.figures import at

MONTHS_IN_YEAR: Final = 12
MINUTES_IN_HOUR: Final = 60
# Home visits run over their budget; the rest is a little below.
BUSY: Final = {"Huisbezoek toeleiding": 1.35}
USUAL: Final = 0.96


def fill_months(
    partnership: Partnership, *, since: date, until: date, enters: User, approves: User
) -> None:
    """Enter what was done in every month that is over, and approve all but the last."""
    luck = Random(partnership.code)  # noqa: S311 - made-up data, no secret
    month = since
    while month < until:
        following = (month + timedelta(days=32)).replace(day=1)
        _fill(partnership, month, enters, luck)
        if following < until:
            _approve(partnership, month, approves, following)
        month = following


def _fill(partnership: Partnership, month: date, enters: User, luck: Random) -> None:
    activities = activities_to_enter(partnership=partnership, month=month, actor=enters)
    done = {}
    for activity in activities:
        share = BUSY.get(activity.name, USUAL) * luck.uniform(0.9, 1.1)
        hours = float(activity.year_hours) / MONTHS_IN_YEAR * share
        minutes = round(hours * MINUTES_IN_HOUR)
        if minutes:
            per_unit = activity.minutes_per_unit
            quantity = Decimal(round(minutes / per_unit)) if per_unit else None
            done[activity.line_id] = Done(quantity, minutes)
    enter_hours(
        partnership=partnership,
        month=month,
        team=None,
        done=done,
        actor=enters,
        now=at((month + timedelta(days=32)).replace(day=3)),
    )


def _approve(
    partnership: Partnership, month: date, approves: User, following: date
) -> None:
    entered = HoursEntry.objects.filter(
        partnership=partnership, month=month, status=HoursEntry.Status.ENTERED
    )
    approve_hours(
        seen=dict(entered.values_list("pk", "version")),
        actor=approves,
        now=at(following.replace(day=9)),
    )
