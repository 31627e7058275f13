"""What happened to children around a quarter, as rows of one statement each.

Nothing is read from where a trajectory is now: days and places come from the events up
to and including the last day, but for those taken back, as written down until now.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from monitoring.counting.counts import Asked
from monitoring.counting.sql import (
    INTERRUPTED,
    PRESENT,
    VALID,
    changed_to,
    listed,
    month_of_age,
    select,
)
from monitoring.definitions import UNKNOWN

# Begun at a preschool and not stopped; handed over, but not at school yet, is included.
TAKES_PART: Final = frozenset({*PRESENT, INTERRUPTED})
ABSENT: Final = "S71"
_TAKES_PART: Final = listed(TAKES_PART)

# The last time each step was taken; a first start, and the indication it followed on.
_WAYS: Final = f"""
WITH touched AS (
    SELECT DISTINCT trajectory_id FROM referrals_event
    WHERE partnership_id = %(partnership)s
        AND occurred_on BETWEEN %(starts_on)s AND %(ends_on)s
), events AS (
    SELECT event.id, event.trajectory_id, event.occurred_on, event.state,
        event.from_state, event.location_id,
        {changed_to("consent_on")} AS consent_on,
        {changed_to("consent")} AS consent,
        CASE WHEN event.state = 'S20' AND event.from_state <> 'S20'
            THEN CAST(event.occurred_on AS text)
            WHEN event.outcome <> 'reassess' THEN {changed_to("indicated_on")}
        END AS indicated_on
    FROM referrals_event AS event JOIN touched USING (trajectory_id)
    WHERE {VALID} AND event.occurred_on <= %(ends_on)s
), marked AS (
    SELECT *,
        MIN(CASE WHEN state = 'S70' THEN occurred_on END)
            OVER (PARTITION BY trajectory_id) AS started_on,
        FIRST_VALUE(location_id) OVER (
            PARTITION BY trajectory_id ORDER BY occurred_on DESC, id DESC) AS place
    FROM events
), steps AS (
    SELECT trajectory_id, MIN(started_on) AS started_on, MIN(place) AS place,
        MAX(CASE WHEN started_on IS NULL OR occurred_on <= started_on
            THEN indicated_on END) AS indicated_on,
        MAX(CASE WHEN consent = 'yes' THEN consent_on END) AS consent_on,
        MAX(CASE WHEN state = 'S40' AND from_state <> 'S40' THEN occurred_on END)
            AS letter_on,
        MAX(CASE WHEN state = 'S50' AND from_state <> 'S50' THEN occurred_on END)
            AS registered_on,
        MAX(CASE WHEN state = 'S60' AND from_state <> 'S60' THEN occurred_on END)
            AS placed_on
    FROM marked GROUP BY trajectory_id
)
SELECT s.indicated_on, s.consent_on, s.letter_on, s.registered_on, s.placed_on,
    s.started_on, t.birth_month, t.start_age_months, n.code, l.lrk_id, p.code
FROM steps s
JOIN referrals_trajectory t ON t.id = s.trajectory_id
JOIN referrals_pathwayversion v ON v.id = t.pathway_version_id
JOIN referrals_pathway p ON p.id = v.pathway_id
LEFT JOIN referrals_neighbourhood n ON n.id = t.neighbourhood_id
LEFT JOIN referrals_location l ON l.id = coalesce(s.place, t.location_id)
WHERE t.kind = 'preschool' AND t.main_id IS NULL
"""  # noqa: S608 - made of constants of the code


@dataclass(frozen=True, slots=True)
class Way:
    """The days on which a child took each step, known at the end of the quarter."""

    indicated_on: date | None
    consent_on: date | None
    letter_on: date | None
    registered_on: date | None
    placed_on: date | None
    started_on: date | None
    birth_month: date
    start_age_months: int
    neighbourhood: str
    location: str
    route: str


def ways(asked: Asked) -> list[Way]:
    """Return the ways of all to whom something happened in the quarter."""
    return [_way(row) for row in select(_WAYS, asked)]


def _way(row: tuple[Any, ...]) -> Way:
    *days, birth_month, age, neighbourhood, location, route = row
    indicated, consent, letter, registered, placed, started = map(find_day, days)
    return Way(
        indicated_on=indicated,
        consent_on=consent,
        letter_on=letter,
        registered_on=registered,
        placed_on=placed,
        started_on=started,
        birth_month=day(birth_month),
        start_age_months=int(age),
        neighbourhood=neighbourhood or UNKNOWN,
        location=location or UNKNOWN,
        route=route,
    )


# From which day until which (not included) a child was in a state, one row after the
# other; only children of an age to take part, and only where they did.
_SPELLS: Final = f"""
WITH events AS (
    SELECT event.id, event.trajectory_id, event.occurred_on, event.state,
        event.from_state, event.location_id, {changed_to("hours_per_week")} AS hours
    FROM referrals_event AS event
    JOIN referrals_trajectory t ON t.id = event.trajectory_id
    WHERE {VALID}
        AND t.kind = 'preschool' AND t.main_id IS NULL
        AND t.birth_month BETWEEN %(oldest)s AND %(youngest)s
        AND event.occurred_on <= %(ends_on)s
), spells AS (
    SELECT trajectory_id, id, state, from_state, occurred_on,
        FIRST_VALUE(hours) OVER (PARTITION BY trajectory_id
            ORDER BY hours IS NULL, occurred_on DESC, id DESC) AS hours,
        LEAD(occurred_on) OVER following AS until,
        LEAD(state) OVER following AS next_state,
        FIRST_VALUE(location_id) OVER (
            PARTITION BY trajectory_id ORDER BY occurred_on DESC, id DESC) AS place
    FROM events
    WINDOW following AS (PARTITION BY trajectory_id ORDER BY occurred_on, id)
)
SELECT s.trajectory_id, s.state, s.from_state, s.occurred_on, s.until, s.next_state,
    coalesce(s.hours, CAST(t.hours_per_week AS text)), l.lrk_id
FROM spells s
JOIN referrals_trajectory t ON t.id = s.trajectory_id
LEFT JOIN referrals_location l ON l.id = coalesce(s.place, t.location_id)
WHERE s.state IN {_TAKES_PART}
ORDER BY s.trajectory_id, s.occurred_on, s.id
"""  # noqa: S608 - made of constants of the code
# Nobody takes part before the first or after the fifth birthday.
_YOUNGEST_MONTHS: Final = 12
_OLDEST_MONTHS: Final = 63


@dataclass(frozen=True, slots=True)
class Spell:
    """How long a child was in a state, and what came after.

    `until` is the day on which the next thing happened; None when nothing did. `hours`
    are those agreed last; of a child that a file told of, they may be known only now.
    """

    child: int
    state: str
    from_state: str
    since: date
    until: date | None
    next_state: str
    hours: Decimal | None
    location: str


def spells(asked: Asked) -> list[Spell]:
    """Return where and how children took part, per child in order of time."""
    ages = {
        "youngest": month_of_age(asked.ends_on, _YOUNGEST_MONTHS),
        "oldest": month_of_age(asked.earlier_starts_on, _OLDEST_MONTHS),
    }
    return [
        Spell(
            child,
            state,
            from_state,
            day(since),
            find_day(until),
            next_state or "",
            number(hours),
            location or UNKNOWN,
        )
        for (
            child,
            state,
            from_state,
            since,
            until,
            next_state,
            hours,
            location,
        ) in select(_SPELLS, asked, **ages)
    ]


# Who turned four in the quarter or was handed over in it, and how that went.
_HANDOVERS: Final = f"""
WITH events AS (
    SELECT event.id, event.trajectory_id, event.occurred_on, event.state,
        event.from_state, event.outcome, event.location_id,
        {changed_to("indicated_on")} AS indicated_on
    FROM referrals_event AS event
    JOIN referrals_trajectory t ON t.id = event.trajectory_id
    WHERE {VALID}
        AND t.kind = 'preschool' AND t.main_id IS NULL
        AND t.birth_month BETWEEN %(oldest)s AND %(youngest)s
), placed AS (
    SELECT *, FIRST_VALUE(location_id) OVER (
        PARTITION BY trajectory_id ORDER BY occurred_on DESC, id DESC) AS place
    FROM events
), steps AS (
    SELECT trajectory_id, MIN(place) AS place,
        MAX(CASE WHEN state IN {_TAKES_PART} AND occurred_on <= %(ends_on)s
            THEN 1 ELSE 0 END) AS took_part,
        MAX(CASE WHEN state = 'S20' OR indicated_on IS NOT NULL
            THEN 1 ELSE 0 END) AS indicated,
        MIN(CASE WHEN state = 'S90' AND occurred_on <= %(ends_on)s
            THEN occurred_on END) AS school_on,
        MIN(CASE WHEN state = 'S81' AND from_state <> 'S81' THEN occurred_on END)
            AS warm_on,
        MIN(CASE WHEN state IN ('S81', 'S82') AND from_state NOT IN ('S81', 'S82')
            THEN occurred_on END) AS handed_on,
        MIN(CASE WHEN outcome = 'school_confirmed' THEN occurred_on END)
            AS confirmed_on
    FROM placed GROUP BY trajectory_id
)
SELECT t.birth_month, s.took_part, s.indicated, s.school_on, s.warm_on,
    s.handed_on, s.confirmed_on, l.lrk_id
FROM steps s
JOIN referrals_trajectory t ON t.id = s.trajectory_id
LEFT JOIN referrals_location l ON l.id = coalesce(s.place, t.location_id)
"""  # noqa: S608 - made of constants of the code


@dataclass(frozen=True, slots=True)
class Leaving:
    """How a child went from its preschool to school."""

    birth_month: date
    took_part: bool
    indicated: bool
    school_on: date | None
    warm_on: date | None
    handed_on: date | None
    confirmed_on: date | None
    location: str


def leavings(asked: Asked) -> list[Leaving]:
    """Return those of an age to leave in the quarter, also what came in after it."""
    ages = {
        "youngest": month_of_age(asked.ends_on, _LEAST_MONTHS),
        "oldest": month_of_age(asked.starts_on, _OLDEST_MONTHS),
    }
    return [
        Leaving(
            day(birth_month),
            bool(took_part),
            bool(indicated),
            find_day(school_on),
            find_day(warm_on),
            find_day(handed_on),
            find_day(confirmed_on),
            location or UNKNOWN,
        )
        for (
            birth_month,
            took_part,
            indicated,
            school_on,
            warm_on,
            handed_on,
            confirmed_on,
            location,
        ) in select(_HANDOVERS, asked, **ages)
    ]


# A handover is prepared from three and a half on.
_LEAST_MONTHS: Final = 36


def find_day(value: Any) -> date | None:
    """Return a day as Python knows it; SQLite and JSON hand out text."""
    return None if value is None else day(value)


def day(value: Any) -> date:
    """Return a day as Python knows it."""
    return value if isinstance(value, date) else date.fromisoformat(str(value)[:10])


def number(value: Any) -> Decimal | None:
    """Return a number as Python knows it."""
    return None if value is None else Decimal(str(value))


def days_between(since: date, until: date) -> int:
    """Return how many days lie between."""
    return (until - since) // timedelta(days=1)
