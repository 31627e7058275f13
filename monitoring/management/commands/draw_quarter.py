"""Draws the lifecycle of a quarter into the docs."""

import re
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.core.management.base import BaseCommand

from monitoring.lifecycle import diagram

PAGE: Final = Path(settings.BASE_DIR) / "docs" / "lifecycle-quarter.md"
DRAWING: Final = re.compile(r"```mermaid\n.*?```\n", re.DOTALL)


class Command(BaseCommand):
    """Replace the drawing in the docs by the table as it is in the code."""

    help = "Draws the lifecycle of a quarter into docs/lifecycle-quarter.md."

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 - Django's signature
        """Write the page."""
        page = PAGE.read_text(encoding="utf-8")
        drawn = DRAWING.sub(lambda _: f"```mermaid\n{diagram()}```\n", page)
        PAGE.write_text(drawn, encoding="utf-8")
        self.stdout.write(f"{PAGE.name} is bijgewerkt.")
