"""A small signing service that speaks CSC v1, as strict as the real ones; not ours.

It keeps keys, gives their certificates out from an authority of its own, and lets a key
sign one hash for one authorization. `faults` makes it fail in the ways services do.
"""

import base64
import json
import secrets
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa, utils
from cryptography.hazmat.primitives.serialization import Encoding

from tests.documents.csc_authority import Key, Trust

TOKEN: Final = "token-of-the-portal"
PIN: Final = "90210"
OTP: Final = "771144"
SHA256: Final = "2.16.840.1.101.3.4.2.1"
ECDSA_WITH_SHA256: Final = "1.2.840.10045.4.3.2"
SHA256_WITH_RSA: Final = "1.2.840.113549.1.1.11"
Answer = tuple[int, Any]


class Error(StrEnum):
    """What the protocol calls what is wrong with a question."""

    REQUEST = "invalid_request"
    PIN = "invalid_pin"
    OTP = "invalid_otp"


class Refused(Exception):  # noqa: N818 - as the protocol calls it
    """An answer with an error code of the protocol."""

    def __init__(self, error: Error) -> None:
        super().__init__(error)
        self.answer: Answer = (400, {"error": error, "error_description": error})


@dataclass
class Kept:
    """A key at the service, with what it asks of its owner."""

    owner: str
    key: Key
    certificates: list[x509.Certificate]
    info: dict[str, Any]


@dataclass
class Service:
    """What the service has and what was asked of it."""

    trust: Trust
    kept: dict[str, Kept] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    allowed: dict[str, tuple[str, list[str]]] = field(default_factory=dict)
    sent: list[str] = field(default_factory=list)
    signed: int = 0
    url: str = ""
    # Called instead of the real answer of an endpoint.
    faults: dict[str, Callable[[], Answer]] = field(default_factory=dict)

    def keep(
        self,
        owner: str,
        name: str,
        *,
        trust: Trust | None = None,
        key: Key | None = None,
        starts: timedelta = timedelta(days=-30),
        ends: timedelta = timedelta(days=365 * 3),
        is_for_signing: bool = True,
        says: Mapping[str, Any] | None = None,
    ) -> str:
        """Make a key with a certificate for somebody; return its credentialID.

        `says` is what the service tells of it other than usual.
        """
        authority = trust or self.trust
        key = key or ec.generate_private_key(ec.SECP256R1())
        certificate = authority.issue(
            name, key, starts=starts, ends=ends, is_for_signing=is_for_signing
        )
        credential = f"sleutel-{len(self.kept) + 1}"
        info = {
            "key": {
                "status": "enabled",
                "algo": [_algorithm(key)],
                "len": key.key_size,
            },
            "cert": {"status": "valid"},
            "authMode": "explicit",
            "SCAL": "2",
            "PIN": {"presence": "true", "format": "N"},
            "OTP": {"presence": "true", "type": "offline", "format": "N"},
            "multisign": 1,
        }
        chain = [certificate, authority.issuer, authority.root]
        self.kept[credential] = Kept(owner, key, chain, {**info, **(says or {})})
        return credential

    def answer(self, endpoint: str, token: str, question: dict[str, Any]) -> Answer:
        """Answer as the protocol says, or as `faults` says."""
        self.asked.append((endpoint, question))
        if endpoint in self.faults:
            return self.faults[endpoint]()
        if token != f"Bearer {TOKEN}":
            return 401, {"error": "invalid_token"}
        deeds = {
            "credentials/list": self._list,
            "credentials/info": self._describe,
            "credentials/sendOTP": self._send,
            "credentials/authorize": self._authorize,
            "signatures/signHash": self.sign_hash,
        }
        try:
            return deeds[endpoint](question)
        except KeyError:
            return Refused(Error.REQUEST).answer
        except Refused as refused:
            return refused.answer

    def _list(self, question: dict[str, Any]) -> Answer:
        owner = question["userID"]
        return 200, {
            "credentialIDs": [
                key for key, kept in self.kept.items() if kept.owner == owner
            ]
        }

    def _describe(self, question: dict[str, Any]) -> Answer:
        kept = self.kept[question["credentialID"]]
        certificates = [
            base64.b64encode(one.public_bytes(Encoding.DER)).decode()
            for one in kept.certificates
        ]
        info = json.loads(json.dumps(kept.info))
        info["cert"]["certificates"] = certificates
        if not question.get("authInfo"):
            del info["PIN"], info["OTP"]
        return 200, info

    def _send(self, question: dict[str, Any]) -> Answer:
        self.sent.append(question["credentialID"])
        return 204, None

    def _authorize(self, question: dict[str, Any]) -> Answer:
        credential, hashed = question["credentialID"], question["hash"]
        kept = self.kept[credential]
        if question["numSignatures"] != len(hashed) or len(hashed) != 1:
            raise Refused(Error.REQUEST)
        if kept.info["authMode"] == "explicit":
            if question.get("PIN") != PIN:
                raise Refused(Error.PIN)
            if question.get("OTP") != OTP:
                raise Refused(Error.OTP)
        sad = secrets.token_urlsafe()
        self.allowed[sad] = (credential, hashed)
        return 200, {"SAD": sad, "expiresIn": 300}

    def sign_hash(self, question: dict[str, Any]) -> Answer:
        # Whatever comes of it, an authorization is used once.
        allowed = self.allowed.pop(question["SAD"], None)
        if allowed != (question["credentialID"], question["hash"]):
            raise Refused(Error.REQUEST)
        kept = self.kept[question["credentialID"]]
        if (question["hashAlgo"], question["signAlgo"]) != (
            SHA256,
            _algorithm(kept.key),
        ):
            raise Refused(Error.REQUEST)
        self.signed += 1
        digest = base64.b64decode(question["hash"][0], validate=True)
        signature = sign_digest(kept.key, digest)
        return 200, {"signatures": [base64.b64encode(signature).decode()]}


def sign_digest(key: Key, digest: bytes) -> bytes:
    """What a key makes of a SHA-256."""
    already = utils.Prehashed(hashes.SHA256())
    if isinstance(key, rsa.RSAPrivateKey):
        return key.sign(digest, padding.PKCS1v15(), already)
    return key.sign(digest, ec.ECDSA(already))


@contextmanager
def running(service_at: datetime) -> Iterator[Service]:
    """Answer on this machine for as long as the context lasts."""

    class Door(BaseHTTPRequestHandler):
        service: Service

        def do_POST(self) -> None:
            question = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            endpoint = self.path.removeprefix("/csc/v1/")
            token = self.headers.get("Authorization", "")
            status, answer = self.service.answer(endpoint, token, question)
            self._say(status, answer)

        def do_GET(self) -> None:
            issuer = self.path.removeprefix("/crl/")
            self._say(200, self.service.trust.revocation_list(issuer))

        def _say(self, status: int, answer: Any) -> None:
            self.send_response(status)
            if isinstance(answer, str):
                self.send_header("Location", answer)
            is_raw = isinstance(answer, bytes)
            content = answer if is_raw else json.dumps(answer).encode()
            body = b"" if answer is None else content
            kind = "application/pkix-crl" if is_raw else "application/json"
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            try:
                self.wfile.write(body)
            except ConnectionError:
                """Who asked waits no longer."""

        def log_message(self, *_arguments: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    url = f"http://127.0.0.1:{server.server_port}"
    Door.service = service = Service(Trust(service_at, lists_at=url), url=url)
    thread = threading.Thread(
        target=server.serve_forever, kwargs={"poll_interval": 0.05}
    )
    thread.start()
    yield service
    server.shutdown()
    thread.join()
    server.server_close()


def slowly(seconds: float, answer: Any = None) -> Callable[[], Answer]:
    """Give a good answer, but late."""

    def wait() -> Answer:
        time.sleep(seconds)
        return 200, answer

    return wait


def always(status: int, answer: Any) -> Callable[[], Answer]:
    """Give the same answer to everything; text is an address to go to instead."""
    return lambda: (status, answer)


def _algorithm(key: Key) -> str:
    is_rsa = isinstance(key, rsa.RSAPrivateKey)
    return SHA256_WITH_RSA if is_rsa else ECDSA_WITH_SHA256
