"""What is measured in a partnership: indicators of the portal and of its own."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from agreements.models.vocabulary import IndicatorCode
from monitoring.definitions import (
    COUNT_ONLY,
    INDICATORS,
    Dimension,
    Indicator,
    Kind,
    Measure,
    Source,
    Unit,
)
from monitoring.models import OwnIndicator
from vve_portal.accounts.models import Partnership

# Hours, money and places may be more than was planned; children never.
MAY_EXCEED: Final = frozenset(
    {
        IndicatorCode.PLUS_HOURS.value,
        IndicatorCode.PLUS_MONEY.value,
        IndicatorCode.COACH_HOURS.value,
        IndicatorCode.PLACES.value,
    }
)
# Of these a part is right as well; of children and meetings there is no half one.
IN_PARTS: Final = MAY_EXCEED - {IndicatorCode.PLACES.value} | {
    IndicatorCode.HOURS_TAKEN.value
}
_OF_OWN: Final = (Dimension.NEIGHBOURHOOD, Dimension.LOCATION)


@dataclass(frozen=True, slots=True)
class Known:
    """An indicator as pages and services ask about it, whoever thought of it."""

    code: str
    name: str
    version: int
    numerator: str
    denominator: str
    kind: Kind
    source: Source
    unit: Unit
    measures: tuple[Measure, ...]
    dimensions: tuple[Dimension, ...]
    about_children: bool
    is_own: bool = False

    @property
    def may_exceed(self) -> bool:
        """Whether more than planned is possible."""
        return self.code in MAY_EXCEED or (
            self.is_own and not self.about_children and self.unit != Unit.PERCENT
        )

    @property
    def is_in_parts(self) -> bool:
        """Whether a number with a fraction is possible."""
        return self.code in IN_PARTS or (
            self.is_own and self.unit in {Unit.HOURS, Unit.EURO}
        )

    def find_measure(self, key: str) -> Measure | None:
        """Return one of its numbers."""
        return next((one for one in self.measures if one.key == key), None)


def known_indicators(
    partnership: Partnership, *, on: date | None = None
) -> dict[str, Known]:
    """Return every indicator by its code; of its own those not ended before a day."""
    rows = OwnIndicator.objects.filter(partnership=partnership)
    newest = {row.code: row for row in rows.order_by("code", "version")}
    own = {
        row.code: _own(row)
        for row in newest.values()
        if row.ended_at is None or (on is not None and row.ended_at.date() > on)
    }
    return {**{code.value: _ours(one) for code, one in INDICATORS.items()}, **own}


def _ours(indicator: Indicator) -> Known:
    return Known(
        code=indicator.code.value,
        name=indicator.name,
        version=indicator.version,
        numerator=indicator.numerator,
        denominator=indicator.denominator,
        kind=indicator.kind,
        source=indicator.source,
        unit=indicator.unit,
        measures=indicator.all_measures,
        dimensions=indicator.dimensions,
        about_children=indicator.about_children,
    )


def _own(row: OwnIndicator) -> Known:
    unit = Unit(row.unit)
    is_mean = unit in {Unit.DAYS, Unit.GRADE}
    measure = Measure(
        "", row.name, unit, is_mean, has_denominator=bool(row.denominator)
    )
    return Known(
        code=row.code,
        name=row.name,
        version=row.version,
        numerator=row.numerator,
        denominator=row.denominator or COUNT_ONLY,
        kind=Kind(row.kind),
        source=Source(row.source),
        unit=unit,
        measures=(measure,),
        dimensions=_OF_OWN,
        about_children=row.about_children,
        is_own=True,
    )
