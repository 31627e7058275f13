"""Registers the referrals app and what it adds to an agreement."""

from django.apps import AppConfig

from agreements import annexes
from referrals.pathways import annex_tables


class ReferralsConfig(AppConfig):
    """The routes along which children come to a preschool."""

    name = "referrals"
    verbose_name = "Routes"

    def ready(self) -> None:
        """Fill annex B of an agreement with the steps of the route."""
        annexes.register("B", annex_tables)
