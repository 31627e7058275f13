"""Sessions that know whose they are and how long they last: the SESSION_ENGINE."""

from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from vve_portal.accounts.models import Session

SIGNED_IN: Final = "signed_in_at"
SEEN: Final = "seen_at"
# The unconfirmed device that this session, come in by a link, may confirm.
ENROLLING: Final = "enrolling"
# Noting every request would write a row for every page somebody looks at.
NOTED_EVERY: Final = timedelta(minutes=1)


class Ending(StrEnum):
    """Why a session came to its end; stands in the address of the sign-in page."""

    IDLE = "stil"
    AGE = "lang"
    GONE = "verlopen"
    NO_ROLE = "geen-rol"


class SessionStore(DatabaseStore):
    """Django's own store, with the user and the moments in columns."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        """Return our own model."""
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """Fill the columns from what the session holds."""
        row = super().create_model_instance(data)
        assert isinstance(row, Session)  # noqa: S101 - for the type checker
        row.user_id = data.get(SESSION_KEY)
        row.signed_in_at = _moment(data.get(SIGNED_IN))
        row.seen_at = _moment(data.get(SEEN))
        return row


def _moment(seconds: float | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


def note_presence(session: SessionBase, *, now: datetime) -> None:
    """Keep in the session since when and until when somebody was there."""
    session.setdefault(SIGNED_IN, now.timestamp())
    if now.timestamp() - session.get(SEEN, 0) >= NOTED_EVERY.total_seconds():
        session[SEEN] = now.timestamp()


def find_ending(session: SessionBase, *, now: datetime) -> Ending | None:
    """Return why the session is over, or None when it goes on."""
    idle = now.timestamp() - session.get(SEEN, now.timestamp())
    if idle > settings.SESSION_IDLE_MINUTES * 60:
        return Ending.IDLE
    age = now.timestamp() - session.get(SIGNED_IN, now.timestamp())
    if age > settings.SESSION_COOKIE_AGE:
        return Ending.AGE
    return None
