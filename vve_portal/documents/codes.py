"""The code printed on a document: whoever holds it looks up what the portal knows.

Twelve signs that can be read aloud and typed over: 32 that do not resemble each other,
and the last one tells a slip of the finger from a code that does not exist.
"""

import hashlib
import secrets
from collections.abc import Iterable
from typing import Final

SIGNS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH: Final = 12
GROUP: Final = 4
_READ_AS: Final = str.maketrans({"O": "0", "I": "1", "L": "1"})
_BETWEEN: Final = frozenset(" -\N{NO-BREAK SPACE}\N{EN DASH}\N{NON-BREAKING HYPHEN}\t")
# The numbers 0 to 31 as the field GF(32), with x⁵ = x² + 1: then one wrong sign, or
# two that changed places, never give another right code.
_OVERFLOW: Final = 0b100000
_REDUCTION: Final = 0b100101


def new_code() -> str:
    """Make a code that nobody can guess: 55 bits of chance, and a sign to check."""
    values = [secrets.randbelow(len(SIGNS)) for _ in range(LENGTH - 1)]
    return _in_groups([*values, _times_x(_remainder(values))])


def normal_code(text: str) -> str | None:
    """Return a code as it is printed, however it was typed; None when it is no code."""
    typed = "".join(one for one in text.upper() if one not in _BETWEEN)
    values = [SIGNS.find(one) for one in typed.translate(_READ_AS)]
    if len(values) != LENGTH or min(values) < 0 or _remainder(values):
        return None
    return _in_groups(values)


def code_digest(code: str) -> str:
    """Return the SHA-256 of a code as printed, which finds its partnership."""
    return hashlib.sha256(code.encode()).hexdigest()


def _in_groups(values: Iterable[int]) -> str:
    signs = "".join(SIGNS[value] for value in values)
    return "-".join(signs[at : at + GROUP] for at in range(0, LENGTH, GROUP))


def _remainder(values: Iterable[int]) -> int:
    """Zero for a whole code that is right."""
    total = 0
    for value in values:
        total = _times_x(total) ^ value
    return total


def _times_x(value: int) -> int:
    doubled = value << 1
    return doubled ^ _REDUCTION if doubled & _OVERFLOW else doubled
