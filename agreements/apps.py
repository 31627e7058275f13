"""Registers the agreements app."""

from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    """Agreements in seven areas."""

    name = "agreements"
    verbose_name = "Overeenkomsten"
