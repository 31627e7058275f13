"""Loads the demo once, and prints who can sign in."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from referrals.codes import shown_code
from referrals.models import Trajectory
from vve_portal.access.scope import scope
from vve_portal.accounts.models import Partnership
from vve_portal.accounts.scopes import scope_of_children_job
from vve_portal.home.demo.cast import PAIRS, PASSWORD, WATERRIJK, Person
from vve_portal.home.demo.chain import OF_WATERRIJK, OF_ZANDKREEK


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
    for organisation, people in groups():
        lines.append(f"  {organisation}")
        lines += [
            f"    {person.email:<28}{person.name}, {person.job_title}"
            for person in people
        ]
    lines.append(f"Wachtwoord van allemaal: {PASSWORD}")
    lines.append("De code voor de tweede stap staat op de inlogpagina.")
    if code := find_waiting_code():
        contact = OF_WATERRIJK.holders[0].at_the_first
        assert contact is not None  # noqa: S101 - for the type checker
        lines.append(f"Een code van een verwijsbrief voor {contact.name}: {code}")
    return "\n".join(lines)


def groups() -> Iterator[tuple[str, tuple[Person, ...]]]:
    """Give every organisation of the demo with its people."""
    for pair, chain in zip(PAIRS, (OF_WATERRIJK, OF_ZANDKREEK), strict=True):
        yield pair.municipality["name"], pair.municipal_people
        yield pair.provider["name"], pair.provider_people
        for holder in chain.holders:
            yield holder.name, holder.people
        if chain.partner:
            yield chain.partner, chain.helpers


def find_waiting_code() -> str:
    """Return the code of a letter that waits at the first preschool, if any does."""
    partnership = Partnership.objects.get(code=WATERRIJK.code)
    with scope(scope_of_children_job(partnership)):
        waiting = Trajectory.objects.filter(
            state="S40", wished_location__lrk_id=OF_WATERRIJK.holders[0].sites[0].lrk_id
        )
        first = waiting.order_by("pk").first()
    return shown_code(first.code) if first else ""
