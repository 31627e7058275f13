"""Checks before serving: without an authority nobody could sign."""

from typing import Any

from django.core.checks import CheckMessage, Error
from django.utils import timezone

from vve_portal.documents import services
from vve_portal.documents.authority import AuthorityUnavailable


def check_authority(**_options: Any) -> list[CheckMessage]:
    """Refuse to deploy when signatures could not be placed or judged."""
    now = timezone.now()
    try:
        authority = services.load_authority(now)
        services.load_timestamps(authority, now)
    except AuthorityUnavailable as error:
        advice = "Maak haar met `manage.py create_authority`; zie .env.example."
        return [Error(str(error), hint=advice, id="documents.E001")]
    return []
