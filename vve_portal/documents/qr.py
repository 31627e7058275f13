"""A QR code as a drawing for a document: squares alone, in numbers."""

from dataclasses import dataclass
from typing import Final

import segno

# Empty squares around it, without which a phone doesn't find it.
_MARGIN: Final = 4


@dataclass(frozen=True, slots=True)
class Squares:
    """What an SVG needs: the size of its square, and the path of what is dark."""

    size: int
    path: str


def squares_of(text: str) -> Squares:
    """Return the QR code of a text; the same text gives the same squares."""
    matrix = segno.make(text, error="m", micro=False).matrix
    return Squares(
        size=len(matrix) + 2 * _MARGIN,
        path="".join(
            f"M{column + _MARGIN} {row + _MARGIN}h1v1h-1z"
            for row, line in enumerate(matrix)
            for column, is_dark in enumerate(line)
            if is_dark
        ),
    )
