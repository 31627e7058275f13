"""IND-03 to IND-05c, IND-07 and IND-08: who is indicated, and whom it reaches."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from agreements.models.vocabulary import IndicatorCode
from monitoring.counting.counts import Asked, Count
from monitoring.counting.sql import (
    GONE,
    INTERRUPTED,
    LAST_EVENT,
    LAST_LOCATION,
    LAST_ON,
    LAST_STATE,
    LOCATION,
    LONGEST_INTERRUPTION,
    NEIGHBOURHOOD,
    OF_TOWN,
    PRESENT,
    ROUTE,
    Category,
    Figure,
    counts,
    last_move,
    listed,
    month_of_age,
    select,
    table,
)
from monitoring.definitions import UNKNOWN, Dimension
from monitoring.definitions.reasons import (
    KNOWN,
    ON_THE_WAY,
    REASON_OF_STATE,
    STOPPED,
)
from monitoring.models import PublicNumber
from referrals.states import CLOSING

# From two and a half until the day before the fourth birthday.
YOUNGEST: Final = 30
OLDEST: Final = 47
# Who came here was or is looked at anew; these tell nothing of an indication.
NOT_INDICATED: Final = ("S00", "S10", "S21", "S22")
NOT_TOLD: Final = ("S92", "S93", "S94", "S95", "S96")
_STOPPED_IN: Final = (INTERRUPTED, "S90", "S91")
LAST_MONTH: Final = 12

_CODE: Final = IndicatorCode
_FIGURES: Final = (
    Figure(
        _CODE.VALID_INDICATIONS,
        "",
        "indicated",
        dimensions=(Dimension.NEIGHBOURHOOD,),
    ),
    Figure(
        _CODE.REACH,
        "",
        "reached",
        "indicated",
        dimensions=(Dimension.NEIGHBOURHOOD, Dimension.ROUTE, Dimension.LOCATION),
        # Whoever is not reached is at no preschool.
        numerator_only=(Dimension.LOCATION,),
    ),
    Figure(
        _CODE.NOT_REACHED,
        "",
        "not_reached",
        "indicated",
        dimensions=(Dimension.REASON,),
        # Whoever is reached has no reason.
        numerator_only=(Dimension.REASON,),
    ),
    Figure(_CODE.NOT_REACHED_WITH_REASON, "", "with_reason", "not_reached"),
)
_COLUMNS: Final = {
    "indicated": "1",
    "reached": "reached",
    "not_reached": "1 - reached",
    "with_reason": f"CASE WHEN reason IN {listed(KNOWN)} THEN 1 ELSE 0 END",
}


def _statement() -> str:
    by_state = " ".join(
        f"WHEN state = '{state}' THEN '{reason}'"
        for state, reason in REASON_OF_STATE.items()
    )
    dimensions = {
        Dimension.NEIGHBOURHOOD.value: Category("neighbourhood_id", NEIGHBOURHOOD),
        Dimension.ROUTE.value: Category("pathway_version_id", ROUTE),
        Dimension.LOCATION.value: Category("location_id", LOCATION),
        Dimension.REASON.value: Category("reason"),
    }
    judged = last_move(f"AND event.state NOT IN {listed(NOT_TOLD)}")
    return f"""
WITH of_age AS MATERIALIZED (
    SELECT child.id, child.neighbourhood_id, child.pathway_version_id,
        child.location_id, {last_move()} AS last
    FROM referrals_trajectory AS child
    WHERE {OF_TOWN} AND child.birth_month BETWEEN %(oldest)s AND %(youngest)s
), there AS MATERIALIZED (
    SELECT child.*, {LAST_STATE} AS state, {LAST_EVENT} AS event_id,
        CASE WHEN {LAST_STATE} IN {listed(PRESENT)} THEN 1
            WHEN {LAST_STATE} = '{INTERRUPTED}' AND {LAST_ON} >= %(interrupted)s
            THEN 1 ELSE 0 END AS reached,
        CASE WHEN {LAST_STATE} IN {listed(NOT_TOLD)} THEN {judged}
            ELSE last END AS judged
    FROM of_age AS child
    WHERE last IS NOT NULL AND {LAST_STATE} NOT IN {listed(GONE)}
), found AS MATERIALIZED (
    SELECT there.neighbourhood_id, there.pathway_version_id, there.reached,
        coalesce({LAST_LOCATION}, there.location_id) AS location_id,
        CASE WHEN reached = 1 THEN ''
            {by_state}
            WHEN why.code IN {listed(KNOWN)} THEN why.code
            WHEN state IN {listed(_STOPPED_IN)} THEN '{STOPPED}'
            WHEN state IN {listed(CLOSING)} THEN '{UNKNOWN}'
            ELSE '{ON_THE_WAY}' END AS reason
    FROM there
    LEFT JOIN referrals_eventreason AS why ON why.event_id = there.event_id
    WHERE substr(judged, 23, 3) NOT IN {listed(NOT_INDICATED)}
)
{table("found", _COLUMNS, dimensions)}
"""  # noqa: S608 - built of constants of the code alone


def reach(asked: Asked) -> list[Count]:
    """Count who is indicated and who takes part, on the last day of the quarter."""
    rows = select(
        _statement(),
        asked,
        oldest=month_of_age(asked.ends_on, OLDEST),
        youngest=month_of_age(asked.ends_on, YOUNGEST),
        interrupted=(asked.ends_on - LONGEST_INTERRUPTION).isoformat(),
    )
    found = [one for one in counts(rows, _COLUMNS, _FIGURES) if _says_something(one)]
    return [*found, *_out_of_public(asked, found)]


def _says_something(count: Count) -> bool:
    """Leave out of a breakdown where nobody is: reached children have no reason."""
    is_whole = not count.dimension
    return is_whole or count.denominator is not None or bool(count.numerator)


def _out_of_public(asked: Asked, found: list[Count]) -> Iterator[Count]:
    """Set the children against what anyone can look up of this year, or before."""
    yield from _set_against(
        _CODE.INDICATION_RATE,
        [one for one in found if one.indicator == _CODE.VALID_INDICATIONS],
        _public(asked, PublicNumber.Kind.CHILDREN_30_TO_47_MONTHS),
    )
    if asked.ends_on.month == LAST_MONTH:
        yield from _set_against(
            _CODE.REACH_OF_ESTIMATE,
            [one for one in found if one.indicator == _CODE.REACH and not one.category],
            _public(asked, PublicNumber.Kind.TARGET_ESTIMATE),
        )


def _set_against(
    code: str, found: list[Count], numbers: Mapping[tuple[str, str], int]
) -> Iterator[Count]:
    """Give them per breakdown that the public numbers have too, unknown or not."""
    known = {dimension for dimension, _ in numbers}
    for one in found:
        if one.dimension in known:
            number = numbers.get((one.dimension, one.category))
            yield replace(one, indicator=code, denominator=number)


def _public(asked: Asked, kind: str) -> dict[tuple[str, str], int]:
    rows = PublicNumber.objects.filter(
        partnership=asked.partnership,
        kind=kind,
        year__lte=asked.ends_on.year,
        noted_at__lte=asked.now,
    )
    found = list(
        rows.order_by("-year").values_list("year", "dimension", "category", "number")
    )
    return {
        (dimension, category): number
        for year, dimension, category, number in found
        if year == found[0][0]
    }
