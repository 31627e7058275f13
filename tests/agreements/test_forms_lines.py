"""Budget lines as they are typed: read, judged at their field, and counted."""

from decimal import Decimal
from typing import Any

import pytest

from agreements.forms.lines import (
    EMPTY_ROWS,
    MOST_ROWS,
    NEEDED,
    NEEDED_AMOUNT,
    PREFIX,
    BaseLineSet,
    LineSet,
    Sum,
    rows_of,
)
from tests.agreements.building import lump_sum, price_times_quantity

LUMP_SUM = {
    "activity": "Huisbezoek",
    "settlement": "lumpsum",
    "funding": "none",
    "amount": "100",
}
PRICED = {
    "activity": "Gesprek",
    "settlement": "p_x_q",
    "funding": "none",
    "quantity": "220",
    "minutes_per_unit": "30",
    "rate": "81,50",
}
EMPTY = {"settlement": "lumpsum"}


def rows(*given: dict[str, str]) -> BaseLineSet:
    """Return rows with what was typed in them."""
    data = {
        f"{PREFIX}-{number}-{name}": value
        for number, row in enumerate(given)
        for name, value in row.items()
    }
    management = {"TOTAL_FORMS": str(len(given)), "INITIAL_FORMS": str(len(given))}
    data |= {f"{PREFIX}-{name}": value for name, value in management.items()}
    made: BaseLineSet = LineSet(data, prefix=PREFIX)
    return made


def errors_of(lines: Any) -> list[dict[str, list[str]]]:
    """Return the errors of each row."""
    return [
        {name: [str(error) for error in found] for name, found in row.items()}
        for row in lines.errors
    ]


def test_rows_that_are_empty_are_no_lines() -> None:
    lines = rows(EMPTY, LUMP_SUM, EMPTY)

    assert lines.is_valid()
    assert [line.activity for line in lines.lines] == ["Huisbezoek"]


def test_a_row_to_be_removed_is_neither_judged_nor_kept() -> None:
    lines = rows({**LUMP_SUM, "amount": "veel", "DELETE": "on"}, PRICED)

    assert lines.is_valid()
    assert [line.activity for line in lines.lines] == ["Gesprek"]


def test_a_fixed_sum_needs_its_amount() -> None:
    lines = rows({**LUMP_SUM, "amount": ""})

    assert not lines.is_valid()
    assert errors_of(lines) == [{"amount": [NEEDED_AMOUNT]}]


@pytest.mark.parametrize("empty", ["", "0"])
def test_price_times_quantity_needs_all_three(empty: str) -> None:
    lines = rows({**PRICED, "quantity": empty, "minutes_per_unit": "", "rate": ""})

    assert not lines.is_valid()
    assert errors_of(lines) == [{name: [sentence] for name, sentence in NEEDED.items()}]


def test_what_is_not_understood_is_said_once() -> None:
    lines = rows({**PRICED, "rate": "duur", "activity": ""})

    assert errors_of(lines) == [
        {
            "activity": ["Noem de activiteit."],
            "rate": ["Vul bij “Tarief per uur” een getal in, bijvoorbeeld 90 of 90,5."],
        }
    ]


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("quantity", "Vul bij “Aantal per jaar” een getal in vanaf 0."),
        ("hours", "Vul bij “Uren per jaar” een getal in vanaf 0."),
        ("amount", "Vul bij “Bedrag per jaar” een getal in vanaf 0."),
    ],
)
def test_nothing_is_below_zero(name: str, sentence: str) -> None:
    lines = rows({**LUMP_SUM, name: "-1"})

    assert errors_of(lines) == [{name: [sentence]}]


def test_hours_and_amounts_are_worked_out_and_added_up() -> None:
    lines = rows(PRICED, {**LUMP_SUM, "hours": "2,5"}, EMPTY)

    assert lines.is_valid()
    assert [row.computed for row in lines] == [
        Sum(Decimal(110), Decimal("8965.00")),
        None,
        None,
    ]
    assert lines.total == Sum(Decimal("112.5"), Decimal(9065))


def test_nothing_adds_up_to_nothing() -> None:
    assert rows(EMPTY).total is None


def test_stored_lines_come_back_without_what_was_worked_out() -> None:
    stored = (price_times_quantity(hours=Decimal(110)), lump_sum(hours=Decimal(0)))

    lines: BaseLineSet = LineSet(initial=rows_of(stored), prefix=PREFIX)

    shown = [
        {name: row[name].value() for name in ("hours", "amount", "rate")}
        for row in lines
    ]
    assert len(shown) == len(stored) + EMPTY_ROWS
    assert shown[:2] == [
        {"hours": None, "amount": None, "rate": Decimal("81.50")},
        {"hours": None, "amount": Decimal(6750), "rate": None},
    ]
    assert lines.forms[0].computed == Sum(Decimal(110), Decimal("8965.00"))
    assert lines.total == Sum(Decimal(110), Decimal("15715.00"))


def test_numbers_are_shown_without_zeros_that_nobody_typed() -> None:
    lines = LineSet(
        initial=rows_of([price_times_quantity(quantity=Decimal("60.00"))]),
        prefix=PREFIX,
    )

    html = str(lines.forms[0]["quantity"])

    assert 'value="60"' in html


def test_there_is_an_end_to_the_rows() -> None:
    lines = rows(*[LUMP_SUM] * (MOST_ROWS + 1))

    assert not lines.is_valid()
    assert list(lines.non_form_errors()) == [f"Vul hooguit {MOST_ROWS} regels in."]


def test_rows_that_did_not_arrive_whole_are_refused() -> None:
    lines: BaseLineSet = LineSet({}, prefix=PREFIX)

    assert not lines.is_valid()
    assert list(lines.non_form_errors()) == [
        (
            "Het formulier kwam niet heel aan. "
            "Open de bladzijde opnieuw en vul het nog een keer in."
        )
    ]
