"""An authority for tests that sign; made once, as its keys take time."""

from datetime import timedelta
from pathlib import Path

import pytest
from pytest_django import Settings

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
