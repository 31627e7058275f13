"""Registers the access app."""

from django.apps import AppConfig
from django.core.checks import Tags, register

from vve_portal.access.checks import check_database


class AccessConfig(AppConfig):
    """Verdicts, scopes and the database's second wall."""

    name = "vve_portal.access"
    label = "access"

    def ready(self) -> None:
        """Check the database before the portal serves."""
        register(check_database, Tags.security)
