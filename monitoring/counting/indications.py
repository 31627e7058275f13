"""IND-02 and IND-09: indications that were made, and what parents decided."""

from typing import Final

from agreements.models.vocabulary import IndicatorCode
from monitoring.counting.counts import Asked, Count
from monitoring.counting.sql import (
    MOVED,
    NEIGHBOURHOOD,
    OF_TOWN,
    VALID,
    Category,
    Figure,
    changed_to,
    counts,
    months_between,
    order_of,
    select,
    table,
)
from monitoring.definitions import Dimension
from monitoring.definitions.ages import AGES, SEVERAL_GROUPS

# An indication, or a look anew at one that leaves the child where it is.
_INDICATES: Final = f"((event.state = 'S20' AND {MOVED}) OR event.outcome = 'reassess')"
_NEW: Final = {"first": "first", "again": "1 - first"}
_INDICATIONS: Final = (
    Figure(
        IndicatorCode.NEW_INDICATIONS,
        "",
        "first",
        dimensions=(Dimension.NEIGHBOURHOOD, Dimension.AGE, Dimension.REASON_GROUP),
    ),
    Figure(
        IndicatorCode.NEW_INDICATIONS,
        "again",
        "again",
        dimensions=(Dimension.NEIGHBOURHOOD, Dimension.AGE, Dimension.REASON_GROUP),
    ),
)
_DECISIONS: Final = {
    "decided": "1",
    "agreed": "CASE WHEN answer = 'yes' THEN 1 ELSE 0 END",
}
_CONSENTS: Final = (
    Figure(
        IndicatorCode.CONSENT_RATE,
        "",
        "agreed",
        "decided",
        dimensions=(Dimension.TEAM,),
    ),
)


def _indicated() -> str:
    age = months_between("child.birth_month", "indicated.first_on")
    classes = " ".join(
        f"WHEN {age} < {end} THEN '{name}'" for name, end in AGES.items()
    )
    dimensions = {
        Dimension.NEIGHBOURHOOD.value: Category("neighbourhood_id", NEIGHBOURHOOD),
        Dimension.AGE.value: Category("age"),
        Dimension.REASON_GROUP.value: Category("reasons"),
    }
    return f"""
WITH indicated AS MATERIALIZED (
    SELECT event.trajectory_id, min(event.occurred_on) AS first_on
    FROM referrals_event AS event
    WHERE {VALID}
        AND event.occurred_on BETWEEN %(starts_on)s AND %(ends_on)s
        AND {_INDICATES}
    GROUP BY event.trajectory_id
), found AS MATERIALIZED (
    SELECT child.neighbourhood_id,
        CASE {classes} END AS age,
        (SELECT CASE WHEN count(*) > 1 THEN '{SEVERAL_GROUPS}'
                ELSE max(reason."group") END
            FROM referrals_indicationgroup AS reason
            WHERE reason.trajectory_id = child.id) AS reasons,
        CASE WHEN EXISTS (
            SELECT 1 FROM referrals_event AS event
            WHERE event.trajectory_id = child.id
                AND {VALID}
                AND event.occurred_on < %(starts_on)s
                AND {_INDICATES}
        ) THEN 0 ELSE 1 END AS first
    FROM indicated
    JOIN referrals_trajectory AS child ON child.id = indicated.trajectory_id
    WHERE {OF_TOWN}
)
{table("found", _NEW, dimensions)}
"""  # noqa: S608 - built of constants of the code alone


def indications(asked: Asked) -> list[Count]:
    """Count who was indicated in the quarter: for the first time, or anew."""
    return counts(select(_indicated(), asked), _NEW, _INDICATIONS)


def _decided() -> str:
    decided_on, answer = changed_to("consent_on"), changed_to("consent")
    order = order_of("event")
    return f"""
WITH decided AS MATERIALIZED (
    SELECT event.trajectory_id, {answer} AS answer, {order} AS number,
        row_number() OVER (
            PARTITION BY event.trajectory_id
            ORDER BY {decided_on} DESC, {order} DESC
        ) AS back
    FROM referrals_event AS event
    WHERE {VALID}
        AND event.occurred_on >= %(starts_on)s
        AND {decided_on} BETWEEN %(first_text)s AND %(last_text)s
), found AS MATERIALIZED (
    SELECT child.team_id, coalesce(decided.answer, (
        SELECT {answer} FROM referrals_event AS event
        WHERE event.trajectory_id = child.id
            AND {VALID}
            AND {answer} IS NOT NULL
            AND {order} < decided.number
        ORDER BY {order} DESC LIMIT 1
    )) AS answer
    FROM decided
    JOIN referrals_trajectory AS child ON child.id = decided.trajectory_id
    WHERE decided.back = 1 AND {OF_TOWN}
)
{table("found", _DECISIONS, {Dimension.TEAM.value: Category("team_id")})}
"""  # noqa: S608 - built of constants of the code alone


def consents(asked: Asked) -> list[Count]:
    """Count in how many trajectories parents decided, and in how many they agreed.

    The day of the consent counts, also when it was written down in a later quarter.
    """
    rows = select(
        _decided(),
        asked,
        first_text=asked.starts_on.isoformat(),
        last_text=asked.ends_on.isoformat(),
    )
    return counts(rows, _DECISIONS, _CONSENTS)
