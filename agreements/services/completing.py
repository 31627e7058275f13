"""What follows once a signature is placed: the next one is asked, or it is signed."""

from datetime import datetime

from django.db import IntegrityError

from agreements.lifecycle import MOVES, Step, can_take
from agreements.models import Agreement, BroughtFile, Signature, SigningRound
from agreements.services import signing_mail
from agreements.services.record import record_deed
from agreements.services.rounds import UnsoundFile, newest_file
from vve_portal.documents.tasks import ask_to_judge

Status = Signature.Status


def go_on(agreement: Agreement, signing_round: SigningRound, *, now: datetime) -> None:
    """Ask who signs next; the last one makes the agreement signed.

    Call it in the transaction that stored a placed signature, with both rows locked.
    Raises UnsoundFile or IntegrityError when the agreement can't become signed.
    """
    BroughtFile.objects.filter(signature__round=signing_round).delete()
    if signing_round.signatures.exclude(status=Status.PLACED).exists():
        ask_next_signer(signing_round)
    else:
        _complete(agreement, signing_round, now)


def ask_next_signer(signing_round: SigningRound) -> None:
    """Send the link to whoever is next, if anybody still has to sign."""
    waiting = signing_round.signatures.filter(status=Status.WAITING)
    following = waiting.select_related("signer").order_by("position").first()
    if following is not None:
        signing_mail.tell_signer(following, signing_round)


def _complete(agreement: Agreement, signing_round: SigningRound, now: datetime) -> None:
    if not can_take(Step.COMPLETE, agreement.status):
        message = f"Agreement {agreement.reference} is {agreement.status}."
        raise UnsoundFile(message)
    _refuse_overlap(agreement)
    agreement.status, agreement.signed_at = MOVES[Step.COMPLETE].target, now
    agreement.save(update_fields=["status", "signed_at"])
    record_deed(
        agreement=agreement,
        at=now,
        actor=None,
        verb=f"agreement.{Step.COMPLETE.value}",
        subject=agreement,
        summary="Beide partijen hebben getekend. De overeenkomst is ondertekend.",
        edition=signing_round.edition,
        sha256=newest_file(signing_round).sha256,
        content_sha256=signing_round.content_sha256,
        routes=list(
            signing_round.signatures.order_by("position").values_list(
                "route", flat=True
            )
        ),
    )
    ask_to_judge(newest_file(signing_round))
    signing_mail.tell_of_completion(signing_round, now=now)


def _refuse_overlap(agreement: Agreement) -> None:
    """PostgreSQL has a constraint for this; SQLite has only this question."""
    if Agreement.objects.overlapping(agreement).exists():
        message = f"Agreement {agreement.reference} overlaps with a signed one."
        raise IntegrityError(message)
