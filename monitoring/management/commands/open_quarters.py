"""Opens quarters by the calendar; meant for a timer, once a day."""

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from monitoring.queries.due_quarters import quarters_to_open
from monitoring.services.quarters import open_quarter
from vve_portal.access.scope import scope
from vve_portal.accounts.models import Partnership
from vve_portal.accounts.scopes import scope_of_job
from vve_portal.ui.dates import local_day


class Command(BaseCommand):
    """Works in one partnership after the other; a second round changes nothing."""

    help = "Opent het lopende kwartaal, en het vorige, waar een overeenkomst geldt."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--on", type=date.fromisoformat, help="De dag, als JJJJ-MM-DD."
        )

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 - Django's signature
        """Open what is missing, partnership by partnership."""
        now = timezone.now()
        today = options["on"] or local_day(now)
        opened = 0
        for partnership in Partnership.objects.order_by("pk"):
            with scope(scope_of_job(partnership)):
                for year, number in quarters_to_open(partnership, today=today):
                    open_quarter(
                        partnership=partnership,
                        year=year,
                        number=number,
                        actor=None,
                        now=now,
                    )
                    opened += 1
        self.stdout.write(f"Geopende kwartalen: {opened}.")
