"""Which hours were entered, which wait for whom, and what they ask of somebody."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from django.db.models import Count, Q, QuerySet, Sum
from django.urls import reverse

from agreements.queries import Task
from monitoring.models import HoursEntry
from monitoring.policies_hours import may_approve_hours, may_enter_hours
from monitoring.queries.budget import MONTHS_IN_YEAR, hours_of, months_between
from vve_portal.accounts.models import Partnership, Team, User
from vve_portal.accounts.roles import Role
from vve_portal.ui.dates import month_year

MONTHS_SHOWN: Final = 6
# Who entered hours in these months is expected to do so the next one.
HABIT: Final = 3
# The day of the next month by which hours are in.
BY_DAY: Final = 10
Status = HoursEntry.Status
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Month:
    """What was entered in a month: how many activities, minutes, and what waits."""

    month: date
    activities: int = 0
    minutes: int = 0
    approved: int = 0
    returned: int = 0

    @property
    def hours(self) -> Decimal:
        """The same in hours."""
        return hours_of(self.minutes)


def month_before(month: date, months: int = 1) -> date:
    """Return the first day of an earlier month."""
    at = month.year * MONTHS_IN_YEAR + month.month - 1 - months
    return date(at // MONTHS_IN_YEAR, at % MONTHS_IN_YEAR + 1, 1)


def last_months(today: date) -> list[date]:
    """Return the months to fill in, this one included, oldest first."""
    return months_between(month_before(today, MONTHS_SHOWN - 1), today)


def partnerships_to_enter(actor: User) -> QuerySet[Partnership]:
    """Return where somebody enters hours: as a party, or where he helps."""
    reach = actor.partnership_ids | actor.children_ids
    rows = Partnership.objects.filter(pk__in=reach).select_related("municipality")
    return rows.order_by("municipality__name", "pk")


def teams_to_enter(actor: User) -> list[Team]:
    """Return for which teams somebody enters hours, by name."""
    teams = Team.objects.visible_to(actor).filter(ended_at__isnull=True)
    if not actor.has_role(Role.VVE_COORDINATOR):
        teams = teams.filter(pk__in=actor.team_ids)
    return list(teams.order_by("name", "pk"))


def own_months(
    actor: User, partnership: Partnership, team: int | None, months: Sequence[date]
) -> list[Month]:
    """Return what somebody entered himself, month by month."""
    rows = HoursEntry.objects.visible_to(actor).filter(
        partnership=partnership, entered_by=actor, team=team, month__in=months
    )
    found = {
        row["month"]: Month(**row)
        for row in rows.values("month")
        .annotate(
            activities=Count("pk"),
            minutes=Sum("minutes"),
            approved=Count("pk", filter=Q(status=Status.APPROVED)),
            returned=Count("pk", filter=Q(status=Status.RETURNED)),
        )
        .order_by("month")
    }
    return [found.get(month, Month(month)) for month in months]


def own_entries(
    actor: User, partnership: Partnership, team: int | None, month: date
) -> dict[Key, HoursEntry]:
    """Return what somebody entered in a month, by activity."""
    rows = HoursEntry.objects.visible_to(actor).filter(
        partnership=partnership, entered_by=actor, team=team, month=month
    )
    return {(one.clause_code, one.activity): one for one in rows.order_by("pk")}


def entries_to_judge(actor: User, status: str) -> QuerySet[HoursEntry]:
    """Return hours by where they stand, in the order in which they are looked at."""
    rows: QuerySet[HoursEntry] = HoursEntry.objects.visible_to(actor).filter(
        partnership__in=actor.partnership_ids, status=status
    )
    order = "month" if status == Status.ENTERED else "-month"
    return rows.select_related(
        "entered_by", "organisation", "team", "partnership__municipality", "judged_by"
    ).order_by("partnership", order, "clause_code", "activity", "pk")


def hours_tasks(actor: Any, *, today: date) -> Iterator[Task]:
    """Yield what hours ask: to approve them, to fill them in, to look at them again."""
    if may_approve_hours(actor):
        yield from _to_approve(actor)
    if may_enter_hours(actor):
        yield from _to_enter(actor, today)


def _to_approve(actor: User) -> Iterator[Task]:
    waiting = HoursEntry.objects.visible_to(actor).filter(
        partnership__in=actor.partnership_ids, status=Status.ENTERED
    )
    count = waiting.exclude(entered_by=actor).count()
    if count:
        yield Task(
            "Keur de uren van de plus-inzet goed",
            reverse("monitoring:hours-approve"),
            f"{_entries(count)} op goedkeuring.",
        )


def _entries(count: int) -> str:
    return "Eén activiteit wacht" if count == 1 else f"{count} activiteiten wachten"


def _to_enter(actor: User, today: date) -> Iterator[Task]:
    """Yield about last month; who never enters hours hears nothing."""
    last = month_before(today)
    months = [*months_between(month_before(last, HABIT), month_before(last)), last]
    rows = HoursEntry.objects.visible_to(actor).filter(
        entered_by=actor, month__in=[*months, today.replace(day=1)]
    )
    found = list(rows.values_list("month", "status").distinct().order_by("month"))
    url = reverse("monitoring:hours-enter")
    returned = [month for month, status in found if status == Status.RETURNED]
    if returned:
        yield Task(
            "Kijk opnieuw naar uren die zijn teruggestuurd",
            url,
            f"Het gaat om {_names(returned)}.",
        )
    entered = {month for month, _ in found if month in months}
    if entered and last not in entered:
        yield Task(
            f"Vul de uren van {month_year(last)} in",
            url,
            "U vulde de maanden ervoor ook uren in.",
            (last + timedelta(days=31)).replace(day=BY_DAY),
        )


def _names(months: Iterable[date]) -> str:
    return " en ".join(dict.fromkeys(month_year(month) for month in months))
