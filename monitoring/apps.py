"""Registers the monitoring app and what it adds to an agreement."""

from django.apps import AppConfig

from agreements import annexes


class MonitoringConfig(AppConfig):
    """The figures and meetings that show whether an agreement works."""

    name = "monitoring"
    verbose_name = "Monitoring"

    def ready(self) -> None:
        """Fill annex E with definitions, and put a quarter's figure beside a clause."""
        from agreements import figures  # noqa: PLC0415 - models load after apps
        from monitoring.beside_clause import (  # noqa: PLC0415 - models load after apps
            figure_beside,
        )
        from monitoring.indicators import (  # noqa: PLC0415 - models load after apps
            annex_tables,
        )

        annexes.register("E", annex_tables)
        figures.register(figure_beside)
