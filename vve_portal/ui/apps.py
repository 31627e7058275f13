"""Registers the look."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Forms, template tags and the template pack that all pages stand on."""

    name = "vve_portal.ui"
    label = "ui"
