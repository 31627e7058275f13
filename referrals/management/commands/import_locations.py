"""Brings the preschools of a partnership in line with a register file (LRK)."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from referrals.services.register import Comparison, carry_through, compare, counted
from referrals.services.register_changes import What
from referrals.tables.table import TableError
from vve_portal.access.scope import scope
from vve_portal.accounts.models import Partnership
from vve_portal.accounts.scopes import scope_of_job

# A file that is cut off closes many at once; a person then has to look.
MOST_CLOSED: Final = 0.5


class Command(BaseCommand):
    """Shows the difference; with --apply it is carried through."""

    help = "Werkt de locaties van een samenwerking bij met een bestand van het LRK."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, help="het bestand van het LRK")
        parser.add_argument(
            "--partnership",
            required=True,
            metavar="CODE",
            help="de code van de samenwerking",
        )
        parser.add_argument(
            "--apply", action="store_true", help="voer de wijzigingen door"
        )

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 - Django's form
        partnership = self.find(options["partnership"])
        content = self.read(options["path"])
        with scope(scope_of_job(partnership)):
            try:
                compared = compare(partnership, content)
            except TableError as refusal:
                raise CommandError(str(refusal)) from refusal
            self.show(compared)
            if options["apply"]:
                self.refuse_cut_off(compared)
                carry_through(
                    partnership=partnership,
                    rows=compared.rows,
                    found=compared.found,
                    actor=None,
                    now=timezone.now(),
                )
                self.stdout.write("De wijzigingen zijn doorgevoerd.")

    def find(self, code: str) -> Partnership:
        """Return the partnership with this code."""
        rows = Partnership.objects.select_related("municipality", "provider")
        partnership = rows.filter(code=code).first()
        if partnership is None:
            message = f"Er is geen samenwerking met code {code}."
            raise CommandError(message)
        return partnership

    def read(self, path: Path) -> bytes:
        """Return what the file holds."""
        try:
            return path.read_bytes()
        except OSError as error:
            message = f"Het bestand {path} is niet te lezen."
            raise CommandError(message) from error

    def show(self, compared: Comparison) -> None:
        """Write what would change."""
        for one in compared.found:
            self.stdout.write(
                f"{one.label}: {one.name} ({one.lrk_id}) {one.before} > {one.after}"
            )
        self.stdout.write(f"{counted(compared.found)}.")

    def refuse_cut_off(self, compared: Comparison) -> None:
        """Raise CommandError when so many would close that the file is not whole."""
        closed = sum(1 for one in compared.found if one.what == What.CLOSED)
        if closed > MOST_CLOSED * compared.known:
            message = (
                f"Het bestand zou {closed} van de {compared.known} locaties sluiten. "
                "Kijk of het volledig is, en voer het door in het portaal."
            )
            raise CommandError(message)
