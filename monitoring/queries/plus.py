"""Plus-inzet: what is budgeted and what was done, per activity and source of money."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.db.models import Max, QuerySet, Sum

from monitoring.models import HoursEntry
from monitoring.queries.budget import (
    MINUTES_IN_HOUR,
    MONTHS_IN_YEAR,
    Activity,
    activities_of,
    cents,
    hours_of,
    months_between,
    months_of,
)
from monitoring.queries.plus_lines import (
    Key,
    Plus,
    PlusLine,
    PlusYear,
    SourceLine,
    known_or,
    total,
)
from vve_portal.accounts.models import Partnership

__all__ = [
    "Plus",
    "PlusLine",
    "PlusYear",
    "SourceLine",
    "hours_per_team",
    "plus_of",
    "plus_of_each",
    "plus_year",
]
Minutes = dict[tuple[int, str, str], int]


def plus_of(partnership: Partnership, *, starts_on: date, ends_on: date) -> Plus:
    """Return budget and approved hours of whole months within one year."""
    return plus_of_each(partnership, (starts_on, ends_on))[0]


def plus_of_each(
    partnership: Partnership, *periods: tuple[date, date]
) -> tuple[Plus, ...]:
    """Return the same of several periods of one year, which is read once."""
    activities = activities_of(partnership, periods[0][0].year)
    asked = [months_between(starts_on, ends_on) for starts_on, ends_on in periods]
    return tuple(
        _plus(
            activities,
            _minutes(_approved(partnership, months)),
            asked=months,
            due=months,
        )
        for months in asked
    )


def plus_year(partnership: Partnership, *, year: int, today: date) -> PlusYear:
    """Return a year until now, and its forecast.

    The pace is that of the months up to the last of which hours were approved; a
    fixed sum is paid in equal instalments, of the months that are over.
    """
    activities = activities_of(partnership, year)
    months = months_of(year)
    approved = _approved(partnership, months)
    counted = _counted_until(approved, year, today)
    due = [month for month in months if month < today.replace(day=1)]
    done = [month for month in months if counted is not None and month <= counted]
    plus = _plus(
        activities, _minutes(approved), asked=months, due=due, forecast=_Forecast(done)
    )
    return PlusYear(plus, year, counted)


def hours_per_team(
    partnership: Partnership, *, starts_on: date, ends_on: date
) -> dict[int | None, Decimal]:
    """Return the approved hours of whole months, by the team that made them."""
    rows = _approved(partnership, months_between(starts_on, ends_on))
    sums = rows.values_list("team").annotate(minutes=Sum("minutes")).order_by("team")
    return {team: hours_of(minutes) for team, minutes in sums}


def _approved(partnership: Partnership, months: Sequence[date]) -> QuerySet[HoursEntry]:
    rows: QuerySet[HoursEntry] = HoursEntry.objects.approved().filter(
        partnership=partnership, month__in=months
    )
    return rows


def _minutes(rows: QuerySet[HoursEntry]) -> Minutes:
    sums = rows.values_list("agreement", "clause_code", "activity").annotate(
        minutes=Sum("minutes")
    )
    return {(pk, code, name): total for pk, code, name, total in sums.order_by()}


def _counted_until(rows: QuerySet[HoursEntry], year: int, today: date) -> date | None:
    """Return the last month of which hours were approved; a year that is over whole."""
    last: date | None = rows.aggregate(last=Max("month"))["last"]
    if last is not None and today.year > year:
        return date(year, MONTHS_IN_YEAR, 1)
    return last


@dataclass(frozen=True, slots=True)
class _Forecast:
    """The months of which the hours are in."""

    done: list[date]

    def hours(self, activity: Activity, minutes: int) -> Decimal | None:
        """Return the hours of the year at the pace of the months that are in."""
        return self._at_pace(activity, Decimal(minutes))

    def amount(self, activity: Activity, minutes: int) -> Decimal | None:
        """Return the euros of the year; a fixed sum stays what it is."""
        if not activity.is_settled:
            return activity.amount_in(activity.months)
        return self._at_pace(activity, minutes * (activity.rate or Decimal(0)))

    def _at_pace(self, activity: Activity, made: Decimal) -> Decimal | None:
        done = sum(1 for month in activity.months if month in self.done)
        if not done:
            return None
        return cents(made * len(activity.months) / (done * MINUTES_IN_HOUR))


def _plus(
    activities: Sequence[Activity],
    minutes: Minutes,
    *,
    asked: Sequence[date],
    due: Sequence[date],
    forecast: _Forecast | None = None,
) -> Plus:
    """Put what was done beside its budget, and add up what is one activity."""
    left = dict(minutes)
    lines: dict[Key, PlusLine] = {}
    for activity in activities:
        if not set(activity.months) & set(asked):
            continue
        # Two lines with one name are entered as one: the first takes the hours.
        line = _line(activity, left.pop(activity.key, 0), asked, due, forecast)
        known = lines.get(line.key)
        lines[line.key] = line if known is None else _added(known, line)
    loose = [(code, name, hours_of(made)) for (_, code, name), made in left.items()]
    return Plus(tuple(lines.values()), tuple(sorted(loose)))


def _line(
    activity: Activity,
    minutes: int,
    asked: Sequence[date],
    due: Sequence[date],
    forecast: _Forecast | None,
) -> PlusLine:
    budget = activity.amount_in(asked)
    if activity.is_settled:
        realised = cents(Decimal(minutes) * (activity.rate or 0) / MINUTES_IN_HOUR)
    else:
        realised = activity.amount_in(due)
    line = PlusLine(
        clause_code=activity.clause_code,
        activity=activity.name,
        settlement=activity.settlement,
        funding=activity.funding,
        unit=activity.unit,
        budget_hours=activity.hours_in(asked),
        realised_hours=hours_of(minutes),
        budget_amount=budget,
        realised_amount=realised,
    )
    if forecast is None:
        return line
    return replace(
        line,
        forecast_hours=forecast.hours(activity, minutes),
        forecast_amount=forecast.amount(activity, minutes),
    )


def _added(one: PlusLine, other: PlusLine) -> PlusLine:
    """Add up an activity that a later agreement went on with."""
    return replace(
        one,
        budget_hours=one.budget_hours + other.budget_hours,
        realised_hours=one.realised_hours + other.realised_hours,
        budget_amount=one.budget_amount + other.budget_amount,
        realised_amount=one.realised_amount + other.realised_amount,
        forecast_hours=_both(one, other, lambda line: line.forecast_hours, "hours"),
        forecast_amount=_both(one, other, lambda line: line.forecast_amount, "amount"),
    )


def _both(
    one: PlusLine,
    other: PlusLine,
    of: Callable[[PlusLine], Decimal | None],
    unit: str,
) -> Decimal | None:
    """Add forecasts; of what did not begin yet the budget stands in."""
    if of(one) is None and of(other) is None:
        return None
    return total(
        known_or(of(line), getattr(line, f"budget_{unit}")) for line in (one, other)
    )
