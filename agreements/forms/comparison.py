"""What two people made of the same clause: side by side, and put together."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.db import models

from agreements.areas import Wpo160Topic
from agreements.forms.clause import ClauseForm, ContentForm
from agreements.models.vocabulary import (
    Funding,
    IndicatorCode,
    Kind,
    Lead,
    Operator,
    Responsible,
)
from agreements.services.clause_content import (
    ClauseContent,
    LineContent,
    Settlement,
    amount_of,
    hours_of,
    tidy,
)
from vve_portal.ui.dates import long_date
from vve_portal.ui.numbers import decimal_number, euro

BY_BOTH: Final = "U wijzigde dit allebei. In het formulier staat uw tekst."
BY_OTHER: Final = "Alleen de ander wijzigde dit. Het formulier neemt dat over."
BY_ME: Final = "Alleen u wijzigde dit. In het formulier staat uw tekst."
# Follows from the lines, so it would say the same thing twice.
FOLLOWS: Final = "hours_per_year"
CHOICES: Final[dict[str, type[models.TextChoices]]] = {
    "responsible": Responsible,
    "lead": Lead,
    "kind": Kind,
    "funding": Funding,
    "indicator_code": IndicatorCode,
    "norm_operator": Operator,
    "wpo_topic": Wpo160Topic,
}


@dataclass(frozen=True, slots=True)
class Difference:
    """A field on which two people differ; the note says who changed it."""

    label: str
    note: str
    mine: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Where two people differ, and what the form goes on with."""

    differences: tuple[Difference, ...]
    merged: ClauseContent


def compare(
    *,
    mine: ClauseContent,
    theirs: ClauseContent,
    base: ClauseContent | None,
    form_class: type[ContentForm],
) -> Comparison:
    """Hold two contents against what both started from, when that is known.

    What only the other one changed is taken over, so that saving undoes nobody's work;
    what was typed is kept wherever it differs from the start.
    """
    typed = tidy(mine)
    differences = []
    merged = {}
    for name in fields_of(form_class):
        ours, other = getattr(typed, name), getattr(theirs, name)
        if ours == other:
            continue
        note = _note(ours, other, ours if base is None else getattr(base, name), base)
        if note == BY_OTHER:
            merged[name] = other
        if name != FOLLOWS or not (typed.lines or theirs.lines):
            words = in_words(name, ours), in_words(name, other)
            differences.append(Difference(label_of(name), note, *words))
    return Comparison(tuple(differences), replace(typed, **merged))


def fields_of(form_class: type[ContentForm]) -> tuple[str, ...]:
    """Return the parts of a clause that a form can change."""
    lines = ("lines",) if form_class.has_lines else ()
    return (*form_class.content_fields, *lines)


def _note(ours: Any, other: Any, start: Any, base: ClauseContent | None) -> str:
    if base is None:
        return BY_BOTH
    if ours == start:
        return BY_OTHER
    return BY_ME if other == start else BY_BOTH


def label_of(name: str) -> str:
    """Return what a part of a clause is called on its form."""
    if name == "lines":
        return "Begrotingsregels"
    return str(ClauseForm.base_fields[name].label)


def in_words(name: str, value: Any) -> str:
    """Return a value as a reader sees it; empty when there is none."""
    if name in CHOICES:
        return str(CHOICES[name](value).label) if value else ""
    for kind, words in _WORDS:
        if isinstance(value, kind):
            return words(value)
    return "" if value is None else str(value)


def _lines_in_words(lines: tuple[LineContent, ...]) -> str:
    return "\n".join(map(_line_in_words, lines))


def _line_in_words(line: LineContent) -> str:
    parts = (
        str(Settlement(line.settlement).label),
        f"{decimal_number(hours_of(line))} uur",
        euro(amount_of(line)),
        str(Funding(line.funding).label),
    )
    return f"{line.activity}: {', '.join(parts)}"


_WORDS: Final[tuple[tuple[Any, Callable[[Any], str]], ...]] = (
    (bool, lambda value: "Ja" if value else "Nee"),
    (Decimal, decimal_number),
    (tuple, _lines_in_words),
    (date, long_date),
)
