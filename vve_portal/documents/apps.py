"""Registers the documents app."""

from django.apps import AppConfig
from django.core.checks import Tags, register


class DocumentsConfig(AppConfig):
    """The PDFs of the portal."""

    name = "vve_portal.documents"
    label = "documents"

    def ready(self) -> None:
        """Check the authority before the portal serves."""
        from vve_portal.documents import checks  # noqa: PLC0415 - after the apps are loaded

        register(checks.check_authority, Tags.security, deploy=True)
        register(checks.check_remote_signing, Tags.security, deploy=True)
