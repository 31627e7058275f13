"""Signing: one signature or one timestamp more in a sealed PDF."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from vve_portal.documents.authority import Authority
from vve_portal.documents.check import InvalidDocument, require_valid
from vve_portal.documents.covering import is_signed, uncovered
from vve_portal.documents.timestamps import TimestampService, TimestampUnavailable
from vve_portal.documents.trust import Trust


class Level(StrEnum):
    """How much of its own proof a signature carries (ETSI EN 319 142-1)."""

    ARCHIVED = "B-LTA"
    WITHOUT_ARCHIVE = "B-LT"
    WITHOUT_TIMESTAMP = "B-B"


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who signs, as it stands in the certificate."""

    name: str
    organisation: str
    function: str


@dataclass(frozen=True, slots=True)
class SignedFile:
    """A file with one signature more."""

    content: bytes
    level: Level
    certificate_pem: str
    certificate_serial: str
    # When the last timestamp ends; known once the file was verified.
    archived_until: datetime | None = None

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()

    @property
    def lacks_timestamp(self) -> bool:
        """Whether `raise_level` has something to add."""
        return self.level is not Level.ARCHIVED


def sign(
    pdf: bytes,
    *,
    field: str,
    signatory: Signatory,
    authority: Authority,
    timestamps: TimestampService,
    at: datetime,
) -> SignedFile:
    """Sign into a field kept free, with a key that exists for this signature only.

    Signature, timestamp and what proves their certificates come first; then a
    timestamp over all of it, for the archive. What the timestamp service does not give
    now, `raise_level` adds later. Raises InvalidDocument when the result breaks
    PDF/UA-1 or PDF/A-3a, and AuthorityUnavailable.
    """
    from vve_portal.documents.pades.placing import own_signer  # noqa: PLC0415 - slow to load

    issued = authority.issue_signer(
        name=signatory.name,
        organisation=signatory.organisation,
        function=signatory.function,
        at=at,
    )
    return place(
        pdf,
        field=field,
        signer=own_signer(issued, authority.certificate),
        certificate=issued.certificate,
        authority=authority,
        timestamps=timestamps,
        at=at,
    )


def place(
    pdf: bytes,
    *,
    field: str,
    signer: Any,
    certificate: x509.Certificate,
    authority: Authority,
    timestamps: TimestampService,
    at: datetime,
    guests: tuple[x509.Certificate, ...] = (),
) -> SignedFile:
    """Place the signature of a signer of pyHanko, whoever holds the key.

    `certificate` is the signer's; `guests` are the outside authorities it may come
    from. Raises InvalidDocument when the result breaks a standard, or when something
    was added to the file that the earlier signatures do not cover.
    """
    if is_signed(pdf) and (loose := uncovered(pdf)):
        raise InvalidDocument(loose)
    trust = _trust(authority, timestamps, at, guests)
    content, level = _place(
        pdf, field=field, signer=signer, trust=trust, client=timestamps.client(at)
    )
    require_valid(content, signed=True)
    return SignedFile(
        content=content,
        level=level,
        certificate_pem=certificate.public_bytes(Encoding.PEM).decode(),
        certificate_serial=f"{certificate.serial_number:x}",
    )


def raise_level(
    pdf: bytes, *, authority: Authority, timestamps: TimestampService, at: datetime
) -> bytes:
    """Add a timestamp over the whole file, with what proves the one before.

    For signatures that lack one, and again before the certificate of the last one
    ends. Raises TimestampUnavailable when the service still fails, and InvalidDocument
    when the file breaks PDF/UA-1 or PDF/A-3a.
    """
    from vve_portal.documents.pades.placing import place_timestamp  # noqa: PLC0415 - slow to load

    content = place_timestamp(
        pdf, trust=_trust(authority, timestamps, at), client=timestamps.client(at)
    )
    require_valid(content, signed=True)
    return content


def _place(
    pdf: bytes, *, field: str, signer: Any, trust: Trust, client: Any
) -> tuple[bytes, Level]:
    from vve_portal.documents.pades.placing import (  # noqa: PLC0415 - slow to load
        place_signature,
        place_timestamp,
    )

    try:
        content = place_signature(
            pdf, field=field, signer=signer, trust=trust, client=client
        )
    except TimestampUnavailable:
        alone = trust.without_timestamps()
        content = place_signature(
            pdf, field=field, signer=signer, trust=alone, client=None
        )
        return content, Level.WITHOUT_TIMESTAMP
    try:
        return place_timestamp(content, trust=trust, client=client), Level.ARCHIVED
    except TimestampUnavailable:
        return content, Level.WITHOUT_ARCHIVE


def _trust(
    authority: Authority,
    service: TimestampService,
    at: datetime,
    guests: tuple[x509.Certificate, ...] = (),
) -> Trust:
    return Trust(
        own=authority.certificate,
        timestamps=service.roots,
        guests=guests,
        revoked=(authority.revocation_list(at),),
        at=at,
        are_timestamps_remote=service.is_remote,
    )
