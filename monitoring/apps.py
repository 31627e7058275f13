"""Registers the monitoring app and what it adds to an agreement."""

from django.apps import AppConfig

from agreements import annexes


class MonitoringConfig(AppConfig):
    """The figures and meetings that show whether an agreement works."""

    name = "monitoring"
    verbose_name = "Monitoring"

    def ready(self) -> None:
        """Fill annex E of an agreement with the definitions of its indicators."""
        from monitoring.indicators import (  # noqa: PLC0415 - models load after apps
            annex_tables,
        )

        annexes.register("E", annex_tables)
