"""Two people sign in turn, and nobody else."""

import json
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from agreements import policies
from agreements.content import sha256_of
from agreements.models import Agreement, Signature, SigningRound
from agreements.services import signing
from tests.agreements.signing.scenes import (
    FIRST_AT,
    PREPARED_AT,
    SECOND_AT,
    Scene,
    fresh,
    place_of,
    press_sign,
)
from vve_portal.accounts.models import Mandate, RoleGrant, User
from vve_portal.accounts.services.second_factor import SecondFactor
from vve_portal.audit.models import Entry


def assert_unsigned(signature: Signature) -> None:
    """Check that nothing of a signature happened."""
    now = fresh(signature)
    assert (now.status, now.signed_at, now.level) == (
        Signature.Status.WAITING,
        None,
        "",
    )


def test_signer_signs_and_the_file_follows_later(scene: Scene) -> None:
    signing_round = scene.offer()

    signature = press_sign(place_of(signing_round, 1), scene.first.signer)

    assert signature.status == Signature.Status.PLACING
    assert (signature.signed_at, signature.placed_at) == (FIRST_AT, None)
    waiting = SigningRound.objects.get(pk=signing_round.pk)
    assert (waiting.asked_at, waiting.document_id) == (
        FIRST_AT,
        signing_round.document_id,
    )


def test_signing_is_on_record_with_ground_and_hash(scene: Scene) -> None:
    signing_round = scene.offer()

    press_sign(place_of(signing_round, 1), scene.first.signer)

    entry = Entry.objects.about(scene.agreement).get(verb="agreement.sign")
    assert entry.actor_id == scene.first.signer_id
    assert entry.details["mandate"] == scene.first.pk
    assert entry.details["content_sha256"] == signing_round.content_sha256


def test_agreement_becomes_signed_with_the_last_signature_only(scene: Scene) -> None:
    signing_round = scene.offer()

    scene.sign_first(signing_round)
    scene.agreement.refresh_from_db()
    assert scene.agreement.status == Agreement.Status.SIGNING

    press_sign(place_of(signing_round, 2), scene.second.signer, at=SECOND_AT)
    scene.agreement.refresh_from_db()
    assert scene.agreement.status == Agreement.Status.SIGNING

    scene.place(signing_round, 2, at=SECOND_AT)
    scene.agreement.refresh_from_db()
    assert scene.agreement.status == Agreement.Status.SIGNED
    assert scene.agreement.signed_at == SECOND_AT


def test_content_still_gives_the_frozen_hash_after_signing(scene: Scene) -> None:
    signing_round = scene.pretend_both()

    assert sha256_of(json.loads(signing_round.content)) == signing_round.content_sha256


def test_second_signer_waits_for_the_first(scene: Scene) -> None:
    signing_round = scene.offer()
    second = place_of(signing_round, 2)

    with pytest.raises(PermissionDenied, match="Eerst tekent Roos Testman"):
        press_sign(second, scene.second.signer)

    assert_unsigned(second)


def test_second_signer_waits_until_the_first_is_in_the_file(scene: Scene) -> None:
    signing_round = scene.offer()
    press_sign(place_of(signing_round, 1), scene.first.signer)
    second = place_of(signing_round, 2)

    with pytest.raises(PermissionDenied, match="nog in het document gezet"):
        press_sign(second, scene.second.signer)

    assert_unsigned(second)


def test_nobody_signs_before_there_is_a_document(scene: Scene) -> None:
    signature = place_of(scene.prepare(), 1)

    with pytest.raises(PermissionDenied, match="wordt nog gemaakt"):
        press_sign(signature, scene.first.signer)

    assert_unsigned(signature)


@pytest.mark.parametrize("who", ["advisor", "alderman", "nurse", "stranger"])
def test_nobody_signs_for_another(
    scene: Scene, who: str, request: pytest.FixtureRequest
) -> None:
    signature = place_of(scene.offer(), 1)

    with pytest.raises(PermissionDenied, match="Niemand tekent voor een ander"):
        press_sign(signature, request.getfixturevalue(who))

    assert_unsigned(signature)


def test_code_of_another_signs_nothing(scene: Scene, advisor: User) -> None:
    signature = place_of(scene.offer(), 1)

    with pytest.raises(PermissionDenied, match="nieuwe code"):
        signing.sign(
            signature=signature,
            second_factor=SecondFactor(advisor.pk, FIRST_AT),
            actor=scene.first.signer,
            now=FIRST_AT,
        )

    assert_unsigned(signature)


@pytest.mark.parametrize("age", [timedelta(minutes=3), timedelta(minutes=-1)])
def test_code_that_is_not_fresh_signs_nothing(scene: Scene, age: timedelta) -> None:
    signature = place_of(scene.offer(), 1)

    with pytest.raises(PermissionDenied, match="nieuwe code"):
        signing.sign(
            signature=signature,
            second_factor=SecondFactor(scene.first.signer_id, FIRST_AT - age),
            actor=scene.first.signer,
            now=FIRST_AT,
        )

    assert_unsigned(signature)


def test_role_that_ended_between_signs_nothing(scene: Scene) -> None:
    signature = place_of(scene.offer(), 1)
    # The page was opened with the role; since then it ended.
    RoleGrant.objects.filter(user=scene.first.signer).update(ended_at=FIRST_AT)

    with pytest.raises(PermissionDenied, match="geen rol meer"):
        press_sign(signature, scene.first.signer)

    assert_unsigned(signature)


def test_account_that_was_closed_between_signs_nothing(scene: Scene) -> None:
    signature = place_of(scene.offer(), 1)
    people = User.objects.get_queryset().filter(pk=scene.first.signer_id)
    people.update(is_active=False)

    with pytest.raises(PermissionDenied, match="gesloten"):
        press_sign(signature, scene.first.signer)

    assert_unsigned(signature)


def test_mandate_that_was_withdrawn_between_signs_nothing(scene: Scene) -> None:
    signature = place_of(scene.offer(), 1)
    Mandate.objects.filter(pk=scene.first.pk).update(withdrawn_at=PREPARED_AT)

    with pytest.raises(PermissionDenied, match="is ingetrokken op 20 november 2026"):
        press_sign(signature, scene.first.signer)

    assert_unsigned(signature)


def test_mandate_that_ran_out_between_signs_nothing(scene: Scene) -> None:
    signature = place_of(scene.offer(), 1)
    yesterday = PREPARED_AT.date() - timedelta(days=1)
    Mandate.objects.filter(pk=scene.first.pk).update(ends_on=yesterday)

    with pytest.raises(PermissionDenied, match="geldt vandaag niet"):
        press_sign(signature, scene.first.signer)

    assert_unsigned(signature)


def test_mandate_that_went_to_somebody_else_signs_nothing(scene: Scene) -> None:
    signature = place_of(scene.offer(), 1)
    Mandate.objects.filter(pk=scene.first.pk).update(signer=scene.preparer)

    with pytest.raises(PermissionDenied, match="hoort niet bij deze handtekening"):
        press_sign(signature, scene.first.signer)

    assert_unsigned(signature)


def test_signer_who_moved_to_another_organisation_signs_nothing(scene: Scene) -> None:
    signature = place_of(scene.offer(), 1)
    people = User.objects.get_queryset().filter(pk=scene.first.signer_id)
    people.update(organisation=scene.second.organisation)

    with pytest.raises(PermissionDenied, match="U werkt niet meer bij"):
        press_sign(signature, scene.first.signer)

    assert_unsigned(signature)


@pytest.mark.parametrize("status", ["negotiating", "ready"])
def test_agreement_that_is_not_offered_is_not_signed(scene: Scene, status: str) -> None:
    signature = place_of(scene.offer(), 1)
    Agreement.objects.filter(pk=scene.agreement.pk).update(status=status)

    with pytest.raises(PermissionDenied, match="ligt niet ter ondertekening"):
        press_sign(signature, scene.first.signer)

    assert_unsigned(signature)


def test_second_click_changes_nothing(scene: Scene) -> None:
    signing_round = scene.offer()
    press_sign(place_of(signing_round, 1), scene.first.signer)

    with pytest.raises(PermissionDenied, match="U hebt al getekend"):
        press_sign(place_of(signing_round, 1), scene.first.signer, at=SECOND_AT)

    assert fresh(place_of(signing_round, 1)).signed_at == FIRST_AT
    assert Entry.objects.filter(verb="agreement.sign").count() == 1


def test_nobody_signs_in_a_round_that_was_stopped(scene: Scene) -> None:
    signing_round = scene.offer()
    signature = place_of(signing_round, 1)
    stop(scene, signing_round)

    with pytest.raises(PermissionDenied, match="Deze ondertekening is gestopt"):
        press_sign(signature, scene.first.signer)

    assert_unsigned(signature)


def stop(scene: Scene, signing_round: SigningRound) -> SigningRound:
    """Stop a round as the preparer."""
    return signing.recall(
        signing_round=signing_round,
        reason="De bijlage klopt niet.",
        actor=scene.preparer,
        now=SECOND_AT,
    )


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

    stop(scene, signing_round)

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
    stop(scene, signing_round)

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
        stop(scene, signing_round)


def test_stuck_after_both_signed_can_be_stopped(scene: Scene) -> None:
    signing_round = scene.offer()
    scene.pretend_first(signing_round)
    press_sign(place_of(signing_round, 2), scene.second.signer, at=SECOND_AT)
    SigningRound.objects.filter(pk=signing_round.pk).update(trouble="Kapot.")

    stopped = stop(scene, signing_round)

    assert stopped.voided_at == SECOND_AT


def test_signed_agreement_can_not_be_stopped(scene: Scene) -> None:
    signing_round = scene.pretend_both()

    with pytest.raises(PermissionDenied, match="ligt niet ter ondertekening"):
        stop(scene, signing_round)

    scene.agreement.refresh_from_db()
    assert scene.agreement.status == Agreement.Status.SIGNED


def test_after_stopping_the_next_round_is_a_new_edition(scene: Scene) -> None:
    first = scene.offer()
    stop(scene, first)
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
