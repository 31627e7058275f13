"""Trajectory codes: eight characters and a check character, drawn at random.

Crockford's base32 leaves out I, L, O and U; a check character modulo 37 finds every
single wrong character and every swap of two neighbours.
"""

import secrets
from typing import Final

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CHECK_ALPHABET: Final = ALPHABET + "*~$=U"
LENGTH: Final = 8
# What people type for a character that is not in the alphabet.
_READ_AS: Final = str.maketrans({"O": "0", "I": "1", "L": "1"})
_SIGNS: Final = str.maketrans("", "", " -\t\n\u00a0\u2010\u2011\u2013")


class MistypedError(ValueError):
    """The text can't be a trajectory code: somebody made a typing error."""


def new_code() -> str:
    """Return a random code of nine characters, without hyphens."""
    while True:
        body = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
        code = body + check_character(body)
        if is_plain(code):
            return code


def is_plain(code: str) -> bool:
    """Return whether a code ends in a letter or figure: others are hard to type."""
    return code[-1] in ALPHABET


def code_of(number: int) -> str:
    """Return the code that stands for `number` (0 up to 32⁸); for made-up data."""
    digits = []
    for _ in range(LENGTH):
        number, digit = divmod(number, len(ALPHABET))
        digits.append(ALPHABET[digit])
    body = "".join(reversed(digits))
    return body + check_character(body)


def check_character(body: str) -> str:
    """Return the check character of eight characters: their number modulo 37."""
    number = 0
    for character in body:
        number = number * len(ALPHABET) + ALPHABET.index(character)
    return CHECK_ALPHABET[number % len(CHECK_ALPHABET)]


def parse_code(typed: str) -> str:
    """Return what was typed as a code without hyphens; raise MistypedError."""
    text = typed.upper().translate(_SIGNS)
    body, check = text[:LENGTH].translate(_READ_AS), text[LENGTH:]
    known = len(body) == LENGTH and all(one in ALPHABET for one in body)
    # The check character may be U, so only the rest is read as what was meant.
    if not known or check.translate(_READ_AS) != check_character(body):
        message = "Dit is een typefout: de code klopt niet. Kijk op de verwijsbrief."
        raise MistypedError(message)
    return body + check_character(body)


def parse_start(typed: str) -> str:
    """Return the beginning of a code as it was typed, without hyphens.

    Raises MistypedError when no code can begin so; a whole code is checked as one.
    """
    text = typed.upper().translate(_SIGNS)
    if len(text) > LENGTH:
        return parse_code(typed)
    start = text.translate(_READ_AS)
    if any(one not in ALPHABET for one in start):
        message = "Een code heeft alleen letters en cijfers, zoals K7QM."
        raise MistypedError(message)
    return start


def after_start(start: str) -> str:
    """Return what comes right after all codes with this start; empty: nothing does."""
    body = start.rstrip(ALPHABET[-1])
    if not body:
        return ""
    return body[:-1] + ALPHABET[ALPHABET.index(body[-1]) + 1]


def shown_code(code: str) -> str:
    """Return a code as people read it: K7QM-4X2P-K."""
    return "-".join((code[:4], code[4:LENGTH], code[LENGTH:]))
