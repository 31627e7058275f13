"""Two people sign in turn, and nobody else."""

import json
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

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
    scene.stop(signing_round, at=SECOND_AT)

    with pytest.raises(PermissionDenied, match="Deze ondertekening is gestopt"):
        press_sign(signature, scene.first.signer)

    assert_unsigned(signature)
