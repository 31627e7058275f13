"""Judges a signed file and prints the verdict as JSON."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from vve_portal.documents import services
from vve_portal.documents.authority import AuthorityUnavailable


class Command(BaseCommand):
    """Exits with 0 when the file is good, with 1 when it is not."""

    help = "Controleert een ondertekende PDF en toont het oordeel als JSON."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="BESTAND")
        parser.add_argument(
            "--sha256",
            help="De SHA-256 van het bestand; anders zoekt het portaal die zelf.",
        )

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 - Django's form
        path: Path = options["file"]
        try:
            content = path.read_bytes()
            verdict = services.verify_file(
                content,
                now=timezone.now(),
                expected_sha256=options["sha256"]
                or services.find_stored_sha256(path.name, content),
            )
        except (OSError, AuthorityUnavailable) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(json.dumps(verdict.as_json(), ensure_ascii=False, indent=2))
        if not verdict.is_good:
            raise SystemExit(1)
