"""A round is stopped, or a signer refuses: every signature in it is void."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from agreements import policies
from agreements.models import Agreement, Signature, SigningRound
from agreements.services import signing
from tests.agreements.signing.scenes import (
    FIRST_AT,
    SECOND_AT,
    Scene,
    fresh,
    place_of,
    press_sign,
)
from vve_portal.accounts.models import User


def test_text_can_not_change_after_a_signature_without_stopping(scene: Scene) -> None:
    scene.pretend_first(scene.offer())
    scene.agreement.refresh_from_db()

    verdicts = [
        policies.may_propose(scene.preparer, scene.agreement),
        policies.may_edit_frame(scene.preparer, scene.agreement),
        policies.may_edit_money(scene.preparer, scene.agreement),
        policies.may_consent(scene.preparer, scene.agreement),
        policies.may_reopen(scene.preparer, scene.agreement),
        policies.may_withdraw(scene.preparer, scene.agreement),
    ]

    assert [bool(verdict) for verdict in verdicts] == [False] * 6


def test_stopping_voids_every_signature_and_starts_the_next_edition(
    scene: Scene,
) -> None:
    signing_round = scene.offer()
    scene.pretend_first(signing_round)

    scene.stop(signing_round, at=SECOND_AT)

    scene.agreement.refresh_from_db()
    signing_round.refresh_from_db()
    assert scene.agreement.status == Agreement.Status.NEGOTIATING
    assert (scene.agreement.edition, signing_round.edition) == (2, 1)
    assert signing_round.voided_at == SECOND_AT
    assert signing_round.voided_by_id == scene.preparer.pk
    assert signing_round.void_reason == "De bijlage klopt niet."


def test_stranger_stops_nothing(scene: Scene, stranger: User) -> None:
    signing_round = scene.offer()

    with pytest.raises(PermissionDenied, match="geen partij"):
        signing.recall(
            signing_round=signing_round, reason="Nee.", actor=stranger, now=SECOND_AT
        )
    with pytest.raises(PermissionDenied, match="geen partij"):
        signing.retry(signing_round=signing_round, actor=stranger, now=SECOND_AT)

    signing_round.refresh_from_db()
    assert (signing_round.voided_at, signing_round.asked_at) == (None, None)


def test_nothing_is_asked_again_in_a_round_that_was_stopped(scene: Scene) -> None:
    signing_round = scene.offer()
    scene.stop(signing_round, at=SECOND_AT)

    with pytest.raises(PermissionDenied, match="hoeft niets meer gemaakt"):
        signing.retry(signing_round=signing_round, actor=scene.preparer, now=SECOND_AT)

    signing_round.refresh_from_db()
    assert signing_round.asked_at is None


def test_stopping_needs_a_reason(scene: Scene) -> None:
    signing_round = scene.offer()

    with pytest.raises(ValidationError, match="waarom u de ondertekening stopt"):
        signing.recall(
            signing_round=signing_round,
            reason="  ",
            actor=scene.preparer,
            now=SECOND_AT,
        )

    signing_round.refresh_from_db()
    assert signing_round.voided_at is None


def test_both_having_signed_nobody_stops_it(scene: Scene) -> None:
    signing_round = scene.offer()
    scene.pretend_first(signing_round)
    press_sign(place_of(signing_round, 2), scene.second.signer, at=SECOND_AT)

    with pytest.raises(PermissionDenied, match="Beide partijen hebben getekend"):
        scene.stop(signing_round, at=SECOND_AT)


def test_stuck_after_both_signed_can_be_stopped(scene: Scene) -> None:
    signing_round = scene.offer()
    scene.pretend_first(signing_round)
    press_sign(place_of(signing_round, 2), scene.second.signer, at=SECOND_AT)
    SigningRound.objects.filter(pk=signing_round.pk).update(trouble="Kapot.")

    stopped = scene.stop(signing_round, at=SECOND_AT)

    assert stopped.voided_at == SECOND_AT


def test_signed_agreement_can_not_be_stopped(scene: Scene) -> None:
    signing_round = scene.pretend_both()

    with pytest.raises(PermissionDenied, match="ligt niet ter ondertekening"):
        scene.stop(signing_round, at=SECOND_AT)

    scene.agreement.refresh_from_db()
    assert scene.agreement.status == Agreement.Status.SIGNED


def test_after_stopping_the_next_round_is_a_new_edition(scene: Scene) -> None:
    first = scene.offer()
    scene.stop(first, at=SECOND_AT)
    Agreement.objects.filter(pk=scene.agreement.pk).update(
        status=Agreement.Status.READY
    )

    second = scene.prepare()

    assert (first.edition, second.edition) == (1, 2)
    assert first.content_sha256 != second.content_sha256


def test_refusing_stops_the_round_with_the_reason(scene: Scene) -> None:
    signing_round = scene.offer()
    scene.pretend_first(signing_round)

    signing.refuse_to_sign(
        signature=place_of(signing_round, 2),
        reason="Het bedrag is te hoog.",
        actor=scene.second.signer,
        now=SECOND_AT,
    )

    scene.agreement.refresh_from_db()
    signing_round.refresh_from_db()
    refused = fresh(place_of(signing_round, 2))
    assert refused.status == Signature.Status.REFUSED
    assert refused.refusal_reason == "Het bedrag is te hoog."
    assert (
        signing_round.void_reason == "Mees Fictief tekent niet: Het bedrag is te hoog."
    )
    assert scene.agreement.status == Agreement.Status.NEGOTIATING
    assert scene.agreement.edition == 2


def test_refusing_before_ones_turn_is_possible(scene: Scene) -> None:
    signing_round = scene.offer()

    signing.refuse_to_sign(
        signature=place_of(signing_round, 2),
        reason="Ik teken dit niet.",
        actor=scene.second.signer,
        now=FIRST_AT,
    )

    signing_round.refresh_from_db()
    assert signing_round.voided_at == FIRST_AT


def test_refusing_after_signing_is_too_late(scene: Scene) -> None:
    signing_round = scene.offer()
    scene.pretend_first(signing_round)

    with pytest.raises(PermissionDenied, match="U hebt al getekend"):
        signing.refuse_to_sign(
            signature=place_of(signing_round, 1),
            reason="Toch niet.",
            actor=scene.first.signer,
            now=SECOND_AT,
        )

    signing_round.refresh_from_db()
    assert signing_round.voided_at is None


def test_nobody_refuses_for_another(scene: Scene) -> None:
    signing_round = scene.offer()

    with pytest.raises(PermissionDenied, match="Niemand tekent voor een ander"):
        signing.refuse_to_sign(
            signature=place_of(signing_round, 1),
            reason="Nee.",
            actor=scene.preparer,
            now=FIRST_AT,
        )

    signing_round.refresh_from_db()
    assert signing_round.voided_at is None
