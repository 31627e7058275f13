"""Which letters a document can show: those of its own font, on any machine."""

from functools import cache
from typing import Final
from unicodedata import category, combining, normalize

from fontTools.ttLib import TTFont

from vve_portal.documents.fonts import font_files

# Text processors put these in by themselves; the font has the plain ones.
_EQUALS: Final = {
    "\N{HYPHEN}": "-",
    "\N{NON-BREAKING HYPHEN}": "-",
    "\N{NARROW NO-BREAK SPACE}": "\N{NO-BREAK SPACE}",
}


def showable(text: str) -> str:
    """Return text without control characters, and with plain hyphens and spaces.

    They come along unseen when somebody pastes; line ends and tabs stay. A letter and
    an accent apart become the one letter that they are.
    """
    whole = normalize("NFC", text)
    kept = (one for one in whole if one.isspace() or category(one) != "Cc")
    return "".join(_EQUALS.get(one, one) for one in kept)


def missing_letters(text: str) -> str:
    """Return the letters of `text` that no document can show, each once, in order.

    Another font of the machine might have them, but then the same text would make
    another document elsewhere, or none at all. An accent that makes no known letter
    with the one before it can't be read out.
    """
    known = _known_letters()
    return "".join(
        letter
        for letter in dict.fromkeys(showable(text))
        if letter.isprintable() and (ord(letter) not in known or combining(letter))
    )


@cache
def _known_letters() -> frozenset[int]:
    sets = []
    for file in font_files():
        with TTFont(file) as font:
            sets.append(frozenset(font.getBestCmap()))
    return frozenset.intersection(*sets)
