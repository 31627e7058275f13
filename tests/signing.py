"""An authority for tests that sign, made once as its keys take time; and a service."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from pytest_django import Settings

from tests.documents import csc_server
from tests.documents.csc_server import TOKEN, Service
from tests.factories import NOW
from vve_portal.documents.authority import Authority, create_authority
from vve_portal.documents.timestamps import load_built_in

ARCHIVE_YEARS = 20


@pytest.fixture(scope="session")
def authority_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the keys of an authority and of its built-in timestamps."""
    folder = tmp_path_factory.mktemp("authority")
    made = create_authority(
        key_path=folder / "authority-key.pem",
        certificate_path=folder / "authority.pem",
        archive_years=ARCHIVE_YEARS,
        at=NOW - timedelta(days=1),
    )
    load_built_in(made, folder=folder, at=NOW - timedelta(days=1))
    return folder


@pytest.fixture(scope="session")
def authority(authority_folder: Path) -> Authority:
    """The authority in that folder."""
    return Authority.load(
        key_path=authority_folder / "authority-key.pem",
        certificate_path=authority_folder / "authority.pem",
        archive_years=ARCHIVE_YEARS,
    )


@pytest.fixture
def authority_in_settings(settings: Settings, authority_folder: Path) -> None:
    """Let the portal sign with that authority."""
    settings.SIGNING_KEY_FILE = authority_folder / "authority-key.pem"
    settings.SIGNING_CERTIFICATE_FILE = authority_folder / "authority.pem"
    settings.SIGNING_ARCHIVE_YEARS = ARCHIVE_YEARS
    settings.TIMESTAMP_URL = ""


@pytest.fixture
def signing_service(
    settings: Settings,
    authority_in_settings: None,  # noqa: ARG001 - gives the timestamps
    tmp_path: Path,
) -> Iterator[Service]:
    """A signing service at a distance that the portal is connected to."""
    with csc_server.running(NOW) as running:
        roots = tmp_path / "roots.pem"
        roots.write_bytes(running.trust.root_pem)
        settings.EXTERNAL_ROOTS_FILE = roots
        settings.REMOTE_SIGNING_URL = running.url
        settings.REMOTE_SIGNING_TOKEN = TOKEN
        yield running
