"""The code on a document: made by chance, read forgivingly, and never by mistake."""

import hashlib
import re
from itertools import combinations

import pytest

from vve_portal.documents.codes import SIGNS, code_digest, new_code, normal_code

pytestmark = pytest.mark.sqlite

CODE = "7RK2-0M9X-41BS"


def test_codes_are_readable_right_and_different() -> None:
    codes = [new_code() for _ in range(200)]

    assert len(set(codes)) == len(codes)
    assert [normal_code(code) for code in codes] == codes
    shape = re.compile(rf"[{SIGNS}]{{4}}(-[{SIGNS}]{{4}}){{2}}")
    assert [code for code in codes if not shape.fullmatch(code)] == []


@pytest.mark.parametrize(
    "typed",
    [
        CODE,
        CODE.lower(),
        CODE.replace("-", ""),
        f"  {CODE.replace('-', chr(8211))} ",
        CODE.replace("0", "o").replace("1", "l"),
        CODE.replace("1", "I"),
    ],
)
def test_code_is_read_however_it_was_typed(typed: str) -> None:
    assert normal_code(typed) == CODE


@pytest.mark.parametrize(
    "typed",
    ["", "7RK2-0M9X", CODE + "0", CODE.replace("R", "U"), CODE.replace("-", "/")],
)
def test_what_is_no_code_is_refused(typed: str) -> None:
    assert normal_code(typed) is None


def test_one_wrong_sign_is_never_another_code() -> None:
    plain = CODE.replace("-", "")
    slips = {
        plain[:at] + sign + plain[at + 1 :]
        for at in range(len(plain))
        for sign in SIGNS
        if sign != plain[at]
    }

    assert len(slips) == len(plain) * (len(SIGNS) - 1)
    assert [slip for slip in slips if normal_code(slip)] == []


def test_two_signs_that_changed_places_are_never_another_code() -> None:
    plain = CODE.replace("-", "")
    swapped = []
    for one, other in combinations(range(len(plain)), 2):
        signs = list(plain)
        signs[one], signs[other] = signs[other], signs[one]
        swapped.append("".join(signs))

    found = [normal_code(text) for text in swapped if text != plain]

    assert set(found) == {None}


def test_digest_is_of_the_code_as_printed() -> None:
    assert code_digest(CODE) == hashlib.sha256(CODE.encode()).hexdigest()
