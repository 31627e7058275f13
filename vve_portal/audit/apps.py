"""Registers the audit app."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The record of every deed, refusal and read."""

    name = "vve_portal.audit"
    label = "audit"
