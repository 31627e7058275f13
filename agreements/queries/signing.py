"""Where a round of signing stands: its state in words, its signatures, its rounds."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import Exists, OuterRef
from django.urls import reverse

from agreements.models import Agreement, Signature, SigningRound
from agreements.queries.tasks import Task
from vve_portal.accounts.models import Mandate, User
from vve_portal.accounts.roles import SIGNING_ROLES, Ability
from vve_portal.documents.models import StoredDocument
from vve_portal.ui.dates import long_date, long_moment, short_moment
from vve_portal.ui.tones import DANGER, NEUTRAL, SAFE, WARNING

# After so long the page says that the worker is late; people can then ask again.
LATE_AFTER: Final = timedelta(minutes=5)
Status = Signature.Status
RELOAD: Final = (
    "Dat duurt meestal minder dan een minuut. Laad deze bladzijde daarna opnieuw."
)
ASK_AGAIN: Final = "Vraag het opnieuw aan. Helpt dat niet? Bel de beheerder."
NO_TIMESTAMP: Final = (
    "De tijdstempeldienst was niet bereikbaar. De handtekening staat in het document, "
    "maar nog zonder tijdstempel. Het portaal voegt het toe zodra de dienst er weer is."
)


@dataclass(frozen=True, slots=True)
class RoundState:
    """Where a round stands, in words; `may_need_retry` when asking again can help."""

    label: str
    tone: str
    sentence: str
    may_need_retry: bool = False


@dataclass(frozen=True, slots=True)
class SignatureRow:
    """One signature as a line of the evidence."""

    signature: Signature
    when: str
    sign_in: str
    seal: str
    label: str
    tone: str
    step: str


def find_round(agreement: Agreement) -> SigningRound | None:
    """Return the newest round of an agreement, stopped or not."""
    rounds = SigningRound.objects.for_pages().filter(agreement=agreement)
    found = rounds.order_by("-edition").first()
    if found is not None:
        found.agreement = agreement
    return found


def stopped_rounds(agreement: Agreement) -> list[SigningRound]:
    """Return the rounds that were stopped, newest first, without their text."""
    rounds = SigningRound.objects.for_pages().filter(agreement=agreement)
    stopped = rounds.filter(voided_at__isnull=False).defer("content")
    return list(stopped.order_by("-edition"))


def find_kept_file(agreement: Agreement) -> StoredDocument | None:
    """Return the newest file of the round that counts, if it was made."""
    rounds = SigningRound.objects.open().filter(agreement=agreement)
    found = rounds.select_related("document").defer("content").order_by("pk").first()
    return None if found is None else found.document


def state_of_round(signing_round: SigningRound, *, now: datetime) -> RoundState:
    """Return where a round stands, what is being waited for and what may help."""
    if signing_round.voided_at is not None:
        return RoundState("Gestopt", DANGER, _why_void(signing_round))
    if signing_round.trouble:
        return RoundState(
            "Er ging iets mis", DANGER, signing_round.trouble, may_need_retry=True
        )
    if signing_round.asked_at is not None:
        waited = now - signing_round.asked_at
        return _state_of_work(signing_round, is_late=waited > LATE_AFTER)
    return _state_of_people(signing_round)


def _why_void(signing_round: SigningRound) -> str:
    stopped = long_date(signing_round.voided_at) if signing_round.voided_at else ""
    return (
        f"Gestopt op {stopped}: {signing_round.void_reason} De handtekeningen in deze "
        "ronde zijn vervallen en het bestand wordt niet meer aangeboden."
    )


def _state_of_work(signing_round: SigningRound, *, is_late: bool) -> RoundState:
    placing = (
        one for one in signing_round.signatures.all() if one.status == Status.PLACING
    )
    signature = next(placing, None)
    if signature is None:
        label, what = "Document wordt gemaakt", "Het document wordt gemaakt."
        late = "Het document is na vijf minuten nog niet gemaakt."
    else:
        name = signature.signer.name
        label, what = "Wordt geplaatst", f"De handtekening van {name} wordt geplaatst."
        late = (
            f"{name} heeft getekend, maar de handtekening staat na vijf minuten nog "
            "niet in het document."
        )
    if is_late:
        return RoundState(
            "Duurt te lang", WARNING, f"{late} {ASK_AGAIN}", may_need_retry=True
        )
    return RoundState(label, NEUTRAL, f"{what} {RELOAD}")


def _state_of_people(signing_round: SigningRound) -> RoundState:
    lacks_timestamp = has_signature_without_timestamp(signing_round)
    following = next_signature(signing_round)
    if following is not None:
        sentence = (
            f"{following.signer.name} is aan de beurt en kreeg als enige de link om te "
            "tekenen."
        )
        if lacks_timestamp:
            sentence = f"{sentence} {NO_TIMESTAMP}"
        who = following.signer.name
        return RoundState(
            f"Wacht op {who}", WARNING, sentence, may_need_retry=lacks_timestamp
        )
    if lacks_timestamp:
        return RoundState(
            "Ondertekend, tijdstempel volgt",
            WARNING,
            NO_TIMESTAMP,
            may_need_retry=True,
        )
    return RoundState("Ondertekend", SAFE, "Beide partijen hebben getekend.")


def has_signature_without_timestamp(signing_round: SigningRound) -> bool:
    """Return whether a signature still has to be raised."""
    return any(
        one.level == Signature.Level.BASIC for one in signing_round.signatures.all()
    )


def next_signature(signing_round: SigningRound) -> Signature | None:
    """Return whose turn it is, if it is anybody's."""
    if signing_round.voided_at is not None:
        return None
    for signature in signing_round.signatures.all():
        if signature.status == Status.WAITING:
            return signature
        if signature.status != Status.PLACED:
            return None
    return None


def count_signed(signing_round: SigningRound) -> int:
    """Return how many have signed."""
    return sum(one.signed_at is not None for one in signing_round.signatures.all())


def signature_rows(signing_round: SigningRound, reader: User) -> list[SignatureRow]:
    """Return the signatures in order, each with its outcome as `reader` sees it."""
    following = next_signature(signing_round)
    return [
        _row(signature, signing_round, reader, is_next=signature == following)
        for signature in signing_round.signatures.all()
    ]


def _row(
    signature: Signature, signing_round: SigningRound, reader: User, *, is_next: bool
) -> SignatureRow:
    has_signed = signature.signed_at is not None
    label, tone = _outcome(signature, signing_round, reader, is_next=is_next)
    is_done = signature.status == Status.PLACED and signing_round.voided_at is None
    return SignatureRow(
        signature=signature,
        when=short_moment(signature.signed_at)
        if signature.signed_at
        else "Nog niet getekend",
        sign_in="Twee stappen" if has_signed else "",
        seal=str(signature.get_level_display()) if signature.level else "",
        label=label,
        tone=tone,
        step="done" if is_done else "current" if is_next else "",
    )


def _outcome(
    signature: Signature, signing_round: SigningRound, reader: User, *, is_next: bool
) -> tuple[str, str]:
    if signature.status == Status.REFUSED:
        return "Geweigerd", DANGER
    if signing_round.voided_at is not None:
        return "Vervallen", DANGER
    if signature.status == Status.WAITING:
        return _outcome_of_turn(signature, reader, is_next=is_next)
    if signature.status == Status.PLACING:
        return "Wordt geplaatst", WARNING
    if signature.level == Signature.Level.BASIC:
        return "Getekend, tijdstempel volgt", WARNING
    return "Geldig", SAFE


def _outcome_of_turn(
    signature: Signature, reader: User, *, is_next: bool
) -> tuple[str, str]:
    if not is_next:
        return "Nog niet aan de beurt", NEUTRAL
    is_reader = signature.signer_id == reader.pk
    return ("Wacht op u" if is_reader else "Is nu aan de beurt"), WARNING


def turn_note(row: SignatureRow, reader: User) -> str:
    """Return what stands under somebody in the order of signing."""
    party = row.signature.organisation.name
    if row.signature.signed_at is not None:
        return f"{party}, getekend op {long_moment(row.signature.signed_at)}"
    if row.step != "current":
        return f"{party}, {row.label.lower()}"
    if row.signature.signer_id == reader.pk:
        return f"{party}, u bent nu aan de beurt"
    return f"{party}, nu aan de beurt"


def mandates_to_choose(agreement: Agreement, *, today: date) -> list[Mandate]:
    """Return the mandates that hold today, of both parties."""
    mandates = Mandate.objects.filter(
        partnership=agreement.partnership_id, signer__is_active=True
    ).on(today)
    return list(
        mandates.select_related("signer", "organisation").order_by("signer__name", "pk")
    )


def signing_tasks(actor: User, *, today: date) -> Iterator[Task]:  # noqa: ARG001 - every source of tasks is asked the same
    """Yield what signing asks of the actor: a signature, or help when it got stuck."""
    if actor.has_role(*SIGNING_ROLES):
        yield from _turns(actor)
    if actor.may(Ability.PREPARE_SIGNING):
        yield from _troubles(actor)


def _turns(actor: User) -> Iterator[Task]:
    earlier = Signature.objects.filter(
        round=OuterRef("round"), position__lt=OuterRef("position")
    ).exclude(status=Status.PLACED)
    mine = Signature.objects.visible_to(actor).filter(
        ~Exists(earlier),
        signer=actor,
        status=Status.WAITING,
        round__voided_at__isnull=True,
        round__document__isnull=False,
        round__agreement__status=Agreement.Status.SIGNING,
    )
    rows = mine.select_related("round__agreement").defer("round__content")
    for signature in rows.order_by("round__frozen_at", "pk"):
        yield Task(
            "Onderteken de overeenkomst",
            reverse("agreements:sign", args=[signature.pk]),
            signature.round.agreement.title,
        )


def _troubles(actor: User) -> Iterator[Task]:
    stuck = SigningRound.objects.visible_to(actor).open().exclude(trouble="")
    rows = stuck.select_related("agreement").defer("content")
    for signing_round in rows.order_by("frozen_at", "pk"):
        yield Task(
            "De ondertekening loopt vast",
            reverse("agreements:signing", args=[signing_round.agreement_id]),
            f"{signing_round.agreement.title}: {signing_round.trouble}",
        )
