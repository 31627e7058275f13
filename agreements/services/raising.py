"""Adding the timestamp that signatures lack, once the service is back."""

from datetime import datetime
from typing import Final

from agreements.models import Signature, SigningRound
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

TRIES: Final = 3
Level = Signature.Level


def raise_levels(*, round_pk: int, partnership: Partnership, now: datetime) -> bool:
    """Add the timestamp that signatures of a round lack; return whether one was added.

    Raises TimestampUnavailable while the service fails; the file then stays as it was.
    """
    for _ in range(TRIES):
        with scope(scope_of_job(partnership)):
            found = _find_file(round_pk)
        if found is None:
            return False
        document, placed = found
        with telling(round_pk, partnership, now):
            raised = documents.raise_level(bytes(document.content), at=now)
            require_sound(raised, signatures=placed, now=now)
            try:
                with scope(scope_of_job(partnership)):
                    return _store(round_pk, document.pk, partnership, raised, now)
            except FileMoved:
                continue
    message = f"The file of round {round_pk} keeps changing."
    raise FileMoved(message)


def _find_file(round_pk: int) -> tuple[StoredDocument, int] | None:
    signing_round = SigningRound.objects.select_related("document").get(pk=round_pk)
    if signing_round.voided_at is not None:
        return None
    if not signing_round.signatures.filter(level=Level.BASIC).exists():
        return None
    return newest_file(signing_round), signing_round.signatures.in_file().count()


def _store(
    round_pk: int,
    document_pk: int,
    partnership: Partnership,
    raised: bytes,
    now: datetime,
) -> bool:
    agreement, signing_round = lock_round(round_pk)
    if signing_round.voided_at is not None:
        return False
    if signing_round.document_id != document_pk:
        raise FileMoved
    signing_round.signatures.filter(level=Level.BASIC).update(level=Level.RAISED)
    kept = keep_file(
        signing_round=signing_round, partnership=partnership, pdf=raised, now=now
    )
    record_deed(
        agreement=agreement,
        at=now,
        actor=None,
        verb="signing.raised",
        subject=agreement,
        summary="Het ontbrekende tijdstempel is aan het document toegevoegd.",
        edition=signing_round.edition,
        sha256=kept.sha256,
    )
    return True
