"""Ties a municipality and a JGZ provider, so that they can make an agreement."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from vve_portal.accounts.models import Organisation
from vve_portal.accounts.roles import Kind
from vve_portal.accounts.services import setup


class Command(BaseCommand):
    """Adds a partnership of two organisations that are there."""

    help = "Legt een samenwerking van een gemeente en een JGZ-organisatie vast."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take both parties, a code and the day on which it begins."""
        parser.add_argument("code", help="korte code, komt in het kenmerk, zoals WAT")
        parser.add_argument("--municipality", required=True, help="naam")
        parser.add_argument("--provider", required=True, help="naam")
        parser.add_argument("--starts-on", type=date.fromisoformat, required=True)

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 - Django's signature
        """Add and say so."""
        try:
            partnership = setup.add_partnership(
                municipality=get_party(options["municipality"], Kind.MUNICIPALITY),
                provider=get_party(options["provider"], Kind.JGZ),
                code=options["code"],
                starts_on=options["starts_on"],
                now=timezone.now(),
            )
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(f"{partnership}: de samenwerking is vastgelegd.")


def get_party(name: str, kind: Kind) -> Organisation:
    """Return the organisation of that name; raises CommandError when there is none."""
    found = Organisation.objects.filter(name=name, kind=kind).first()
    if found is None:
        message = f"Er is geen {kind.label} met de naam {name}."
        raise CommandError(message)
    return found
