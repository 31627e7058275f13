"""What the tasks of signing write: the document, and each signature in it.

State first; rendering and signing hold no lock and no transaction; the result is stored
in a short transaction that judges again. Killed anywhere, each may simply be repeated.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from agreements.documents import render_agreement
from agreements.documents.agreement import FIELD_OF
from agreements.documents.proof import require_words
from agreements.models import Agreement, Signature, SigningRound
from agreements.queries.frozen import content_of_round, role_of
from agreements.services import completing
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
from vve_portal.documents.signing import SignedFile

Status = Signature.Status
TRIES: Final = 3


@dataclass(frozen=True, slots=True)
class Place:
    """What is needed to sign: read in one transaction, used outside any."""

    signature: Signature
    earlier: int
    document_pk: int
    pdf: bytes
    field: str
    name: str
    function: str
    organisation: str


def make_document(*, round_pk: int, partnership: Partnership, now: datetime) -> None:
    """Render the frozen text of a round and keep it; once is enough.

    Raises InvalidDocument when the file breaks a standard, and Unprinted when it does
    not say the frozen text word for word. The round then shows that something went
    wrong.
    """
    with scope(scope_of_job(partnership)):
        signing_round = SigningRound.objects.get(pk=round_pk)
    if not _needs_document(signing_round):
        return
    with telling(round_pk, partnership, now):
        content = content_of_round(signing_round)
        pdf = render_agreement(
            content,
            created=signing_round.frozen_at,
            is_draft=False,
            tryout=documents.has_built_in_timestamps(),
            negotiation=signing_round.negotiation,
        )
        require_words(content, pdf)
        with scope(scope_of_job(partnership)):
            _store_document(round_pk, partnership, pdf, now)


def _needs_document(signing_round: SigningRound) -> bool:
    return signing_round.document_id is None and signing_round.voided_at is None


def _store_document(
    round_pk: int, partnership: Partnership, pdf: bytes, now: datetime
) -> None:
    agreement, signing_round = lock_round(round_pk)
    if not _needs_document(signing_round):
        return
    kept = keep_file(
        signing_round=signing_round, partnership=partnership, pdf=pdf, now=now
    )
    record_deed(
        agreement=agreement,
        at=now,
        actor=None,
        verb="signing.document_made",
        subject=agreement,
        summary=f"Het document van versie {signing_round.edition} is gemaakt.",
        edition=signing_round.edition,
        sha256=kept.sha256,
    )
    completing.ask_next_signer(signing_round)


def place_signature(
    *, signature_pk: int, partnership: Partnership, now: datetime
) -> Signature | None:
    """Put a signature in the file and keep it; return it, or None when nothing to do.

    The last one makes the agreement signed, in the transaction that keeps the file.
    Raises AuthorityUnavailable, InvalidDocument or UnsoundFile: then nothing is kept,
    and the round shows that something went wrong.
    """
    for _ in range(TRIES):
        with scope(scope_of_job(partnership)):
            place = _find_place(signature_pk)
        if place is None:
            return None
        with telling(place.signature.round_id, partnership, now):
            signed = _sign(place, now)
            try:
                with scope(scope_of_job(partnership)):
                    return _store_signature(place, partnership, signed, now)
            except FileMoved:
                continue
    message = f"The file of signature {signature_pk} keeps changing."
    raise FileMoved(message)


def _find_place(signature_pk: int) -> Place | None:
    signature = Signature.objects.with_round().get(pk=signature_pk)
    if signature.status != Status.PLACING or signature.round.voided_at is not None:
        return None
    return place_of(signature)


def place_of(signature: Signature) -> Place:
    """Read what it takes to put a signature, loaded `with_round`, in the newest file.

    Raises UnsoundFile when there is no file yet.
    """
    document = newest_file(signature.round)
    role = role_of(signature.organisation, signature.round.agreement)
    parties = content_of_round(signature.round)["parties"]
    party = next(one for one in parties if one["role"] == role)
    signer = party["signers"][0]
    return Place(
        signature=signature,
        earlier=signature.round.signatures.in_file().count(),
        document_pk=document.pk,
        pdf=bytes(document.content),
        field=FIELD_OF[role],
        name=signer["name"],
        function=signer["function"],
        organisation=party["name"],
    )


def _sign(place: Place, now: datetime) -> SignedFile:
    signed = documents.sign(
        place.pdf,
        field=place.field,
        signer_name=place.name,
        organisation=place.organisation,
        function=place.function,
        at=now,
    )
    verdict = require_sound(signed.content, signatures=place.earlier + 1, now=now)
    return replace(signed, archived_until=verdict.archived_until)


def _store_signature(
    place: Place, partnership: Partnership, signed: SignedFile, now: datetime
) -> Signature | None:
    agreement, signing_round = lock_round(place.signature.round_id)
    current = Signature.objects.get(pk=place.signature.pk)
    if current.status != Status.PLACING or signing_round.voided_at is not None:
        return None
    if signing_round.document_id != place.document_pk:
        raise FileMoved
    keep_signature(
        current,
        agreement=agreement,
        signing_round=signing_round,
        partnership=partnership,
        signed=signed,
        name=place.name,
        now=now,
    )
    return current


def keep_signature(
    current: Signature,
    *,
    agreement: Agreement,
    signing_round: SigningRound,
    partnership: Partnership,
    signed: SignedFile,
    name: str,
    now: datetime,
) -> None:
    """Keep the file in which a signature stands, say so in its rows, and go on.

    Call it with all three rows locked and judged.
    """
    current.status, current.placed_at = Status.PLACED, now
    current.level, current.certificate = signed.level.value, signed.certificate_pem
    current.save(update_fields=["status", "placed_at", "level", "certificate"])
    kept = keep_file(
        signing_round=signing_round,
        partnership=partnership,
        pdf=signed.content,
        archived_until=signed.archived_until,
        now=now,
    )
    record_deed(
        agreement=agreement,
        at=now,
        actor=None,
        verb="signing.placed",
        subject=agreement,
        summary=f"De handtekening van {name} staat in het document: "
        f"{current.get_level_display()}.",
        edition=signing_round.edition,
        position=current.position,
        sha256=kept.sha256,
        level=current.level,
        certificate_serial=signed.certificate_serial,
    )
    completing.go_on(agreement, signing_round, now=now)
