"""Who signed a document that somebody checks: a card per signature, in plain Dutch."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from agreements.documents.agreement import FIELD_OF
from agreements.models import Agreement, Signature, SigningRound
from agreements.queries.frozen import Fact, content_of_round, ground_of, role_of
from agreements.services.checking import Checked
from vve_portal.documents.services import has_built_in_timestamps
from vve_portal.documents.verdicts import SignatureVerdict
from vve_portal.ui.dates import long_date, long_moment
from vve_portal.ui.numbers import hash_groups
from vve_portal.ui.tones import DANGER, SAFE, WARNING

_ROLE_OF: Final = {field: role for role, field in FIELD_OF.items()}
NO_NAME: Final = "Naam onbekend"
NO_GROUND: Final = "Dat staat niet in het bestand"


@dataclass(frozen=True, slots=True)
class SignerCard:
    """One signature: of whom, what is known of it, and whether it is right."""

    name: str
    label: str
    tone: str
    facts: tuple[Fact, ...]
    problems: tuple[str, ...] = ()


def signers_in_file(checked: Checked) -> Iterator[SignerCard]:
    """Give a card for each signature that stands in the file."""
    signing_round = checked.kept.signing_round if checked.kept else None
    for seal in checked.examined.signatures:
        label, tone = _label(seal)
        pairs = (
            ("Functie", seal.function),
            ("Namens", seal.organisation),
            ("Op grond van", _ground(seal, signing_round)),
            ("Getekend", _when(seal)),
            ("Soort handtekening", f"PAdES {seal.level}"),
            ("Nummer van het certificaat", hash_groups(seal.certificate_serial)),
        )
        facts = tuple(Fact(key, value) for key, value in pairs if value)
        yield SignerCard(seal.signer or NO_NAME, label, tone, facts, seal.problems)


def signers_on_paper(checked: Checked) -> Iterator[SignerCard]:
    """Give a card for each signature in ink, which no file can hold."""
    signing_round = checked.kept.signing_round if checked.kept else None
    if signing_round is not None:
        for signature in signatures_on_paper(checked):
            yield on_paper(signature, signing_round)


def signatures_on_paper(checked: Checked) -> Iterator[Signature]:
    """Give what was set in ink, when this is a file of the round itself."""
    kept = checked.kept
    if kept is None or kept.signing_round is None:
        return
    if kept.kind or not checked.is_kept:
        return
    for signature in kept.signing_round.signatures.all():
        if signature.route == Signature.Route.INK:
            yield signature


def on_paper(signature: Signature, signing_round: SigningRound) -> SignerCard:
    """Return the card of a signature in ink."""
    role = role_of(signature.organisation, signing_round.agreement)
    day = long_date(signature.signed_at) if signature.signed_at else ""
    facts = (
        Fact("Namens", str(signature.organisation)),
        Fact("Op grond van", ground_of(content_of_round(signing_round), role)),
        Fact("Getekend", f"op papier, op {day} te {signature.place}"),
    )
    return SignerCard(signature.signer.name, "Op papier", WARNING, facts)


def signers_of_made(checked: Checked) -> Iterator[SignerCard]:
    """Give a card for each signature behind a public version or a letter."""
    kept = checked.kept
    if kept is None or kept.signing_round is None:
        return
    if kept.kind and checked.is_kept and is_public(kept.signing_round.agreement):
        content = content_of_round(kept.signing_round)
        yield from signers_of_round(kept.signing_round, content)


def is_public(agreement: Agreement) -> bool:
    """Before both signed nothing was made public yet."""
    is_signed = agreement.status == Agreement.Status.SIGNED
    return agreement.publicity == Agreement.Publicity.PUBLIC and is_signed


def signers_of_round(
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


def _label(seal: SignatureVerdict) -> tuple[str, str]:
    if not seal.is_good:
        return "Klopt niet", DANGER
    if seal.proven_at is None:
        return "Klopt, tijd niet bewezen", WARNING
    return "Klopt", SAFE


def _when(seal: SignatureVerdict) -> str:
    if seal.is_good and seal.proven_at is not None:
        return f"uiterlijk {long_moment(seal.proven_at)}, {_proof()}"
    if seal.claimed_at is not None:
        return f"{long_moment(seal.claimed_at)}, volgens de ondertekenaar zelf"
    return ""


def _proof() -> str:
    """Timestamps that the portal gives itself prove nothing to others."""
    if has_built_in_timestamps():
        return "volgens een tijdstempel van dit portaal zelf"
    return "bewezen met een tijdstempel"


def _ground(seal: SignatureVerdict, signing_round: SigningRound | None) -> str:
    """The ground stands in the text that was frozen, of which the portal is sure."""
    role = _ROLE_OF.get(seal.field)
    if signing_round is None or role is None:
        return NO_GROUND
    return ground_of(content_of_round(signing_round), role)
