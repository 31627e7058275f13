"""The hostile files, each examined once: as in the portal, in a process of its own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from typing import Final

import pytest

from tests.documents.hostile.active import ACTIVE
from tests.documents.hostile.forged import FORGED, Workshop, stripped
from tests.documents.hostile.tampered import TAMPERED
from tests.documents.hostile.unreadable import UNREADABLE
from tests.factories import NOW
from tests.signing import ARCHIVE_YEARS
from vve_portal.documents.authority import Authority, create_authority
from vve_portal.documents.examining import Examined, examine
from vve_portal.documents.signing import SignedFile
from vve_portal.documents.timestamps import BuiltInTimestamps, load_built_in

LATER: Final = NOW + timedelta(days=2)
# Examined once, two at a time: each takes a process of its own.
EXAMINED: Final[dict[str, Examined]] = {}
GOOD: Final = "the_file_itself"

Verdicts = dict[str, Examined]


@pytest.fixture(scope="session")
def workshop(
    tmp_path_factory: pytest.TempPathFactory,
    sealed: bytes,
    signed_once: SignedFile,
    authority: Authority,
    timestamps: BuiltInTimestamps,
) -> Workshop:
    """A forger with files of the portal, and an authority with the same name."""
    folder = tmp_path_factory.mktemp("forger")
    other = create_authority(
        key_path=folder / "key.pem",
        certificate_path=folder / "certificate.pem",
        archive_years=ARCHIVE_YEARS,
        at=NOW - timedelta(days=1),
    )
    stamps = load_built_in(other, folder=folder, at=NOW - timedelta(days=1))
    return Workshop(
        sealed=sealed,
        signed=signed_once.content,
        ours=(authority, timestamps),
        foreign=(other, stamps),
    )


def files_of(shop: Workshop) -> dict[str, Callable[[], bytes]]:
    """Return what makes each hostile file, and a good one beside them."""
    signed = shop.signed
    made = {**UNREADABLE, **TAMPERED}
    return {
        GOOD: partial(bytes, signed),
        "stripped": partial(stripped, shop),
        **{name: partial(make, signed) for name, (make, _) in made.items()},
        **{name: partial(make, shop) for name, (make, _) in FORGED.items()},
        **{name: partial(bytes, pdf) for name, (pdf, _) in ACTIVE.items()},
    }


@pytest.fixture
def verdicts(
    workshop: Workshop,
    authority_in_settings: None,  # noqa: ARG001 - says whom to trust
) -> Verdicts:
    """What was found in each file, by name."""
    if not EXAMINED:
        files = files_of(workshop)
        with ThreadPoolExecutor(2) as pool:
            found = pool.map(lambda make: examine(make(), now=LATER), files.values())
            EXAMINED.update(zip(files, found, strict=True))
    return EXAMINED
