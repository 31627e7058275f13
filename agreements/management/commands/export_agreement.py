"""Lists the agreements, or writes a signed one with its evidence to a folder."""

import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from agreements.models import Agreement
from agreements.queries import evidence
from agreements.queries.signing import find_kept_file, find_round
from agreements.services.exporting import record_export
from vve_portal.access.scope import scope
from vve_portal.accounts.models import Partnership
from vve_portal.accounts.scopes import scope_of_job

USAGE = (
    "Geef een kenmerk en een map: manage.py export_agreement KENMERK --to MAP. "
    "De kenmerken ziet u met: manage.py export_agreement --list"
)


class Command(BaseCommand):
    """Looks in one partnership after the other: there is no scope of everything."""

    help = "Toont de overeenkomsten, of schrijft een ondertekende naar een map."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("reference", nargs="?", metavar="KENMERK")
        parser.add_argument("--list", action="store_true", help="Toon wat er is.")
        parser.add_argument("--to", type=Path, metavar="MAP", help="Schrijf hierheen.")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 - Django's form
        if options["list"]:
            for line in self.lines():
                self.stdout.write(line)
        elif options["reference"] and options["to"]:
            for path in self.export(options["reference"], options["to"]):
                self.stdout.write(str(path))
        else:
            raise CommandError(USAGE)

    def lines(self) -> Iterator[str]:
        """Give a line per agreement: reference, status, parties."""
        today = timezone.localdate()
        for partnership in partnerships():
            with scope(scope_of_job(partnership)):
                rows = Agreement.objects.filter(partnership=partnership)
                found = list(rows.order_by("starts_on", "reference"))
            for agreement in found:
                state = agreement.state_on(today)
                yield f"{agreement.reference}\t{state}\t{partnership}"

    def export(self, reference: str, folder: Path) -> list[Path]:
        """Write the PDF and the evidence of one agreement."""
        for partnership in partnerships():
            with scope(scope_of_job(partnership)):
                rows = Agreement.objects.with_parties()
                found = rows.filter(partnership=partnership, reference=reference)
                agreement = found.order_by("pk").first()
                if agreement is not None:
                    return write(agreement, folder)
        message = (
            f"Er is geen overeenkomst met het kenmerk {reference}. "
            "De kenmerken ziet u met: manage.py export_agreement --list"
        )
        raise CommandError(message)


def partnerships() -> list[Partnership]:
    """Return every partnership with its parties."""
    rows = Partnership.objects.select_related("municipality", "provider")
    return list(rows.order_by("code", "pk"))


def write(agreement: Agreement, folder: Path) -> list[Path]:
    """Write both files of a signed agreement, each whole or not at all."""
    now = timezone.now()
    signing_round, kept = find_round(agreement), find_kept_file(agreement)
    is_signed = agreement.status == Agreement.Status.SIGNED
    if not is_signed or signing_round is None or kept is None:
        state = agreement.get_status_display()
        message = (
            f"{agreement.reference} is nog niet ondertekend. De stand is: {state}."
        )
        raise CommandError(message)
    proof = evidence.as_text(evidence.evidence_of(signing_round, now=now))
    files = {
        kept.name: bytes(kept.content),
        f"{agreement.reference}-bewijs.json": proof.encode(),
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
        written = [put(folder / name, content) for name, content in files.items()]
    except OSError as error:
        message = f"In de map {folder} kan niet worden geschreven. Kies een andere map."
        raise CommandError(message) from error
    for name in files:
        record_export(agreement=agreement, name=name, actor=None, now=now)
    return written


def put(path: Path, content: bytes) -> Path:
    """Write a file under another name and give it its own when it is whole."""
    with NamedTemporaryFile(dir=path.parent, prefix=".deel-", delete=False) as part:
        try:
            part.write(content)
            part.flush()
            os.fsync(part.fileno())
            Path(part.name).chmod(0o644)
            Path(part.name).replace(path)
        except BaseException:
            Path(part.name).unlink(missing_ok=True)
            raise
    return path
