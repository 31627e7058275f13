"""Loads the demo once, and prints who can sign in."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from vve_portal.accounts.models import Partnership
from vve_portal.home.demo.cast import PAIRS, PASSWORD, WATERRIJK


class Command(BaseCommand):
    """Makes the demo when it is not there yet; it never changes what is there."""

    help = "Laadt de demo (alleen om uit te proberen) en toont de accounts."

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 - Django's signature
        """Load and print."""
        if not settings.DEBUG:
            message = "De demo is er alleen om uit te proberen, met DEBUG=1."
            raise CommandError(message)
        if not Partnership.objects.filter(code=WATERRIJK.code).exists():
            from vve_portal.home.demo.stories import tell  # noqa: PLC0415 - slow

            tell(timezone.now)
        self.stdout.write(accounts())


def accounts() -> str:
    """Return the demo accounts as lines, per organisation."""
    lines = ["Met deze accounts kunt u inloggen:"]
    for pair in PAIRS:
        for organisation, people in (
            (pair.municipality["name"], pair.municipal_people),
            (pair.provider["name"], pair.provider_people),
        ):
            lines.append(f"  {organisation}")
            lines += [
                f"    {person.email:<26}{person.name}, {person.job_title}"
                for person in people
            ]
    lines.append(f"Wachtwoord van allemaal: {PASSWORD}")
    lines.append("De code voor de tweede stap staat op de inlogpagina.")
    return "\n".join(lines)
