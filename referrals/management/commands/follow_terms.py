"""Follows the terms of all trajectories; meant for a timer, once a day."""

from argparse import BooleanOptionalAction
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from referrals.services.following import follow, people_to_remind, remind
from vve_portal.accounts.models import Partnership


class Command(BaseCommand):
    """Works in one partnership after the other: there is no scope of everything."""

    help = "Zet vanzelf gaande stappen, wijst aan wie aan zet is en mailt eens per dag."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--mail", action=BooleanOptionalAction, default=True, help="Stuur mail."
        )

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 - Django's signature
        """Follow every partnership, then mail whoever has steps waiting."""
        now = timezone.now()
        for partnership in Partnership.objects.order_by("pk"):
            done = follow(partnership=partnership, now=now)
            if done.moved or done.replanned:
                self.stdout.write(
                    f"{partnership.code}: {done.moved} vanzelf verder, "
                    f"{done.replanned} opnieuw gepland."
                )
        if options["mail"]:
            mailed = sum(
                remind(person=person, now=now) > 0 for person in people_to_remind()
            )
            self.stdout.write(f"{mailed} mensen kregen een mail.")
