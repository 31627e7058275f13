"""Adds the timestamps that signatures lack; meant for a timer beside the worker."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from agreements.models import Signature, SigningRound
from agreements.services.raising import raise_levels
from vve_portal.access.scope import scope
from vve_portal.accounts.models import Partnership
from vve_portal.accounts.scopes import scope_of_job
from vve_portal.documents.timestamps import TimestampUnavailable


class Command(BaseCommand):
    """Exits with 1 while the timestamp service fails."""

    help = "Voegt ontbrekende tijdstempels toe aan ondertekende documenten."

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 - Django's form
        waiting = 0
        partnerships = Partnership.objects.select_related("municipality", "provider")
        for partnership in partnerships.order_by("pk"):
            for pk, name in lacking(partnership):
                try:
                    raise_levels(
                        round_pk=pk, partnership=partnership, now=timezone.now()
                    )
                except TimestampUnavailable:
                    waiting += 1
                else:
                    self.stdout.write(f"{name}: tijdstempel toegevoegd.")
        if waiting:
            message = (
                "De tijdstempeldienst is niet bereikbaar. "
                f"Documenten die nog wachten: {waiting}."
            )
            raise CommandError(message)


def lacking(partnership: Partnership) -> list[tuple[int, str]]:
    """Return the rounds with a signature that lacks a timestamp."""
    with scope(scope_of_job(partnership)):
        lacking = Signature.objects.lacking_timestamp().values("round")
        rows = SigningRound.objects.open().filter(
            partnership=partnership, pk__in=lacking
        )
        pairs = rows.values_list("pk", "agreement__reference")
        return list(pairs.order_by("pk"))
