"""Signing: one signature or one timestamp more in a sealed PDF."""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from cryptography.hazmat.primitives.serialization import Encoding

from vve_portal.documents.authority import Authority, Credential
from vve_portal.documents.check import is_signed, require_valid
from vve_portal.documents.timestamps import TimestampService, TimestampUnavailable
from vve_portal.documents.trust import Trust


class Level(StrEnum):
    """How much of its own proof a signature carries (ETSI EN 319 142-1)."""

    WITH_TIMESTAMP = "B-LT"
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

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()

    @property
    def lacks_timestamp(self) -> bool:
        return self.level is Level.WITHOUT_TIMESTAMP


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

    When the timestamp service fails, the signature is placed without a timestamp;
    `raise_level` adds one later. Raises InvalidDocument when the file breaks
    PDF/UA-1 or PDF/A-3a before or after, and AuthorityUnavailable.
    """
    require_valid(pdf, signed=is_signed(pdf))
    signer = authority.issue_signer(
        name=signatory.name,
        organisation=signatory.organisation,
        function=signatory.function,
        at=at,
    )
    content, level = _place(
        pdf, field=field, signer=signer, authority=authority, service=timestamps, at=at
    )
    require_valid(content, signed=True)
    return SignedFile(
        content=content,
        level=level,
        certificate_pem=signer.certificate.public_bytes(Encoding.PEM).decode(),
        certificate_serial=f"{signer.certificate.serial_number:x}",
    )


def raise_level(
    pdf: bytes, *, authority: Authority, timestamps: TimestampService, at: datetime
) -> bytes:
    """Add a timestamp over the whole file, for signatures placed without one.

    Raises TimestampUnavailable when the service still fails, and InvalidDocument
    when the file breaks PDF/UA-1 or PDF/A-3a.
    """
    from vve_portal.documents.pades.placing import place_timestamp  # noqa: PLC0415 - slow to load

    content = place_timestamp(
        pdf,
        trust=_trust(authority, timestamps, at),
        client=timestamps.client(at),
    )
    require_valid(content, signed=True)
    return content


def _place(
    pdf: bytes,
    *,
    field: str,
    signer: Credential,
    authority: Authority,
    service: TimestampService,
    at: datetime,
) -> tuple[bytes, Level]:
    from vve_portal.documents.pades.placing import place_signature  # noqa: PLC0415 - slow to load

    trust = _trust(authority, service, at)
    try:
        content = place_signature(
            pdf, field=field, signer=signer, trust=trust, client=service.client(at)
        )
    except TimestampUnavailable:
        alone = replace(trust, roots=trust.roots[:1], may_fetch=False)
        content = place_signature(
            pdf, field=field, signer=signer, trust=alone, client=None
        )
        return content, Level.WITHOUT_TIMESTAMP
    return content, Level.WITH_TIMESTAMP


def _trust(authority: Authority, service: TimestampService, at: datetime) -> Trust:
    return Trust(
        roots=(authority.certificate, *service.roots),
        revoked=(authority.revocation_list(at),),
        at=at,
        may_fetch=service.is_remote,
    )
