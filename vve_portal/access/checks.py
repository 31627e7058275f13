"""Checks before serving: only PostgreSQL holds the second wall."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.db import connection


def check_database(**_options: Any) -> list[CheckMessage]:
    """Refuse any other database than PostgreSQL, unless it is to try the portal out."""
    if settings.DEBUG or connection.vendor == "postgresql":
        return []
    fault = "Het portaal heeft PostgreSQL nodig: alleen uitproberen kan zonder."
    advice = "Vul in DATABASE_URL een adres in dat met postgres:// begint."
    return [Error(fault, hint=advice, id="access.E001")]
