"""Work outside the request: make the document, place signatures, add timestamps.

Each takes keys only, may be run again at any time, and does nothing twice.
"""

from datetime import timedelta
from functools import partial
from typing import Final

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from agreements.models import Signature, SigningRound
from agreements.services import placing, raising
from vve_portal.accounts.models import Partnership
from vve_portal.documents.timestamps import TimestampUnavailable

# Minutes to wait before the first, second, ... try; the last one stays.
WAITS: Final = (1, 5, 15, 60)
Status = Signature.Status


@task()
def make_document(round_pk: int, partnership_pk: int) -> None:
    """Render the frozen text of a round."""
    placing.make_document(
        round_pk=round_pk, partnership=_partnership(partnership_pk), now=timezone.now()
    )


@task()
def place_signature(signature_pk: int, partnership_pk: int) -> None:
    """Put a signature in the file; what lacks a timestamp gets one later."""
    placed = placing.place_signature(
        signature_pk=signature_pk,
        partnership=_partnership(partnership_pk),
        now=timezone.now(),
    )
    if placed is not None and placed.lacks_timestamp:
        _raise_later(placed.round_id, partnership_pk, attempt=1)


@task()
def raise_levels(round_pk: int, partnership_pk: int, attempt: int = 1) -> None:
    """Add the timestamp that was missing, or try again later."""
    try:
        raising.raise_levels(
            round_pk=round_pk,
            partnership=_partnership(partnership_pk),
            now=timezone.now(),
        )
    except TimestampUnavailable:
        _raise_later(round_pk, partnership_pk, attempt=attempt + 1)


def ask_for_document(signing_round: SigningRound) -> None:
    """Have the document made once the present transaction is committed."""
    keys = (signing_round.pk, signing_round.partnership_id)
    transaction.on_commit(partial(make_document.enqueue, *keys), robust=True)


def ask_for_signature(signature: Signature) -> None:
    """Have a signature placed once the present transaction is committed."""
    keys = (signature.pk, signature.partnership_id)
    transaction.on_commit(partial(place_signature.enqueue, *keys), robust=True)


def ask_for_what_is_missing(signing_round: SigningRound) -> bool:
    """Have done whatever a round still misses; return whether there is such a thing."""
    if signing_round.document_id is None:
        ask_for_document(signing_round)
        return True
    signatures = list(signing_round.signatures.order_by("position"))
    for signature in signatures:
        if signature.status == Status.PLACING:
            ask_for_signature(signature)
            return True
    if any(signature.lacks_timestamp for signature in signatures):
        keys = (signing_round.pk, signing_round.partnership_id)
        transaction.on_commit(partial(raise_levels.enqueue, *keys), robust=True)
        return True
    return False


def _raise_later(round_pk: int, partnership_pk: int, *, attempt: int) -> None:
    # Where nothing can wait, `manage.py raise_signatures` does it.
    if not raise_levels.get_backend().supports_defer:
        return
    minutes = WAITS[min(attempt, len(WAITS)) - 1]
    moment = timezone.now() + timedelta(minutes=minutes)
    raise_levels.using(run_after=moment).enqueue(round_pk, partnership_pk, attempt)


def _partnership(pk: int) -> Partnership:
    return Partnership.objects.select_related("municipality", "provider").get(pk=pk)
