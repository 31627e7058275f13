"""Which files can be ordered: every kind names what makes it.

A higher app registers its kinds; nothing here knows what a file is about.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol, TypeAlias

from vve_portal.documents.models import FileOrder, StoredDocument
from vve_portal.documents.services import PDF


@dataclass(frozen=True, slots=True)
class MadeFile:
    """A file as it was made; `parts` are files in it that are kept by themselves."""

    name: str
    content: bytes
    media_type: str = PDF
    parts: tuple["Part", ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A file within another: an order of its own is done with it."""

    kind: str
    fingerprint: str
    file: MadeFile


class Work(Protocol):
    """The making of one file, of which all that it needs was read."""

    def draw(self) -> MadeFile:
        """Make it: long work, outside any transaction, that asks nothing."""

    def record(self, kept: StoredDocument, now: datetime) -> None:
        """Record that it was made, in the transaction that keeps it."""


class CannotMakeError(Exception):
    """What was ordered can't be made any more; its text says why, for people."""


Maker: TypeAlias = Callable[[FileOrder], Work]
_MAKERS: Final[dict[str, Maker]] = {}


def register(kind: str, maker: Maker) -> None:
    """Let files of a kind be ordered.

    `maker` reads what its work needs, and raises CannotMakeError when that is gone.
    """
    _MAKERS[kind] = maker


def maker_of(kind: str) -> Maker:
    """Return what makes files of a kind; raises LookupError when nothing does."""
    return _MAKERS[kind]
