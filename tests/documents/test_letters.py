"""Letters that the font of the documents has, and those it has not."""

import pytest

from vve_portal.documents.letters import missing_letters, showable

pytestmark = pytest.mark.sqlite


@pytest.mark.parametrize(
    "text",
    [
        "Financiële coördinatie: één, drieëntwintig, € 1.250,50 (½).",
        "“Aanhaling”, … • × ≥ ≤ → °",
        "Łódź, Şanliurfa, Київ, Αθήνα",
        "regel\nregel\ttab\x07 en spatie\N{NO-BREAK SPACE}vast",
        "vast\N{NON-BREAKING HYPHEN}streepje\N{NARROW NO-BREAK SPACE}smal",
    ],
)
def test_what_people_write_here_can_be_shown(text: str) -> None:
    assert missing_letters(text) == ""


def test_letters_without_a_shape_are_named_once_and_in_order() -> None:
    assert missing_letters("klaar ✓ of 中 of ✓ 😀") == "✓中😀"


def test_accent_apart_is_the_letter_it_makes_or_can_not_be_shown() -> None:
    accent = "\N{COMBINING ACUTE ACCENT}"

    assert showable(f"e{accent}e{accent}n") == "één"
    assert missing_letters(f"e{accent}n") == ""
    assert missing_letters(f"x{accent}") == accent


def test_unseen_characters_are_left_out_and_look_alikes_are_plain() -> None:
    text = "a\x00b\x1bc\r\nd\te\N{HYPHEN}f\N{NON-BREAKING HYPHEN}g\u202fh"

    assert showable(text) == "abc\r\nd\te-f-g\N{NO-BREAK SPACE}h"
