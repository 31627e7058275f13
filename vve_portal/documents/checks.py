"""Checks before serving: without an authority nobody could sign."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error

from vve_portal.documents import remote, services
from vve_portal.documents.authority import AuthorityUnavailable


def check_authority(**_options: Any) -> list[CheckMessage]:
    """Refuse to deploy when signatures could not be placed or judged."""
    try:
        services.read_authority()
        services.trusted_roots()
    except AuthorityUnavailable as error:
        advice = "Maak haar met `manage.py create_authority`; zie .env.example."
        return [Error(str(error), hint=advice, id="documents.E001")]
    return []


def check_remote_signing(**_options: Any) -> list[CheckMessage]:
    """Refuse to deploy with a signing service that can't be asked or not be trusted."""
    if not settings.REMOTE_SIGNING_URL:
        return []
    if settings.REMOTE_SIGNING_TOKEN and remote.is_configured():
        return []
    return [
        Error(
            "Er is een ondertekendienst op afstand, maar zonder token of autoriteiten.",
            hint="Vul ook REMOTE_SIGNING_TOKEN en EXTERNAL_ROOTS_FILE in.",
            id="documents.E002",
        )
    ]
