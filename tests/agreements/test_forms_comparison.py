"""Two texts of the same clause, held side by side and put together."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from agreements.forms.clause import ClauseForm, MoneyForm, ProvisionForm
from agreements.forms.comparison import (
    BY_BOTH,
    BY_ME,
    BY_OTHER,
    Comparison,
    Difference,
    compare,
    in_words,
    label_of,
)
from agreements.services.clause_content import ClauseContent, tidy
from tests.agreements.building import content, lump_sum, price_times_quantity

BASE = tidy(content(title="Begin", source_text="Begin.", explanation="Begin."))


def met(
    mine: dict[str, Any],
    theirs: dict[str, Any],
    base: ClauseContent | None = BASE,
    form_class: Any = ClauseForm,
) -> Comparison:
    """Compare two changes of the same start."""
    return compare(
        mine=replace(BASE, **mine),
        theirs=tidy(replace(BASE, **theirs)),
        base=base,
        form_class=form_class,
    )


def test_each_difference_says_whose_change_it_is() -> None:
    comparison = met(
        {"title": "Van mij", "source_text": "Van mij."},
        {"title": "Van hen", "explanation": "Van hen."},
    )

    assert comparison.differences == (
        Difference("Titel", BY_BOTH, "Van mij", "Van hen"),
        Difference("Tekst", BY_ME, "Van mij.", "Begin."),
        Difference("Toelichting", BY_OTHER, "Begin.", "Van hen."),
    )


def test_what_only_the_other_changed_is_taken_over() -> None:
    comparison = met(
        {"title": "Van mij", "source_text": "Van mij."},
        {"title": "Van hen", "explanation": "Van hen."},
    )

    assert comparison.merged == replace(
        BASE, title="Van mij", source_text="Van mij.", explanation="Van hen."
    )


def test_the_same_change_twice_is_no_difference() -> None:
    comparison = met({"title": "Gelijk"}, {"title": "Gelijk"})

    assert comparison.differences == ()


def test_loose_spaces_are_no_difference() -> None:
    assert met({"title": " Begin "}, {}).differences == ()


def test_without_a_known_start_what_was_typed_is_kept() -> None:
    comparison = met({}, {"title": "Van hen"}, base=None)

    assert [row.note for row in comparison.differences] == [BY_BOTH]
    assert comparison.merged.title == "Begin"


@pytest.mark.parametrize("form_class", [ProvisionForm, MoneyForm])
def test_only_what_the_form_can_change_is_compared(form_class: Any) -> None:
    comparison = met({}, {"evidence": "Het verslag"}, form_class=form_class)

    assert comparison.differences == ()


def test_lines_are_compared_as_one_and_their_hours_follow() -> None:
    comparison = met(
        {"kind": "plus", "lines": (lump_sum(),)},
        {"kind": "plus", "lines": (price_times_quantity(),)},
    )

    assert [row.label for row in comparison.differences] == ["Begrotingsregels"]
    assert [line.activity for line in comparison.merged.lines] == [
        "Huisbezoek toeleiding"
    ]


def test_hours_that_were_typed_are_compared() -> None:
    comparison = met({"hours_per_year": Decimal(10)}, {"hours_per_year": Decimal(20)})

    assert [(row.label, row.mine, row.theirs) for row in comparison.differences] == [
        ("Uren per jaar", "10", "20")
    ]


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("kind", "plus", "Plus-inzet"),
        ("lead", "", ""),
        ("wpo_topic", "referral", "Toeleiding"),
        ("for_every_child", True, "Ja"),
        ("for_every_child", False, "Nee"),
        ("for_every_child", None, ""),
        ("norm_value", Decimal("90.50"), "90,5"),
        ("starts_on", date(2027, 2, 1), "1 februari 2027"),
        ("title", "Nabellen", "Nabellen"),
        ("lines", (), ""),
    ],
)
def test_a_value_reads_as_on_the_page(name: str, value: Any, words: str) -> None:
    assert in_words(name, value) == words


def test_every_part_has_a_name() -> None:
    names = [label_of(name) for name in (*ClauseForm.content_fields, "lines")]

    assert len(set(names)) == len(names)
