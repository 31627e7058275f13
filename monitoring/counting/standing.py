"""IND-13, IND-26 and IND-27: where all children stood on the last day."""

from datetime import timedelta
from typing import Final

from agreements.models.vocabulary import IndicatorCode
from monitoring.counting.counts import Asked, Count
from monitoring.counting.sql import (
    INTERRUPTED,
    LAST_EVENT,
    LAST_LOCATION,
    LAST_ON,
    LAST_STATE,
    LOCATION,
    LONGEST_INTERRUPTION,
    NEIGHBOURHOOD,
    PRESENT,
    Figure,
    counts,
    last_move,
    listed,
    select,
    table,
)
from monitoring.definitions import Dimension
from monitoring.definitions.required import REQUIRED, WITH_REASON
from monitoring.definitions.support import LEVELS
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
        f"WHEN child.{field} IS NULL AND last_state IN {listed(states)} THEN 0"
        for field, states in REQUIRED
    )
    by_state = " ".join(
        f"WHEN best.state = '{state}' THEN '{level}'" for state, level in LEVELS.items()
    )
    dimensions = {
        Dimension.NEIGHBOURHOOD.value: NEIGHBOURHOOD.format("found"),
        Dimension.LOCATION.value: LOCATION.format("found.location_id"),
        Dimension.ORGANISATION.value: "CAST(organisation_id AS varchar)",
        Dimension.LEVEL.value: "level",
    }
    level = last_move(f"AND event.state IN {listed(LEVELS)}")
    return f"""
WITH known AS MATERIALIZED (
    SELECT child.*, {last_move()} AS last
    FROM referrals_trajectory AS child
    WHERE child.partnership_id = %(partnership)s
        AND child.kind IN ('preschool', 'support')
), current AS MATERIALIZED (
    SELECT known.*, {LAST_STATE} AS last_state
    FROM known
    WHERE last IS NOT NULL
        AND ({LAST_STATE} NOT IN {listed(CLOSING)} OR {LAST_ON} >= %(first_text)s)
), levels AS MATERIALIZED (
    SELECT main_id, max(substr(level, 23, 3)) AS state
    FROM (
        SELECT child.main_id, {level} AS level
        FROM current AS child
        WHERE child.kind = 'support' AND child.last_state NOT IN {listed(CLOSING)}
    ) AS sides
    GROUP BY main_id
), found AS MATERIALIZED (
    SELECT child.neighbourhood_id,
        coalesce({LAST_LOCATION}, child.location_id) AS location_id,
        CASE WHEN child.location_id IS NULL THEN town.provider_id
            ELSE place.holder_id END AS organisation_id,
        CASE WHEN last_state = '{WAITING}' THEN 1 ELSE 0 END AS waiting,
        CASE WHEN last_state = '{WAITING}' AND {LAST_ON} < %(long)s
            THEN 1 ELSE 0 END AS over_28,
        CASE WHEN last_state = '{WAITING}' AND {LAST_ON} < %(too_long)s
            THEN 1 ELSE 0 END AS over_56,
        1 AS judged,
        CASE {missing}
            WHEN last_state IN {listed(WITH_REASON)}
                AND coalesce(why.code, '') IN ('', 'RN99', 'RS99') THEN 0
            ELSE 1 END AS complete,
        CASE WHEN last_state IN {listed(PRESENT)} THEN 1
            WHEN last_state = '{INTERRUPTED}' AND {LAST_ON} >= %(interrupted)s
            THEN 1 ELSE 0 END AS takes_part,
        CASE {by_state} END AS level
    FROM current AS child
    JOIN accounts_partnership AS town ON town.id = child.partnership_id
    LEFT JOIN referrals_location AS place ON place.id = child.location_id
    LEFT JOIN referrals_eventreason AS why ON why.event_id = {LAST_EVENT}
    LEFT JOIN levels AS best ON best.main_id = child.id
    WHERE child.kind = 'preschool' AND child.main_id IS NULL
)
{table("found", _COLUMNS, dimensions)}
"""  # noqa: S608 - built of constants of the code alone


def standing(asked: Asked) -> list[Count]:
    """Count who waits, whose data are complete, and who has extra support."""
    rows = select(
        _statement(),
        asked,
        first_text=asked.starts_on.isoformat(),
        long=(asked.ends_on - LONG).isoformat(),
        too_long=(asked.ends_on - TOO_LONG).isoformat(),
        interrupted=(asked.ends_on - LONGEST_INTERRUPTION).isoformat(),
    )
    return [
        one
        for one in counts(rows, _COLUMNS, _FIGURES)
        if not one.dimension or one.numerator or one.denominator
    ]
