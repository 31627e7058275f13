"""Answering anybody who holds a document or its code: who signed, and does it count.

The one place of agreements that opens a scope for who did not sign in: of the
partnership to which the file or the code belongs, after the SHA-256 of it was found.
"""

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Final, TypeVar

from agreements.documents.attachments import CONTENT_FILE
from agreements.models import SigningRound
from agreements.queries.council import public_document
from agreements.queries.kept_files import KeptFile, find_kept_file, find_round_of_code
from agreements.services.comparing import Likeness, compare
from vve_portal.access.scope import Scope, scope
from vve_portal.accounts.models import Partnership
from vve_portal.documents.codes import code_digest
from vve_portal.documents.examining import Examined, examine
from vve_portal.documents.models import StoredDocument
from vve_portal.documents.services import find_partnerships

Found = TypeVar("Found")
_END: Final = re.compile(rb"%%EOF\r?\n?")
# Each signature adds two; nothing that the portal makes comes near.
_MOST_ENDS: Final = 64


@dataclass(frozen=True, slots=True)
class Checked:
    """What a file says itself, and what the portal knows of it.

    `kept` is the very file, or else the longest beginning of it that the portal keeps.
    """

    examined: Examined
    kept: KeptFile | None = None
    added: int = 0
    likeness: Likeness = Likeness.UNKNOWN

    @property
    def is_kept(self) -> bool:
        """Whether the portal keeps this very file, to the last byte."""
        return self.kept is not None and not self.added


@dataclass(frozen=True, slots=True)
class CheckedCode:
    """The round whose document has a code, and whether anybody may have a version."""

    signing_round: SigningRound
    has_public_version: bool


def check_file(*, content: bytes, now: datetime) -> Checked:
    """Judge a file of anybody; it is kept nowhere.

    Whether the portal keeps it is judged here and not by the process that opens it.
    Raises AuthorityUnavailable when the portal does not know what to trust.
    """
    examined = examine(content, now=now, wanted=CONTENT_FILE)
    likeness = compare(examined.attached, examined.lines)
    for digest, length in _beginnings(content):
        kept = _first(digest, partial(find_kept_file, sha256=digest))
        if kept is not None:
            more = len(content) - length
            return Checked(examined, kept, added=more, likeness=likeness)
    return Checked(examined, likeness=likeness)


def check_code(*, code: str) -> CheckedCode | None:
    """Return what the portal has of the document with this code; None without it."""
    return _first(code_digest(code), partial(_find_by_code, code=code))


def _find_by_code(partnership: Partnership, code: str) -> CheckedCode | None:
    found = find_round_of_code(partnership, code=code)
    if found is None:
        return None
    return CheckedCode(found, has_public_version=public_document(found) is not None)


def find_public_version(*, code: str) -> StoredDocument | None:
    """Return the version for anybody of the document with this code, with its bytes.

    None when there is none: not public, not signed by both, or not made yet.
    """
    return _first(code_digest(code), partial(_public_version, code=code))


def _public_version(partnership: Partnership, code: str) -> StoredDocument | None:
    signing_round = find_round_of_code(partnership, code=code)
    return None if signing_round is None else public_document(signing_round)


def _first(digest: str, find: Callable[[Partnership], Found | None]) -> Found | None:
    """Ask it in each partnership that has this digest, in the scope of that one."""
    for partnership in find_partnerships(digest=digest):
        with scope(Scope(partnerships=frozenset({partnership.pk}))):
            found = find(partnership)
        if found is not None:
            return found
    return None


def _beginnings(content: bytes) -> Iterator[tuple[str, int]]:
    """The SHA-256 of the file and of each earlier state in it, the longest first."""
    running, digests, done = hashlib.sha256(), [], 0
    for number, end in enumerate(_END.finditer(content)):
        if number == _MOST_ENDS:
            break
        running.update(content[done : end.end()])
        done = end.end()
        digests.append((running.hexdigest(), done))
    if done < len(content):
        running.update(content[done:])
        digests.append((running.hexdigest(), len(content)))
    yield from reversed(digests)
