"""IND-06 and the funnel: how far the children came who turned four in the quarter."""

from typing import Final

from agreements.models.vocabulary import IndicatorCode
from monitoring.counting.counts import Asked, Count
from monitoring.counting.sql import (
    GONE,
    MOVED,
    NEIGHBOURHOOD,
    OF_TOWN,
    PRESENT,
    VALID,
    Category,
    Figure,
    changed_to,
    counts,
    days_between,
    listed,
    month_of_age,
    order_of,
    select,
    table,
)
from monitoring.definitions import Dimension
from monitoring.definitions.chain import (
    CONSENT,
    FUNNEL,
    INDICATED,
    SEEN,
    STEP_OF_STATE,
    STEPS,
)

FOUR: Final = 48
LONG_ENOUGH_DAYS: Final = 26 * 7
_NUMBERS: Final = {step: number for number, step in enumerate(STEPS, 1)}
_COLUMNS: Final = {
    **{
        step: f"CASE WHEN step >= {number} THEN 1 ELSE 0 END"
        for step, number in _NUMBERS.items()
    },
    "long": f"CASE WHEN days >= {LONG_ENOUGH_DAYS}"
    f" AND step >= {_NUMBERS[INDICATED]} THEN 1 ELSE 0 END",
}
_FIGURES: Final = (
    Figure(
        IndicatorCode.REACH_OF_COHORT,
        "",
        "long",
        INDICATED,
        dimensions=(Dimension.NEIGHBOURHOOD,),
    ),
    *(Figure(FUNNEL, step, step) for step in STEPS),
)


def _statement() -> str:
    by_state = " ".join(
        f"WHEN event.state = '{state}' THEN {_NUMBERS[step]}"
        for state, step in STEP_OF_STATE.items()
    )
    order = order_of("event")
    until = "coalesce(next_on, %(ends_on)s)"
    return f"""
WITH happened AS MATERIALIZED (
    SELECT event.trajectory_id, event.state, event.occurred_on, {order} AS number,
        CASE WHEN {MOVED} THEN 1 ELSE 0 END AS moved,
        CASE WHEN {changed_to("consent")} = 'yes' THEN {_NUMBERS[CONSENT]}
            {by_state} ELSE {_NUMBERS[SEEN]} END AS step
    FROM referrals_trajectory AS child
    JOIN referrals_event AS event ON event.trajectory_id = child.id
    WHERE {OF_TOWN}
        AND child.birth_month BETWEEN %(oldest)s AND %(youngest)s
        AND {VALID}
        AND event.occurred_on <= %(ends_on)s
), spells AS (
    SELECT trajectory_id, state, occurred_on, number,
        lead(occurred_on) OVER (PARTITION BY trajectory_id ORDER BY number) AS next_on
    FROM happened WHERE moved = 1
), stayed AS (
    SELECT trajectory_id,
        sum(CASE WHEN state IN {listed(PRESENT)}
            THEN {days_between("occurred_on", until)} ELSE 0 END) AS days,
        max(CASE WHEN next_on IS NULL AND state IN {listed(GONE)}
            THEN 1 ELSE 0 END) AS gone
    FROM spells GROUP BY trajectory_id
), furthest AS (
    SELECT trajectory_id, max(step) AS step FROM happened GROUP BY trajectory_id
), found AS MATERIALIZED (
    SELECT child.neighbourhood_id, furthest.step, stayed.days
    FROM furthest
    JOIN stayed ON stayed.trajectory_id = furthest.trajectory_id
    JOIN referrals_trajectory AS child ON child.id = furthest.trajectory_id
    WHERE stayed.gone = 0
)
{
        table(
            "found",
            _COLUMNS,
            {
                Dimension.NEIGHBOURHOOD.value: Category(
                    "neighbourhood_id", NEIGHBOURHOOD
                ),
            },
        )
    }
"""  # noqa: S608 - built of constants of the code alone


def turned_four(asked: Asked) -> list[Count]:
    """Count how far the children came, and who took part for half a year or more."""
    rows = select(
        _statement(),
        asked,
        oldest=month_of_age(asked.starts_on, FOUR),
        youngest=month_of_age(asked.ends_on, FOUR),
    )
    return counts(rows, _COLUMNS, _FIGURES)
