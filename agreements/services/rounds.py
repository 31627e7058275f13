"""A round of signing as its services share it: locked, with its file, in words."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Final

from django.db import IntegrityError

from agreements.documents.proof import Unprinted
from agreements.models import Agreement, Signature, SigningRound
from agreements.services.record import record_deed
from agreements.services.versions import lock_agreement
from vve_portal.access.scope import scope
from vve_portal.accounts.models import Partnership
from vve_portal.accounts.scopes import scope_of_job
from vve_portal.documents import services as documents
from vve_portal.documents.authority import AuthorityUnavailable
from vve_portal.documents.check import InvalidDocument
from vve_portal.documents.models import StoredDocument
from vve_portal.documents.timestamps import TimestampUnavailable
from vve_portal.documents.verdicts import SIGNATURE, FileVerdict

TROUBLES: Final[dict[type[Exception], str]] = {
    InvalidDocument: (
        "Het document voldoet niet aan de regels voor toegankelijke en duurzame PDF's "
        "en is daarom niet gebruikt. Meld dit bij de beheerder van het portaal."
    ),
    Unprinted: (
        "Het document zegt niet woord voor woord wat is vastgelegd en is daarom niet "
        "gebruikt. Meld dit bij de beheerder van het portaal."
    ),
    AuthorityUnavailable: (
        "De sleutel waarmee het portaal handtekeningen zet, ontbreekt of past niet. "
        "Er is niets ondertekend. Meld dit bij de beheerder van het portaal."
    ),
    IntegrityError: (
        "Voor een deel van de looptijd is al een andere overeenkomst ondertekend. Stop "
        "de ondertekening en kies andere datums."
    ),
}
OTHER_TROUBLE: Final = (
    "Het bestand kon niet worden gemaakt door een fout in het portaal. Probeer het "
    "opnieuw. Lukt het dan niet? Meld het bij de beheerder van het portaal."
)


class UnsoundFile(Exception):  # noqa: N818 - says what the file is
    """A signed file does not hold the signatures it must; it is thrown away."""


class FileMoved(Exception):  # noqa: N818 - says what happened meanwhile
    """A newer file was stored while one was being made on top of the earlier."""


def lock_round(round_pk: int) -> tuple[Agreement, SigningRound]:
    """Lock an agreement, then its round; return both as they are now.

    Everybody locks in this order, so that nobody waits in a circle.
    """
    known = SigningRound.objects.get(pk=round_pk)
    agreement = lock_agreement(known.agreement_id)
    locked = SigningRound.objects.select_for_update(of=("self",)).get(pk=round_pk)
    locked.agreement = agreement
    return agreement, locked


def lock_signature(pk: int) -> tuple[Agreement, SigningRound, Signature]:
    """Lock an agreement and its round; return them with one signature, all fresh."""
    known = Signature.objects.get(pk=pk)
    agreement, signing_round = lock_round(known.round_id)
    current = Signature.objects.with_round().get(pk=pk)
    current.round.agreement = agreement
    return agreement, signing_round, current


def newest_file(signing_round: SigningRound) -> StoredDocument:
    """Return the newest file of a round; raises UnsoundFile when there is none."""
    if signing_round.document is None:
        message = f"Round {signing_round.pk} has no document yet."
        raise UnsoundFile(message)
    return signing_round.document


def keep_file(
    *,
    signing_round: SigningRound,
    partnership: Partnership,
    pdf: bytes,
    now: datetime,
    archived_until: datetime | None = None,
) -> StoredDocument:
    """Keep a file as the newest of its round, which no longer waits for it.

    `archived_until` is when the timestamp over the whole file ends, if it has one; then
    every signature in it lacks nothing any more.
    """
    reference = signing_round.agreement.reference
    kept = documents.keep(
        partnership=partnership,
        name=f"{reference}-versie-{signing_round.edition}.pdf",
        content=pdf,
        now=now,
    )
    waiting = signing_round.signatures.filter(status=Signature.Status.PLACING)
    signing_round.document, signing_round.trouble = kept, ""
    signing_round.archived_until = archived_until
    if not waiting.exists():
        signing_round.asked_at = None
    fields = ["document", "asked_at", "trouble", "archived_until"]
    signing_round.save(update_fields=fields)
    if archived_until is not None:
        _note_timestamp(signing_round)
    return kept


def _note_timestamp(signing_round: SigningRound) -> None:
    for before, after in Signature.UNFINISHED.items():
        signing_round.signatures.filter(level=before).update(level=after)


def require_sound(pdf: bytes, *, signatures: int, now: datetime) -> FileVerdict:
    """Return the verdict on a file in which so many signatures stand, all good.

    Raises UnsoundFile when that is otherwise.
    """
    verdict = documents.verify_file(pdf, now=now)
    good = [one for one in verdict.signatures if one.kind == SIGNATURE and one.is_good]
    if not verdict.is_good or len(good) != signatures:
        findings = " ".join(finding.sentence for finding in verdict.findings)
        message = f"{len(good)} of {signatures} signatures are good. {findings}"
        raise UnsoundFile(message)
    return verdict


@contextmanager
def telling(round_pk: int, partnership: Partnership, now: datetime) -> Iterator[None]:
    """Keep in the round why work on its file failed, for the people who wait for it.

    A timestamp service that is down is no trouble: the work is done later.
    """
    try:
        yield
    except TimestampUnavailable:
        raise
    except Exception as error:
        # Whatever it is: who waits for the file must read that it got stuck.
        with scope(scope_of_job(partnership)):
            _note(round_pk, error, now)
        raise


def trouble_of(error: Exception) -> str:
    """Return what to tell people about an error, in words for them."""
    words = (text for kind, text in TROUBLES.items() if isinstance(error, kind))
    return next(words, OTHER_TROUBLE)


def _note(round_pk: int, error: Exception, now: datetime) -> None:
    agreement, signing_round = lock_round(round_pk)
    if signing_round.voided_at is not None:
        return
    signing_round.trouble = trouble_of(error)
    signing_round.save(update_fields=["trouble"])
    record_deed(
        agreement=agreement,
        at=now,
        actor=None,
        verb="signing.trouble",
        subject=agreement,
        summary=f"Het bestand is niet gemaakt. {signing_round.trouble}",
        edition=signing_round.edition,
        error=type(error).__name__,
    )
