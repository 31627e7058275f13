"""Widgets that Django does not have: Dutch numbers, a date in three fields, choices."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from vve_portal.ui.numbers import decimal_number


class NumberText(forms.TextInput):
    """A number as text, so that a comma is a comma and nothing scrolls it away."""

    def __init__(
        self, *, decimals: int = 2, prefix: str = "", suffix: str = ""
    ) -> None:
        super().__init__(
            attrs={
                "inputmode": "decimal" if decimals else "numeric",
                "autocomplete": "off",
            }
        )
        self.decimals = decimals
        self.prefix = prefix
        self.suffix = suffix
        self.width = "8"

    def format_value(self, value: Any) -> str | None:
        """Write a stored number in Dutch; leave what somebody typed as it is."""
        if value is None or value == "":
            return None
        if isinstance(value, int | float | Decimal):
            return decimal_number(value, self.decimals)
        return str(value)


class ThreePartDate(forms.MultiWidget):
    """Day, month and year, each with its own label."""

    use_fieldset = True
    part_labels = ("Dag", "Maand", "Jaar")

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        parts: dict[str, forms.Widget | type[forms.Widget]] = {
            name: forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
            for name in ("day", "month", "year")
        }
        super().__init__(parts, attrs)

    def decompress(self, value: Any) -> list[Any]:
        """Split a stored date."""
        if isinstance(value, date):
            return [value.day, value.month, f"{value.year:04d}"]
        return [None, None, None]


class _Described:
    """Choices of which each may have a line of explanation."""

    descriptions: dict[str, str]
    in_row: bool

    def __init__(
        self,
        *args: Any,
        descriptions: Mapping[str, str] | None = None,
        in_row: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.descriptions = dict(descriptions or {})
        self.in_row = in_row


class Radios(_Described, forms.RadioSelect):
    """One of a few; `descriptions` explains a choice, by its value."""


class Checkboxes(_Described, forms.CheckboxSelectMultiple):
    """Some of a few; `descriptions` explains a choice, by its value."""
