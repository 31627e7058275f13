"""Signing with a key at a distance: as good as any other, or one sentence and nothing.

The service runs on this machine and is asked over real HTTP.
"""

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from pytest_django import Settings

from tests.documents.csc_server import OTP, PIN, TOKEN, Service, always, slowly
from tests.documents.samples import MUNICIPALITY
from tests.factories import NOW
from vve_portal.documents import remote, services
from vve_portal.documents import remote_credentials as words
from vve_portal.documents.remote_credentials import (
    Activation,
    Person,
    RemoteCredential,
    RemoteRefusal,
)
from vve_portal.documents.signing import Level, SignedFile

OWNER: Final = "roos@jgz.example"
ROOS: Final = Person(OWNER, "Roos Testman")
CODES: Final = Activation(pin=PIN, otp=OTP)


def only_credential() -> RemoteCredential:
    """Return the one credential that is offered, which can be used."""
    (offered,) = remote.find_offered(person=ROOS, at=NOW)
    assert offered.obstacle == ""
    return offered.credential


def sign(
    pdf: bytes, *, activation: Activation = CODES, credential: Any = None
) -> SignedFile:
    """Sign with the one credential."""
    return remote.sign(
        pdf,
        field=MUNICIPALITY,
        person=ROOS,
        credential=credential or only_credential(),
        activation=activation,
        description="Overeenkomst VVE-2027-014, versie 1",
        at=NOW,
    )


def why_refused(deed: Callable[[], object]) -> str:
    """Return the sentence with which something is refused."""
    with pytest.raises(RemoteRefusal) as refusal:
        deed()
    return str(refusal.value)


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


STRANGE: Final[tuple[tuple[int, Any, str], ...]] = (
    (401, {"error": "invalid_token"}, words.NOT_LET_IN),
    (403, {}, words.NOT_LET_IN),
    (500, {"error": "server_error"}, words.UNREACHABLE),
    (503, None, words.UNREACHABLE),
    (400, {"error": "credential_locked"}, words.REFUSED),
    (400, b"<html>", words.NONSENSE),
    (302, "http://127.0.0.1:9/elders", words.NONSENSE),
    (200, b"geen json", words.NONSENSE),
    (200, b"\xff\xfe", words.NONSENSE),
    (200, b"[" * 100_000, words.NONSENSE),
    (200, b'"' + b"a" * 300_000 + b'"', words.NONSENSE),
    (200, [], words.NONSENSE),
    (200, {}, words.NONSENSE),
    (204, None, words.NONSENSE),
)


@pytest.mark.parametrize(("status", "answer", "why"), STRANGE)
@pytest.mark.parametrize("endpoint", ["credentials/list", "credentials/info"])
def test_strange_answer_about_credentials_is_one_sentence(
    signing_service: Service, endpoint: str, status: int, answer: Any, why: str
) -> None:
    signing_service.keep(OWNER, "Roos Testman")
    signing_service.faults[endpoint] = always(status, answer)

    assert why_refused(lambda: remote.find_offered(person=ROOS, at=NOW)) == why


@pytest.mark.parametrize(
    ("endpoint", "answer", "why"),
    [
        ("credentials/list", {"credentialIDs": "sleutel-1"}, words.NONSENSE),
        ("credentials/list", {"credentialIDs": [1]}, words.NONSENSE),
        ("credentials/list", {"credentialIDs": ["weg"]}, words.REFUSED),
        ("credentials/info", {"cert": {"certificates": []}}, words.NONSENSE),
        ("credentials/info", {"cert": {"certificates": ["?"]}}, words.NONSENSE),
        ("credentials/info", {"cert": {"certificates": ["bm9n"]}}, words.NONSENSE),
    ],
)
def test_answer_with_something_else_inside_is_one_sentence(
    signing_service: Service, endpoint: str, answer: Any, why: str
) -> None:
    signing_service.keep(OWNER, "Roos Testman")
    signing_service.faults[endpoint] = always(200, answer)

    assert why_refused(lambda: remote.find_offered(person=ROOS, at=NOW)) == why


@pytest.mark.parametrize(
    ("endpoint", "status", "answer", "why"),
    [
        ("credentials/authorize", 401, {}, words.NOT_LET_IN),
        ("credentials/authorize", 500, {}, words.UNREACHABLE),
        ("credentials/authorize", 200, {}, words.NONSENSE),
        ("credentials/authorize", 200, {"SAD": 1}, words.NONSENSE),
        ("credentials/authorize", 200, {"SAD": "van een ander"}, words.REFUSED),
        ("signatures/signHash", 401, {}, words.NOT_LET_IN),
        ("signatures/signHash", 400, {"error": "invalid_request"}, words.REFUSED),
        ("signatures/signHash", 200, b"geen json", words.NONSENSE),
        ("signatures/signHash", 200, {"signatures": []}, words.NONSENSE),
        ("signatures/signHash", 200, {"signatures": 1}, words.NONSENSE),
        ("signatures/signHash", 200, {"signatures": [1]}, words.NONSENSE),
        ("signatures/signHash", 200, {"signatures": ["a", "b"]}, words.NONSENSE),
        ("signatures/signHash", 200, {"signatures": ["geen b64!"]}, words.NONSENSE),
        ("signatures/signHash", 200, {"signatures": ["bm9n"]}, words.UNSOUND),
        ("signatures/signHash", 200, {"signatures": [""]}, words.UNSOUND),
    ],
)
def test_strange_answer_while_signing_is_one_sentence(
    sealed: bytes,
    signing_service: Service,
    endpoint: str,
    status: int,
    answer: Any,
    why: str,
) -> None:
    signing_service.keep(OWNER, "Roos Testman")
    signing_service.faults[endpoint] = always(status, answer)

    assert why_refused(lambda: sign(sealed)) == why
    assert signing_service.signed == 0


def test_service_that_is_down_is_one_sentence(
    settings: Settings, signing_service: Service
) -> None:
    settings.REMOTE_SIGNING_URL = "http://127.0.0.1:9"

    why = why_refused(lambda: remote.find_offered(person=ROOS, at=NOW))

    assert (why, signing_service.asked) == (words.UNREACHABLE, [])


@pytest.mark.parametrize("endpoint", ["credentials/authorize", "signatures/signHash"])
def test_slow_service_is_one_sentence(
    sealed: bytes,
    signing_service: Service,
    endpoint: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    signing_service.keep(OWNER, "Roos Testman")
    credential = only_credential()
    monkeypatch.setattr(remote, "SECONDS_TO_SIGN", 0.3)
    signing_service.faults[endpoint] = slowly(1)

    assert why_refused(lambda: sign(sealed, credential=credential)) == words.TOO_SLOW


def test_wrong_token_is_one_sentence(
    settings: Settings, signing_service: Service
) -> None:
    settings.REMOTE_SIGNING_TOKEN = "other"

    why = why_refused(lambda: remote.find_offered(person=ROOS, at=NOW))

    assert (why, len(signing_service.asked)) == (words.NOT_LET_IN, 1)


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
