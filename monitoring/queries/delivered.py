"""Totals that came in with a file, in the words of the figures."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from monitoring.definitions import UNKNOWN, Dimension
from monitoring.models import Figure, Quarter
from monitoring.queries.groups import group_names
from monitoring.queries.known import Known, known_indicators
from referrals.models import DeliveredTotal, Location

# What files call a breakdown; by clause there is no table of an indicator.
BREAKDOWNS: Final[dict[str, Dimension]] = {
    "": Dimension.NONE,
    "wijk": Dimension.NEIGHBOURHOOD,
    "leeftijd": Dimension.AGE,
    "locatie": Dimension.LOCATION,
    "voorschool": Dimension.LOCATION,
    "route": Dimension.ROUTE,
    "reden": Dimension.REASON,
    "team": Dimension.TEAM,
    "programma": Dimension.PROGRAMME,
}
SOURCE: Final = "Bestand met totalen"
_NOT_KNOWN: Final = frozenset({"onbekend", "niet bekend", UNKNOWN})
_CENT: Final = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Imported:
    """A total of a file as a figure will keep it."""

    indicator: str
    measure: str
    dimension: str
    category: str
    numerator: Decimal | None
    denominator: Decimal | None
    value: Decimal | None
    source: str
    remark: str
    definition_version: int
    noted_at: datetime

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What there is one figure of."""
        return (self.indicator, self.measure, self.dimension, self.category)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A total of a file that can't become a figure, and why."""

    total: DeliveredTotal
    reason: str


def totals_for(quarter: Quarter) -> list[Imported]:
    """Return the totals of files for a quarter; what somebody typed goes before.

    A figure that was typed names by whom; one of a file does not, its total does.
    """
    typed = set(
        quarter.figures.filter(
            mode=Figure.Mode.ENTERED, noted_by__isnull=False
        ).values_list("indicator", "measure", "dimension", "category")
    )
    read = (one for one in _read(quarter) if isinstance(one, Imported))
    return [one for one in read if one.key not in typed]


def left_out_of(quarter: Quarter) -> list[LeftOut]:
    """Return the totals of files that can't become figures."""
    return [one for one in _read(quarter) if isinstance(one, LeftOut)]


def _read(quarter: Quarter) -> Iterator[Imported | LeftOut]:
    rows = DeliveredTotal.objects.filter(
        partnership=quarter.partnership_id, quarter=quarter.code
    )
    totals = list(rows.order_by("indicator", "breakdown", "breakdown_code", "pk"))
    if not totals:
        return
    indicators = known_indicators(quarter.partnership)
    names = group_names(quarter.partnership)
    shut = dict(
        Location.objects.filter(
            partnership=quarter.partnership_id, is_open=False
        ).values_list("lrk_id", "name")
    )
    for total in totals:
        known = indicators.get(total.indicator)
        reason = _why_not(total, known, names, shut)
        if reason or known is None:
            yield LeftOut(total, reason)
        else:
            yield _imported(total, known, names)


def _why_not(
    total: DeliveredTotal,
    known: Known | None,
    names: dict[str, dict[str, str]],
    shut: dict[str, str],
) -> str:
    if known is None:
        return f"{total.indicator} wordt hier niet bijgehouden."
    if known.measures[0].is_mean and not total.denominator:
        return f"Een gemiddelde als {total.indicator} gaat over een aantal: de noemer."
    dimension = BREAKDOWNS.get(total.breakdown)
    if dimension is None or (dimension and dimension not in known.dimensions):
        return f"{total.indicator} heeft geen uitsplitsing naar {total.breakdown}."
    category = _category(total, dimension, names)
    if dimension == Dimension.LOCATION and category in shut:
        return f"{shut[category]} staat niet meer in het register."
    if dimension and category != UNKNOWN and category not in names.get(dimension, {}):
        return f"{total.breakdown_code} is geen {total.breakdown} van deze gemeente."
    return ""


def _imported(
    total: DeliveredTotal, known: Known, names: dict[str, dict[str, str]]
) -> Imported:
    dimension = BREAKDOWNS[total.breakdown]
    is_mean = known.measures[0].is_mean
    numerator = Decimal(total.numerator)
    cases = None if total.denominator is None else Decimal(total.denominator)
    mean = (numerator / cases).quantize(_CENT, ROUND_HALF_UP) if cases else None
    return Imported(
        indicator=total.indicator,
        measure="",
        dimension=dimension.value,
        category=_category(total, dimension, names) if dimension else "",
        numerator=None if is_mean else numerator,
        denominator=cases,
        value=mean if is_mean else None,
        source=total.source or SOURCE,
        remark=total.remark,
        definition_version=known.version,
        noted_at=total.delivered_at,
    )


def _category(
    total: DeliveredTotal, dimension: Dimension, names: dict[str, dict[str, str]]
) -> str:
    """Return the code; a team stands in files by its name."""
    code = str(total.breakdown_code)
    if code.casefold() in _NOT_KNOWN:
        return UNKNOWN
    if dimension == Dimension.TEAM:
        by_name = {name.casefold(): pk for pk, name in names[dimension].items()}
        return by_name.get(code.casefold(), code)
    return code
