"""Registers the documents app."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """The PDFs of the portal."""

    name = "vve_portal.documents"
    label = "documents"
