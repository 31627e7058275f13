"""How often children come, stay away and leave for school (IND-15 to 18b)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby
from typing import Final

from django.db.models import F, Sum

from agreements.models.vocabulary import IndicatorCode
from monitoring.counting.children import (
    ABSENT,
    TAKES_PART,
    Leaving,
    Spell,
    days_between,
    leavings,
    spells,
)
from monitoring.counting.counts import Asked, Count
from monitoring.counting.grouping import groups_of, share
from monitoring.counting.sql import INTERRUPTED, LONGEST_INTERRUPTION
from monitoring.definitions import Dimension
from referrals.models import Attendance
from referrals.routes.facts import FOUR, day_of_age

HOURS: Final = IndicatorCode.HOURS_PER_WEEK.value
TAKEN: Final = IndicatorCode.HOURS_TAKEN.value
ABSENCE: Final = IndicatorCode.FREQUENT_ABSENCE.value
SOLVED: Final = IndicatorCode.ABSENCE_SOLVED.value
WARM: Final = IndicatorCode.WARM_HANDOVER.value
CONFIRMED: Final = IndicatorCode.HANDOVER_CONFIRMED.value

ENOUGH_HOURS: Final = 16
LEAST_DAYS: Final = 28
SOLVED_DAYS: Final = 42
WARM_DAYS: Final = 28
CONFIRMED_DAYS: Final = 14
_CENT: Final = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Child:
    """One child's spells in order of time."""

    spells: Sequence[Spell]

    @property
    def location(self) -> str:
        """Where it was last."""
        return self.spells[0].location

    @property
    def hours(self) -> Decimal | None:
        """The hours per week that were agreed last; of who is still there."""
        return self.spells[-1].hours

    def takes_part_on(self, day: date) -> bool:
        """Return whether it had begun and not stopped; a long pause is stopping."""
        last = self.spells[-1]
        if last.until is not None or last.state not in TAKES_PART:
            return False
        if last.state != INTERRUPTED:
            return True
        began = [one.since for one in self.spells if one.from_state != INTERRUPTED]
        # One that is not among these began half a year ago or more.
        return bool(began) and day - began[-1] <= LONGEST_INTERRUPTION

    def days_in(self, asked: Asked) -> int:
        """Return on how many days of the quarter it took part."""
        return sum(_days_in(spell, asked) for spell in self.spells)

    def was_absent_in(self, asked: Asked) -> bool:
        """Return whether it often stayed away on a day of the quarter."""
        return any(
            spell.state == ABSENT and _days_in(spell, asked) > 0
            for spell in self.spells
        )


def staying(asked: Asked) -> list[Count]:
    """Count hours agreed, frequent absence, and how much of it was solved."""
    children = [
        Child(list(rows))
        for _, rows in groupby(spells(asked), key=lambda spell: spell.child)
    ]
    return [
        *_hours_agreed(children, asked),
        *_absence(children, asked),
        _absence_solved(children, asked),
    ]


def _hours_agreed(children: Iterable[Child], asked: Asked) -> Iterator[Count]:
    locations = {Dimension.LOCATION: lambda child: child.location}
    present = [child for child in children if child.takes_part_on(asked.ends_on)]
    for group in groups_of(present, locations):
        known = [hours for one in group.members if (hours := one.hours) is not None]
        mean = (sum(known, Decimal(0)) / len(known)) if known else None
        yield Count(
            HOURS,
            "",
            group.dimension,
            group.category,
            denominator=len(known),
            value=mean and mean.quantize(_CENT, ROUND_HALF_UP),
        )
        enough = [
            one for one in group.members if (one.hours or Decimal(0)) >= ENOUGH_HOURS
        ]
        yield share(HOURS, group, enough, measure="at_least_16")


def _absence(children: Iterable[Child], asked: Asked) -> Iterator[Count]:
    locations = {Dimension.LOCATION: lambda child: child.location}
    long_enough = [child for child in children if child.days_in(asked) >= LEAST_DAYS]
    for group in groups_of(long_enough, locations):
        absent = [one for one in group.members if one.was_absent_in(asked)]
        yield share(ABSENCE, group, absent)


def _absence_solved(children: Iterable[Child], asked: Asked) -> Count:
    """Follow every period that began in the quarter before until it ended."""
    began = solved = 0
    for child in children:
        for position, spell in enumerate(child.spells):
            if not _absence_began(spell, asked):
                continue
            began += 1
            solved += _ended_in_time(child.spells[position:], spell.since)
    return Count(SOLVED, numerator=solved, denominator=began)


def _absence_began(spell: Spell, asked: Asked) -> bool:
    return (
        spell.state == ABSENT
        and spell.from_state != ABSENT
        and asked.earlier_starts_on <= spell.since <= asked.earlier_ends_on
    )


def _ended_in_time(following: Sequence[Spell], since: date) -> bool:
    last = next((one for one in following if one.next_state != ABSENT), following[-1])
    return (
        last.next_state == "S70"
        and last.until is not None
        and days_between(since, last.until) <= SOLVED_DAYS
    )


def _days_in(spell: Spell, asked: Asked) -> int:
    if spell.state not in TAKES_PART:
        return 0
    after = asked.ends_on + timedelta(days=1)
    since = max(spell.since, asked.starts_on)
    until = min(spell.until or after, after)
    return max(0, days_between(since, until))


def hours_taken(asked: Asked) -> list[Count]:
    """Count the hours that children came, of the hours that were offered to them."""
    rows = Attendance.objects.filter(
        partnership=asked.partnership,
        month__range=(asked.starts_on, asked.ends_on),
        noted_at__lte=asked.now,
    )
    per_location = (
        rows.values(code=F("location__lrk_id"))
        .annotate(attended=Sum("attended_hours"), offered=Sum("offered_hours"))
        .order_by("code")
    )
    found = [
        Count(
            TAKEN,
            "",
            Dimension.LOCATION.value,
            row["code"],
            numerator=row["attended"],
            denominator=row["offered"],
        )
        for row in per_location
    ]
    whole = Count(
        TAKEN,
        numerator=sum((_hours(one.numerator) for one in found), Decimal(0)),
        denominator=sum((_hours(one.denominator) for one in found), Decimal(0)),
    )
    return [whole, *found]


def _hours(value: int | Decimal | None) -> Decimal:
    return Decimal(value or 0)


def leaving(asked: Asked) -> list[Count]:
    """Count how children were handed over to school, and how soon it answered."""
    found = leavings(asked)
    gone = [one for one in found if _went_to_school(one, asked)]
    locations = {Dimension.LOCATION: lambda one: one.location}
    handed = [
        one
        for one in found
        if one.handed_on and asked.starts_on <= one.handed_on <= asked.ends_on
    ]
    return [
        *(
            share(WARM, group, [one for one in group.members if _was_warm(one)])
            for group in groups_of(gone, locations)
        ),
        *(
            share(CONFIRMED, group, [one for one in group.members if _confirmed(one)])
            for group in groups_of(handed, {})
        ),
    ]


def _went_to_school(one: Leaving, asked: Asked) -> bool:
    turned_four = day_of_age(one.birth_month, FOUR)
    return (
        asked.starts_on <= turned_four <= asked.ends_on
        and one.took_part
        and one.indicated
        and one.school_on is not None
    )


def _was_warm(one: Leaving) -> bool:
    limit = day_of_age(one.birth_month, FOUR) + timedelta(days=WARM_DAYS)
    return one.warm_on is not None and one.warm_on <= limit


def _confirmed(one: Leaving) -> bool:
    if one.handed_on is None or one.confirmed_on is None:
        return False
    return days_between(one.handed_on, one.confirmed_on) <= CONFIRMED_DAYS
