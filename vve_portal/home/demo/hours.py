"""Attendance in the demo: noted and locked every month, but for the last one."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random
from typing import Final

from django.utils import timezone

from referrals.models import Attendance, Location, MonthLock, Trajectory
from referrals.queries.attendance import expected_offer, following_month
from referrals.routes.facts import day_of_age
from vve_portal.accounts.models import User

AT_PRESCHOOL: Final = frozenset({"S70", "S71", "S72", "S80", "S81", "S82"})
OFTEN_ABSENT: Final = "S71"
# Three out of four come nearly always.
PRESENT: Final = (100, 100, 95, 90, 90, 80)
ABSENT: Final = (60, 50, 40)


def note_hours(
    trajectories: Iterable[Trajectory],
    *,
    locations: Iterable[Location],
    contacts: Mapping[int, User],
    today: date,
    luck: Random,
) -> None:
    """Note the hours of every month that is over, and lock all but the last one."""
    rows, months = [], defaultdict(set)
    last = day_of_age(today.replace(day=1), -1)
    for trajectory in trajectories:
        for month in _months(trajectory, last):
            row = _row(trajectory, month, contacts, luck)
            if row is not None:
                rows.append(row)
                months[row.location_id].add(month)
    Attendance.objects.bulk_create(rows, batch_size=500)
    MonthLock.objects.bulk_create(
        MonthLock(
            partnership_id=location.partnership_id,
            location=location,
            month=month,
            locked_by=contacts[location.pk],
            locked_at=_soon_after(month),
        )
        for location in locations
        for month in sorted(months[location.pk] - {last})
    )


def _months(trajectory: Trajectory, last: date) -> list[date]:
    """Return the months in which a child took part, up to the last that is over."""
    if trajectory.start_on is None or trajectory.location_id is None:
        return []
    if trajectory.is_open and trajectory.state not in AT_PRESCHOOL:
        return []
    month, months = trajectory.start_on.replace(day=1), []
    until = min(last, trajectory.closed_on or last)
    while month <= until:
        months.append(month)
        month = following_month(month)
    return months


def _row(
    trajectory: Trajectory, month: date, contacts: Mapping[int, User], luck: Random
) -> Attendance | None:
    offered, location_id = expected_offer(trajectory, month), trajectory.location_id
    if not offered or location_id is None:
        return None
    is_absent = trajectory.state == OFTEN_ABSENT and month >= trajectory.since.replace(
        day=1
    )
    share = Decimal(luck.choice(ABSENT if is_absent else PRESENT)) / 100
    return Attendance(
        partnership_id=trajectory.partnership_id,
        location_id=location_id,
        trajectory=trajectory,
        month=month,
        offered_hours=offered,
        attended_hours=(offered * share).quantize(Decimal("0.1")),
        unreported_absences=3 if is_absent else luck.choice((0, 0, 0, 1)),
        noted_by=contacts[location_id],
        noted_at=_soon_after(month),
    )


def _soon_after(month: date) -> datetime:
    """Return a moment in the first days of the next month."""
    day = following_month(month) + timedelta(days=3)
    return timezone.make_aware(datetime.combine(day, time(10)))
