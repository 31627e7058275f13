"""Asks a signing service at a distance (API of the Cloud Signature Consortium, v1).

Whatever goes wrong at the other side becomes a RemoteRefusal without its cause: the
chain of errors would hold the token and what the signer typed.
"""

import base64
import json
import logging
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any, Final

import aiohttp
from asn1crypto import algos
from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm

from vve_portal.documents.remote_credentials import (
    NONSENSE,
    NOT_LET_IN,
    REFUSED,
    TOO_SLOW,
    UNREACHABLE,
    WRONG_OTP,
    WRONG_PIN,
    Presence,
    RemoteCredential,
    RemoteRefusal,
    RemoteService,
    name_in,
)

_log = logging.getLogger(__name__)
_LONGEST_ANSWER: Final = 256 * 1024
_MOST_CREDENTIALS: Final = 10
_GOOD: Final = 200
_NO_CONTENT: Final = 204
_NOT_LET_IN: Final = frozenset({401, 403})
_OTHER_SIDE_FAILS: Final = 500
_WRONG: Final = {"invalid_pin": (WRONG_PIN, "pin"), "invalid_otp": (WRONG_OTP, "otp")}
_FAULTS: Final = (
    KeyError,
    IndexError,
    TypeError,
    ValueError,
    AttributeError,
    UnsupportedAlgorithm,
    x509.InvalidVersion,
)


class Connection:
    """All questions of one request to the service, within the time it gets.

    The clock starts at the first question.
    """

    _ends_at: float | None = None

    def __init__(self, service: RemoteService) -> None:
        self.address = service.url.rstrip("/")
        self._base = f"{self.address}/csc/v1"
        # Nothing is unpacked, so that no short answer becomes a huge one.
        self._headers = {
            "Authorization": f"Bearer {service.token}",
            "Accept-Encoding": "identity",
        }
        self._seconds = service.seconds

    async def ask(self, endpoint: str, question: Mapping[str, Any]) -> dict[str, Any]:
        """Ask one thing; raises RemoteRefusal."""
        try:
            return _answer_in(*await self._post(endpoint, question))
        except TimeoutError:
            refusal = RemoteRefusal(TOO_SLOW)
        except (aiohttp.ClientError, OSError):
            refusal = RemoteRefusal(UNREACHABLE)
        except RemoteRefusal as given:
            refusal = given
        # Neither the question nor the answer: both may hold what nobody may keep.
        _log.warning("Signing service, %s: %s", endpoint, refusal)
        raise refusal

    @asynccontextmanager
    async def post(
        self,
        url: str,
        *,
        json: Mapping[str, Any],
        **_options: Any,
    ) -> AsyncIterator["_Answer"]:
        """Ask the way pyHanko does it with the session it is given."""
        yield _Answer(await self.ask(url.removeprefix(f"{self._base}/"), json))

    def _time_left(self) -> float:
        now = time.monotonic()
        self._ends_at = self._ends_at or now + self._seconds
        if now >= self._ends_at:
            raise TimeoutError
        return self._ends_at - now

    async def _post(
        self, endpoint: str, question: Mapping[str, Any]
    ) -> tuple[int, bytes]:
        timeout = aiohttp.ClientTimeout(total=self._time_left())
        async with (
            aiohttp.ClientSession(
                timeout=timeout, headers=self._headers, auto_decompress=False
            ) as session,
            # A redirect would carry the token and the codes to somewhere else.
            session.post(
                f"{self._base}/{endpoint}", json=question, allow_redirects=False
            ) as answer,
        ):
            return answer.status, await _read(answer)


class _Answer:
    """An answer as pyHanko reads it."""

    def __init__(self, answer: dict[str, Any]) -> None:
        self._answer = answer

    async def json(self) -> dict[str, Any]:
        return self._answer


async def find_credentials(
    connection: Connection, user_id: str
) -> list[RemoteCredential]:
    """The credentials that the service lists for one account; raises RemoteRefusal."""
    question = {"userID": user_id, "maxResults": _MOST_CREDENTIALS}
    listed = (await connection.ask("credentials/list", question)).get("credentialIDs")
    if not isinstance(listed, list) or not all(isinstance(key, str) for key in listed):
        raise RemoteRefusal(NONSENSE)
    keys = listed[:_MOST_CREDENTIALS]
    return [await _credential(connection, key, user_id) for key in keys]


async def send_code(connection: Connection, key: str) -> None:
    """Have the service send its code to the signer; raises RemoteRefusal."""
    await connection.ask("credentials/sendOTP", {"credentialID": key})


async def _credential(connection: Connection, key: str, owner: str) -> RemoteCredential:
    question = {"credentialID": key, "certificates": "chain", "authInfo": True}
    answer = await connection.ask("credentials/info", question)
    try:
        return _read_credential(key, owner, answer)
    except _FAULTS:
        raise RemoteRefusal(NONSENSE) from None


def _read_credential(
    key: str, owner: str, answer: Mapping[str, Any]
) -> RemoteCredential:
    certificates = [_certificate(one) for one in answer["cert"]["certificates"]]
    is_valid = answer["cert"].get("status", "valid") == "valid"
    mode, otp = answer["authMode"], answer.get("OTP", {})
    asks = mode == "explicit"
    return RemoteCredential(
        key=key,
        owner=owner,
        certificate=certificates[0],
        chain=tuple(certificates[1:]),
        mechanisms=frozenset(_mechanisms(answer["key"]["algo"])),
        is_enabled=is_valid and answer["key"]["status"] == "enabled",
        is_bound=str(answer.get("SCAL", "1")) == "2",
        mode=mode,
        pin=_presence(answer.get("PIN", {})) if asks else Presence.ABSENT,
        otp=_presence(otp) if asks else Presence.ABSENT,
        sends_code=asks and otp.get("type") == "online",
    )


def _certificate(text: str) -> x509.Certificate:
    """Read all of a certificate that is used later; much of it is read late."""
    read = x509.load_der_x509_certificate(base64.b64decode(text, validate=True))
    for name in (read.subject, read.issuer):
        name_in(name)
    read.public_key()
    list(read.extensions)
    return read


def _mechanisms(names: list[str]) -> list[str]:
    return [algos.SignedDigestAlgorithmId(name).native for name in names]


def _presence(described: Mapping[str, Any]) -> Presence:
    return Presence(str(described.get("presence", "false")).lower())


async def _read(answer: aiohttp.ClientResponse) -> bytes:
    content = b""
    async for part in answer.content.iter_chunked(_LONGEST_ANSWER):
        content += part
        if len(content) > _LONGEST_ANSWER:
            raise RemoteRefusal(NONSENSE)
    return content


def _answer_in(status: int, content: bytes) -> dict[str, Any]:
    if status in _NOT_LET_IN:
        raise RemoteRefusal(NOT_LET_IN)
    if status >= _OTHER_SIDE_FAILS:
        raise RemoteRefusal(UNREACHABLE)
    if status == _NO_CONTENT:
        return {}
    try:
        answer = json.loads(content)
    except (ValueError, RecursionError):
        raise RemoteRefusal(NONSENSE) from None
    if not isinstance(answer, dict):
        raise RemoteRefusal(NONSENSE)
    if status != _GOOD:
        sentence, field = _WRONG.get(str(answer.get("error")), (REFUSED, ""))
        raise RemoteRefusal(sentence, field=field)
    return answer
