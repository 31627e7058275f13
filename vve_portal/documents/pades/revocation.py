"""Asks whoever issued a certificate whether it was revoked."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from cryptography import x509
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import PathError, RevokedError, ValidationError
from pyhanko_certvalidator.fetchers.aiohttp_fetchers import AIOHttpFetcherBackend
from pyhanko_certvalidator.fetchers.api import FetchLimits

from vve_portal.documents.pades.certificates import as_asn1
from vve_portal.documents.verdicts import Standing

_CLOCK_MARGIN: Final = timedelta(minutes=5)
_SECONDS: Final = 5
# A list or an answer for each certificate of the longest path, and some spare.
_MOST_QUESTIONS: Final = 12


def find_standing(
    certificate: x509.Certificate,
    *,
    path: Sequence[x509.Certificate],
    roots: Sequence[x509.Certificate],
    at: datetime,
) -> Standing:
    """Ask of a certificate, and of those on the path to a root; not knowing is no yes.

    Only addresses in certificates of which the path was found are asked.
    """
    try:
        asyncio.run(_ask(certificate, path, roots, at))
    except RevokedError:
        return Standing.REVOKED
    except (PathError, ValidationError, OSError, ValueError):
        return Standing.UNKNOWN
    return Standing.GOOD


async def _ask(
    certificate: x509.Certificate,
    path: Sequence[x509.Certificate],
    roots: Sequence[x509.Certificate],
    at: datetime,
) -> None:
    backend = AIOHttpFetcherBackend(
        per_request_timeout=_SECONDS, limits=FetchLimits(max_requests=_MOST_QUESTIONS)
    )
    context = ValidationContext(
        trust_roots=[as_asn1(root) for root in roots],
        moment=at,
        allow_fetching=True,
        fetcher_backend=backend,
        revocation_mode="require",
        time_tolerance=_CLOCK_MARGIN,
    )
    validator = CertificateValidator(
        as_asn1(certificate),
        intermediate_certs=[as_asn1(one) for one in path],
        validation_context=context,
    )
    try:
        await validator.async_validate_usage(key_usage=set())  # type: ignore[no-untyped-call]  # has no types
    finally:
        await backend.close()  # type: ignore[no-untyped-call]  # has no types
