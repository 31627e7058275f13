"""The budget lines of a clause: rows that are kept, added, changed or taken away."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, ClassVar, Final, NamedTuple

from django import forms
from django.forms import formset_factory
from django.forms.utils import ErrorDict

from agreements.forms.fields import PlainNumberField
from agreements.models.vocabulary import Funding
from agreements.services.clause_content import (
    LINE_FIELDS,
    LineContent,
    Settlement,
    amount_of,
    hours_of,
)
from agreements.services.clause_rules import (
    LARGEST_AMOUNT,
    LARGEST_NUMBER,
    LONGEST_ACTIVITY,
    LONGEST_UNIT,
    MOST_MINUTES,
)
from vve_portal.ui.fields import EuroField, WholeNumberField
from vve_portal.ui.forms import PortalForm, PortalFormSet

EMPTY_ROWS: Final = 2
MOST_ROWS: Final = 60
PREFIX: Final = "lines"
NEEDED: Final[dict[str, str]] = {
    "quantity": "Vul het aantal per jaar in, of kies een vast bedrag.",
    "minutes_per_unit": "Vul de minuten per eenheid in, of kies een vast bedrag.",
    "rate": "Vul het tarief per uur in, of kies een vast bedrag.",
}
NEEDED_AMOUNT: Final = "Vul het bedrag per jaar in."


class Sum(NamedTuple):
    """Hours and euros a year."""

    hours: Decimal
    amount: Decimal


class LineForm(PortalForm):
    """One budget line: a fixed sum, or price times quantity."""

    sometimes_required: ClassVar[tuple[str, ...]] = (
        "quantity",
        "minutes_per_unit",
        "rate",
        "amount",
    )

    activity = forms.CharField(
        label="Activiteit",
        max_length=LONGEST_ACTIVITY,
        error_messages={"required": "Noem de activiteit."},
    )
    settlement = forms.ChoiceField(
        label="Afrekening", choices=Settlement.choices, initial=Settlement.LUMPSUM
    )
    funding = forms.ChoiceField(
        label="Bron van het geld",
        choices=[("", "Kies een bron"), *Funding.choices],
        error_messages={"required": "Kies de bron van het geld."},
    )
    unit = forms.CharField(label="Eenheid", max_length=LONGEST_UNIT, required=False)
    quantity = PlainNumberField(
        label="Aantal per jaar", minimum=0, maximum=LARGEST_NUMBER, required=False
    )
    minutes_per_unit = WholeNumberField(
        label="Minuten per eenheid", minimum=0, maximum=MOST_MINUTES, required=False
    )
    rate = EuroField(label="Tarief per uur", maximum=LARGEST_NUMBER, required=False)
    hours = PlainNumberField(
        label="Uren per jaar", minimum=0, maximum=LARGEST_NUMBER, required=False
    )
    amount = EuroField(label="Bedrag per jaar", maximum=LARGEST_AMOUNT, required=False)

    def clean(self) -> dict[str, Any]:
        """Ask what this way of settling needs, at the field where it is missing."""
        cleaned = super().clean() or {}
        settlement = cleaned.get("settlement")
        if settlement == Settlement.LUMPSUM:
            self._ask("amount", NEEDED_AMOUNT)
        if settlement == Settlement.PRICE_TIMES_QUANTITY:
            for name, sentence in NEEDED.items():
                self._ask(name, sentence)
        return cleaned

    def _ask(self, name: str, sentence: str) -> None:
        if name not in self.errors and not self.cleaned_data.get(name):
            self.add_error(name, sentence)

    @property
    def line(self) -> LineContent:
        """What the row says; what was not typed or not understood is empty."""
        typed = self.cleaned_data if self.is_bound else self.initial
        texts = ("activity", "settlement", "funding", "unit")
        values: dict[str, Any] = {name: typed.get(name) for name in LINE_FIELDS}
        values |= {name: values[name] or "" for name in texts}
        values |= {name: values[name] or Decimal(0) for name in ("hours", "amount")}
        return LineContent(**values)

    @property
    def is_counted(self) -> bool:
        """Whether the row is a line: neither empty nor to be removed."""
        if not self.is_bound:
            return bool(self.initial)
        return self.has_changed() and not self.cleaned_data.get("DELETE")

    @property
    def computed(self) -> Sum | None:
        """What follows from price and quantity, once both are there."""
        line = self.line
        if line.settlement != Settlement.PRICE_TIMES_QUANTITY or not amount_of(line):
            return None
        return Sum(hours_of(line), amount_of(line))

    def forget_errors(self) -> None:
        """Show what was typed without judging it yet."""
        self.full_clean()
        self._errors = ErrorDict(renderer=self.renderer)


class BaseLineSet(PortalFormSet):
    """The rows of a clause; a row that was emptied is a row taken away."""

    row_label: ClassVar[str] = "Regel"

    def initial_form_count(self) -> int:
        """Return how many rows must be filled in: none, once somebody typed."""
        return 0 if self.is_bound else int(super().initial_form_count())

    @property
    def lines(self) -> tuple[LineContent, ...]:
        """The lines in their order, without empty and removed rows."""
        return tuple(row.line for row in self.forms if row.is_counted)

    @property
    def total(self) -> Sum | None:
        """What the lines come to; None when there are none."""
        lines = self.lines
        if not lines:
            return None
        return Sum(
            sum(map(hours_of, lines), Decimal(0)),
            sum(map(amount_of, lines), Decimal(0)),
        )

    def add_error(self, sentence: str) -> None:
        """Put a sentence above the rows: it is about all of them."""
        self.non_form_errors().append(sentence)

    def forget_errors(self) -> None:
        """Show what was typed without judging it yet."""
        self.full_clean()
        for row in self.forms:
            row.forget_errors()
        self._errors = [row.errors for row in self.forms]
        self._non_form_errors = self.error_class()


LineSet: Final[Any] = formset_factory(
    LineForm,
    formset=BaseLineSet,
    extra=EMPTY_ROWS,
    max_num=MOST_ROWS,
    absolute_max=MOST_ROWS + EMPTY_ROWS,
    validate_max=True,
    can_delete=True,
)


def rows_of(lines: Sequence[LineContent]) -> list[dict[str, Any]]:
    """Return lines as rows to start from; what the portal works out stays empty."""
    return [_row_of(line) for line in lines]


def _row_of(line: LineContent) -> dict[str, Any]:
    row = {name: getattr(line, name) for name in LINE_FIELDS}
    if line.settlement == Settlement.PRICE_TIMES_QUANTITY:
        return {**row, "hours": None, "amount": None}
    return {**row, "hours": line.hours or None}
