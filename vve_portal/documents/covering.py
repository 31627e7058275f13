"""What each signature and timestamp covers: everything up to it, and nothing less.

Reads the bytes themselves, with no library that reads signatures: this stands in for
the one rule of a validator that no file with two signatures can keep.
"""

import io
import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final, Self

import pikepdf

# Names like those of the validator, for who reads what is broken.
START: Final = "VVE-BYTERANGE-START"
GAP: Final = "VVE-BYTERANGE-GAP"
REVISION: Final = "VVE-BYTERANGE-REVISION"
ORDER: Final = "VVE-BYTERANGE-ORDER"
WHOLE: Final = "VVE-BYTERANGE-WHOLE"
FORM: Final = "VVE-BYTERANGE-FORM"

_WRITTEN: Final = re.compile(
    rb"/ByteRange\s*\[\s*(\d{1,12})\s+(\d{1,12})\s+(\d{1,12})\s+(\d{1,12})\s*\]"
)
_BEGUN: Final = re.compile(rb"/ByteRange\s*\[")
_LABEL: Final = re.compile(rb"/Contents\s*\Z")
_HEXADECIMAL: Final = re.compile(rb"<[0-9A-Fa-f]+>")
_REVISION_END: Final = re.compile(rb"startxref\s+\d+\s+%%EOF[\r\n]{0,2}\Z")
_NEAR: Final = 64


@dataclass(frozen=True, slots=True)
class Covered:
    """The bytes that one signature says it covers: two stretches around a gap."""

    written_at: int
    start: int
    gap_start: int
    gap_end: int
    end: int

    @classmethod
    def read(cls, found: re.Match[bytes]) -> Self:
        start, before, gap_end, after = (int(number) for number in found.groups())
        return cls(found.start(), start, start + before, gap_end, gap_end + after)

    @property
    def numbers(self) -> list[int]:
        """As it is written in the file."""
        first, second = self.gap_start - self.start, self.end - self.gap_end
        return [self.start, first, self.gap_end, second]


def is_signed(pdf: bytes) -> bool:
    """Whether a file holds a signature or a timestamp, good or not."""
    return _BEGUN.search(pdf) is not None


def uncovered(pdf: bytes) -> list[str]:
    """The names of the rules that the signatures of a file break; empty when right."""
    parts = [Covered.read(found) for found in _WRITTEN.finditer(pdf)]
    parts.sort(key=lambda part: part.end)
    checks = {
        START: all(part.start == 0 for part in parts),
        GAP: all(_is_own_gap(pdf, part) for part in parts),
        REVISION: all(_ends_revision(pdf, part) for part in parts),
        ORDER: all(
            earlier.end <= later.gap_start for earlier, later in pairwise(parts)
        ),
        WHOLE: bool(parts) and parts[-1].end == len(pdf),
        FORM: sorted(part.numbers for part in parts) == sorted(_in_form(pdf)),
    }
    return [rule for rule, is_kept in checks.items() if not is_kept]


def _is_own_gap(pdf: bytes, part: Covered) -> bool:
    """Whether the gap is the value of Contents, in the same object as the range."""
    gap = pdf[part.gap_start : part.gap_end]
    label = pdf[max(0, part.gap_start - _NEAR) : part.gap_start]
    is_before = part.written_at < part.gap_start
    between = (
        pdf[part.written_at : part.gap_start]
        if is_before
        else pdf[part.gap_end : part.written_at]
    )
    return (
        _HEXADECIMAL.fullmatch(gap) is not None
        and _LABEL.search(label) is not None
        and b"endobj" not in between
    )


def _ends_revision(pdf: bytes, part: Covered) -> bool:
    return _REVISION_END.search(pdf[max(0, part.end - _NEAR) : part.end]) is not None


def _in_form(pdf: bytes) -> list[list[int]]:
    """The ranges of the signatures that a reader of the file finds in its form."""
    try:
        with pikepdf.open(io.BytesIO(pdf)) as opened:
            root: Any = opened.Root
            fields = root.AcroForm.Fields if "/AcroForm" in root else []
            values = [field.get("/V") for field in fields]
            return [_numbers(value["/ByteRange"]) for value in values if _has(value)]
    except (pikepdf.PdfError, ValueError, TypeError, AttributeError, KeyError):
        return []


def _has(value: Any) -> bool:
    return isinstance(value, pikepdf.Dictionary) and "/ByteRange" in value


def _numbers(written: Any) -> list[int]:
    return [int(number) for number in written]
