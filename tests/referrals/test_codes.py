"""Trajectory codes: random, checked, and read as people type them."""

from itertools import product

import pytest

from referrals.codes import (
    ALPHABET,
    CHECK_ALPHABET,
    MistypedError,
    check_character,
    code_of,
    new_code,
    parse_code,
    shown_code,
)


def test_a_new_code_is_random_and_reads_back() -> None:
    codes = {new_code() for _ in range(200)}

    assert len(codes) == 200
    assert {parse_code(shown_code(code)) for code in codes} == codes
    assert {code[-1] for code in codes} <= set(ALPHABET)


def test_a_code_is_shown_in_three_parts() -> None:
    assert shown_code("K7QM4X2PK") == "K7QM-4X2P-K"


def test_the_check_character_is_the_number_modulo_37() -> None:
    assert check_character("00000000") == "0"
    assert check_character("00000010") == "*"
    assert check_character("00000011") == "~"
    assert code_of(0) == "000000000"
    assert code_of(36) == "00000014U"


@pytest.mark.parametrize(
    "typed",
    ["K7QM-4X2P-{}", "k7qm 4x2p {}", "K7QM4X2P{}", " K7QM\u20134X2P\u2013{}\n"],
)
def test_a_code_is_read_as_it_was_typed(typed: str) -> None:
    check = check_character("K7QM4X2P")

    assert parse_code(typed.format(check)) == f"K7QM4X2P{check}"


def test_letters_that_look_like_figures_are_read_as_figures() -> None:
    code = "10000000" + check_character("10000000")

    assert parse_code("LOOOOOOO" + code[-1]) == code
    assert parse_code("iooo-oooo-" + code[-1]) == code


def test_one_wrong_character_is_always_a_typing_error() -> None:
    code = code_of(123_456_789_012)

    wrong = [
        code[:place] + other + code[place + 1 :]
        for place, other in product(range(8), ALPHABET)
        if other != code[place]
    ] + [code[:8] + other for other in CHECK_ALPHABET if other != code[8]]

    assert len(wrong) == 8 * 31 + 36
    for text in wrong:
        with pytest.raises(MistypedError):
            parse_code(text)


def test_two_neighbours_swapped_is_always_a_typing_error() -> None:
    code = code_of(987_654_321_098)
    swapped = [
        code[:place] + code[place + 1] + code[place] + code[place + 2 :]
        for place in range(7)
        if code[place] != code[place + 1]
    ]

    assert len(swapped) == 7
    for text in swapped:
        with pytest.raises(MistypedError, match="typefout"):
            parse_code(text)


@pytest.mark.parametrize("typed", ["", "K7QM", "K7QM-4X2P", "K7QM-4X2U-1", "é" * 9])
def test_what_is_no_code_is_a_typing_error(typed: str) -> None:
    with pytest.raises(MistypedError, match="typefout"):
        parse_code(typed)
