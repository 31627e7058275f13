"""The bytes a signature covers, and the gap in which it stands itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

HEAD = b"<"
TAIL = b">"


@dataclass(frozen=True, slots=True)
class SignedRange:
    """Everything up to `end`, but for the gap from `gap_start` to `gap_end`."""

    gap_start: int
    gap_end: int
    end: int

    @classmethod
    def read(cls, byte_range: Sequence[int]) -> Self:
        """The range of a signature; raises ValueError when it is no such range."""
        start, before, gap_end, after = (int(number) for number in byte_range)
        if start != 0 or not 0 < before < gap_end or after <= 0:
            message = "A signature covers the file from its start, but for one gap."
            raise ValueError(message)
        return cls(before, gap_end, gap_end + after)

    def holds_only(self, pdf: bytes, signature: bytes) -> bool:
        """Whether the gap is exactly this signature in hexadecimal, and zeros.

        A reader overlooks capitals and whatever follows the signature in the gap.
        """
        gap = pdf[self.gap_start : self.gap_end]
        digits = gap[len(HEAD) : -len(TAIL)]
        written = signature.hex().encode().ljust(len(digits), b"0")
        return gap == HEAD + written + TAIL or gap == HEAD + written.upper() + TAIL
