"""Numbers in a text that somebody typed: not rounded, and in no release."""

import re
from typing import Final

_DIGIT: Final = re.compile(r"\d")
_NUMBER: Final = re.compile(
    r"\b(?:nul|één|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf|beide"
    r"|\w*(?:tien|twintig|dertig|veertig|vijftig|zestig|zeventig|tachtig|negentig"
    r"|honderd|tiental))\b",
    re.IGNORECASE,
)
_CHILD: Final = re.compile(
    r"\b(?:kind|peuter|kleuter|meisje|jongen|ouder|gezin|traject|brie[fv]"
    r"|indicatie|deelnemer)\w*",
    re.IGNORECASE,
)
_SENTENCE: Final = re.compile(r"[.!?;\n]")


def names_a_number(text: str) -> bool:
    """Return whether a text has a figure, or in words how many children it is about."""
    return bool(_DIGIT.search(text)) or any(
        _NUMBER.search(sentence) and _CHILD.search(sentence)
        for sentence in _SENTENCE.split(text)
    )
