"""Registers the access app."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Verdicts, scopes and the database's second wall."""

    name = "vve_portal.access"
    label = "access"
