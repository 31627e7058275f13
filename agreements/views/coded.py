"""What anybody who holds the code on a document may know of it, in plain Dutch."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

from agreements.models import Agreement, SigningRound
from agreements.queries.frozen import Fact, content_of_round
from agreements.views.answers import ATTENTION, Answer, Headline, standing_of
from agreements.views.signers import is_public, signers_of_round
from vve_portal.ui.dates import period

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
    may_tell = is_public(signing_round.agreement)
    if signing_round.agreement.publicity == Publicity.SECRET:
        code = Fact("Controlecode", signing_round.check_code)
        return Answer(SECRET, points=(code,), unknowns=(PAPER,))
    content = content_of_round(signing_round)
    signers = signers_of_round(signing_round, content) if may_tell else ()
    newest = signing_round.document
    return Answer(
        headline=standing_of(signing_round, today=today),
        signers=tuple(signers),
        points=tuple(_facts(signing_round, content)),
        unknowns=(PAPER,) if may_tell else (NOT_PUBLIC, PAPER),
        sha256=newest.sha256 if newest else "",
    )


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
