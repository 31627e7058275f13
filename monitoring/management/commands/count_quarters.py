"""Counts a quarter in every partnership; meant for a timer, each night."""

import re
import time
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from monitoring.models import Quarter
from monitoring.services.counting import count_quarter
from vve_portal.access.scope import scope
from vve_portal.accounts.models import Partnership
from vve_portal.accounts.scopes import scope_of_children_job

CODE: Final = re.compile(r"(\d{4})Q([1-4])")
# Tell how far it is after so many partnerships.
EVERY: Final = 25


class Command(BaseCommand):
    """One short transaction and scope per partnership: nobody waits for all of them."""

    help = "Telt de cijfers van een kwartaal dat nog open is, in alle gemeenten."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--quarter", required=True, help="Zoals 2026Q3.")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 - Django's signature
        """Count every open quarter of that code, with progress."""
        found = CODE.fullmatch(options["quarter"])
        if found is None:
            message = "Schrijf het kwartaal als 2026Q3."
            raise CommandError(message)
        year, number = map(int, found.groups())
        started, quarters, figures = time.perf_counter(), 0, 0
        parties = Partnership.objects.select_related("municipality", "provider")
        for partnership in parties.order_by("pk"):
            counted = count_one(partnership, year, number)
            if counted is None:
                continue
            quarters, figures = quarters + 1, figures + counted
            if quarters % EVERY == 0:
                self.stdout.write(f"{quarters} gemeenten geteld.")
        seconds = time.perf_counter() - started
        self.stdout.write(
            f"{options['quarter']}: {figures} cijfers van {quarters} gemeenten in"
            f" {seconds:.1f} seconden."
        )


def count_one(partnership: Partnership, year: int, number: int) -> int | None:
    """Count a quarter of a partnership; None when it is not open there."""
    open_ones = Quarter.objects.filter(
        partnership=partnership, year=year, number=number, status=Quarter.Status.OPEN
    )
    with scope(scope_of_children_job(partnership)):
        quarter = open_ones.order_by("pk").first()
        if quarter is None:
            return None
        return count_quarter(quarter=quarter, actor=None, now=timezone.now())
