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
    OF_TOWN,
    PRESENT,
    VALID,
    changed_to,
    listed,
    month_of_age,
    select,
)
from monitoring.definitions import UNKNOWN
from referrals.routes.facts import FOUR

# Begun at a preschool and not stopped; handed over, but not at school yet, is included.
TAKES_PART: Final = frozenset({*PRESENT, INTERRUPTED})
ABSENT: Final = "S71"
_TAKES_PART: Final = listed(TAKES_PART)

# What a preschool is called, looked up once: the planner expects a child or two.
_PLACES: Final = "places AS MATERIALIZED (SELECT id, lrk_id FROM referrals_location)"
# All that happened to a child, the last first: one order for all that is asked of it.
_BACKWARDS: Final = """(PARTITION BY event.trajectory_id
        ORDER BY event.occurred_on DESC, event.id DESC)"""

# The last time each step was taken; a first start, and the indication it followed on.
# Only of who took one in the quarter: why a child was indicated is in no index.
_WAYS: Final = f"""
WITH children AS MATERIALIZED (
    SELECT child.id FROM referrals_trajectory AS child
    WHERE {OF_TOWN} AND child.id IN (
        SELECT trajectory_id FROM referrals_event
        WHERE partnership_id = %(partnership)s
            AND occurred_on BETWEEN %(starts_on)s AND %(ends_on)s)
), marked AS (
    SELECT event.trajectory_id, event.occurred_on, event.state, event.from_state,
        CASE WHEN {changed_to("consent")} = 'yes' THEN {changed_to("consent_on")}
            END AS consent_on,
        FIRST_VALUE(event.location_id) OVER {_BACKWARDS} AS place
    FROM children
    JOIN referrals_event AS event ON event.trajectory_id = children.id
    WHERE {VALID} AND event.occurred_on <= %(ends_on)s
), steps AS (
    SELECT trajectory_id, MIN(place) AS place,
        MIN(CASE WHEN state = 'S70' THEN occurred_on END) AS started_on,
        MAX(consent_on) AS consent_on,
        MAX(CASE WHEN state = 'S40' AND from_state <> 'S40' THEN occurred_on END)
            AS letter_on,
        MAX(CASE WHEN state = 'S50' AND from_state <> 'S50' THEN occurred_on END)
            AS registered_on,
        MAX(CASE WHEN state = 'S60' AND from_state <> 'S60' THEN occurred_on END)
            AS placed_on
    FROM marked GROUP BY trajectory_id
), taken AS MATERIALIZED (
    SELECT * FROM steps
    WHERE started_on BETWEEN %(starts_on)s AND %(ends_on)s
        OR substr(consent_on, 1, 10) BETWEEN %(first_text)s AND %(last_text)s
        OR letter_on BETWEEN %(starts_on)s AND %(ends_on)s
        OR registered_on BETWEEN %(starts_on)s AND %(ends_on)s
        OR placed_on BETWEEN %(starts_on)s AND %(ends_on)s
), {_PLACES}, wijken AS MATERIALIZED (
    SELECT id, code FROM referrals_neighbourhood
), routes AS MATERIALIZED (
    SELECT version.id, route.code FROM referrals_pathwayversion AS version
    JOIN referrals_pathway AS route ON route.id = version.pathway_id
)
SELECT CASE WHEN s.started_on >= %(starts_on)s OR s.consent_on >= %(first_text)s THEN (
        SELECT MAX(CASE WHEN event.state = 'S20' AND event.from_state <> 'S20'
            THEN CAST(event.occurred_on AS text)
            WHEN event.outcome <> 'reassess' THEN {changed_to("indicated_on")} END)
        FROM referrals_event AS event
        WHERE event.trajectory_id = s.trajectory_id AND {VALID}
            AND event.occurred_on <= coalesce(s.started_on, %(ends_on)s)
    ) END, s.consent_on, s.letter_on, s.registered_on, s.placed_on, s.started_on,
    t.birth_month, t.start_age_months, n.code, l.lrk_id, p.code
FROM taken s
JOIN referrals_trajectory t ON t.id = s.trajectory_id
JOIN routes p ON p.id = t.pathway_version_id
LEFT JOIN wijken n ON n.id = t.neighbourhood_id
LEFT JOIN places l ON l.id = coalesce(s.place, t.location_id)
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
    """Return the ways of all who took a step in the quarter."""
    rows = select(
        _WAYS,
        asked,
        first_text=asked.starts_on.isoformat(),
        last_text=asked.ends_on.isoformat(),
    )
    return [_way(row) for row in rows]


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
# other; only children of an age to take part, and only where they did. Not what was
# over before the quarter before. Hours stand in no index: one look per child there.
_SPELLS: Final = f"""
WITH children AS MATERIALIZED (
    SELECT child.id, child.location_id, child.hours_per_week
    FROM referrals_trajectory AS child
    WHERE {OF_TOWN} AND child.birth_month BETWEEN %(oldest)s AND %(youngest)s
), spells AS (
    SELECT event.trajectory_id, event.id, event.state, event.from_state,
        event.occurred_on, children.location_id, children.hours_per_week,
        LAG(event.occurred_on) OVER back AS until,
        LAG(event.state) OVER back AS next_state,
        FIRST_VALUE(event.location_id) OVER back AS place
    FROM children
    JOIN referrals_event AS event ON event.trajectory_id = children.id
    WHERE {VALID} AND event.occurred_on <= %(ends_on)s
    WINDOW back AS {_BACKWARDS}
), {_PLACES}
SELECT s.trajectory_id, s.state, s.from_state, s.occurred_on, s.until, s.next_state,
    CASE WHEN s.until IS NULL THEN coalesce((
        SELECT {changed_to("hours_per_week")} FROM referrals_event AS event
        WHERE event.trajectory_id = s.trajectory_id AND {VALID}
            AND event.occurred_on <= %(ends_on)s
            AND {changed_to("hours_per_week")} IS NOT NULL
        ORDER BY event.occurred_on DESC, event.id DESC LIMIT 1
    ), CAST(s.hours_per_week AS text)) END, l.lrk_id
FROM spells s
LEFT JOIN places l ON l.id = coalesce(s.place, s.location_id)
WHERE s.state IN {_TAKES_PART}
    AND (s.until IS NULL OR s.until >= %(since)s)
ORDER BY s.trajectory_id, s.occurred_on, s.id
"""  # noqa: S608 - made of constants of the code
# Nobody takes part before the first or after the fifth birthday.
_YOUNGEST_MONTHS: Final = 12
_OLDEST_MONTHS: Final = 63


@dataclass(frozen=True, slots=True)
class Spell:
    """How long a child was in a state, and what came after.

    `until` is the day on which the next thing happened; None when nothing did, and then
    `hours` are those agreed last; when a file told of a child, maybe known only now.
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
        "since": asked.earlier_starts_on,
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
WITH children AS MATERIALIZED (
    SELECT child.id FROM referrals_trajectory AS child
    WHERE {OF_TOWN} AND (
        child.birth_month BETWEEN %(first_born)s AND %(last_born)s
        OR child.birth_month BETWEEN %(oldest)s AND %(youngest)s AND child.id IN (
            SELECT trajectory_id FROM referrals_event
            WHERE partnership_id = %(partnership)s
                AND occurred_on BETWEEN %(starts_on)s AND %(ends_on)s
                AND state IN ('S81', 'S82')))
), placed AS (
    SELECT event.trajectory_id, event.occurred_on, event.state, event.from_state,
        event.outcome, {changed_to("indicated_on")} AS indicated_on,
        FIRST_VALUE(event.location_id) OVER {_BACKWARDS} AS place
    FROM children
    JOIN referrals_event AS event ON event.trajectory_id = children.id
    WHERE {VALID}
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
), {_PLACES}
SELECT t.birth_month, s.took_part, s.indicated, s.school_on, s.warm_on,
    s.handed_on, s.confirmed_on, l.lrk_id
FROM steps s
JOIN referrals_trajectory t ON t.id = s.trajectory_id
LEFT JOIN places l ON l.id = coalesce(s.place, t.location_id)
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
        "first_born": month_of_age(asked.starts_on, FOUR),
        "last_born": month_of_age(asked.ends_on, FOUR),
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
