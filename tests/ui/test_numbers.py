"""Numbers are read and written with Dutch points and commas."""

from decimal import Decimal

import pytest

from vve_portal.ui import numbers


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1.250,50", "1250.50"),
        ("1250,5", "1250.5"),
        ("1.250", "1250"),
        ("€ 1.250,50", "1250.50"),
        ("75,-", "75"),
        ("90.5", "90.5"),
        (" 12 500 ", "12500"),
        ("-3", "-3"),
        ("0", "0"),
    ],
)
def test_number_is_read_as_the_dutch_write_it(text: str, expected: str) -> None:
    assert numbers.parse_decimal(text) == Decimal(expected)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "abc",
        "1,250.50",
        "1.25.50",
        "1,2,3",
        "90,",
        ",5",
        "1e5",
        "NaN",
        "٣",
        "٣.333",
        "1" * 16,
    ],
)
def test_unclear_number_is_not_guessed(text: str) -> None:
    assert numbers.parse_decimal(text) is None


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (numbers.decimal_number(1244), "1.244"),
        (numbers.decimal_number(Decimal("90.50")), "90,5"),
        (numbers.decimal_number(Decimal(100)), "100"),
        (numbers.decimal_number(Decimal("71.25"), 1), "71,3"),
        (numbers.decimal_number(1250, 2), "1.250,00"),
        (numbers.euro(93300), "€\N{NO-BREAK SPACE}93.300"),
        (numbers.euro(Decimal("1250.5")), "€\N{NO-BREAK SPACE}1.250,50"),
        (numbers.euro(Decimal(-75)), "-€\N{NO-BREAK SPACE}75"),
        (numbers.percentage(233, 265), "88%"),
        (numbers.percentage(1, 0), ""),
        (numbers.hash_groups("9f2c41d80b"), "9f2c 41d8 0b"),
    ],
)
def test_number_is_written_as_the_dutch_write_it(written: str, expected: str) -> None:
    assert written == expected


def test_amount_that_is_written_is_read_back() -> None:
    amount = Decimal("12345.60")

    written = numbers.euro(amount)

    assert numbers.parse_decimal(written) == amount
