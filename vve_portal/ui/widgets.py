"""Widgets that Django does not have: Dutch numbers, a date in three fields, choices."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

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


class QuickSelect(forms.Select):
    """A list to choose from, written at once: a template per option is slow.

    For pages with long lists that are opened all day.
    """

    def render(
        self,
        name: str,
        value: Any,
        attrs: dict[str, Any] | None = None,
        renderer: Any = None,  # noqa: ARG002 - Django's signature
    ) -> SafeString:
        """Return the list as HTML."""
        chosen = set(self.format_value(value))
        given = self.build_attrs(self.attrs, attrs)
        return format_html(
            "<select{}>{}</select>",
            flatatt({"name": name, **given}),
            self._options(self.choices, chosen),
        )

    def _options(self, choices: Any, chosen: set[str]) -> SafeString:
        return format_html_join(
            "",
            "{}",
            ((self._one(value, label, chosen),) for value, label in choices),
        )

    def _one(self, value: Any, label: Any, chosen: set[str]) -> SafeString:
        if isinstance(label, list | tuple):
            inner = self._options(label, chosen)
            return format_html('<optgroup label="{}">{}</optgroup>', value, inner)
        text = "" if value is None else str(value)
        if text in chosen:
            return format_html('<option value="{}" selected>{}</option>', text, label)
        return format_html('<option value="{}">{}</option>', text, label)
