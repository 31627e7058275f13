"""Towns of made-up children to whom anything may have happened, also what is odd."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from random import Random
from typing import Any, Final

from referrals.codes import code_of
from referrals.models import (
    Event,
    EventReason,
    IndicationGroup,
    Location,
    Neighbourhood,
    PathwayVersion,
    Trajectory,
)
from referrals.reasons import NonReach, ReasonGroup, Stop
from referrals.states import CLOSING
from tests.factories import (
    LocationFactory,
    NeighbourhoodFactory,
    OrganisationFactory,
    PathwayVersionFactory,
    TeamFactory,
)
from tests.monitoring.counting.lives import COUNTED_AT
from vve_portal.accounts.models import Partnership, Team

# What may follow on what, with the odd turns that people and files make.
NEXT: Final[dict[str, str]] = {
    "S00": "S10 S10 S20 S94",
    "S10": "S20 S20 S20 S21 S92",
    "S20": "S30 S30 S30 S30 S22 S94 S92",
    "S21": "S20 S20 S95",
    "S22": "S20",
    "S30": "S30c S30c S40 S40 S31 S32 S30r",
    "S31": "S30 S30",
    "S32": "S42 S42 S30 S31",
    "S40": "S41 S41 S50 S42 S30 S31",
    "S41": "S50 S50 S42",
    "S42": "S50 S50 S31 S32",
    "S50": "S51 S51 S60 S30",
    "S51": "S60 S60 S51n S92 S30",
    "S60": "S70 S70 S70 S60n S91",
    "S70": "S72 S72 S71 S80 S80 S91 S93 S94 S96 S70n",
    "S71": "S70 S91",
    "S72": "S70 S70 S91",
    "S80": "S81 S82",
    "S81": "S90 S81n S81k",
    "S82": "S90 S82k",
    "Z00": "Z10 Z10 Z81",
    "Z10": "Z20 Z20 Z80",
    "Z20": "Z30 Z40 Z60",
    "Z30": "Z40 Z20",
    "Z40": "Z50 Z60",
    "Z60": "Z10 Z80",
}
TOLD_WHY: Final[dict[str, list[str]]] = {
    "S31": NonReach.values,
    "S92": NonReach.values,
    "S95": NonReach.values,
    "S91": Stop.values,
}
# What runs beside the way of a child; a second way to a preschool is the same child's.
BESIDE: Final = ("support", "support", "support", "preschool")
# Long since, in the days around the quarter, or not known yet.
BORN_FROM: Final = date(2022, 5, 1)
MONTHS: Final = 36


@dataclass
class Stage:
    """What the children of a town point at; made once."""

    partnership: Partnership
    neighbourhoods: list[Neighbourhood | None]
    places: list[Location | None]
    teams: list[Team | None]
    routes: list[PathwayVersion]


def set_stage(partnership: Partnership) -> Stage:
    """Make two of everything, and what is not known beside it."""
    holder = OrganisationFactory.create(preschool=True)
    places = [
        LocationFactory.create(partnership=partnership, holder=one)
        for one in (holder, None)
    ]
    return Stage(
        partnership,
        [
            None,
            *NeighbourhoodFactory.create_batch(2, partnership=partnership),
        ],
        [None, *places],
        [None, *TeamFactory.create_batch(2, organisation=partnership.provider)],
        [
            PathwayVersionFactory.create(
                pathway__partnership=partnership, pathway__code=code, published=True
            )
            for code in ("R-ONE", "R-TWO")
        ],
    )


def fill(stage: Stage, luck: Random, number: int) -> None:
    """Let so many children live in the town."""
    children = [_child(stage, luck, n) for n in range(number)]
    Trajectory.objects.bulk_create(children)
    sides = [
        _child(stage, luck, number + n, kind=luck.choice(BESIDE), main=main)
        for n, main in enumerate(luck.choices(children, k=number // 2))
    ]
    Trajectory.objects.bulk_create(sides)
    events = [
        event for child in (*children, *sides) for event in _happen(stage, luck, child)
    ]
    Event.objects.bulk_create(events)
    Event.objects.bulk_create(
        _taken_back(event, luck) for event in events if luck.random() < 0.1
    )
    EventReason.objects.bulk_create(
        EventReason(
            event=event,
            partnership=stage.partnership,
            code=luck.choice(TOLD_WHY[event.state]),
        )
        for event in events
        if event.state in TOLD_WHY and luck.random() < 0.8
    )
    IndicationGroup.objects.bulk_create(
        IndicationGroup(partnership=stage.partnership, trajectory=child, group=group)
        for child in children
        for group in luck.sample(ReasonGroup.values, luck.choice((0, 1, 1, 2)))
    )


def _child(stage: Stage, luck: Random, number: int, **about: Any) -> Trajectory:
    months = BORN_FROM.month - 1 + luck.randrange(MONTHS)
    place = luck.choice(stage.places)

    def perhaps(value: Any) -> Any:
        return value if luck.random() < 0.9 else None

    # Where it stands now is of no use to who counts: any will do.
    defaults: dict[str, Any] = {
        "kind": "preschool",
        "partnership": stage.partnership,
        "code": code_of(900_000 + number),
        "birth_month": date(BORN_FROM.year + months // 12, months % 12 + 1, 1),
        "neighbourhood": luck.choice(stage.neighbourhoods),
        "pathway_version": luck.choice(stage.routes),
        "team": luck.choice(stage.teams),
        "location": place,
        "wished_location": luck.choice(stage.places),
        "indicated_on": perhaps(date(2025, 1, 1)),
        "consent": "yes",
        "consent_on": date(2025, 1, 1),
        "consent_by": "nurse",
        "letter_on": perhaps(date(2025, 2, 1)),
        "start_on": perhaps(date(2025, 3, 1)),
        "hours_per_week": perhaps(Decimal(16)),
        "state": "S00",
        "since": date(2025, 1, 1),
        "next_step": "Kijken",
        "owner": "nurse",
        "due_on": date(2026, 12, 1),
    }
    return Trajectory(**{**defaults, **about})


def _happen(stage: Stage, luck: Random, child: Trajectory) -> Iterator[Event]:
    """Give one thing after the other, until nothing follows or time is over."""
    at = luck.choice(stage.places)
    state, before = (
        ("Z00" if child.kind == "support" else luck.choice(("S00", "S10", "S20"))),
        "",
    )
    day = child.birth_month + timedelta(days=luck.randrange(300, 1100))
    consent = "not_asked"
    for _ in range(16):
        changes: dict[str, Any] = {}
        note, outcome = state[3:], ""
        if note == "c":
            answer = luck.choice(("yes", "yes", "no"))
            given_on = day - timedelta(days=luck.choice((0, 0, 3)))
            changes["consent_on"] = [None, given_on.isoformat()]
            if answer != consent:
                changes["consent"] = [consent, answer]
            consent = answer
        if note == "r":
            outcome = "reassess"
        if note == "k":
            outcome = "school_confirmed"
        if state == "S60":
            changes["hours_per_week"] = [None, luck.choice(("12.0", "16.0"))]
        state = state[:3]
        yield Event(
            partnership=stage.partnership,
            trajectory=child,
            location=at if state >= "S50" else None,
            kind="place" if note in {"n", "k"} else "move",
            outcome=outcome,
            from_state=before,
            state=state,
            changes=changes,
            occurred_on=day,
            registered_at=_written(luck, day),
        )
        ways = NEXT.get(state, "").split()
        if not ways or (state in CLOSING and luck.random() < 0.5):
            return
        before, state = state, luck.choice(ways)
        # On the same day, soon, or on the very days that a rule looks at.
        day += timedelta(days=luck.choice((0, 1, 7, 14, 15, 28, 42, 43, 56, 57, 90)))
        if day > COUNTED_AT.date():
            return


def _written(luck: Random, day: date) -> datetime:
    late = timedelta(days=luck.choice((0, 0, 0, 0, 1, 5, 40)))
    return datetime.combine(day, time(10), tzinfo=UTC) + late


def _taken_back(event: Event, luck: Random) -> Event:
    at = event.registered_at + timedelta(days=luck.choice((1, 30, 60)))
    return Event(
        partnership=event.partnership,
        trajectory=event.trajectory,
        kind="correction",
        corrects=event,
        from_state=event.state,
        state=event.from_state or event.state,
        occurred_on=at.date(),
        registered_at=at,
    )
