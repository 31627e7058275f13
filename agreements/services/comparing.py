"""Comparing what a document says with the data attached to it.

The content may be of anybody. So it is measured first: what follows takes as long as
it is big, and whatever goes wrong in it only means that it can't be compared.
"""

import json
from collections.abc import Mapping, Sequence
from enum import Enum
from typing import Any, Final

from agreements.content.public import FORMAT
from agreements.documents.proof import added, sayings_of, unprinted
from agreements.documents.public import named_parties
from vve_portal.documents.printed import Line

_FORMATS: Final = frozenset({"vve-overeenkomst-1", "vve-overeenkomst-2", FORMAT})
# Sayings times lines; a long agreement needs a tenth of it.
_MOST_WORK: Final = 5_000_000


class Likeness(Enum):
    """Whether a document says what is attached to it, word for word."""

    SAME = "same"
    OTHER = "other"
    # It is no agreement of ours, has nothing attached, or can't be followed.
    UNKNOWN = "unknown"


def compare(attached: str | None, lines: Sequence[Line]) -> Likeness:
    """Judge whether the lines of a document are those of the attached content."""
    try:
        content = json.loads(attached or "null")
        if not _is_agreement(content):
            return Likeness.UNKNOWN
        if content["format"] == FORMAT:
            content = named_parties(content)
        if _work(content, lines) > _MOST_WORK:
            return Likeness.UNKNOWN
        differs = unprinted(content, lines) or added(content, lines)
    except Exception:  # noqa: BLE001 - content of anybody may go wrong anywhere
        return Likeness.UNKNOWN
    return Likeness.OTHER if differs else Likeness.SAME


def _is_agreement(content: Any) -> bool:
    return isinstance(content, Mapping) and content.get("format") in _FORMATS


def _work(content: Mapping[str, Any], lines: Sequence[Line]) -> int:
    return len(lines) * sum(1 for _ in sayings_of(content))
