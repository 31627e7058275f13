"""Late facts: earlier quarters counted again, and what came out differently.

The figures of those quarters stay; the difference is told in the report that comes.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from django.db import transaction

from monitoring.counting import Count, count_all
from monitoring.models import Figure, Quarter, Revision
from monitoring.services.counting import asked_of
from monitoring.services.locking import lock_quarter

# Trajectories are kept for two years after their end; a year back nothing is gone yet.
QUARTERS_BACK: Final = 4
KEPT: Final = ("numerator", "denominator", "value")

Key = tuple[str, str]
Text = dict[str, str | None]


@transaction.atomic
def note_revisions(*, quarter: Quarter, now: datetime) -> dict[str, list[Count]]:
    """Store which figures of earlier released quarters late facts changed.

    Works in a scope that reaches the children. Returns the newest counts of each
    quarter that changed, by its code. Noted again it is the same.
    """
    current = lock_quarter(quarter)
    current.revisions.all().delete()
    newest: dict[str, list[Count]] = {}
    rows: list[Revision] = []
    for earlier in earlier_quarters(current):
        counts = count_all(asked_of(earlier, now))
        found = list(_revisions(current, earlier, counts, now))
        if found or _differ(earlier, counts):
            newest[earlier.code] = counts
        rows += found
    Revision.objects.bulk_create(rows)
    return newest


def earlier_quarters(quarter: Quarter) -> list[Quarter]:
    """Return the released quarters of the year before, the oldest first."""
    place = quarter.year * 4 + quarter.number
    released = Quarter.objects.filter(
        partnership=quarter.partnership_id, provisional_at__isnull=False
    ).exclude(pk=quarter.pk)
    return [
        one
        for one in released.select_related("partnership").order_by("year", "number")
        if place - QUARTERS_BACK <= one.year * 4 + one.number < place
    ]


def _revisions(
    quarter: Quarter, earlier: Quarter, counts: Iterable[Count], now: datetime
) -> Iterator[Revision]:
    """Give what is not as it was told last, of the whole town."""
    told = _told(quarter, earlier)
    for count in counts:
        key = (count.indicator, count.measure)
        if count.dimension or key not in told:
            continue
        after = _text(vars_of(count))
        if after != told[key]:
            yield Revision(
                partnership_id=quarter.partnership_id,
                quarter=quarter,
                of_quarter=earlier,
                indicator=count.indicator,
                measure=count.measure,
                before=told[key],
                after=after,
                noted_at=now,
            )


def _told(quarter: Quarter, earlier: Quarter) -> dict[Key, Text]:
    """Return what was told last: as counted then, or as revised in between."""
    figures = Figure.objects.of_whole_town().filter(
        quarter=earlier, mode=Figure.Mode.COUNTED
    )
    told = {
        (figure.indicator, figure.measure): _text(vars_of(figure)) for figure in figures
    }
    between = Revision.objects.filter(of_quarter=earlier).exclude(quarter=quarter)
    for one in between.order_by("quarter__year", "quarter__number", "pk"):
        told[one.indicator, one.measure] = one.after
    return told


def _differ(earlier: Quarter, counts: Iterable[Count]) -> bool:
    """Whether a breakdown changed, also when the whole town did not."""
    figures = Figure.objects.filter(quarter=earlier, mode=Figure.Mode.COUNTED)
    was = {
        (one.indicator, one.measure, one.dimension, one.category): _text(vars_of(one))
        for one in figures
    }
    now_is = {
        (one.indicator, one.measure, one.dimension, one.category): _text(vars_of(one))
        for one in counts
    }
    return bool(was) and was != now_is


def vars_of(row: Count | Figure) -> dict[str, Any]:
    """Return the numbers of a count or figure by name."""
    return {name: getattr(row, name) for name in KEPT}


def _text(numbers: Mapping[str, Any]) -> Text:
    """Write numbers as text that is the same for the same number."""
    return {name: _written(value) for name, value in numbers.items()}


def _written(value: Decimal | int | None) -> str | None:
    if value is None:
        return None
    return format(Decimal(value).quantize(Decimal("0.01")).normalize(), "f")
