"""Reminds whoever a quarter waits for; meant for a timer, once a day."""

from datetime import date, datetime, time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from monitoring.services.reminding import quarters_to_remind, remind_of
from vve_portal.access.scope import scope
from vve_portal.accounts.models import Partnership
from vve_portal.accounts.scopes import scope_of_job
from vve_portal.ui.dates import local_day


class Command(BaseCommand):
    """Works in one partnership after the other; a second round sends nothing."""

    help = (
        "Mailt wie nog moet aanleveren, schrijven of vaststellen, ook als het laat is."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--on", type=date.fromisoformat, help="De dag, als JJJJ-MM-DD."
        )

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 - Django's signature
        """Remind of every quarter that is over and not settled."""
        day = options["on"]
        noon = time(hour=12)
        now = (
            timezone.make_aware(datetime.combine(day, noon)) if day else timezone.now()
        )
        mails = 0
        for partnership in Partnership.objects.order_by("pk"):
            with scope(scope_of_job(partnership)):
                for quarter in quarters_to_remind(today=local_day(now)):
                    mails += remind_of(quarter=quarter, now=now)
        self.stdout.write(f"Verstuurde herinneringen: {mails}.")
