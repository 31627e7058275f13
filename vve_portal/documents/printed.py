"""What a document says, line by line, as who listens to it hears it.

In the order of the structure tree, without running heads and other artifacts. Needs no
settings and no database.
"""

import io
import re
from collections.abc import Iterator
from typing import Final, NamedTuple
from unicodedata import normalize

import pikepdf

from vve_portal.documents.repair.structure import Element, Structure

_LINES: Final = frozenset(
    {
        *("H1", "H2", "H3", "H4", "H5", "H6", "P", "Caption"),
        *("LI", "TOCI", "TR", "Figure", "Form"),
    }
)
# A paragraph in an item or a cell belongs to the line of that item or row.
_WHOLE: Final = frozenset({"LI", "TOCI", "TR"})
_SOFT_HYPHEN: Final = "\N{SOFT HYPHEN}"


class Unreadable(Exception):  # noqa: N818 - says what the file is
    """A file has no structure that can be followed, so nobody can have it read out."""


class Line(NamedTuple):
    """A heading, paragraph, list item or table row, in the pieces it was drawn in.

    Where a line of the page ends, a space or nothing at all may have stood: that is not
    in the file.
    """

    tag: str
    parts: tuple[str, ...]

    @property
    def text(self) -> str:
        """The line for people to read: with a space between its pieces."""
        return re.sub(r" +", " ", " ".join(self.parts)).strip(" ")

    def says(self, text: str) -> bool:
        """Return whether this is that text, letter for letter and space for space.

        It ends at the first difference: a line of anybody may be a book.
        """
        at = 0
        for part in self.parts:
            if text.startswith(" ", at) and not text.startswith(part, at):
                at += 1
            if not text.startswith(part, at):
                return False
            at += len(part)
        return text[at:] in {"", " "}


def printed_lines(pdf: bytes) -> list[Line]:
    """Return all lines in the order of reading; alternatives speak for pictures.

    Raises Unreadable for whatever is no tagged PDF.
    """
    try:
        with pikepdf.open(io.BytesIO(pdf)) as opened:
            structure = Structure.read(opened)
            return list(_lines_of(structure, structure.document))
    except Exception as error:
        # A file of anybody can be broken in any way.
        raise Unreadable from error


def printed_words(pdf: bytes) -> str:
    """Return all that a document says as one text; raises Unreadable."""
    return "\n".join(line.text for line in printed_lines(pdf))


def attached_files(pdf: bytes) -> dict[str, bytes]:
    """Return the files inside a PDF by name; raises Unreadable."""
    try:
        with pikepdf.open(io.BytesIO(pdf)) as opened:
            return {
                name: found.get_file().read_bytes()
                for name, found in opened.attachments.items()
            }
    except Exception as error:
        # As above: whatever is wrong with it, there is no file to take out.
        raise Unreadable from error


def _lines_of(structure: Structure, element: Element) -> Iterator[Line]:
    found: list[tuple[str, list[str]]] = []
    _gather(structure, element, found, within="")
    for tag, parts in found:
        yield Line(tag, tuple(part for part in parts if part))


def _gather(
    structure: Structure,
    element: Element,
    found: list[tuple[str, list[str]]],
    *,
    within: str,
) -> None:
    """Add the lines of an element; what stands in no line becomes one of its own."""
    is_part = within in _WHOLE and element.tag in {"P", "Caption"}
    if element.tag in _LINES and not is_part:
        found.append((element.tag, [_clean(str(element.source.get("/Alt", "")))]))
        within = element.tag
    for kid in element.kids:
        if isinstance(kid, Element):
            _gather(structure, kid, found, within=within)
        elif isinstance(kid, int) and element.page is not None:
            if not within:
                found.append((element.tag, []))
            text = structure.contents[element.page].texts.get(kid, "")
            found[-1][1].append(_clean(text))


def _clean(text: str) -> str:
    return normalize("NFC", text.replace(_SOFT_HYPHEN, ""))
