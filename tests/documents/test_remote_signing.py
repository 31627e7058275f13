"""Signing with a key at a distance: as good as any other, or one sentence and nothing.

The service runs on this machine and is asked over real HTTP.
"""

import logging
from datetime import timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from pytest_django import Settings

from tests.documents.conftest import BrokenTimestamps
from tests.documents.csc_server import OTP, PIN, TOKEN, Service, always
from tests.documents.remote_scenes import (
    CODES,
    OWNER,
    ROOS,
    only_credential,
    sign,
    why_refused,
)
from tests.documents.samples import MUNICIPALITY
from tests.factories import NOW
from vve_portal.documents import remote, services
from vve_portal.documents import remote_credentials as words
from vve_portal.documents.authority import Authority
from vve_portal.documents.pades.csc import Connection
from vve_portal.documents.pades.remote import remote_signer
from vve_portal.documents.remote_credentials import (
    Activation,
    RemoteRefusal,
    RemoteService,
)
from vve_portal.documents.remote_judging import find_path
from vve_portal.documents.signing import Level, place
from vve_portal.documents.timestamps import BuiltInTimestamps


def test_signature_is_as_good_as_one_made_in_the_portal(
    sealed: bytes, signing_service: Service
) -> None:
    signing_service.keep(OWNER, "Roos Testman")

    signed = sign(sealed)

    verdict = services.verify_file(signed.content, now=NOW)
    assert signed.level is Level.ARCHIVED
    assert verdict.is_good, verdict.findings
    signature = verdict.signatures[0]
    assert (signature.signer, signature.proven_at) == ("Roos Testman", NOW)
    assert signing_service.signed == 1


def test_service_is_asked_to_let_the_key_sign_one_hash_once(
    sealed: bytes, signing_service: Service
) -> None:
    key = signing_service.keep(OWNER, "Roos Testman")

    sign(sealed)

    asked = dict(signing_service.asked)
    allowed, signed = asked["credentials/authorize"], asked["signatures/signHash"]
    assert [name for name, _ in signing_service.asked] == [
        "credentials/list",
        "credentials/info",
        "credentials/authorize",
        "signatures/signHash",
    ]
    assert allowed == {
        "credentialID": key,
        "numSignatures": 1,
        "hash": signed["hash"],
        "PIN": PIN,
        "OTP": OTP,
        "description": "Overeenkomst VVE-2027-014, versie 1",
    }
    assert len(signed["hash"]) == 1


@pytest.mark.parametrize(
    "key",
    [
        ec.generate_private_key(ec.SECP256R1()),
        rsa.generate_private_key(public_exponent=65537, key_size=2048),
    ],
    ids=["ec", "rsa"],
)
def test_both_kinds_of_key_sign(
    sealed: bytes, signing_service: Service, key: Any
) -> None:
    signing_service.keep(OWNER, "R. Testman", key=key)

    signed = sign(sealed)

    assert services.verify_file(signed.content, now=NOW).is_good


def test_signer_who_says_yes_on_a_device_types_nothing(
    sealed: bytes, signing_service: Service
) -> None:
    signing_service.keep(OWNER, "Roos Testman", says={"authMode": "implicit"})

    signed = sign(sealed, activation=Activation())

    assert services.verify_file(signed.content, now=NOW).is_good


def test_code_is_sent_when_the_service_sends_codes(signing_service: Service) -> None:
    says = {"OTP": {"presence": "true", "type": "online"}}
    key = signing_service.keep(OWNER, "Roos Testman", says=says)

    remote.send_code(person=ROOS, credential=only_credential(), at=NOW)

    assert signing_service.sent == [key]


def test_no_code_is_asked_for_when_the_service_sends_none(
    signing_service: Service,
) -> None:
    signing_service.keep(OWNER, "Roos Testman")

    why = why_refused(
        lambda: remote.send_code(person=ROOS, credential=only_credential(), at=NOW)
    )

    assert (why, signing_service.sent) == (words.SENDS_NO_CODE, [])


@pytest.mark.parametrize(
    ("activation", "field", "why"),
    [
        (Activation("0000", OTP), "pin", words.WRONG_PIN),
        (Activation(PIN, "0000"), "otp", words.WRONG_OTP),
        (Activation("", OTP), "pin", words.PIN_NEEDED),
        (Activation(PIN, ""), "otp", words.OTP_NEEDED),
    ],
)
def test_wrong_code_is_said_at_its_field(
    sealed: bytes,
    signing_service: Service,
    activation: Activation,
    field: str,
    why: str,
) -> None:
    signing_service.keep(OWNER, "Roos Testman")

    with pytest.raises(RemoteRefusal) as refusal:
        sign(sealed, activation=activation)

    assert (str(refusal.value), refusal.value.field) == (why, field)
    assert signing_service.signed == 0


@pytest.mark.parametrize("setting", ["REMOTE_SIGNING_URL", "EXTERNAL_ROOTS_FILE"])
def test_portal_without_a_service_says_so(
    settings: Settings, signing_service: Service, setting: str
) -> None:
    setattr(settings, setting, "")

    why = why_refused(lambda: remote.find_offered(person=ROOS, at=NOW))

    assert (why, remote.is_configured()) == (words.NOT_SET_UP, False)
    assert signing_service.asked == []


def test_signature_that_does_not_hold_is_not_used(
    sealed: bytes, signing_service: Service
) -> None:
    key = signing_service.keep(OWNER, "Roos Testman")
    credential = only_credential()
    # The service mixes keys up: it signs with another than that of the certificate.
    signing_service.kept[key].key = ec.generate_private_key(ec.SECP256R1())

    why = why_refused(lambda: sign(sealed, credential=credential))

    assert (why, signing_service.signed) == (words.UNSOUND, 1)


def test_revoked_certificate_does_not_sign(
    sealed: bytes, signing_service: Service
) -> None:
    signing_service.keep(OWNER, "Roos Testman")
    credential = only_credential()
    signing_service.trust.revoked.append(credential.certificate.serial_number)

    why = why_refused(lambda: sign(sealed, credential=credential))

    assert (why, signing_service.signed) == (words.UNFIT, 0)


def test_certificate_whose_revocation_nobody_tells_does_not_sign(
    sealed: bytes, signing_service: Service
) -> None:
    signing_service.trust.lists_at = "http://127.0.0.1:9"
    signing_service.keep(OWNER, "Roos Testman")

    assert why_refused(lambda: sign(sealed)) == words.UNFIT
    assert signing_service.signed == 0


def test_certificate_without_a_revocation_list_does_not_sign(
    sealed: bytes, signing_service: Service
) -> None:
    signing_service.trust.lists_at = ""
    signing_service.keep(OWNER, "Roos Testman")

    assert why_refused(lambda: sign(sealed)) == words.UNFIT
    assert signing_service.signed == 0


def test_no_timestamp_service_gives_a_signature_that_gets_one_later(
    sealed: bytes, signing_service: Service, settings: Settings
) -> None:
    signing_service.keep(OWNER, "Roos Testman")
    settings.TIMESTAMP_URL = "http://127.0.0.1:9/"
    settings.TIMESTAMP_ROOTS_FILE = settings.SIGNING_CERTIFICATE_FILE

    signed = sign(sealed)

    assert signed.level is Level.WITHOUT_TIMESTAMP
    assert services.verify_file(signed.content, now=NOW).is_good
    settings.TIMESTAMP_URL = ""
    raised = services.raise_level(signed.content, at=NOW + timedelta(hours=1))
    assert services.verify_file(raised, now=NOW).is_good


def test_timestamp_that_fails_after_the_consent_spends_it(
    sealed: bytes,
    signing_service: Service,
    authority: Authority,
    timestamps: BuiltInTimestamps,
) -> None:
    signing_service.keep(OWNER, "Roos Testman")
    credential = only_credential()
    roots = tuple(services.external_roots())
    signer = remote_signer(
        Connection(RemoteService(signing_service.url, TOKEN, seconds=5)),
        credential,
        path=find_path(credential, roots) or (),
        activation=CODES,
        description="Overeenkomst",
    )

    why = why_refused(
        lambda: place(
            sealed,
            field=MUNICIPALITY,
            signer=signer,
            certificate=credential.certificate,
            authority=authority,
            # The first question is only to learn how long an answer is.
            timestamps=BrokenTimestamps(timestamps, fails_at=2),
            at=NOW,
            guests=roots,
        )
    )

    asked = [name for name, _ in signing_service.asked]
    assert why == words.NO_TIMESTAMP
    assert (asked.count("credentials/authorize"), signing_service.signed) == (1, 1)


def test_nothing_secret_is_logged_or_told(
    sealed: bytes, signing_service: Service, caplog: pytest.LogCaptureFixture
) -> None:
    signing_service.keep(OWNER, "Roos Testman")
    credential = only_credential()
    signing_service.faults["signatures/signHash"] = always(
        200, {"signatures": [PIN, OTP]}
    )
    caplog.set_level(logging.DEBUG)

    with pytest.raises(RemoteRefusal) as refusal:
        sign(sealed, credential=credential)

    told = caplog.text + repr(refusal.value) + repr((CODES, credential))
    assert [secret for secret in (PIN, OTP, TOKEN) if secret in told] == []
    assert refusal.value.__cause__ is None
    assert refusal.value.__suppress_context__
