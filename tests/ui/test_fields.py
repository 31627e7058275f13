"""Fields accept what people type and refuse the rest with a sentence."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django import forms
from django.core.exceptions import ValidationError

from vve_portal.ui.fields import (
    DutchDateField,
    DutchDecimalField,
    EuroField,
    WholeNumberField,
)


def refusal(field: forms.Field, value: Any) -> list[str]:
    """Return the sentences with which a field refuses a value."""
    with pytest.raises(ValidationError) as caught:
        field.clean(value)
    return caught.value.messages


def test_decimal_field_gives_a_decimal() -> None:
    assert DutchDecimalField(decimals=1).clean("1.090,5") == Decimal("1090.5")


def test_decimal_field_takes_a_trailing_zero_as_no_extra_digit() -> None:
    assert DutchDecimalField(decimals=1).clean("90,50") == Decimal("90.5")


def test_whole_number_field_gives_an_int() -> None:
    number = WholeNumberField().clean("1.244")

    assert (number, type(number)) == (1244, int)


def test_field_left_empty_gives_nothing_when_it_may() -> None:
    empty = [
        field.clean(value)
        for field, value in (
            (EuroField(required=False), " "),
            (WholeNumberField(required=False), None),
            (DutchDateField(required=False), ["", "", ""]),
        )
    ]

    assert empty == [None, None, None]


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        (DutchDecimalField(), "", "Vul een getal in."),
        (
            DutchDecimalField(),
            "veel",
            "Vul een getal in, bijvoorbeeld 90 of 90,5.",
        ),
        (
            DutchDecimalField(decimals=1),
            "90,55",
            "Vul een getal in met minder cijfers achter de komma.",
        ),
        (EuroField(), "-1", "Vul een getal in vanaf 0."),
        (
            EuroField(maximum=1500),
            "1.500,01",
            "Vul een getal in van hooguit 1.500.",
        ),
    ],
)
def test_bad_number_is_refused_with_a_sentence(
    field: forms.Field, value: str, sentence: str
) -> None:
    assert refusal(field, value) == [sentence]


@pytest.mark.parametrize(
    "value",
    [
        ["8", "12", "2026"],
        [" 08 ", "december", "2026"],
        ["8", "Dec", "2026"],
        ["8-12-2026", "", ""],
        ["8 december 2026", "", ""],
        date(2026, 12, 8),
    ],
)
def test_date_is_read_however_it_is_typed(value: Any) -> None:
    assert DutchDateField().clean(value) == date(2026, 12, 8)


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        (["", "", ""], "Vul een datum in."),
        (None, "Vul een datum in."),
        (["8", "", "2026"], "Vul de dag, de maand en het jaar in."),
        (["31", "9", "2026"], "Vul een datum in die bestaat, zoals 8 12 2026."),
        (["x", "9", "2026"], "Vul een datum in die bestaat, zoals 8 12 2026."),
        (["8", "13", "2026"], "Vul een datum in die bestaat, zoals 8 12 2026."),
        (["9" * 20, "9", "2026"], "Vul een datum in die bestaat, zoals 8 12 2026."),
        (["0081", "9", "2026"], "Vul een datum in die bestaat, zoals 8 12 2026."),
        (["٣", "9", "2026"], "Vul een datum in die bestaat, zoals 8 12 2026."),
        (["8", "9", "9" * 20], "Schrijf het jaar met vier cijfers, zoals 2027."),
        (["8", "12", "0000"], "Vul een datum in die bestaat, zoals 8 12 2026."),
        (["8", "12", "26"], "Schrijf het jaar met vier cijfers, zoals 2027."),
        (["31", "12", "2025"], "Vul een datum in vanaf 1 januari 2026."),
        (["1", "1", "2028"], "Vul een datum in tot en met 31 december 2027."),
    ],
)
def test_bad_date_is_refused_with_a_sentence(value: Any, sentence: str) -> None:
    field = DutchDateField(earliest=date(2026, 1, 1), latest=date(2027, 12, 31))

    assert refusal(field, value) == [sentence]


def test_field_sees_whether_something_changed() -> None:
    changes = [
        EuroField().has_changed(Decimal("75.00"), "75"),
        EuroField().has_changed(Decimal("75.00"), "76"),
        DutchDateField().has_changed(date(2027, 1, 1), ["1", "1", "2027"]),
        DutchDateField().has_changed(date(2027, 1, 1), ["2", "1", "2027"]),
        DutchDateField(required=False).has_changed(None, ["", "", ""]),
    ]

    assert changes == [False, True, False, True, False]
