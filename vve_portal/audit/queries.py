"""Entries of the record as the lines of a history."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from vve_portal.audit.models import Entry


class LogLine(NamedTuple):
    """A line of a history: what `_components/log.html` shows."""

    at: datetime
    text: str
    who: str


def log_of(entries: Iterable[Entry]) -> list[LogLine]:
    """Return entries as lines of a history, in the same order."""
    return [
        LogLine(
            entry.at,
            entry.summary,
            ", ".join(filter(None, (entry.actor_name, entry.organisation_name))),
        )
        for entry in entries
    ]
