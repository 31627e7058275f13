"""Signing with a key at a distance, as the settings say; nothing here is stored."""

import asyncio
from datetime import datetime
from typing import Final

from django.conf import settings

from vve_portal.documents import services, signing
from vve_portal.documents.remote_credentials import (
    NO_SUCH_CREDENTIAL,
    NOT_SET_UP,
    OTP_NEEDED,
    PIN_NEEDED,
    SENDS_NO_CODE,
    UNFIT,
    Activation,
    Offered,
    Person,
    Presence,
    RemoteCredential,
    RemoteRefusal,
    RemoteService,
)
from vve_portal.documents.remote_judging import find_obstacle, find_path
from vve_portal.documents.signing import SignedFile

# How long somebody waits at most: for a page, and for a signature, which may include
# that the signer says yes on a phone. A web server must allow for both together.
SECONDS_TO_ASK: Final = 8
SECONDS_TO_SIGN: Final = 15


def is_configured() -> bool:
    """Whether there is a service, and an authority to trust its certificates by."""
    return bool(settings.REMOTE_SIGNING_URL and settings.EXTERNAL_ROOTS_FILE)


def find_offered(*, person: Person, at: datetime) -> list[Offered]:
    """The credentials that the service lists for somebody, each with its obstacle.

    Raises RemoteRefusal when the service can't be asked.
    """
    from vve_portal.documents.pades import csc  # noqa: PLC0415 - slow to load

    connection = csc.Connection(_load_service(SECONDS_TO_ASK))
    found = asyncio.run(csc.find_credentials(connection, person.user_id))
    return [Offered(one, _find_obstacle(one, person, at)) for one in found]


def send_code(*, person: Person, credential: RemoteCredential, at: datetime) -> None:
    """Have the service send the signer the code that it will ask for.

    Raises RemoteRefusal when the service can't be asked, or sends none.
    """
    from vve_portal.documents.pades import csc  # noqa: PLC0415 - slow to load

    _require_fit(credential, person, at)
    if not credential.sends_code:
        raise RemoteRefusal(SENDS_NO_CODE)
    connection = csc.Connection(_load_service(SECONDS_TO_ASK))
    asyncio.run(csc.send_code(connection, credential.key))


def sign(
    pdf: bytes,
    *,
    field: str,
    person: Person,
    credential: RemoteCredential,
    activation: Activation,
    description: str,
    at: datetime,
) -> SignedFile:
    """Sign into a field kept free, with a credential of this very person.

    As good as any other signature: our timestamps and proof of trust, judged like them.
    `description` is what the service may show the signer. Raises RemoteRefusal; and
    AuthorityUnavailable, and InvalidDocument when the file breaks a standard.
    """
    from pyhanko.sign.general import SigningError

    from vve_portal.documents.pades.csc import Connection  # noqa: PLC0415 - slow to load
    from vve_portal.documents.pades.remote import remote_signer  # noqa: PLC0415 - slow to load

    service = _load_service(SECONDS_TO_SIGN)
    _require_fit(credential, person, at)
    _require_codes(credential, activation)
    roots = tuple(services.external_roots())
    authority = services.load_authority(at)
    try:
        return signing.place(
            pdf,
            field=field,
            signer=remote_signer(
                Connection(service),
                credential,
                path=find_path(credential, roots) or (),
                activation=activation,
                description=description,
            ),
            certificate=credential.certificate,
            authority=authority,
            timestamps=services.load_timestamps(authority, at),
            at=at,
            guests=roots,
        )
    except SigningError:
        raise RemoteRefusal(UNFIT) from None


def _load_service(seconds: float) -> RemoteService:
    if not is_configured():
        raise RemoteRefusal(NOT_SET_UP)
    return RemoteService(
        settings.REMOTE_SIGNING_URL, settings.REMOTE_SIGNING_TOKEN, seconds
    )


def _find_obstacle(credential: RemoteCredential, person: Person, at: datetime) -> str:
    roots = services.external_roots()
    return find_obstacle(credential, person=person, roots=roots, at=at)


def _require_fit(credential: RemoteCredential, person: Person, at: datetime) -> None:
    """Whatever a page did before, only what was listed for this person counts."""
    if credential.owner != person.user_id:
        raise RemoteRefusal(NO_SUCH_CREDENTIAL)
    obstacle = _find_obstacle(credential, person, at)
    if obstacle:
        raise RemoteRefusal(obstacle)


def _require_codes(credential: RemoteCredential, activation: Activation) -> None:
    """A service may count what is missing as a wrong try."""
    if credential.pin is Presence.REQUIRED and not activation.pin:
        raise RemoteRefusal(PIN_NEEDED, field="pin")
    if credential.otp is Presence.REQUIRED and not activation.otp:
        raise RemoteRefusal(OTP_NEEDED, field="otp")
