"""Programmes at home, reading advice and places (IND-24, 25, 31)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Sum

from agreements.models.vocabulary import IndicatorCode
from monitoring.counting.children import find_day
from monitoring.counting.counts import Asked, Count
from monitoring.counting.grouping import groups_of
from monitoring.counting.sql import VALID, select
from monitoring.definitions import UNKNOWN, Dimension
from referrals.models import ActivityCount, Capacity

PROGRAMME: Final = IndicatorCode.HOME_PROGRAMME.value
READING: Final = IndicatorCode.READING_ON_PRESCRIPTION.value
PLACES: Final = IndicatorCode.PLACES.value
VALID_INDICATIONS: Final = IndicatorCode.VALID_INDICATIONS.value
READING_ADVICE: Final = "reading_advice"

# When a family applied, began and finished, the last time each.
_FAMILIES: Final = f"""
WITH steps AS (
    SELECT event.trajectory_id,
        MAX(CASE WHEN event.state = 'T10' THEN event.occurred_on END) AS applied_on,
        MAX(CASE WHEN event.state = 'T20' THEN event.occurred_on END) AS began_on,
        MAX(CASE WHEN event.state = 'T80' THEN event.occurred_on END) AS finished_on
    FROM referrals_event AS event
    WHERE {VALID} AND event.state <> event.from_state
        AND event.state IN ('T10', 'T20', 'T80')
        AND event.occurred_on BETWEEN %(starts_on)s AND %(ends_on)s
    GROUP BY event.trajectory_id
)
SELECT s.applied_on, s.began_on, s.finished_on, p.code, n.code
FROM steps s
JOIN referrals_trajectory t ON t.id = s.trajectory_id
JOIN referrals_pathwayversion v ON v.id = t.pathway_version_id
JOIN referrals_pathway p ON p.id = v.pathway_id
LEFT JOIN referrals_neighbourhood n ON n.id = t.neighbourhood_id
WHERE t.kind = 'home'
"""  # noqa: S608 - made of constants of the code


@dataclass(frozen=True, slots=True)
class Family:
    """What a family did in a programme in the quarter."""

    applied_on: date | None
    began_on: date | None
    finished_on: date | None
    programme: str
    neighbourhood: str


def home_programmes(asked: Asked) -> list[Count]:
    """Count families that applied, began and finished."""
    families = [_family(row) for row in select(_FAMILIES, asked)]
    dimensions = {
        Dimension.PROGRAMME: lambda one: one.programme,
        Dimension.NEIGHBOURHOOD: lambda one: one.neighbourhood,
    }
    return [
        count
        for group in groups_of(families, dimensions)
        for count in _programme(group.dimension, group.category, group.members)
    ]


def _family(row: tuple[Any, ...]) -> Family:
    applied, began, finished, programme, neighbourhood = row
    return Family(
        find_day(applied),
        find_day(began),
        find_day(finished),
        programme,
        neighbourhood or UNKNOWN,
    )


def _programme(
    dimension: str, category: str, families: Iterable[Family]
) -> Iterator[Count]:
    rows = list(families)
    began = sum(one.began_on is not None for one in rows)
    applied = sum(one.applied_on is not None for one in rows)
    finished = sum(one.finished_on is not None for one in rows)
    either = sum(one.applied_on is not None or one.began_on is not None for one in rows)
    place = (dimension, category)
    yield Count(PROGRAMME, "", *place, numerator=began, denominator=either)
    yield Count(PROGRAMME, "applied", *place, numerator=applied)
    yield Count(PROGRAMME, "finished", *place, numerator=finished)


def reading(asked: Asked) -> list[Count]:
    """Count families with reading advice; how many were seen is delivered."""
    rows = ActivityCount.objects.filter(
        partnership=asked.partnership,
        activity=READING_ADVICE,
        month__range=(asked.starts_on, asked.ends_on),
        noted_at__lte=asked.now,
    )
    total = rows.aggregate(total=Sum("count"))["total"]
    return [] if total is None else [Count(READING, numerator=total)]


def places(asked: Asked, found: Iterable[Count]) -> list[Count]:
    """Count places and preschools, out of a place per child of IND-03 in `found`."""
    known = Capacity.objects.on(asked.ends_on).filter(
        partnership=asked.partnership,
        places__gt=0,
        location__has_ve=True,
        location__is_open=True,
        set_at__lte=asked.now,
    )
    rows = list(known.values_list("places", "location__neighbourhood__code"))
    if not rows:
        return []
    needed = {
        (one.dimension, one.category): one.numerator
        for one in found
        if one.indicator == VALID_INDICATIONS and not one.measure
    }
    wijken = {Dimension.NEIGHBOURHOOD: lambda row: row[1] or UNKNOWN}
    offered = {
        (group.dimension, group.category): group.members
        for group in groups_of(rows, wijken)
    }
    return [
        count
        for place in sorted({*offered, *needed})
        for count in (
            Count(
                PLACES,
                "",
                *place,
                numerator=sum(number for number, _ in offered.get(place, ())),
                denominator=needed.get(place, 0) if needed else None,
            ),
            Count(PLACES, "locations", *place, numerator=len(offered.get(place, ()))),
        )
    ]
