"""Timestamp clients whose every failure is the same one: unavailable."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

from cryptography import x509
from pyhanko.sign.timestamps import DummyTimeStamper, HTTPTimeStamper
from pyhanko.sign.timestamps.api import TimeStamper

from vve_portal.documents.authority import Credential
from vve_portal.documents.pades.certificates import as_asn1, as_store, key_as_asn1
from vve_portal.documents.timestamps import TimestampUnavailable


class _GuardedClient(TimeStamper):
    """Whatever goes wrong at the other side must not stop a signature.

    Network, certificates, an answer that can't be read: all of it means the same.
    """

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> Any:
        try:
            return await super().async_timestamp(message_digest, md_algorithm)
        except Exception as error:
            raise TimestampUnavailable from error

    async def validation_paths(self, validation_context: Any) -> AsyncIterator[Any]:
        try:
            paths = super().validation_paths(validation_context)  # type: ignore[no-untyped-call]  # has no types
            async for path in paths:
                yield path
        except Exception as error:
            raise TimestampUnavailable from error


class RemoteClient(_GuardedClient, HTTPTimeStamper):
    """Asks a service on the network."""


class BuiltInClient(_GuardedClient, DummyTimeStamper):
    """Makes timestamps itself."""


def built_in_client(
    credential: Credential, roots: tuple[x509.Certificate, ...], at: datetime
) -> BuiltInClient:
    return BuiltInClient(
        tsa_cert=as_asn1(credential.certificate),
        tsa_key=key_as_asn1(credential.key),
        certs_to_embed=as_store(roots),
        fixed_dt=at,
    )
