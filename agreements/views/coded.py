"""What anybody who holds the code on a document may know of it, in plain Dutch."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

from agreements.models import Agreement, Signature, SigningRound
from agreements.queries.frozen import Fact, content_of_round, ground_of, role_of
from agreements.views.answers import ATTENTION, Answer, Headline, standing_of
from agreements.views.signers import SignerCard
from vve_portal.ui.dates import long_date, period
from vve_portal.ui.tones import SAFE, WARNING

Publicity = Agreement.Publicity
UNKNOWN_CODE: Final = Headline(
    "Het portaal kent deze code niet.",
    "Kijk of u de code goed hebt overgenomen. Staat hij zo op het document? Vraag het "
    "dan na bij de gemeente: een document met een code die niet bestaat, is niet van "
    "dit portaal.",
    ATTENTION,
)
NOT_PUBLIC: Final = (
    "Wie heeft getekend. Deze overeenkomst is niet openbaar, daarom staat hier niet "
    "meer. Hebt u de pdf? Lever die dan in, dan ziet u wie heeft getekend."
)
SECRET: Final = Headline(
    "Het portaal kent het document met deze code.",
    "Het is geheim. Vraag de gemeente of de JGZ of het geldt.",
    ATTENTION,
)
PAPER: Final = (
    "Of het papier dat u hebt gelijk is aan het bestand. Vergelijk de tekst met de "
    "pdf, of lever de pdf in."
)


def answer_of_code(signing_round: SigningRound | None, *, today: date) -> Answer:
    """Say what is known of the document with a code; if secret, only that it is."""
    if signing_round is None:
        return Answer(UNKNOWN_CODE)
    is_public = _is_public(signing_round.agreement)
    if signing_round.agreement.publicity == Publicity.SECRET:
        code = Fact("Controlecode", signing_round.check_code)
        return Answer(SECRET, points=(code,), unknowns=(PAPER,))
    content = content_of_round(signing_round)
    signers = _signers(signing_round, content) if is_public else ()
    newest = signing_round.document
    return Answer(
        headline=standing_of(signing_round, today=today),
        signers=tuple(signers),
        points=tuple(_facts(signing_round, content)),
        unknowns=(PAPER,) if is_public else (NOT_PUBLIC, PAPER),
        sha256=newest.sha256 if newest else "",
    )


def _is_public(agreement: Agreement) -> bool:
    """Before both signed nothing was made public yet."""
    is_signed = agreement.status == Agreement.Status.SIGNED
    return agreement.publicity == Publicity.PUBLIC and is_signed


def _facts(signing_round: SigningRound, content: Mapping[str, Any]) -> Iterator[Fact]:
    agreement = signing_round.agreement
    parties = " en ".join(party["name"] for party in content["parties"])
    yield Fact("Controlecode", signing_round.check_code)
    yield Fact("Document", f"{content['title']}, versie {content['edition']}")
    yield Fact("Kenmerk", content["reference"])
    yield Fact("Partijen", parties)
    yield Fact("Looptijd", period(agreement.starts_on, agreement.ends_on))
    if agreement.publicity == Publicity.PUBLIC:
        return
    ground = agreement.publicity_ground
    label = str(agreement.get_publicity_display())
    yield Fact("Openbaarheid", f"{label}. {ground}".strip())


def _signers(
    signing_round: SigningRound, content: Mapping[str, Any]
) -> Iterator[SignerCard]:
    """Name who is answerable for his organisation; of others only the function."""
    for signature in signing_round.signatures.all():
        role = role_of(signature.organisation, signing_round.agreement)
        party = next(one for one in content["parties"] if one["role"] == role)
        signer = party["signers"][0]
        is_board = bool(signer.get("is_board"))
        on_paper = signature.route == Signature.Route.INK
        day = long_date(signature.signed_at) if signature.signed_at else ""
        facts = (
            Fact("Functie", signer["function"]),
            Fact("Namens", party["name"]),
            Fact("Op grond van", ground_of(content, role)),
            Fact("Getekend", f"op papier, op {day}" if on_paper else f"op {day}"),
        )
        yield SignerCard(
            name=signer["name"] if is_board else party["name"],
            label="Op papier" if on_paper else "Getekend",
            tone=WARNING if on_paper else SAFE,
            facts=facts,
        )
