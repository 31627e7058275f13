"""Checks before serving: without an authority nobody could sign."""

from typing import Any

from django.core.checks import CheckMessage, Error

from vve_portal.documents import services
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
