"""What was done how often, per month and team: the activities along the routes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Sum

from referrals.models import ActivityCount, PathwayVersion
from referrals.routes.definition import Activity
from referrals.routes.templates import TEMPLATES
from vve_portal.accounts.models import Partnership, Team

MONTHS_SHOWN: Final = 6
_STANDARD: Final = (
    "reading_advice",
    "library_coach",
    "parents_meeting",
    "care_meeting",
    "interim",
)
_MONTHS_IN_YEAR: Final = 12

Counts = dict[tuple[str, date], int]


@dataclass(frozen=True, slots=True)
class Row:
    """One activity with how often it was done per month; None is not counted."""

    name: str
    cells: Sequence[tuple[date, int | None]]
    total: int | None


def activities_of(partnership: Partnership, today: date) -> dict[str, str]:
    """Name what is counted in a municipality: the usual, and what its routes add."""
    versions = PathwayVersion.objects.filter(partnership=partnership)
    running = versions.published().in_force_on(today).order_by("pathway__code")
    own = [one for version in running for one in version.route.activities]
    return {one.key: one.name for one in (*_standard(), *own)}


def last_months(today: date, number: int = MONTHS_SHOWN) -> list[date]:
    """Return the first days of the last months, this one included, oldest first."""
    count = today.year * _MONTHS_IN_YEAR + today.month - 1
    wanted = range(count - number + 1, count + 1)
    return [
        date(one // _MONTHS_IN_YEAR, one % _MONTHS_IN_YEAR + 1, 1) for one in wanted
    ]


def counts_of(
    partnership: Partnership, *, months: Sequence[date], teams: Iterable[int | None]
) -> Counts:
    """Return the counts in these months of these teams; None is what no team owns."""
    wanted = set(teams)
    rows = ActivityCount.objects.filter(partnership=partnership, month__in=months)
    found: Counts = {}
    for activity, month, team, total in (
        rows.values_list("activity", "month", "team")
        .annotate(total=Sum("count"))
        .order_by("activity", "month", "team")
    ):
        if team in wanted:
            found[activity, month] = found.get((activity, month), 0) + total
    return found


def rows_of(
    activities: dict[str, str], counts: Counts, months: Sequence[date]
) -> list[Row]:
    """Put the months of each activity beside each other."""
    rows = []
    for key, name in activities.items():
        cells = [(month, counts.get((key, month))) for month in months]
        known = [count for _, count in cells if count is not None]
        rows.append(Row(name, cells, sum(known) if known else None))
    return rows


def teams_of(organisation_id: int) -> list[Team]:
    """Return the teams of an organisation that still work."""
    teams = Team.objects.filter(organisation=organisation_id, ended_at__isnull=True)
    return list(teams.order_by("name", "pk"))


def _standard() -> list[Activity]:
    known = {one.key: one for route in TEMPLATES.values() for one in route.activities}
    return [known[key] for key in _STANDARD]
