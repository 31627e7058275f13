"""The calendar of a quarter: what must be ready on which day, and what is late.

Days are days in the Netherlands, so a clock that is put back changes nothing. Working
days are Monday to Friday; holidays count as working days.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from monitoring.definitions import Source
from monitoring.models import Delivery, Quarter
from monitoring.queries.settling import (
    Standing,
    areas_without_words,
    standing_of,
)
from referrals.routes.facts import working_days_after
from vve_portal.ui.dates import weekday_date


class Moment(StrEnum):
    """What the calendar asks for."""

    OPEN = "open"
    DELIVER = "deliver"
    COMPLETE = "complete"
    WORDS = "words"
    DRAFT = "draft"
    MEETING = "meeting"
    SETTLE = "settle"


# How many working days after the end of the quarter.
WORKING_DAYS: Final[dict[Moment, int]] = {
    Moment.OPEN: 0,
    Moment.DELIVER: 10,
    Moment.COMPLETE: 15,
    Moment.WORDS: 22,
    Moment.DRAFT: 23,
    Moment.MEETING: 35,
    Moment.SETTLE: 36,
}
# The meeting has some days to choose from; this is the first one.
MEETING_FROM: Final = 28
NAMES: Final[dict[Moment, tuple[str, str]]] = {
    Moment.OPEN: ("Kwartaal geopend", "Het portaal"),
    Moment.DELIVER: ("Gegevens aanleveren", "Voorscholen en JGZ"),
    Moment.COMPLETE: ("Cijfers controleren en vrijgeven", "JGZ"),
    Moment.WORDS: ("Per gebied schrijven wat u ziet", "Gemeente en JGZ"),
    Moment.DRAFT: ("Concept delen", "Gemeente of JGZ"),
    Moment.MEETING: ("Kwartaaloverleg", "Alle deelnemers"),
    Moment.SETTLE: ("Vaststellen", "Gemeente of JGZ"),
}


@dataclass(frozen=True, slots=True)
class CalendarStep:
    """A step of a quarter: by when, by whom, and whether it is done."""

    key: Moment
    name: str
    who: str
    due: date
    note: str
    state: str

    @property
    def is_done(self) -> bool:
        """Whether it is behind us."""
        return self.state == "done"


def due_on(quarter: Quarter, moment: Moment) -> date:
    """Return the last day for a step."""
    return working_days_after(quarter.ends_on, WORKING_DAYS[moment])


def steps_of(
    quarter: Quarter, *, today: date, standing: Standing | None = None
) -> list[CalendarStep]:
    """Return every step; the first one that is not done yet is the current one.

    A page that loaded how far the quarter is gives it as `standing`.
    """
    done = frozenset(_done_moments(quarter, standing))
    first = next((moment for moment in Moment if moment not in done), None)
    return [
        CalendarStep(
            key=moment,
            name=NAMES[moment][0],
            who=NAMES[moment][1],
            due=due_on(quarter, moment),
            note=_note(quarter, moment),
            state="done" if moment in done else _waiting(quarter, moment, first, today),
        )
        for moment in Moment
    ]


def _waiting(
    quarter: Quarter, moment: Moment, first: Moment | None, today: date
) -> str:
    if due_on(quarter, moment) < today:
        return "late"
    return "current" if moment == first else ""


def _note(quarter: Quarter, moment: Moment) -> str:
    who, last = NAMES[moment][1], weekday_date(due_on(quarter, moment))
    if moment == Moment.OPEN:
        return f"Stand op {weekday_date(quarter.ends_on)}"
    if moment == Moment.MEETING:
        first = weekday_date(working_days_after(quarter.ends_on, MEETING_FROM))
        return f"{who}, {first} tot en met {last}"
    return f"{who}, uiterlijk {last}"


def _done_moments(quarter: Quarter, standing: Standing | None) -> Iterator[Moment]:
    yield Moment.OPEN
    if quarter.settled_at is not None:
        yield from Moment
        return
    if quarter.provisional_at is not None:
        yield from (Moment.DELIVER, Moment.COMPLETE)
    elif Delivery.objects.filter(quarter=quarter, source=Source.JGZ).exists():
        yield Moment.DELIVER
    standing = standing or standing_of(quarter)
    if not areas_without_words(standing):
        yield Moment.WORDS
    if quarter.shared_at is not None:
        yield Moment.DRAFT
    if standing.is_talked_about:
        yield Moment.MEETING
