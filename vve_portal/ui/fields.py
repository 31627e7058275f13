"""Fields for what Dutch office workers type: numbers with a comma, and dates."""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar, Final, NoReturn

from django import forms
from django.core.exceptions import ValidationError

from vve_portal.ui.dates import long_date, month_number
from vve_portal.ui.numbers import decimal_number, parse_decimal
from vve_portal.ui.widgets import NumberText, ThreePartDate

_DAY: Final = re.compile("[0-9]{1,2}")
_DIGITS: Final = re.compile("[0-9]+")
_YEAR_LENGTH: Final = 4


class DutchDecimalField(forms.Field):
    """A number such as "1.250,50"; gives a Decimal, or None when left empty."""

    default_error_messages: ClassVar[dict[str, Any]] = {
        "required": "Vul een getal in.",
        "invalid": "Vul een getal in, bijvoorbeeld 90 of 90,5.",
        "too_precise": "Vul een getal in met minder cijfers achter de komma.",
        "too_small": "Vul een getal in vanaf %(limit)s.",
        "too_big": "Vul een getal in van hooguit %(limit)s.",
    }

    def __init__(
        self,
        *,
        decimals: int = 2,
        minimum: Decimal | int | None = None,
        maximum: Decimal | int | None = None,
        prefix: str = "",
        suffix: str = "",
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault(
            "widget", NumberText(decimals=decimals, prefix=prefix, suffix=suffix)
        )
        super().__init__(**kwargs)
        self.decimals = decimals
        self.minimum = minimum
        self.maximum = maximum

    def to_python(self, value: Any) -> Decimal | None:
        """Read what was typed."""
        if value is None or not str(value).strip():
            return None
        if isinstance(value, Decimal | int):
            return Decimal(value)
        number = parse_decimal(str(value))
        if number is None:
            self._refuse("invalid")
        rounded = round(number, self.decimals)
        if number != rounded:
            self._refuse("too_precise")
        return rounded

    def validate(self, value: Any) -> None:
        """Hold the number against its bounds."""
        super().validate(value)
        if value is None:
            return
        if self.minimum is not None and value < self.minimum:
            self._refuse("too_small", self.minimum)
        if self.maximum is not None and value > self.maximum:
            self._refuse("too_big", self.maximum)

    def _refuse(self, code: str, limit: Decimal | int | None = None) -> NoReturn:
        words = "" if limit is None else decimal_number(limit)
        raise ValidationError(self.error_messages[code], code, {"limit": words})


class EuroField(DutchDecimalField):
    """An amount of money in euros, never below zero."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"prefix": "€", "minimum": 0, **kwargs})


class WholeNumberField(DutchDecimalField):
    """A whole number such as "1.244"; gives an int, or None when left empty."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"decimals": 0, **kwargs})

    def clean(self, value: Any) -> int | None:
        """Return the number without a fraction."""
        number = super().clean(value)
        return None if number is None else int(number)


class DutchDateField(forms.Field):
    """A date in three fields, which also reads "8-12-2026" pasted into the first."""

    widget = ThreePartDate
    default_error_messages: ClassVar[dict[str, Any]] = {
        "required": "Vul een datum in.",
        "incomplete": "Vul de dag, de maand en het jaar in.",
        "year": "Schrijf het jaar met vier cijfers, zoals 2027.",
        "invalid": "Vul een datum in die bestaat, zoals 8 12 2026.",
        "too_early": "Vul een datum in vanaf %(limit)s.",
        "too_late": "Vul een datum in tot en met %(limit)s.",
    }

    def __init__(
        self,
        *,
        earliest: date | None = None,
        latest: date | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.earliest = earliest
        self.latest = latest

    def to_python(self, value: Any) -> date | None:
        """Read the three parts."""
        if isinstance(value, date) or not value:
            return value or None
        parts = _parts(value)
        if not any(parts):
            return None
        if not all(parts):
            self._refuse("incomplete")
        return self._to_date(*parts)

    def _to_date(self, day: str, month: str, year: str) -> date:
        number = month_number(month)
        if not _DAY.fullmatch(day) or not _DIGITS.fullmatch(year) or number is None:
            self._refuse("invalid")
        if len(year) != _YEAR_LENGTH:
            self._refuse("year")
        try:
            return date(int(year), number, int(day))
        except ValueError:
            self._refuse("invalid")

    def validate(self, value: Any) -> None:
        """Hold the date against its bounds."""
        super().validate(value)
        if value is None:
            return
        if self.earliest and value < self.earliest:
            self._refuse("too_early", self.earliest)
        if self.latest and value > self.latest:
            self._refuse("too_late", self.latest)

    def _refuse(self, code: str, limit: date | None = None) -> NoReturn:
        words = "" if limit is None else long_date(limit)
        raise ValidationError(self.error_messages[code], code, {"limit": words})


def _parts(value: Sequence[str | None]) -> list[str]:
    parts = [(part or "").strip() for part in value]
    if parts[0] and not any(parts[1:]):
        pasted = parts[0].replace("-", " ").replace("/", " ").replace(".", " ").split()
        if len(pasted) == len(parts):
            return pasted
    return parts
