"""Signatures without a timestamp get one later, and a stopped round gets none."""

import pytest
from pytest_django import Settings

from agreements.models import Agreement, Signature, SigningRound
from agreements.services import raising, stamping
from agreements.services.rounds import FileMoved
from agreements.services.stamping import Stamped
from tests.agreements.signing.scenes import (
    FIRST_AT,
    SECOND_AT,
    Scene,
    bring_timestamps_back,
    count_signatures,
    fresh,
    place_of,
    take_timestamps_down,
)
from vve_portal.documents.models import StoredDocument
from vve_portal.documents.services import verify_file
from vve_portal.documents.timestamps import TimestampUnavailable

Level = Signature.Level


def test_signature_without_timestamp_is_marked_and_raised_later(
    scene: Scene, settings: Settings
) -> None:
    signing_round = scene.offer()
    take_timestamps_down(settings)
    first = scene.sign_first(signing_round)
    second = scene.sign_second(signing_round)
    scene.agreement.refresh_from_db()
    assert [first.level, second.level] == [Level.BASIC, Level.BASIC]
    assert scene.agreement.status == Agreement.Status.SIGNED

    with pytest.raises(TimestampUnavailable):
        raise_all(scene, signing_round)
    assert fresh(second).level == Level.BASIC

    bring_timestamps_back(settings)
    assert raise_all(scene, signing_round) is True
    assert [fresh(first).level, fresh(second).level] == [Level.RAISED, Level.RAISED]
    assert count_signatures(signing_round) == 2
    assert covers_whole_file(signing_round)


def raise_all(scene: Scene, signing_round: SigningRound) -> bool:
    """Do what the task does."""
    return raising.raise_levels(
        round_pk=signing_round.pk,
        partnership=scene.agreement.partnership,
        now=SECOND_AT,
    )


def covers_whole_file(signing_round: SigningRound) -> bool:
    """Return whether the last signature or timestamp covers the newest file."""
    found = SigningRound.objects.select_related("document").get(pk=signing_round.pk)
    assert found.document is not None
    verdict = verify_file(bytes(found.document.content), now=SECOND_AT)
    return verdict.is_good and verdict.signatures[-1].covers_file


def test_first_without_timestamp_is_covered_by_that_of_the_second(
    scene: Scene, settings: Settings
) -> None:
    signing_round = scene.offer()
    take_timestamps_down(settings)
    first = scene.sign_first(signing_round)
    bring_timestamps_back(settings)
    second = scene.sign_second(signing_round)

    assert raise_all(scene, signing_round) is False

    assert [fresh(first).level, fresh(second).level] == [Level.RAISED, Level.ARCHIVED]
    assert count_signatures(signing_round) == 2
    assert covers_whole_file(signing_round)


def test_raised_between_the_two_signatures(scene: Scene, settings: Settings) -> None:
    signing_round = scene.offer()
    take_timestamps_down(settings)
    first = scene.sign_first(signing_round)
    bring_timestamps_back(settings)

    raise_all(scene, signing_round)
    second = scene.sign_second(signing_round)

    assert [fresh(first).level, second.level] == [Level.RAISED, Level.ARCHIVED]
    assert count_signatures(signing_round) == 2
    assert covers_whole_file(signing_round)


def stamped(document_pk: int) -> Stamped:
    """Return a file with a timestamp more, made of a kept one."""
    return Stamped(document_pk, b"%PDF-raised", SECOND_AT)


def test_nothing_to_raise_changes_nothing(scene: Scene) -> None:
    signing_round = scene.offer()
    scene.sign_first(signing_round)
    before = StoredDocument.objects.count()

    assert raise_all(scene, signing_round) is False

    assert StoredDocument.objects.count() == before


def test_stopped_round_is_not_raised(scene: Scene, settings: Settings) -> None:
    signing_round = scene.offer()
    scene.pretend_first(signing_round)
    Signature.objects.filter(round=signing_round, position=1).update(level=Level.BASIC)
    scene.stop(signing_round, at=FIRST_AT)
    # The service is not even asked.
    take_timestamps_down(settings)

    assert raise_all(scene, signing_round) is False


def test_round_that_was_stopped_while_raising_keeps_no_file(scene: Scene) -> None:
    signing_round = scene.offer()
    scene.pretend_first(signing_round)
    Signature.objects.filter(round=signing_round, position=1).update(level=Level.BASIC)
    document_pk = signing_round.document_id
    assert document_pk is not None
    scene.stop(signing_round, at=FIRST_AT)

    stored = stamping.store(
        signing_round.pk,
        scene.agreement.partnership,
        stamped(document_pk),
        raising.MISSING,
        SECOND_AT,
    )

    assert stored is False
    assert place_of(signing_round, 1).level == Level.BASIC
    assert StoredDocument.objects.count() == 1


def test_file_that_moved_while_raising_is_not_overwritten(scene: Scene) -> None:
    signing_round = scene.offer()
    scene.pretend_first(signing_round)
    Signature.objects.filter(round=signing_round, position=1).update(level=Level.BASIC)

    with pytest.raises(FileMoved):
        stamping.store(
            signing_round.pk,
            scene.agreement.partnership,
            stamped(0),
            raising.MISSING,
            SECOND_AT,
        )

    assert StoredDocument.objects.count() == 1
