"""Attendance as it was noted: per month, per child, and how far it is from complete."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final

from django.db.models import F, Q, QuerySet

from referrals.models import (
    Attendance,
    AttendanceRequest,
    Location,
    MonthLock,
    Trajectory,
)
from referrals.queries.capacity import PLACED, THERE, locations_of
from referrals.routes.facts import FOUR, age_in_months, day_of_age
from referrals.states import CLOSING, RouteKind
from vve_portal.accounts.models import User

# Art. 2 Besluit basisvoorwaarden kwaliteit voorschoolse educatie: the offer makes 960
# hours possible from two and a half to four, of hours up to six a day.
LEGAL_HOURS: Final = 960
FROM_AGE: Final = 30
MOST_HOURS_A_DAY: Final = 6
_WEEKS_OFFERED: Final = 40
_MONTHS: Final = 12
_WEEKEND: Final = 5
MONTHS_SHOWN: Final = 4
# By this day of the next month a month should be complete.
COMPLETE_BY: Final = 10
# Rule E10: three times away without a word, or more than a quarter of the hours.
FREQUENT_TIMES: Final = 3
FREQUENT_SHARE: Final = Decimal("0.25")
# Also who left since: moved, went to care, or stopped after the day it was to begin.
_TOOK_PART: Final = Q(state__in=(PLACED, *THERE)) | Q(
    state__in=sorted(CLOSING), closed_on__gte=F("start_on")
)


def following_month(month: date) -> date:
    """Return the first of the month after."""
    return day_of_age(month, 1)


def last_day_of(month: date) -> date:
    """Return the last day of a month."""
    return following_month(month) - timedelta(days=1)


def most_hours_in(month: date) -> int:
    """Return how many hours of a month can count: six on each day but weekends."""
    days = (last_day_of(month) - month).days + 1
    weekdays = sum(
        (month + timedelta(days=number)).weekday() < _WEEKEND for number in range(days)
    )
    return weekdays * MOST_HOURS_A_DAY


def children_in_month(
    actor: User, location: Location, month: date
) -> QuerySet[Trajectory]:
    """Return who came, or should have come, to a location in a month."""
    began = Q(start_on__lte=last_day_of(month))
    was_there = Q(closed_on__isnull=True) | Q(closed_on__gte=month)
    noted = Attendance.objects.filter(location=location, month=month)
    return (
        Trajectory.objects.visible_to(actor)
        .filter(location=location, kind=RouteKind.PRESCHOOL)
        .filter(began & was_there & _TOOK_PART | Q(pk__in=noted.values("trajectory")))
        .order_by("code")
    )


def noted_in_month(
    actor: User, location: Location, month: date
) -> dict[int, Attendance]:
    """Return what was noted of each child in a month."""
    rows = Attendance.objects.visible_to(actor).filter(location=location, month=month)
    return {row.trajectory_id: row for row in rows}


def find_lock(actor: User, location: Location, month: date) -> MonthLock | None:
    """Return the lock on a month, if it is complete."""
    rows = MonthLock.objects.visible_to(actor).filter(location=location, month=month)
    found: MonthLock | None = rows.select_related("locked_by").first()
    return found


def expected_offer(child: Trajectory, month: date) -> Decimal | None:
    """Return the hours a child is likely to be offered in a month, to start from."""
    if child.hours_per_week is None:
        return None
    begin = max(month, child.start_on or month)
    end = min(following_month(month), child.closed_on or date.max)
    weeks = Decimal(max(0, (end - begin).days)) / 7
    hours = child.hours_per_week * weeks
    return min(Decimal(most_hours_in(month)), _half_hours(hours))


def _half_hours(hours: Decimal) -> Decimal:
    return (hours * 2).quantize(Decimal(1), ROUND_HALF_UP) / 2


@dataclass(frozen=True, slots=True)
class HoursLine:
    """How near a child comes to the 960 hours between two and a half and four."""

    offered: Decimal
    attended: Decimal
    expected: Decimal


def hours_line(child: Trajectory, rows: Iterable[Attendance], today: date) -> HoursLine:
    """Return the hours so far and, at this pace, at four."""
    counting = [row for row in rows if _counts(child, row.month)]
    offered = sum((row.offered_hours for row in counting), Decimal(0))
    attended = sum((row.attended_hours for row in counting), Decimal(0))
    noted = {row.month for row in counting}
    pace = (child.hours_per_week or Decimal(0)) * _WEEKS_OFFERED / _MONTHS
    left = sum(month not in noted for month in _months_of_offer(child, today))
    expected = (offered + pace * left).quantize(Decimal(1), ROUND_HALF_UP)
    return HoursLine(offered, attended, expected)


def _counts(child: Trajectory, month: date) -> bool:
    return FROM_AGE <= age_in_months(child.birth_month, month) < FOUR


def _months_of_offer(child: Trajectory, today: date) -> list[date]:
    """Return the months from the start to four in which hours count."""
    begin = (child.start_on or today).replace(day=1)
    end = day_of_age(child.birth_month, FOUR)
    if child.closed_on is not None:
        end = min(end, following_month(child.closed_on.replace(day=1)))
    first = max(begin, day_of_age(child.birth_month, FROM_AGE))
    months = age_in_months(first, end)
    return [day_of_age(first, number) for number in range(max(0, months))]


def attendance_of(
    actor: User, children: Iterable[Trajectory]
) -> dict[int, list[Attendance]]:
    """Return all that was noted of some children, in one query."""
    rows = Attendance.objects.visible_to(actor).filter(trajectory__in=list(children))
    found: dict[int, list[Attendance]] = defaultdict(list)
    for row in rows.order_by("month"):
        found[row.trajectory_id].append(row)
    return found


@dataclass(frozen=True, slots=True)
class MonthState:
    """How far a month of a location is: noted or not, complete, or late."""

    month: date
    noted: int
    is_locked: bool
    is_late: bool


def recent_months(today: date) -> list[date]:
    """Return the months that are shown, the latest first."""
    this = today.replace(day=1)
    return [day_of_age(this, -number) for number in range(MONTHS_SHOWN)]


def months_per_location(
    actor: User, *, today: date
) -> list[tuple[Location, list[MonthState]]]:
    """Return of each location how far the recent months are, in a few queries."""
    months = recent_months(today)
    locations = list(locations_of(actor))
    locked = _pairs(MonthLock.objects.visible_to(actor), months)
    noted: dict[tuple[int, date], int] = defaultdict(int)
    rows = Attendance.objects.visible_to(actor).filter(month__in=months)
    for pair in rows.values_list("location", "month"):
        noted[pair] += 1
    expected = _expected_pairs(actor, locations, months)
    return [
        (
            one,
            [
                MonthState(
                    month,
                    noted=noted[one.pk, month],
                    is_locked=(one.pk, month) in locked,
                    is_late=(one.pk, month) in expected - locked
                    and is_late(month, today),
                )
                for month in months
            ],
        )
        for one in locations
    ]


def is_late(month: date, today: date) -> bool:
    """Return whether a month should have been complete by now."""
    return today > complete_by(month)


def complete_by(month: date) -> date:
    """Return the day by which a month should be complete."""
    return following_month(month).replace(day=COMPLETE_BY)


def _pairs(rows: Any, months: list[date]) -> set[tuple[int, date]]:
    return set(rows.filter(month__in=months).values_list("location", "month"))


def _expected_pairs(
    actor: User, locations: list[Location], months: list[date]
) -> set[tuple[int, date]]:
    """Return in which months there were children at each location."""
    children = (
        Trajectory.objects.visible_to(actor)
        .filter(
            kind=RouteKind.PRESCHOOL,
            location__in=locations,
            start_on__lte=last_day_of(months[0]),
        )
        .filter(_TOOK_PART, Q(closed_on__isnull=True) | Q(closed_on__gte=months[-1]))
    )
    stays = children.values_list("location", "start_on", "closed_on")
    return {
        (location, month)
        for location, start_on, closed_on in stays
        for month in months
        if start_on and start_on <= last_day_of(month) and _lasts(closed_on, month)
    }


def _lasts(closed_on: date | None, month: date) -> bool:
    return closed_on is None or closed_on >= month


def late_months(actor: User, *, today: date) -> list[tuple[Location, date]]:
    """Return which months of the actor's locations should have been complete."""
    return [
        (location, state.month)
        for location, states in months_per_location(actor, today=today)
        for state in states
        if state.is_late
    ]


def open_requests(actor: User) -> QuerySet[AttendanceRequest]:
    """Return what preschools ask to correct, the oldest first."""
    rows: QuerySet[AttendanceRequest] = AttendanceRequest.objects.visible_to(actor)
    return (
        rows.filter(status=AttendanceRequest.Status.OPEN)
        .select_related("attendance__trajectory", "location", "asked_by")
        .order_by("asked_at", "pk")
    )


def is_frequent(unreported: int, offered: Decimal, attended: Decimal) -> bool:
    """Return whether absence in four weeks is frequent (rule E10)."""
    missed = offered - attended
    return unreported >= FREQUENT_TIMES or missed > offered * FREQUENT_SHARE
