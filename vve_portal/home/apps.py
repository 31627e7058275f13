"""Registers the home app."""

from django.apps import AppConfig


class HomeConfig(AppConfig):
    """The start page, the navigation and the error pages."""

    name = "vve_portal.home"
    label = "home"
