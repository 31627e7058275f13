"""A figure as an audience sees it: the words and numbers beside each other."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from monitoring.definitions import Unit
from monitoring.disclosure.words import TOO_SMALL
from vve_portal.ui.numbers import decimal_number, euro

# A middle value or mean over fewer cases says too much about each of them.
FEWEST_CASES: Final = 10

__all__ = ("FEWEST_CASES", "TOO_SMALL", "Row", "Shown", "shown_of")

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Shown:
    """What an audience sees of one figure; all empty when that is nothing.

    With a denominator alone readers see how many children it is about, and no more.
    """

    unit: Unit
    numerator: int | Decimal | None = None
    denominator: int | Decimal | None = None
    value: Decimal | None = None
    percentage: float | None = None
    # Codes of the quarters it is about; several for a figure over the year.
    quarters: tuple[str, ...] = ()
    is_revised: bool = False

    @property
    def is_hidden(self) -> bool:
        """Whether the figure itself may not be shown."""
        return self.numerator is None and self.value is None

    @property
    def n_only(self) -> bool:
        """Whether only is shown how many it is about."""
        return self.is_hidden and self.denominator is not None

    @property
    def text(self) -> str:
        """The figure as people read it: "88%", "70", "34 dagen"."""
        if self.is_hidden:
            return TOO_SMALL
        if self.value is not None:
            return _measured(self.value, self.unit)
        if self.percentage is not None and self.unit == Unit.PERCENT:
            return _percent(self.percentage)
        if self.counts and self.unit == Unit.PERCENT:
            return self.counts
        numerator = self.numerator or 0
        return euro(numerator) if self.unit == Unit.EURO else decimal_number(numerator)

    @property
    def counts(self) -> str:
        """The numbers beside it: "51 van de 58", "bij 34"; empty without any."""
        if self.denominator is None:
            return ""
        out_of = self._written(self.denominator)
        if self.value is not None:
            return f"bij {out_of}"
        if self.numerator is None:
            return f"van {out_of}"
        return f"{self._written(self.numerator)} van de {out_of}"

    def _written(self, number: Decimal | float) -> str:
        return euro(number) if self.unit == Unit.EURO else decimal_number(number)


def shown_of(row: Row | None, unit: Unit) -> Shown:
    """Read a row of a release; without a row the figure is hidden."""
    if row is None:
        return Shown(unit)
    denominator = _number(row.get("denominator"))
    value = _decimal(row.get("value"))
    if value is not None and denominator is not None and denominator < FEWEST_CASES:
        value = None
    return Shown(
        unit=unit,
        numerator=_number(row.get("numerator")),
        denominator=denominator,
        value=value,
        percentage=row.get("percentage"),
        quarters=tuple(row.get("quarters", ())),
        is_revised=bool(row.get("revised")),
    )


def _percent(percentage: float) -> str:
    return f"{decimal_number(percentage, 0)}%"


def _measured(value: Decimal, unit: Unit) -> str:
    match unit:
        case Unit.EURO:
            return euro(value)
        case Unit.PERCENT:
            return f"{decimal_number(value, 0)}%"
        case Unit.DAYS:
            return f"{decimal_number(value, 0)} {'dag' if value == 1 else 'dagen'}"
        case Unit.HOURS:
            return f"{decimal_number(value, 1)} uur"
        case Unit.GRADE | Unit.COUNT:
            return decimal_number(value, 1)


def _number(raw: object) -> int | Decimal | None:
    found = _decimal(raw)
    if found is None:
        return None
    return int(found) if found == found.to_integral_value() else found


def _decimal(raw: object) -> Decimal | None:
    if raw is None:
        return None
    try:
        return Decimal(str(raw))
    except InvalidOperation:
        return None
