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
from agreements.queries.kept_files import KeptFile, find_kept_file, find_round_of_code
from agreements.services.comparing import Likeness, compare
from vve_portal.access.scope import Scope, scope
from vve_portal.accounts.models import Partnership
from vve_portal.documents.codes import code_digest
from vve_portal.documents.examining import Examined, examine
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


def check_code(*, code: str) -> SigningRound | None:
    """Return the round whose document has this code on it; None when there is none."""
    return _first(code_digest(code), partial(find_round_of_code, code=code))


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
