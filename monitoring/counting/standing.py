"""IND-13, IND-26 and IND-27: where all children stood on the last day."""

from datetime import timedelta
from typing import Final

from agreements.models.vocabulary import IndicatorCode
from monitoring.counting.counts import Asked, Count
from monitoring.counting.sql import (
    INTERRUPTED,
    LOCATION,
    LONGEST_INTERRUPTION,
    MOVED,
    NEIGHBOURHOOD,
    OF_TOWN,
    PRESENT,
    VALID,
    Category,
    Figure,
    codes_of,
    counts,
    day_number,
    event_id,
    listed,
    select,
    since_day,
    standing_of,
    state_code,
    table,
)
from monitoring.definitions import Dimension
from monitoring.definitions.required import REQUIRED, WITH_REASON
from monitoring.definitions.support import LEVEL_OF_STATE
from referrals.states import CLOSING

WAITING: Final = "S51"
LONG: Final = timedelta(days=28)
TOO_LONG: Final = timedelta(days=56)

_COLUMNS: Final = {
    "waiting": "waiting",
    "over_28": "over_28",
    "over_56": "over_56",
    "judged": "judged",
    "complete": "complete",
    "takes_part": "takes_part",
    "supported": "CASE WHEN level IS NULL THEN 0 ELSE takes_part END",
}
_WAITS_BY: Final = (Dimension.NEIGHBOURHOOD, Dimension.LOCATION)
_FIGURES: Final = (
    Figure(IndicatorCode.WAITING_LIST, "", "waiting", dimensions=_WAITS_BY),
    Figure(
        IndicatorCode.WAITING_LIST,
        "over_28",
        "over_28",
        "waiting",
        dimensions=_WAITS_BY,
    ),
    Figure(
        IndicatorCode.WAITING_LIST,
        "over_56",
        "over_56",
        "waiting",
        dimensions=_WAITS_BY,
    ),
    Figure(
        IndicatorCode.DATA_QUALITY,
        "",
        "complete",
        "judged",
        dimensions=(Dimension.ORGANISATION,),
    ),
    Figure(
        IndicatorCode.EXTRA_SUPPORT,
        "",
        "supported",
        "takes_part",
        dimensions=(Dimension.LEVEL,),
        # Whoever has no support is on no level.
        numerator_only=(Dimension.LEVEL,),
    ),
)


def _statement() -> str:
    missing = " ".join(
        f"WHEN child.{field} IS NULL AND last.state IN {codes_of(states)} THEN 0"
        for field, states in REQUIRED
    )
    by_state = " ".join(
        f"WHEN best.state IN {codes_of([state])} THEN '{level}'"
        for state, level in LEVEL_OF_STATE.items()
    )
    dimensions = {
        Dimension.NEIGHBOURHOOD.value: Category("neighbourhood_id", NEIGHBOURHOOD),
        Dimension.LOCATION.value: Category("location_id", LOCATION),
        Dimension.ORGANISATION.value: Category("organisation_id"),
        Dimension.LEVEL.value: Category("level"),
    }
    waits = f"last.state IN {codes_of([WAITING])}"
    away = f"last.state IN {codes_of([INTERRUPTED])}"
    return f"""
WITH stood AS MATERIALIZED (
    SELECT event.trajectory_id, max({standing_of("event")}) AS last,
        max(CASE WHEN event.state IN {listed(LEVEL_OF_STATE)}
            THEN {standing_of("event")} END) AS level
    FROM referrals_event AS event
    WHERE {VALID} AND {MOVED} AND event.occurred_on <= %(ends_on)s
    GROUP BY event.trajectory_id
), last AS MATERIALIZED (
    SELECT trajectory_id, {state_code("last")} AS state,
        {event_id("last")} AS event_id, {since_day("last")} AS since,
        {state_code("level")} AS level
    FROM stood
    WHERE {state_code("last")} NOT IN {codes_of(CLOSING)}
        OR {since_day("last")} >= %(first_day)s
), best AS MATERIALIZED (
    SELECT side.main_id, max(last.level) AS state
    FROM last
    JOIN referrals_trajectory AS side ON side.id = last.trajectory_id
    WHERE side.kind = 'support' AND last.level IS NOT NULL
        AND last.state NOT IN {codes_of(CLOSING)}
    GROUP BY side.main_id
), found AS MATERIALIZED (
    SELECT child.neighbourhood_id,
        CASE WHEN {waits} THEN coalesce(
            (SELECT location_id FROM referrals_event WHERE id = last.event_id),
            child.location_id) END AS location_id,
        CASE WHEN child.location_id IS NULL THEN %(provider)s
            ELSE place.holder_id END AS organisation_id,
        CASE WHEN {waits} THEN 1 ELSE 0 END AS waiting,
        CASE WHEN {waits} AND last.since < %(long)s THEN 1 ELSE 0 END AS over_28,
        CASE WHEN {waits} AND last.since < %(too_long)s THEN 1 ELSE 0 END AS over_56,
        1 AS judged,
        CASE {missing}
            WHEN last.state IN {codes_of(WITH_REASON)}
                AND coalesce(why.code, '') IN ('', 'RN99', 'RS99') THEN 0
            ELSE 1 END AS complete,
        CASE WHEN last.state IN {codes_of(PRESENT)} THEN 1
            WHEN {away} AND last.since >= %(interrupted)s
            THEN 1 ELSE 0 END AS takes_part,
        CASE {by_state} END AS level
    FROM last
    JOIN referrals_trajectory AS child ON child.id = last.trajectory_id
    LEFT JOIN referrals_location AS place ON place.id = child.location_id
    LEFT JOIN referrals_eventreason AS why ON why.event_id = last.event_id
        AND last.state IN {codes_of(WITH_REASON)}
    LEFT JOIN best ON best.main_id = child.id
    WHERE {OF_TOWN}
)
{table("found", _COLUMNS, dimensions)}
"""  # noqa: S608 - built of constants of the code alone


def standing(asked: Asked) -> list[Count]:
    """Count who waits, whose data are complete, and who has extra support."""
    rows = select(
        _statement(),
        asked,
        first_day=day_number(asked.starts_on),
        long=day_number(asked.ends_on - LONG),
        too_long=day_number(asked.ends_on - TOO_LONG),
        interrupted=day_number(asked.ends_on - LONGEST_INTERRUPTION),
    )
    return [
        one
        for one in counts(rows, _COLUMNS, _FIGURES)
        if not one.dimension or one.numerator or one.denominator
    ]
