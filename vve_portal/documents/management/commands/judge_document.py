"""Asks the judges from outside about a PDF, and prints what they say."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from vve_portal.documents import services
from vve_portal.documents.authority import AuthorityUnavailable
from vve_portal.documents.judges.opinions import Opinion


class Command(BaseCommand):
    """Exits with 1 when a judge that is installed is not satisfied."""

    help = (
        "Vraagt onafhankelijke programma's om hun oordeel over een PDF. Bewaart het"
        " portaal dit bestand, dan komt het oordeel erbij te staan."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="BESTAND")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 - Django's form
        try:
            content = options["file"].read_bytes()
            opinions = services.judge_file(content)
        except (OSError, AuthorityUnavailable) as error:
            raise CommandError(str(error)) from error
        kept = services.keep_opinions(content, opinions, now=timezone.now())
        for opinion in opinions:
            self.tell(opinion)
        self.stdout.write(
            "Het oordeel is bij het bestand bewaard."
            if kept
            else "Het portaal kent dit bestand niet: het oordeel is niet bewaard."
        )
        if any(opinion.is_failure for opinion in opinions):
            raise SystemExit(1)

    def tell(self, opinion: Opinion) -> None:
        """Print what one judge says."""
        version = f" ({opinion.version})" if opinion.version else ""
        self.stdout.write(f"{opinion.judge.label}{version}: {opinion.outcome.label}.")
        for finding in opinion.findings:
            self.stdout.write(f"  - {finding}")
