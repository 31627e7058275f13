"""Text as typed becomes paragraphs, lists and definitions, letter for letter."""

import pytest

from agreements.documents.tables import Table
from agreements.documents.text import Block, blocks_of, definitions_in, printable

pytestmark = pytest.mark.sqlite


def test_each_line_is_a_paragraph() -> None:
    blocks = blocks_of("Eerste regel.\nTweede regel.\r\n\n  Derde alinea.  \n")

    assert [(one.kind, one.text) for one in blocks] == [
        ("paragraph", "Eerste regel."),
        ("paragraph", "Tweede regel."),
        ("paragraph", "Derde alinea."),
    ]


@pytest.mark.parametrize(
    ("text", "block"),
    [
        ("- een\n- twee", Block("dash", items=["een", "twee"], start=0)),
        ("• een\n• twee", Block("dot", items=["een", "twee"], start=0)),
        ("1. een\n2. twee", Block("number", items=["een", "twee"])),
        ("7. een\n\n8. twee", Block("number", items=["een", "twee"], start=7)),
        ("a. een\n\nb. twee", Block("letter", items=["een", "twee"])),
        ("c. een", Block("letter", items=["een"], start=3)),
    ],
)
def test_lines_that_begin_alike_are_one_list(text: str, block: Block) -> None:
    assert blocks_of(text) == [block]


def test_list_that_does_not_count_on_begins_again() -> None:
    blocks = blocks_of("1. een\n3. drie\n- streep\na. letter")

    assert [(one.kind, one.start, one.items) for one in blocks] == [
        ("number", 1, ["een"]),
        ("number", 3, ["drie"]),
        ("dash", 0, ["streep"]),
        ("letter", 1, ["letter"]),
    ]


@pytest.mark.parametrize(
    "line", ["-streep zonder spatie", "1) haakje", "a) haakje", "1.5 uur", "-", "1."]
)
def test_line_that_is_no_list_item_stays_as_it_is(line: str) -> None:
    assert [(one.kind, one.text) for one in blocks_of(line)] == [("paragraph", line)]


def test_empty_text_has_no_blocks() -> None:
    assert blocks_of(" \n\n ") == []


def test_definitions_are_terms_with_meanings_after_an_opening_line() -> None:
    text = "In deze overeenkomst betekent:\n\nVVE: extra steun.\n\nJGZ: de JGZ: wij."

    assert definitions_in(text) == (
        "In deze overeenkomst betekent:",
        [("VVE:", "extra steun."), ("JGZ:", "de JGZ: wij.")],
    )


@pytest.mark.parametrize(
    "text", ["", "Gewone tekst.", "VVE: extra steun.\nEn dan een gewone zin."]
)
def test_ordinary_text_holds_no_definitions(text: str) -> None:
    assert definitions_in(text) == ("", [])


def test_control_characters_are_not_shown_and_the_rest_is() -> None:
    value = {"a": ["x\x00y\x1bz", {"b": "één\ttwee\ndrie €"}], "n": 1, "t": True}

    assert printable(value) == {
        "a": ["xyz", {"b": "één\ttwee\ndrie €"}],
        "n": 1,
        "t": True,
    }


@pytest.mark.parametrize(
    ("columns", "rows", "headings"),
    [(2, 9, False), (3, 2, False), (3, 3, True), (4, 1, False), (4, 2, True)],
)
def test_first_cells_are_headings_unless_those_outnumber_the_rest(
    columns: int, rows: int, *, headings: bool
) -> None:
    table = Table("soort", "Titel", ["k"] * columns, [["c"] * columns] * rows)

    assert table.has_row_headings is headings
