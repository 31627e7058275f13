"""Adds the next archive timestamp to signed agreements; meant for a timer.

Also asks the judges about signed files of which no judge ever spoke.
"""

import logging
from datetime import datetime, timedelta
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from agreements.services.archiving import (
    ask_missing_judgements,
    renew_archive,
    rounds_due,
)
from agreements.services.rounds import FileMoved, UnsoundFile
from agreements.services.stamping import TimestampTooShort
from vve_portal.access.scope import scope
from vve_portal.accounts.models import Partnership
from vve_portal.accounts.scopes import scope_of_job
from vve_portal.documents.authority import AuthorityUnavailable
from vve_portal.documents.check import InvalidDocument
from vve_portal.documents.timestamps import TimestampUnavailable

DAYS: Final = 180
REASONS: Final[dict[type[Exception], str]] = {
    TimestampTooShort: (
        "de tijdstempeldienst heeft nog geen certificaat dat langer geldig is"
    ),
    TimestampUnavailable: "de tijdstempeldienst is niet bereikbaar",
    AuthorityUnavailable: "de sleutel van het portaal ontbreekt of past niet",
    InvalidDocument: "het bestand zou niet meer aan de regels voldoen",
    UnsoundFile: "de handtekeningen in het bestand kloppen niet",
    FileMoved: "het bestand werd intussen telkens gewijzigd",
}
OTHER_REASON: Final = "er ging iets mis in het portaal; zie het logboek"

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    """Exits with 1 when a document did not get its timestamp; it stays as it was."""

    help = (
        "Geeft ondertekende overeenkomsten een volgend archieftijdstempel, voordat het"
        " vorige verloopt."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--within",
            type=int,
            default=DAYS,
            metavar="DAGEN",
            help=f"Verleng wat binnen zoveel dagen verloopt (anders {DAYS}).",
        )

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 - Django's form
        now = timezone.now()
        before = now + timedelta(days=options["within"])
        rows = Partnership.objects.select_related("municipality", "provider")
        partnerships = list(rows.order_by("pk"))
        results = [
            self.renew(pk, name, partnership, before)
            for partnership in partnerships
            for pk, name in due(partnership, before)
        ]
        for partnership in partnerships:
            with scope(scope_of_job(partnership)):
                ask_missing_judgements(partnership)
        if not results:
            self.stdout.write("Geen enkel archieftijdstempel verloopt binnenkort.")
        if not all(results):
            waiting = results.count(False)
            message = (
                f"Documenten die hun archieftijdstempel nog niet hebben: {waiting}. Ze"
                " zijn niet gewijzigd. Herstel de oorzaak en geef de opdracht opnieuw."
            )
            raise CommandError(message)

    def renew(
        self, round_pk: int, name: str, partnership: Partnership, before: datetime
    ) -> bool:
        """Renew one document and tell how that went."""
        try:
            renew_archive(
                round_pk=round_pk,
                partnership=partnership,
                before=before,
                now=timezone.now(),
            )
        except Exception as error:
            # Whatever it is: the next file, of other parties, must still get its own.
            logger.exception("No archive timestamp for round %s.", round_pk)
            self.stderr.write(f"{name}: {reason_of(error)}.")
            return False
        self.stdout.write(f"{name}: archieftijdstempel toegevoegd.")
        return True


def reason_of(error: Exception) -> str:
    """Return why a document did not get its timestamp, in words for people."""
    known = (words for kind, words in REASONS.items() if isinstance(error, kind))
    return next(known, OTHER_REASON)


def due(partnership: Partnership, before: datetime) -> list[tuple[int, str]]:
    """Return the rounds of one partnership that need a timestamp, with a name."""
    with scope(scope_of_job(partnership)):
        rows = rounds_due(partnership, before=before)
        return list(rows.values_list("pk", "agreement__reference").order_by("pk"))
