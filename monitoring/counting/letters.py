"""IND-10, IND-11 and IND-23: letters and outreach, and what came of them in time."""

from datetime import timedelta
from typing import Final

from agreements.models.vocabulary import IndicatorCode
from monitoring.counting.counts import Asked, Count
from monitoring.counting.sql import (
    LOCATION,
    MOVED,
    NEIGHBOURHOOD,
    OF_TOWN,
    REGISTERED,
    VALID,
    Category,
    Figure,
    counts,
    days_later,
    listed,
    order_of,
    select,
    table,
)
from monitoring.definitions import Dimension

LETTER: Final = "S40"
OUTREACH: Final = "S42"
ANSWERED_WITHIN: Final = 14
HELPED_WITHIN: Final = 42

_LETTER_COLUMNS: Final = {
    "sent": "1",
    "old": "old",
    "answered": "old * followed",
    "young": "1 - old",
}
_LETTERS: Final = (
    Figure(
        IndicatorCode.REFERRAL_LETTERS,
        "",
        "sent",
        dimensions=(Dimension.NEIGHBOURHOOD, Dimension.LOCATION),
    ),
    Figure(
        IndicatorCode.FOLLOW_UP,
        "",
        "answered",
        "old",
        dimensions=(Dimension.LOCATION,),
    ),
    Figure(
        IndicatorCode.FOLLOW_UP,
        "too_early",
        "young",
        dimensions=(Dimension.LOCATION,),
    ),
)
_OUTREACH_COLUMNS: Final = {"begun": "1", "helped": "followed"}
_OUTREACH: Final = (
    Figure(
        IndicatorCode.OUTREACH_EFFECT,
        "",
        "helped",
        "begun",
        dimensions=(Dimension.NEIGHBOURHOOD,),
    ),
)


def _found(state: str, within: int) -> str:
    """Return who came into a state, the last time, and whether that was followed."""
    return f"""
WITH begun AS MATERIALIZED (
    SELECT event.trajectory_id, max(event.occurred_on) AS begun_on,
        max({order_of("event")}) AS last
    FROM referrals_event AS event
    JOIN referrals_trajectory AS child ON child.id = event.trajectory_id
    WHERE {OF_TOWN}
        AND {VALID}
        AND {MOVED}
        AND event.state = '{state}'
        AND event.occurred_on BETWEEN %(first_on)s AND %(last_on)s
    GROUP BY event.trajectory_id
), found AS MATERIALIZED (
    SELECT child.neighbourhood_id, child.wished_location_id,
        CASE WHEN begun.begun_on <= %(old_on)s THEN 1 ELSE 0 END AS old,
        CASE WHEN EXISTS (
            SELECT 1 FROM referrals_event AS event
            WHERE event.trajectory_id = begun.trajectory_id
                AND {VALID}
                AND {MOVED}
                AND event.state IN {listed(REGISTERED)}
                AND {order_of("event")} > begun.last
                AND event.occurred_on <= {days_later("begun.begun_on", within)}
        ) THEN 1 ELSE 0 END AS followed
    FROM begun
    JOIN referrals_trajectory AS child ON child.id = begun.trajectory_id
)
"""  # noqa: S608 - built of constants of the code alone


def letters(asked: Asked) -> list[Count]:
    """Count the children referred in the quarter, each by its last letter in it."""
    dimensions = {
        Dimension.NEIGHBOURHOOD.value: Category("neighbourhood_id", NEIGHBOURHOOD),
        Dimension.LOCATION.value: Category("wished_location_id", LOCATION),
    }
    rows = select(
        _found(LETTER, ANSWERED_WITHIN) + table("found", _LETTER_COLUMNS, dimensions),
        asked,
        first_on=asked.starts_on,
        last_on=asked.ends_on,
        old_on=asked.today - timedelta(days=ANSWERED_WITHIN),
    )
    return counts(rows, _LETTER_COLUMNS, _LETTERS)


def outreach(asked: Asked) -> list[Count]:
    """Count to whom outreach was sent in the quarter before, and who then came."""
    dimensions = {
        Dimension.NEIGHBOURHOOD.value: Category("neighbourhood_id", NEIGHBOURHOOD)
    }
    rows = select(
        _found(OUTREACH, HELPED_WITHIN) + table("found", _OUTREACH_COLUMNS, dimensions),
        asked,
        first_on=asked.earlier_starts_on,
        last_on=asked.earlier_ends_on,
        old_on=asked.today,
    )
    return counts(rows, _OUTREACH_COLUMNS, _OUTREACH)
