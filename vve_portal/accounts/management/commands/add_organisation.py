"""Adds an organisation and invites its first administrator."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from vve_portal.accounts.models import Organisation, User
from vve_portal.accounts.roles import Kind
from vve_portal.accounts.services import setup


class Command(BaseCommand):
    """Adds an organisation, or finds it, and invites an administrator."""

    help = "Voegt een organisatie toe en nodigt een beheerder uit."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take what an organisation is, and who administers it."""
        parser.add_argument("name", help="naam, zoals Gemeente Waterrijk")
        parser.add_argument("--kind", choices=Kind.values, required=True)
        parser.add_argument("--cbs-code", default="", help="zoals GM0758")
        parser.add_argument(
            "--jgz-type", choices=Organisation.JgzType.values, default=""
        )
        parser.add_argument("--legal-form", default="")
        parser.add_argument("--kvk-number", default="")
        parser.add_argument("--seat", default="", help="vestigingsplaats")
        parser.add_argument("--administrator-email", required=True)
        parser.add_argument("--administrator-name", required=True)

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 - Django's signature
        """Add, invite, and print the link of the invitation."""
        now = timezone.now()
        email = options["administrator_email"].lower()
        if User.objects.get_queryset().filter(email=email).exists():
            message = f"{email} heeft al een account. Kies een ander adres."
            raise CommandError(message)
        try:
            organisation = find_or_add(options)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        url = setup.invite_administrator(
            organisation=organisation,
            email=email,
            name=options["administrator_name"],
            now=now,
        )
        self.stdout.write(f"{organisation.name}: de uitnodiging is gemaild.\n{url}")


def find_or_add(options: dict[str, Any]) -> Organisation:
    """Return the organisation of that name; make it when there is none."""
    found = Organisation.objects.filter(name=options["name"]).first()
    if found is not None:
        return found
    fields = (
        "name",
        "kind",
        "cbs_code",
        "jgz_type",
        "legal_form",
        "kvk_number",
        "seat",
    )
    organisation = Organisation(**{field: options[field] for field in fields})
    return setup.add_organisation(organisation=organisation, now=timezone.now())
