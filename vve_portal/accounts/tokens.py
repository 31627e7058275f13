"""Secrets that people carry: links by mail and recovery codes; we keep hashes only."""

import secrets
from typing import Final

from django.utils.crypto import salted_hmac

CODE_GROUPS: Final = 3
GROUP_LENGTH: Final = 4
# Without letters and digits that look alike on paper.
CODE_LETTERS: Final = "abcdefghjkmnpqrstuvwxyz23456789"


def make_token() -> str:
    """Return the secret part of a link."""
    return secrets.token_urlsafe(32)


def make_recovery_code() -> str:
    """Return a code such as "kx7m-2pqr-9vtz"."""
    letters = [secrets.choice(CODE_LETTERS) for _ in range(CODE_GROUPS * GROUP_LENGTH)]
    groups = [
        "".join(letters[start : start + GROUP_LENGTH])
        for start in range(0, len(letters), GROUP_LENGTH)
    ]
    return "-".join(groups)


def hash_of_token(token: str) -> str:
    """Return what is kept of a link."""
    return salted_hmac("accounts.link", token, algorithm="sha256").hexdigest()


def hash_of_code(code: str) -> str:
    """Return what is kept of a recovery code, however it was typed."""
    plain = "".join(letter for letter in code.lower() if letter.isalnum())
    return salted_hmac("accounts.code", plain, algorithm="sha256").hexdigest()
