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
    PRESENT,
    VALID,
    Figure,
    counts,
    listed,
    order_of,
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
    order = order_of("event")
    missing = " ".join(
        f"WHEN child.{field} IS NULL AND last.state IN {listed(states)} THEN 0"
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
    return f"""
WITH standing AS MATERIALIZED (
    SELECT event.trajectory_id, max({order}) AS last,
        max(CASE WHEN event.state IN {listed(LEVELS)} THEN {order} END) AS level
    FROM referrals_event AS event
    WHERE {VALID}
        AND {MOVED}
        AND event.occurred_on <= %(ends_on)s
    GROUP BY event.trajectory_id
), last AS MATERIALIZED (
    SELECT event.trajectory_id, event.id, event.state, event.occurred_on,
        event.location_id, standing.level
    FROM standing
    JOIN referrals_event AS event ON event.id = standing.last %% 1099511627776
    WHERE event.state NOT IN {listed(CLOSING)} OR event.occurred_on >= %(starts_on)s
), levels AS MATERIALIZED (
    SELECT side.main_id, max(best.state) AS state
    FROM last
    JOIN referrals_trajectory AS side ON side.id = last.trajectory_id
    JOIN referrals_event AS best ON best.id = last.level %% 1099511627776
    WHERE side.kind = 'support' AND last.state NOT IN {listed(CLOSING)}
    GROUP BY side.main_id
), found AS MATERIALIZED (
    SELECT child.neighbourhood_id,
        coalesce(last.location_id, child.location_id) AS location_id,
        CASE WHEN child.location_id IS NULL THEN town.provider_id
            ELSE place.holder_id END AS organisation_id,
        CASE WHEN last.state = '{WAITING}' THEN 1 ELSE 0 END AS waiting,
        CASE WHEN last.state = '{WAITING}' AND last.occurred_on < %(long)s
            THEN 1 ELSE 0 END AS over_28,
        CASE WHEN last.state = '{WAITING}' AND last.occurred_on < %(too_long)s
            THEN 1 ELSE 0 END AS over_56,
        1 AS judged,
        CASE {missing}
            WHEN last.state IN {listed(WITH_REASON)}
                AND coalesce(why.code, '') IN ('', 'RN99', 'RS99') THEN 0
            ELSE 1 END AS complete,
        CASE WHEN last.state IN {listed(PRESENT)} THEN 1
            WHEN last.state = '{INTERRUPTED}' AND last.occurred_on >= %(interrupted)s
            THEN 1 ELSE 0 END AS takes_part,
        CASE {by_state} END AS level
    FROM last
    JOIN referrals_trajectory AS child ON child.id = last.trajectory_id
    JOIN accounts_partnership AS town ON town.id = child.partnership_id
    LEFT JOIN referrals_location AS place ON place.id = child.location_id
    LEFT JOIN referrals_eventreason AS why ON why.event_id = last.id
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
        long=asked.ends_on - LONG,
        too_long=asked.ends_on - TOO_LONG,
        interrupted=asked.ends_on - LONGEST_INTERRUPTION,
    )
    return [
        one
        for one in counts(rows, _COLUMNS, _FIGURES)
        if not one.dimension or one.numerator or one.denominator
    ]
