"""Signing at a signing service at a distance: by the service, and stored or not."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from django.core.exceptions import PermissionDenied, ValidationError
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from agreements.models import Agreement, Signature, SigningRound, SigningRules
from agreements.services import placing, raising, remote, rounds, rules
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
from tests.documents.csc_server import OTP, PIN, TOKEN, Service, always
from tests.documents.judges import ALL_PASSED, findings, outcomes
from tests.factories import NOW
from vve_portal.accounts.models import User
from vve_portal.accounts.services.second_factor import SecondFactor
from vve_portal.audit.models import Entry
from vve_portal.documents import remote_credentials as words
from vve_portal.documents.models import StoredDocument
from vve_portal.documents.remote_credentials import Activation, RemoteRefusal
from vve_portal.documents.services import trusted_roots

CODES: Final = Activation(pin=PIN, otp=OTP)
Status = Signature.Status


@pytest.fixture
def signing_round(
    scene: Scene,
    remote_allowed: SigningRules,  # noqa: ARG001 - are in force
    signing_service: Service,
) -> SigningRound:
    """A round whose first signer has a key at the service."""
    manager = scene.first.signer
    signing_service.keep(manager.email, manager.name)
    return scene.offer()


def sign(
    scene: Scene,
    signing_round: SigningRound,
    *,
    position: int = 1,
    actor: User | None = None,
    activation: Activation = CODES,
    shown_at: datetime | None = None,
) -> Signature:
    """Sign with the only key that the signer has."""
    at = FIRST_AT if position == 1 else SECOND_AT
    signature = place_of(signing_round, position)
    (offered,) = remote.find_offered(signature=signature, now=at)
    person = actor or scene.mandates[position - 1].signer
    return remote.sign_remotely(
        signature=signature,
        credential=offered.credential,
        activation=activation,
        second_factor=SecondFactor(person.pk, shown_at or at),
        actor=person,
        now=at,
    )


def kept() -> dict[str, Any]:
    """Return all that signing writes."""
    return {
        "signatures": list(Signature.objects.order_by("pk").values()),
        "rounds": list(SigningRound.objects.order_by("pk").values()),
        "files": list(StoredDocument.objects.order_by("pk").values_list("sha256")),
        "record": list(Entry.objects.order_by("pk").values_list("verb", "summary")),
        "tasks": list(DBTaskResult.objects.values_list("pk")),
    }


def test_signature_is_kept_at_the_highest_level_with_its_route(
    scene: Scene, signing_round: SigningRound, signing_service: Service
) -> None:
    sign(scene, signing_round)

    placed = fresh(place_of(signing_round, 1))
    assert (placed.status, placed.route, placed.level) == ("placed", "remote", "B-LTA")
    assert (placed.signed_at, placed.placed_at) == (FIRST_AT, FIRST_AT)
    assert "BEGIN CERTIFICATE" in placed.certificate
    assert placed.round.archived_until is not None
    assert count_signatures(signing_round) == 1
    assert signing_service.signed == 1
    deed = Entry.objects.get(verb="agreement.sign")
    assert deed.actor_id == placed.signer_id
    assert deed.details["route"] == "remote"
    assert deed.summary == (
        f"Roos Testman heeft getekend namens {placed.organisation}, op grond van "
        f"{placed.mandate}, bij een ondertekendienst op afstand met een certificaat "
        "van Vertrouw B.V. voor personen, en met een code als tweede stap."
    )


def test_service_reads_what_is_signed_and_no_more_of_the_signer_than_his_address(
    scene: Scene, signing_round: SigningRound, signing_service: Service
) -> None:
    sign(scene, signing_round)

    asked = dict(signing_service.asked)
    assert asked["credentials/list"]["userID"] == scene.first.signer.email
    assert asked["credentials/authorize"]["description"] == (
        f"Overeenkomst {scene.agreement.reference}, versie 1"
    )


def test_second_signer_signs_in_the_portal_after_one_at_a_distance(
    scene: Scene, signing_round: SigningRound
) -> None:
    sign(scene, signing_round)

    scene.sign_second(signing_round)

    scene.agreement.refresh_from_db()
    assert scene.agreement.status == Agreement.Status.SIGNED
    assert count_signatures(signing_round) == 2
    assert outcomes(newest(signing_round), trusted_roots()) == ALL_PASSED


def test_second_signer_signs_at_a_distance_after_one_in_the_portal(
    scene: Scene, signing_round: SigningRound, signing_service: Service
) -> None:
    alderman = scene.second.signer
    signing_service.keep(alderman.email, alderman.name)
    scene.sign_first(signing_round)

    sign(scene, signing_round, position=2)

    scene.agreement.refresh_from_db()
    assert scene.agreement.status == Agreement.Status.SIGNED
    assert count_signatures(signing_round) == 2
    assert outcomes(newest(signing_round), trusted_roots()) == ALL_PASSED


def test_both_sign_at_a_distance_and_every_judge_is_satisfied(
    scene: Scene, signing_round: SigningRound, signing_service: Service
) -> None:
    alderman = scene.second.signer
    key = rsa.generate_private_key(public_exponent=65537, key_size=3072)
    signing_service.keep(alderman.email, "M. Fictief", key=key)

    sign(scene, signing_round)
    sign(scene, signing_round, position=2)

    pdf = newest(signing_round)
    assert findings(pdf, trusted_roots()) == {}
    assert outcomes(pdf, trusted_roots()) == ALL_PASSED


@pytest.mark.parametrize(
    ("endpoint", "status", "answer", "why"),
    [
        ("credentials/authorize", 401, {}, words.NOT_LET_IN),
        ("credentials/authorize", 400, {"error": "invalid_pin"}, words.WRONG_PIN),
        ("credentials/authorize", 400, {"error": "invalid_otp"}, words.WRONG_OTP),
        ("credentials/authorize", 200, b"onzin", words.NONSENSE),
        ("signatures/signHash", 500, {}, words.UNREACHABLE),
        ("signatures/signHash", 200, {"signatures": ["bm9n"]}, words.UNSOUND),
    ],
)
def test_nothing_is_kept_when_the_service_fails(
    scene: Scene,
    signing_round: SigningRound,
    signing_service: Service,
    endpoint: str,
    status: int,
    answer: Any,
    why: str,
) -> None:
    before = kept()
    signing_service.faults[endpoint] = always(status, answer)

    with pytest.raises(RemoteRefusal) as refusal:
        sign(scene, signing_round)

    assert str(refusal.value) == why
    assert kept() == before


def test_no_secret_is_kept_or_logged(
    scene: Scene,
    signing_round: SigningRound,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)

    sign(scene, signing_round)

    written = repr(kept()) + caplog.text + newest(signing_round).decode("latin-1")
    assert [secret for secret in (PIN, OTP, TOKEN) if secret in written] == []


def test_house_rules_that_do_not_allow_it_refuse(
    scene: Scene,
    signing_round: SigningRound,
    remote_allowed: SigningRules,
    signing_service: Service,
) -> None:
    remote_allowed.allows_remote = False
    remote_allowed.save(update_fields=["allows_remote"])
    before = kept()

    with pytest.raises(PermissionDenied, match="huisregels"):
        sign(scene, signing_round)

    assert (kept(), signing_service.signed) == (before, 0)


@pytest.mark.parametrize("setting", ["REMOTE_SIGNING_URL", "EXTERNAL_ROOTS_FILE"])
def test_house_rules_can_not_allow_a_service_that_is_not_there(
    scene: Scene,
    settings: Settings,
    signing_service: Service,  # noqa: ARG001 - else it would not be there at all
    setting: str,
) -> None:
    setattr(settings, setting, None)

    with pytest.raises(ValidationError, match="niet aan een ondertekendienst"):
        rules.change_rules(
            partnership=scene.agreement.partnership,
            routes=[Signature.Route.PORTAL, Signature.Route.REMOTE],
            actor=scene.preparer,
            now=NOW,
        )

    assert not SigningRules.objects.exists()


def test_missing_authorities_are_one_sentence(
    signing_round: SigningRound, signing_service: Service, settings: Settings
) -> None:
    settings.EXTERNAL_ROOTS_FILE = Path("/nergens/roots.pem")

    with pytest.raises(RemoteRefusal, match="Meld dit bij de beheerder"):
        remote.find_offered(signature=place_of(signing_round, 1), now=FIRST_AT)

    assert signing_service.signed == 0


def test_nobody_signs_for_another(scene: Scene, signing_round: SigningRound) -> None:
    before = kept()

    with pytest.raises(PermissionDenied, match="Niemand tekent voor een ander"):
        sign(scene, signing_round, actor=scene.second.signer)

    assert kept() == before


def test_second_signer_waits_for_the_first(
    scene: Scene, signing_round: SigningRound, signing_service: Service
) -> None:
    alderman = scene.second.signer
    signing_service.keep(alderman.email, alderman.name)

    with pytest.raises(PermissionDenied, match="Eerst tekent Roos Testman"):
        sign(scene, signing_round, position=2)

    assert signing_service.signed == 0


def test_old_code_of_the_portal_does_not_sign(
    scene: Scene, signing_round: SigningRound, signing_service: Service
) -> None:
    with pytest.raises(PermissionDenied, match="nieuwe code uit uw inlog-app"):
        sign(scene, signing_round, shown_at=FIRST_AT - timedelta(minutes=3))

    assert signing_service.signed == 0


def test_key_of_somebody_else_does_not_sign(
    scene: Scene, signing_round: SigningRound, signing_service: Service
) -> None:
    alderman = scene.second.signer
    signing_service.keep(alderman.email, scene.first.signer.name)
    (theirs,) = remote.find_offered(signature=place_of(signing_round, 2), now=FIRST_AT)

    with pytest.raises(RemoteRefusal) as refusal:
        remote.sign_remotely(
            signature=place_of(signing_round, 1),
            credential=theirs.credential,
            activation=CODES,
            second_factor=SecondFactor(scene.first.signer_id, FIRST_AT),
            actor=scene.first.signer,
            now=FIRST_AT,
        )

    assert str(refusal.value) == words.NO_SUCH_CREDENTIAL
    assert signing_service.signed == 0


def test_slower_of_two_clicks_throws_its_signature_away(
    scene: Scene, signing_round: SigningRound, signing_service: Service
) -> None:
    store = sign_but_wait(scene, signing_round)
    sign(scene, signing_round)
    before = kept()

    with pytest.raises(PermissionDenied, match="U hebt al getekend"):
        store()

    assert (kept(), signing_service.signed) == (before, 2)


def test_round_that_is_stopped_meanwhile_keeps_no_signature(
    scene: Scene, signing_round: SigningRound
) -> None:
    store = sign_but_wait(scene, signing_round)
    scene.stop(signing_round, at=FIRST_AT)
    before = kept()

    with pytest.raises(PermissionDenied, match="gestopt"):
        store()

    assert kept() == before


def test_file_that_changed_meanwhile_keeps_no_signature(
    scene: Scene, signing_round: SigningRound
) -> None:
    store = sign_but_wait(scene, signing_round)
    rounds.keep_file(
        signing_round=SigningRound.objects.get(pk=signing_round.pk),
        partnership=scene.agreement.partnership,
        pdf=newest(signing_round),
        now=FIRST_AT,
    )
    before = kept()

    with pytest.raises(RemoteRefusal) as refusal:
        store()

    assert str(refusal.value) == remote.MOVED
    assert kept() == before


def test_signature_without_timestamp_is_raised_by_the_task(
    scene: Scene, signing_round: SigningRound, settings: Settings
) -> None:
    take_timestamps_down(settings)
    sign(scene, signing_round)
    basic = fresh(place_of(signing_round, 1))

    bring_timestamps_back(settings)
    raising.raise_levels(
        round_pk=signing_round.pk,
        partnership=scene.agreement.partnership,
        now=SECOND_AT,
    )

    assert basic.level == "B-B"
    assert fresh(basic).level == "B-B+DTS"
    assert count_signatures(signing_round) == 1


def sign_but_wait(scene: Scene, signing_round: SigningRound) -> Callable[[], Signature]:
    """Sign at the service; what is returned stores it, and may be called later."""
    signature, actor = place_of(signing_round, 1), scene.first.signer
    (offered,) = remote.find_offered(signature=signature, now=FIRST_AT)
    place = placing.place_of(signature)
    signed = remote._ask(place, offered.credential, CODES, FIRST_AT)

    def store() -> Signature:
        with remote._one_sentence():
            return remote._store(
                place,
                offered.credential,
                signed,
                SecondFactor(actor.pk, FIRST_AT),
                actor,
                FIRST_AT,
            )

    return store


def newest(signing_round: SigningRound) -> bytes:
    """Return the newest file of a round."""
    found = SigningRound.objects.select_related("document").get(pk=signing_round.pk)
    assert found.document is not None
    return bytes(found.document.content)
