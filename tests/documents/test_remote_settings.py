"""A signing service at a distance in the settings: encrypted, whole, or not at all."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest
from pytest_django import Settings

from vve_portal.documents.checks import check_remote_signing

UNENCRYPTED: Final = (
    "django.core.exceptions.ImproperlyConfigured: REMOTE_SIGNING_URL moet met https:// "
    "beginnen."
)
SERVING: Final = {
    "DEBUG": "0",
    "SECRET_KEY": "s" * 50,
    "SCOPE_KEY": "s" * 50,
    "PORTAL_URL": "https://vve.gemeente.example",
    "DEFAULT_FROM_EMAIL": "vve@gemeente.example",
    "DATABASE_URL": "sqlite://:memory:",
    "TIMESTAMP_URL": "https://tijdstempel.example",
    "ALLOWED_HOSTS": "vve.gemeente.example",
}


def start(**environment: str) -> str:
    """Read the settings as a new process does; return the last thing it says."""
    done = subprocess.run(
        [sys.executable, "-c", "import vve_portal.settings"],
        env={**os.environ, **SERVING, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    return done.stderr.strip().rpartition("\n")[2]


@pytest.mark.parametrize(
    ("debug", "url", "said"),
    [
        ("0", "https://dienst.example", ""),
        (
            "0",
            "http://dienst.example",
            UNENCRYPTED,
        ),
        ("1", "http://127.0.0.1:8080", ""),
    ],
)
def test_service_without_encryption_does_not_start_but_to_try_out(
    debug: str, url: str, said: str
) -> None:
    assert start(DEBUG=debug, REMOTE_SIGNING_URL=url) == said


@pytest.mark.parametrize(
    ("url", "token", "roots", "errors"),
    [
        ("", "", None, []),
        ("https://dienst.example", "token", Path("roots.pem"), []),
        ("https://dienst.example", "", Path("roots.pem"), ["documents.E002"]),
        ("https://dienst.example", "token", None, ["documents.E002"]),
    ],
)
def test_service_that_is_set_up_by_halves_does_not_deploy(
    settings: Settings, url: str, token: str, roots: Path | None, errors: list[str]
) -> None:
    settings.REMOTE_SIGNING_URL = url
    settings.REMOTE_SIGNING_TOKEN = token
    settings.EXTERNAL_ROOTS_FILE = roots

    assert [error.id for error in check_remote_signing()] == errors
