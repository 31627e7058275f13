"""Fills a throw-away PostgreSQL with an invented country, to measure the portal with.

Runs as the owner of the tables: the rows come in by COPY, and row policies refuse that
to the app's role. It never adds to trajectories that are there.
"""

from datetime import date
from typing import Any, Final

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.utils import timezone

from referrals.models import Trajectory
from referrals.services.country.generating import generate
from referrals.services.country.loading import is_owner
from referrals.services.country.towns import MEASURED
from vve_portal.accounts.models import User

MOST_MUNICIPALITIES: Final = 999


class Command(BaseCommand):
    """Generates municipalities, people, places, trajectories and events."""

    help = "Vult een lege PostgreSQL met een verzonnen land, om mee te meten."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take how much, with which seed and as on which day."""
        parser.add_argument("--municipalities", type=int, default=342)
        parser.add_argument("--trajectories", type=int, default=1_000_000)
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument(
            "--on",
            type=date.fromisoformat,
            help="de dag waarop het land zo is (anders vandaag)",
        )
        parser.add_argument(
            "--throw-away",
            action="store_true",
            help="nodig zonder DEBUG=1: deze database wordt straks weggegooid",
        )

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 - Django's signature
        """Refuse where it would do harm, generate, and name who can be measured."""
        refuse(
            municipalities=options["municipalities"],
            trajectories=options["trajectories"],
            is_throw_away=options["throw_away"] or settings.DEBUG,
        )
        made = generate(
            municipalities=options["municipalities"],
            trajectories=options["trajectories"],
            seed=options["seed"],
            on=options["on"] or timezone.localdate(),
            say=self.say,
        )
        speed = made.events / made.seconds
        self.say(
            f"{made.trajectories} trajecten en {made.events} gebeurtenissen in"
            f" {made.seconds:.0f} seconden: {speed:,.0f} gebeurtenissen per seconde"
        )
        people = User.objects.get_queryset().filter(email__endswith=f"@{MEASURED}")
        for person in people.order_by("pk"):
            self.say(f"  {person.email}: {person.job_title}")

    def say(self, sentence: str) -> None:
        """Write a line at once, also to a file."""
        self.stdout.write(sentence)
        self.stdout.flush()


def refuse(*, municipalities: int, trajectories: int, is_throw_away: bool) -> None:
    """Raise CommandError where the country may not or can't be made."""
    if not is_throw_away:
        message = "Zeg met --throw-away dat deze database straks wordt weggegooid."
        raise CommandError(message)
    if not 1 <= municipalities <= min(MOST_MUNICIPALITIES, trajectories):
        message = (
            f"Kies 1 tot {MOST_MUNICIPALITIES} gemeenten, en per gemeente minstens"
            " een traject."
        )
        raise CommandError(message)
    if connection.vendor != "postgresql":
        message = "Het land past alleen in PostgreSQL; zet DATABASE_URL."
        raise CommandError(message)
    if not is_owner(Trajectory):
        message = "Verbind als de eigenaar van de tabellen: portal_owner."
        raise CommandError(message)
    if Trajectory.objects.exists():
        message = "Er zijn al trajecten. Neem een lege database."
        raise CommandError(message)
