"""Where a round of signing stands: its state in words, its signatures, its rounds."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from agreements.models import Agreement, Signature, SigningRound
from agreements.queries.routes import (
    names_in_ink,
    route_in_short,
    signed_when,
    signed_when_in_short,
)
from vve_portal.accounts.models import Mandate, User
from vve_portal.documents.models import StoredDocument
from vve_portal.ui.dates import long_date
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
    "maar een tijdstempel ontbreekt nog. Het portaal voegt het toe zodra de dienst er "
    "weer is."
)


BROUGHT_WITHOUT: Final = (
    "Over de pdf met de teruggebrachte handtekening komt nog een tijdstempel van het "
    "portaal. Dat duurt meestal minder dan een minuut."
)
BOTH_SIGNED: Final = "Beide partijen hebben getekend."
# Paper is told apart: the portal can't check what stands on it.
OUTCOME: Final[dict[str, tuple[str, str]]] = {
    Signature.Route.PORTAL: ("Geldig", SAFE),
    Signature.Route.EXTERNAL: ("Geldig, andere dienst", SAFE),
    Signature.Route.REMOTE: ("Geldig, op afstand", SAFE),
    Signature.Route.INK: ("Op papier", NEUTRAL),
}
WRITTEN: Final[dict[str, str]] = {
    Signature.Route.PORTAL: "getekend",
    Signature.Route.EXTERNAL: "met een andere dienst getekend",
    Signature.Route.REMOTE: "op afstand getekend",
    Signature.Route.INK: "op papier getekend",
}


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
    how: str
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
        for signature in found.signatures.all():
            signature.round = found
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
            sentence = f"{sentence} {_why_no_timestamp(signing_round)}"
        who = following.signer.name
        return RoundState(
            f"Wacht op {who}", WARNING, sentence, may_need_retry=lacks_timestamp
        )
    if lacks_timestamp:
        return RoundState(
            "Ondertekend, tijdstempel volgt",
            WARNING,
            f"{_why_no_timestamp(signing_round)} {_about_ink(signing_round)}".strip(),
            may_need_retry=True,
        )
    sentence = f"{BOTH_SIGNED} {_about_ink(signing_round)}".strip()
    return RoundState("Ondertekend", SAFE, sentence)


def _why_no_timestamp(signing_round: SigningRound) -> str:
    """Say why: our service was down, or another one works without timestamps."""
    lacking = [one for one in signing_round.signatures.all() if one.lacks_timestamp]
    is_brought = all(one.route == Signature.Route.EXTERNAL for one in lacking)
    return BROUGHT_WITHOUT if is_brought else NO_TIMESTAMP


def _about_ink(signing_round: SigningRound) -> str:
    """Say what a reader of the PDF would miss: a signature that stands on paper."""
    names = names_in_ink(list(signing_round.signatures.all()))
    if not names:
        return ""
    return (
        f"Op papier getekend: {names}. Die handtekening staat niet in de pdf; het "
        "portaal bewaart de scan."
    )


def has_signature_without_timestamp(signing_round: SigningRound) -> bool:
    """Return whether a signature still has to be raised."""
    return any(one.lacks_timestamp for one in signing_round.signatures.all())


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
    label, tone = _outcome(signature, signing_round, reader, is_next=is_next)
    is_done = signature.status == Status.PLACED and signing_round.voided_at is None
    return SignatureRow(
        signature=signature,
        when=signed_when_in_short(signature),
        how=route_in_short(signature),
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
    if signature.lacks_timestamp:
        return "Getekend, tijdstempel volgt", WARNING
    return OUTCOME[signature.route]


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
        when = signed_when(row.signature)
        return f"{party}, {WRITTEN[row.signature.route]} op {when}"
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
