"""What the parties do themselves: hours, meetings, actions, clauses (IND-19 to 22)."""

from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from typing import Final, NamedTuple

from django.db.models import Q
from django.utils import timezone

from agreements.models.vocabulary import IndicatorCode, Progress
from monitoring.counting.counts import Asked, Count
from monitoring.counting.grouping import groups_of, share
from monitoring.definitions import UNKNOWN, Dimension
from monitoring.models import Action, ClauseStatus, Meeting, Participant
from monitoring.queries.plus import Plus, hours_per_team, plus_of_each

HOURS: Final = IndicatorCode.PLUS_HOURS.value
MONEY: Final = IndicatorCode.PLUS_MONEY.value
HELD: Final = IndicatorCode.MEETINGS_HELD.value
ATTENDED: Final = IndicatorCode.MEETINGS_ATTENDED.value
ACTIONS: Final = IndicatorCode.ACTIONS_IN_TIME.value
CLAUSES: Final = IndicatorCode.CLAUSES_ON_COURSE.value
YEAR: Final = "year"
# A figure names its group in so many signs.
LONGEST_CATEGORY: Final = 60
# What is agreed, but asks nothing of anybody now.
ASLEEP: Final = frozenset({Progress.NOT_STARTED, Progress.NOT_APPLICABLE})


class _Sum(NamedTuple):
    done: Decimal
    agreed: Decimal


def plus_work(asked: Asked) -> list[Count]:
    """Count approved hours and their money, in the quarter and in the year so far."""
    quarter, year = plus_of_each(
        asked.partnership,
        (asked.starts_on, asked.ends_on),
        (asked.starts_on.replace(month=1), asked.ends_on),
    )
    # Whatever is in the quarter is in the year.
    if not year.lines:
        return []
    teams = hours_per_team(
        asked.partnership, starts_on=asked.starts_on, ends_on=asked.ends_on
    )
    return [
        *_plus(quarter, ""),
        *_plus(year, YEAR),
        *(
            Count(HOURS, "", Dimension.TEAM.value, str(team or UNKNOWN), numerator=done)
            for team, done in sorted(teams.items(), key=str)
        ),
    ]


def _plus(plus: Plus, measure: str) -> Iterator[Count]:
    hours = _Sum(plus.realised_hours, plus.budget_hours)
    money = _Sum(plus.realised_amount, plus.budget_amount)
    yield Count(HOURS, measure, numerator=hours.done, denominator=hours.agreed)
    yield Count(MONEY, measure, numerator=money.done, denominator=money.agreed)
    activities: dict[str, tuple[_Sum, _Sum]] = {}
    for line in plus.lines:
        name = line.activity[:LONGEST_CATEGORY]
        nothing = _Sum(Decimal(0), Decimal(0))
        spent, paid = activities.get(name, (nothing, nothing))
        activities[name] = (
            _Sum(spent.done + line.realised_hours, spent.agreed + line.budget_hours),
            _Sum(paid.done + line.realised_amount, paid.agreed + line.budget_amount),
        )
    for name, (spent, paid) in sorted(activities.items()):
        place = (Dimension.ACTIVITY.value, name)
        yield Count(
            HOURS, measure, *place, numerator=spent.done, denominator=spent.agreed
        )
        yield Count(
            MONEY, measure, *place, numerator=paid.done, denominator=paid.agreed
        )
    for source in plus.sources:
        yield Count(
            MONEY,
            measure,
            Dimension.FUNDING.value,
            str(source.funding),
            numerator=source.realised_amount,
            denominator=source.budget_amount,
        )


def meetings(asked: Asked) -> list[Count]:
    """Count meetings that were held of those agreed, and who was there.

    A meeting that was called off was agreed all the same.
    """
    since, until = _moments(asked)
    agreed = Meeting.objects.filter(
        partnership=asked.partnership, starts_at__gte=since, starts_at__lt=until
    )
    kinds = {Dimension.MEETING: lambda row: row[1]}
    rows = list(agreed.values_list("status", "series__kind"))
    asked_to_come = Participant.objects.filter(
        partnership=asked.partnership,
        meeting__in=agreed.filter(status=Meeting.Status.HELD),
        is_required=True,
    )
    people = list(asked_to_come.values_list("was_present", "organisation"))
    parties = {Dimension.ORGANISATION: lambda row: str(row[1] or UNKNOWN)}
    return [
        *(
            share(HELD, group, [one for one in group.members if one[0] == "held"])
            for group in groups_of(rows, kinds)
        ),
        *(
            share(ATTENDED, group, [one for one in group.members if one[0]])
            for group in groups_of(people, parties)
        ),
    ]


def _moments(asked: Asked) -> tuple[datetime, datetime]:
    """Return when the quarter begins and ends in the Netherlands."""
    month = asked.ends_on.month % 12 + 1
    year = asked.ends_on.year + (month == 1)
    return tuple(  # type: ignore[return-value]  # two days make two moments
        timezone.make_aware(datetime.combine(day, time.min))
        for day in (asked.starts_on, date(year, month, 1))
    )


def actions(asked: Asked) -> list[Count]:
    """Count actions that were done on their day, of those that had to be."""
    due = Action.objects.filter(
        partnership=asked.partnership,
        due_on__range=(asked.starts_on, asked.ends_on),
        noted_at__lte=asked.now,
    ).exclude(status=Action.Status.DROPPED)
    rows = list(due.values_list("due_on", "done_on", "organisation"))
    parties = {Dimension.ORGANISATION: lambda row: str(row[2])}
    return [
        share(ACTIONS, group, [one for one in group.members if _in_time(*one[:2])])
        for group in groups_of(rows, parties)
    ]


def _in_time(due_on: date, done_on: date | None) -> bool:
    return done_on is not None and done_on <= due_on


def clauses(asked: Asked) -> list[Count]:
    """Count clauses on course, by what people last said of each."""
    year, number = asked.ends_on.year, -(-asked.ends_on.month // 3)
    earlier = Q(quarter__year__lt=year)
    told = ClauseStatus.objects.filter(
        earlier | Q(quarter__year=year, quarter__number__lte=number),
        partnership=asked.partnership,
        set_at__lte=asked.now,
    ).order_by("quarter__year", "quarter__number", "pk")
    latest = {
        clause: (status, str(chapter))
        for clause, status, chapter in told.values_list(
            "clause", "status", "clause__chapter"
        )
    }
    running = [one for one in latest.values() if one[0] not in ASLEEP]
    areas = {Dimension.AREA: lambda one: one[1]}
    return [
        share(
            CLAUSES,
            group,
            [one for one in group.members if one[0] == Progress.ON_COURSE],
        )
        for group in groups_of(running, areas)
    ]
