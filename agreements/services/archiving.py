"""Keeping signed agreements provable: a timestamp more before the last one ends."""

from datetime import datetime
from functools import partial
from typing import Final

from django.db.models import Q

from agreements.models import Agreement, Signature, SigningRound
from agreements.models.signing import SigningRoundQuerySet
from agreements.services.stamping import Reason, add_timestamp
from vve_portal.accounts.models import Partnership
from vve_portal.documents import tasks

SUMMARY: Final = (
    "Het document kreeg een volgend archieftijdstempel, voordat het vorige verloopt."
)


def rounds_due(partnership: Partnership, *, before: datetime) -> SigningRoundQuerySet:
    """Signed files whose newest timestamp ends before a moment, or that have none."""
    in_file = Signature.objects.in_file().values("round")
    return SigningRound.objects.open().filter(
        Q(archived_until__isnull=True) | Q(archived_until__lt=before),
        partnership=partnership,
        agreement__status=Agreement.Status.SIGNED,
        document__isnull=False,
        pk__in=in_file,
    )


def ask_missing_judgements(partnership: Partnership) -> None:
    """Have signed files judged of which no judge spoke; in the partnership's scope.

    The task that asks them may have failed, and nothing else would ask again.
    """
    rounds = SigningRound.objects.open().filter(
        partnership=partnership,
        agreement__status=Agreement.Status.SIGNED,
        document__isnull=False,
        document__judgements__isnull=True,
    )
    for signing_round in rounds.select_related("document").order_by("pk"):
        if signing_round.document is not None:
            tasks.ask_to_judge(signing_round.document)


def renew_archive(
    *, round_pk: int, partnership: Partnership, before: datetime, now: datetime
) -> bool:
    """Add the next timestamp when the newest ends before a moment; return whether.

    Raises TimestampUnavailable while the service fails, and TimestampTooShort when its
    certificate ends no later than the one before; the file then stays as it was.
    """
    reason = Reason(
        is_due=partial(_is_due, before=before),
        verb="signing.archive_renewed",
        summary=SUMMARY,
        must_last_longer=True,
    )
    return add_timestamp(
        round_pk=round_pk, partnership=partnership, reason=reason, now=now
    )


def _is_due(signing_round: SigningRound, *, before: datetime) -> bool:
    is_signed = signing_round.agreement.status == Agreement.Status.SIGNED
    until = signing_round.archived_until
    return is_signed and (until is None or until < before)
