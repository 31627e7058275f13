"""Documents that take time to make: once per session."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.documents.samples import MUNICIPALITY, PROVIDER, seal
from tests.documents.verdicts import LATER, Verify
from tests.factories import NOW
from vve_portal.documents.authority import Authority
from vve_portal.documents.signing import Signatory, SignedFile, raise_level, sign
from vve_portal.documents.timestamps import (
    BuiltInTimestamps,
    TimestampService,
    TimestampUnavailable,
    load_built_in,
)
from vve_portal.documents.verdicts import FileVerdict
from vve_portal.documents.verifying import verify

ALDERMAN = Signatory("A. Verzonnen", "Gemeente Verzonnen", "wethouder")
DIRECTOR = Signatory("B. Bedacht", "JGZ Bedacht", "directeur-bestuurder")


@dataclass(frozen=True)
class BrokenTimestamps:
    """A service that is down, from the given request on."""

    service: BuiltInTimestamps
    fails_at: int = 1
    is_remote: bool = False
    asked: list[int] = field(default_factory=list)

    @property
    def roots(self) -> tuple[Any, ...]:
        return self.service.roots

    def client(self, at: datetime) -> Any:
        client = self.service.client(at)
        answer = client.async_timestamp

        async def fail_later(*arguments: Any) -> Any:
            self.asked.append(1)
            if len(self.asked) >= self.fails_at:
                raise TimestampUnavailable
            return await answer(*arguments)

        client.async_timestamp = fail_later
        return client


@pytest.fixture(scope="session")
def sealed() -> bytes:
    """An agreement with places for two signatures, not signed yet."""
    return seal()


@pytest.fixture(scope="session")
def timestamps(authority: Authority, authority_folder: Path) -> BuiltInTimestamps:
    """The built-in timestamps."""
    return load_built_in(authority, folder=authority_folder, at=NOW)


@pytest.fixture(scope="session")
def broken(timestamps: BuiltInTimestamps) -> BrokenTimestamps:
    """A timestamp service that is down."""
    return BrokenTimestamps(timestamps)


Sign = Callable[..., SignedFile]


@pytest.fixture(scope="session")
def sign_alderman(authority: Authority) -> Sign:
    """Sign as the alderman, who is first."""

    def act(pdf: bytes, timestamps: TimestampService) -> SignedFile:
        return sign(
            pdf,
            field=MUNICIPALITY,
            signatory=ALDERMAN,
            authority=authority,
            timestamps=timestamps,
            at=NOW,
        )

    return act


@pytest.fixture(scope="session")
def sign_director(authority: Authority) -> Sign:
    """Sign as the director, an hour later."""

    def act(pdf: bytes, timestamps: TimestampService) -> SignedFile:
        return sign(
            pdf,
            field=PROVIDER,
            signatory=DIRECTOR,
            authority=authority,
            timestamps=timestamps,
            at=NOW + timedelta(hours=1),
        )

    return act


@pytest.fixture(scope="session")
def raise_later(
    authority: Authority, timestamps: BuiltInTimestamps
) -> Callable[[bytes], bytes]:
    """Add the missing timestamp, two hours later."""

    def act(pdf: bytes) -> bytes:
        at = NOW + timedelta(hours=2)
        return raise_level(pdf, authority=authority, timestamps=timestamps, at=at)

    return act


@pytest.fixture(scope="session")
def signed_once(
    sealed: bytes, sign_alderman: Sign, timestamps: BuiltInTimestamps
) -> SignedFile:
    """Signed by the alderman, with timestamps."""
    return sign_alderman(sealed, timestamps)


@pytest.fixture(scope="session")
def signed_twice(
    signed_once: SignedFile, sign_director: Sign, timestamps: BuiltInTimestamps
) -> SignedFile:
    """Signed by both, with timestamps."""
    return sign_director(signed_once.content, timestamps)


@pytest.fixture(scope="session")
def without_archive(
    signed_once: SignedFile, sign_director: Sign, timestamps: BuiltInTimestamps
) -> SignedFile:
    """Signed by both; the service fell out before the last timestamp over it all."""
    return sign_director(signed_once.content, BrokenTimestamps(timestamps, fails_at=3))


@pytest.fixture(scope="session")
def raised(
    signed_once: SignedFile,
    sign_director: Sign,
    broken: BrokenTimestamps,
    raise_later: Callable[[bytes], bytes],
) -> bytes:
    """Signed by both, the second without a timestamp, which was added later."""
    return raise_later(sign_director(signed_once.content, broken).content)


@pytest.fixture
def judge(authority: Authority) -> Verify:
    """Judge a file of which the portal keeps nothing."""

    def act(pdf: bytes) -> FileVerdict:
        return verify(pdf, trusted_roots=[authority.certificate], at=LATER)

    return act
