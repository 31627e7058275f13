"""Registers the agreements app and the files it can make."""

from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    """Agreements in seven areas."""

    name = "agreements"
    verbose_name = "Overeenkomsten"

    def ready(self) -> None:
        """Let the files of an agreement be ordered."""
        from agreements.services.file_works import (  # noqa: PLC0415 - models load after apps
            register_files,
        )

        register_files()
