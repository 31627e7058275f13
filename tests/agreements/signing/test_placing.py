"""Putting signatures in the file: once, whole, and never half."""

import io
from pathlib import Path

import pikepdf
import pytest
from django.db import IntegrityError
from pytest_django import Settings

from agreements.models import Agreement, Signature, SigningRound
from agreements.services import placing, rounds
from agreements.services.rounds import FileMoved, UnsoundFile
from tests.agreements.signing.scenes import (
    FIRST_AT,
    PREPARED_AT,
    SECOND_AT,
    Scene,
    count_signatures,
    fresh,
    place_of,
    press_sign,
)
from tests.factories import AgreementFactory
from vve_portal.audit.models import Entry
from vve_portal.documents.authority import AuthorityUnavailable
from vve_portal.documents.check import InvalidDocument
from vve_portal.documents.models import StoredDocument
from vve_portal.documents.services import keep

Level = Signature.Level
Status = Signature.Status


def sign_and_wait(scene: Scene, signing_round: SigningRound) -> Signature:
    """Let the first signer sign; the file is not made yet."""
    return press_sign(place_of(signing_round, 1), scene.first.signer)


def place(scene: Scene, signature: Signature) -> Signature | None:
    """Do what the task does."""
    return placing.place_signature(
        signature_pk=signature.pk,
        partnership=scene.agreement.partnership,
        now=FIRST_AT,
    )


def test_document_is_made_once(scene: Scene) -> None:
    signing_round = scene.prepare()
    partnership = scene.agreement.partnership

    for _ in range(2):
        placing.make_document(
            round_pk=signing_round.pk, partnership=partnership, now=PREPARED_AT
        )

    signing_round.refresh_from_db()
    kept = StoredDocument.objects.get()
    assert signing_round.document_id == kept.pk
    assert kept.name == f"{scene.agreement.reference}-versie-1.pdf"
    assert Entry.objects.filter(verb="signing.document_made").count() == 1


def test_document_of_a_stopped_round_is_not_made(scene: Scene) -> None:
    signing_round = scene.prepare()
    scene.stop(signing_round, at=FIRST_AT)

    placing.make_document(
        round_pk=signing_round.pk,
        partnership=scene.agreement.partnership,
        now=SECOND_AT,
    )

    assert not StoredDocument.objects.exists()


def test_slower_of_two_workers_throws_its_document_away(scene: Scene) -> None:
    signing_round = scene.offer()
    partnership = scene.agreement.partnership

    placing._store_document(signing_round.pk, partnership, b"%PDF-other", SECOND_AT)

    unchanged = SigningRound.objects.get(pk=signing_round.pk)
    assert unchanged.document_id == signing_round.document_id
    assert StoredDocument.objects.count() == 1


def test_placing_twice_gives_one_signature(scene: Scene) -> None:
    signing_round = scene.offer()
    signature = sign_and_wait(scene, signing_round)

    first, second = place(scene, signature), place(scene, signature)

    assert first is not None
    assert (first.status, first.level) == (Status.PLACED, Level.ARCHIVED)
    assert second is None
    assert count_signatures(signing_round) == 1
    assert Entry.objects.filter(verb="signing.placed").count() == 1


def test_killed_between_signing_and_storing_repeats_to_exactly_one(
    scene: Scene,
) -> None:
    signing_round = scene.offer()
    signature = sign_and_wait(scene, signing_round)
    half = placing._find_place(signature.pk)
    assert half is not None
    # The worker dies here: signed in memory, stored nowhere.
    placing._sign(half, FIRST_AT)

    repeated = place(scene, signature)

    assert repeated is not None
    assert count_signatures(signing_round) == 1


def test_slower_of_two_workers_throws_its_file_away(scene: Scene) -> None:
    signing_round = scene.offer()
    signature = sign_and_wait(scene, signing_round)
    slow = placing._find_place(signature.pk)
    assert slow is not None
    signed = placing._sign(slow, FIRST_AT)
    place(scene, signature)
    before = SigningRound.objects.get(pk=signing_round.pk).document_id

    kept = placing._store_signature(
        slow, scene.agreement.partnership, signed, SECOND_AT
    )

    assert kept is None
    assert SigningRound.objects.get(pk=signing_round.pk).document_id == before


def test_file_that_moved_meanwhile_is_not_overwritten(scene: Scene) -> None:
    signing_round = scene.offer()
    signature = sign_and_wait(scene, signing_round)
    slow = placing._find_place(signature.pk)
    assert slow is not None
    signed = placing._sign(slow, FIRST_AT)
    newer = keep(
        partnership=scene.agreement.partnership,
        name="newer.pdf",
        content=slow.pdf,
        now=FIRST_AT,
    )
    SigningRound.objects.filter(pk=signing_round.pk).update(document=newer)

    with pytest.raises(FileMoved):
        placing._store_signature(slow, scene.agreement.partnership, signed, FIRST_AT)

    assert fresh(signature).status == Status.PLACING
    assert SigningRound.objects.get(pk=signing_round.pk).document_id == newer.pk


def test_round_that_was_stopped_meanwhile_keeps_no_file(scene: Scene) -> None:
    signing_round = scene.offer()
    signature = sign_and_wait(scene, signing_round)
    slow = placing._find_place(signature.pk)
    assert slow is not None
    signed = placing._sign(slow, FIRST_AT)
    scene.stop(signing_round, at=FIRST_AT)

    kept = placing._store_signature(
        slow, scene.agreement.partnership, signed, SECOND_AT
    )

    assert kept is None
    assert place(scene, signature) is None
    assert StoredDocument.objects.count() == 1


def test_missing_key_signs_nothing_and_says_so(
    scene: Scene, settings: Settings, tmp_path: Path
) -> None:
    signing_round = scene.offer()
    signature = sign_and_wait(scene, signing_round)
    good, settings.SIGNING_KEY_FILE = settings.SIGNING_KEY_FILE, tmp_path / "none.pem"

    with pytest.raises(AuthorityUnavailable):
        place(scene, signature)

    stuck = SigningRound.objects.get(pk=signing_round.pk)
    assert stuck.trouble == rounds.TROUBLES[AuthorityUnavailable]
    assert stuck.document_id == signing_round.document_id
    assert (fresh(signature).status, fresh(signature).level) == (Status.PLACING, "")
    assert Entry.objects.filter(verb="signing.trouble").count() == 1

    settings.SIGNING_KEY_FILE = good
    place(scene, signature)
    mended = SigningRound.objects.get(pk=signing_round.pk)
    assert (mended.trouble, mended.asked_at) == ("", None)
    assert count_signatures(signing_round) == 1


def test_missing_key_at_the_last_signature_leaves_the_agreement_unsigned(
    scene: Scene, settings: Settings, tmp_path: Path
) -> None:
    signing_round = scene.offer()
    scene.sign_first(signing_round)
    settings.SIGNING_KEY_FILE = tmp_path / "none.pem"

    with pytest.raises(AuthorityUnavailable):
        scene.sign_second(signing_round)

    scene.agreement.refresh_from_db()
    assert scene.agreement.status == Agreement.Status.SIGNING
    assert scene.agreement.signed_at is None
    assert count_signatures(signing_round) == 1


def test_file_that_breaks_a_standard_is_never_signed(scene: Scene) -> None:
    signing_round = scene.offer()
    damaged = keep(
        partnership=scene.agreement.partnership,
        name="damaged.pdf",
        content=without_language(signing_round),
        now=PREPARED_AT,
    )
    SigningRound.objects.filter(pk=signing_round.pk).update(document=damaged)
    signature = sign_and_wait(scene, signing_round)

    with pytest.raises(InvalidDocument):
        place(scene, signature)

    stuck = SigningRound.objects.get(pk=signing_round.pk)
    assert stuck.trouble == rounds.TROUBLES[InvalidDocument]
    assert stuck.document_id == damaged.pk
    assert fresh(signature).status == Status.PLACING


def without_language(signing_round: SigningRound) -> bytes:
    """Return the file of a round without the language that PDF/UA-1 asks for."""
    assert signing_round.document is not None
    damaged = io.BytesIO()
    with pikepdf.open(io.BytesIO(bytes(signing_round.document.content))) as pdf:
        del pdf.Root.Lang
        pdf.save(damaged)
    return damaged.getvalue()


def test_file_without_the_earlier_signature_is_thrown_away(scene: Scene) -> None:
    signing_round = scene.offer()
    # On paper the first has signed, but the file does not hold it.
    scene.pretend_first(signing_round)

    with pytest.raises(UnsoundFile, match="1 of 2 signatures"):
        scene.sign_second(signing_round)

    scene.agreement.refresh_from_db()
    stuck = SigningRound.objects.get(pk=signing_round.pk)
    assert scene.agreement.status == Agreement.Status.SIGNING
    assert stuck.document_id == signing_round.document_id
    assert stuck.trouble == rounds.OTHER_TROUBLE
    assert place_of(signing_round, 2).status == Status.PLACING


def test_other_agreement_signed_meanwhile_stops_completion(scene: Scene) -> None:
    signing_round = scene.offer()
    scene.sign_first(signing_round)
    AgreementFactory.create(
        partnership=scene.agreement.partnership,
        created_by=scene.agreement.created_by,
        signed=True,
    )

    with pytest.raises(IntegrityError):
        scene.sign_second(signing_round)

    scene.agreement.refresh_from_db()
    stuck = SigningRound.objects.get(pk=signing_round.pk)
    assert scene.agreement.status == Agreement.Status.SIGNING
    assert stuck.trouble == rounds.TROUBLES[IntegrityError]
    assert count_signatures(signing_round) == 1
