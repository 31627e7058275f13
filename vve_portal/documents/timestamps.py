"""Where timestamps come from: a service on the network, or built in to try out."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from vve_portal.documents.authority import (
    Authority,
    Credential,
    load_credential,
    write_key,
)


class TimestampUnavailable(Exception):  # noqa: N818 - it says what is the matter
    """The timestamp service gives no timestamp that can be trusted."""


class TimestampService(Protocol):
    """A source of RFC 3161 timestamps."""

    @property
    def roots(self) -> tuple[x509.Certificate, ...]:
        """The certificates on which trust in these timestamps rests."""

    @property
    def is_remote(self) -> bool:
        """Whether the network is needed, also to ask if a certificate was revoked."""

    def client(self, at: datetime) -> Any:
        """A fresh client for one signature; a built-in one gives `at` as the time."""


@dataclass(frozen=True, slots=True)
class RemoteTimestamps:
    """A timestamp service at an address (RFC 3161 over HTTP)."""

    url: str
    roots: tuple[x509.Certificate, ...]
    is_remote: bool = True

    def client(self, at: datetime) -> Any:  # noqa: ARG002 - the service has the time
        from vve_portal.documents.pades.clients import RemoteClient  # noqa: PLC0415 - slow to load

        return RemoteClient(self.url)


@dataclass(frozen=True, slots=True)
class BuiltInTimestamps:
    """Timestamps of the portal itself, to try it out; they prove nothing to others."""

    credential: Credential
    roots: tuple[x509.Certificate, ...]
    is_remote: bool = False

    def client(self, at: datetime) -> Any:
        from vve_portal.documents.pades.clients import built_in_client  # noqa: PLC0415 - slow to load

        return built_in_client(self.credential, self.roots, at)


def load_built_in(
    authority: Authority, *, folder: Path, at: datetime
) -> BuiltInTimestamps:
    """The built-in timestamps of an authority; their key is made on first use."""
    key_path, certificate_path = folder / "timestamp-key.pem", folder / "timestamp.pem"
    if not key_path.exists():
        credential = authority.issue_timestamper(at)
        certificate = credential.certificate.public_bytes(Encoding.PEM)
        certificate_path.write_bytes(certificate)
        write_key(key_path, credential.key)
    return BuiltInTimestamps(
        load_credential(key_path, certificate_path), (authority.certificate,)
    )
