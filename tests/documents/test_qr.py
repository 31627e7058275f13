"""A QR code as squares: the same as the maker of QR codes draws, with a margin."""

import re

import pytest
import segno

from vve_portal.documents.qr import squares_of

pytestmark = pytest.mark.sqlite

ADDRESS = "https://vve.verzonnen.example/controle/7RK2-0M9X-41BS/"


def test_squares_are_those_of_the_code_inside_a_quiet_margin() -> None:
    matrix = segno.make(ADDRESS, error="m", micro=False).matrix

    squares = squares_of(ADDRESS)

    assert squares.size == len(matrix) + 8
    drawn = re.findall(r"M(\d+) (\d+)h1v1h-1z", squares.path)
    assert "".join(f"M{x} {y}h1v1h-1z" for x, y in drawn) == squares.path
    assert {(int(x), int(y)) for x, y in drawn} == {
        (column + 4, row + 4)
        for row, line in enumerate(matrix)
        for column, is_dark in enumerate(line)
        if is_dark
    }


def test_another_address_gives_other_squares() -> None:
    assert squares_of(ADDRESS) == squares_of(ADDRESS)
    assert squares_of(ADDRESS).path != squares_of(ADDRESS + "?").path
