"""Registers the referrals app and what it adds to an agreement."""

from django.apps import AppConfig

from agreements import annexes


class ReferralsConfig(AppConfig):
    """The routes along which children come to a preschool."""

    name = "referrals"
    verbose_name = "Routes"

    def ready(self) -> None:
        """Fill annex A of an agreement with the target group, and B with the routes."""
        from referrals import (  # noqa: PLC0415 - models load after apps
            pathways,
        )

        annexes.register("A", pathways.definition_tables)
        annexes.register("B", pathways.route_tables)
