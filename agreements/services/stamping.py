"""One timestamp more over the newest file of a round, for whatever reason.

State first; the timestamp service is asked without lock or transaction; the result is
stored in a short transaction that judges again.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from agreements.models import Agreement, SigningRound
from agreements.services.record import record_deed
from agreements.services.rounds import (
    FileMoved,
    keep_file,
    lock_round,
    newest_file,
    require_sound,
    telling,
)
from vve_portal.access.scope import scope
from vve_portal.accounts.models import Partnership
from vve_portal.accounts.scopes import scope_of_job
from vve_portal.documents import services as documents
from vve_portal.documents.models import StoredDocument
from vve_portal.documents.tasks import ask_to_judge
from vve_portal.documents.timestamps import TimestampUnavailable

TRIES: Final = 3


class TimestampTooShort(TimestampUnavailable):
    """The service gives no timestamp that lasts longer than the one there is."""


@dataclass(frozen=True, slots=True)
class Reason:
    """When a round needs a timestamp more, and what the record says of it then."""

    is_due: Callable[[SigningRound], bool]
    verb: str
    summary: str
    # A next timestamp that ends with the one before would be of no use.
    must_last_longer: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """The newest file of a round as it was read."""

    document: StoredDocument
    signatures: int
    archived_until: datetime | None


@dataclass(frozen=True, slots=True)
class Stamped:
    """A file with a timestamp more, and the file it was made of."""

    document_pk: int
    content: bytes
    archived_until: datetime | None


def add_timestamp(
    *, round_pk: int, partnership: Partnership, reason: Reason, now: datetime
) -> bool:
    """Add a timestamp over the whole file; return whether it was needed.

    Raises TimestampUnavailable while the service fails, TimestampTooShort when a next
    one brings nothing, and InvalidDocument or UnsoundFile when the result is not right:
    the file then stays as it was.
    """
    for _ in range(TRIES):
        with scope(scope_of_job(partnership)):
            found = _find_file(round_pk, reason)
        if found is None:
            return False
        with telling(round_pk, partnership, now):
            stamped = _stamp(found, reason, now)
            try:
                with scope(scope_of_job(partnership)):
                    return store(round_pk, partnership, stamped, reason, now)
            except FileMoved:
                continue
    message = f"The file of round {round_pk} keeps changing."
    raise FileMoved(message)


def store(
    round_pk: int,
    partnership: Partnership,
    stamped: Stamped,
    reason: Reason,
    now: datetime,
) -> bool:
    """Keep a file with a timestamp more, unless the round moved on meanwhile."""
    agreement, signing_round = lock_round(round_pk)
    if signing_round.voided_at is not None:
        return False
    if signing_round.document_id != stamped.document_pk:
        raise FileMoved
    kept = keep_file(
        signing_round=signing_round,
        partnership=partnership,
        pdf=stamped.content,
        archived_until=stamped.archived_until,
        now=now,
    )
    record_deed(
        agreement=agreement,
        at=now,
        actor=None,
        verb=reason.verb,
        subject=agreement,
        summary=reason.summary,
        edition=signing_round.edition,
        sha256=kept.sha256,
    )
    if agreement.status == Agreement.Status.SIGNED:
        ask_to_judge(kept)
    return True


def _find_file(round_pk: int, reason: Reason) -> Source | None:
    rows = SigningRound.objects.select_related("document", "agreement")
    signing_round = rows.get(pk=round_pk)
    if signing_round.voided_at is not None or not reason.is_due(signing_round):
        return None
    signatures = signing_round.signatures.in_file().count()
    if not signatures:
        return None
    document = newest_file(signing_round)
    return Source(document, signatures, signing_round.archived_until)


def _stamp(source: Source, reason: Reason, now: datetime) -> Stamped:
    content = documents.raise_level(bytes(source.document.content), at=now)
    verdict = require_sound(content, signatures=source.signatures, now=now)
    until, earlier = verdict.archived_until, source.archived_until
    if reason.must_last_longer and until and earlier and until <= earlier:
        raise TimestampTooShort
    return Stamped(source.document.pk, content, until)
