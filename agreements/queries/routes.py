"""The ways to a signature: which are open, and in words how somebody signed."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from cryptography import x509
from django.urls import reverse

from agreements import policies_remote, policies_routes
from agreements.models import (
    Agreement,
    BroughtFile,
    Signature,
    SigningRound,
    SigningRules,
)
from vve_portal.access.verdicts import Verdict
from vve_portal.accounts.models import User
from vve_portal.documents import remote
from vve_portal.documents import services as documents
from vve_portal.documents.adding import name_of, organisation_of
from vve_portal.documents.authority import AuthorityUnavailable
from vve_portal.ui.dates import long_date, long_moment, short_moment

Route = Signature.Route
Judge = Callable[[User, Signature, date, SigningRules], Verdict]
NO_AUTHORITIES: Final = (
    "Het portaal weet nog niet welke ondertekendiensten het mag vertrouwen. Vraag de "
    "beheerder van het portaal om dat in te stellen."
)
NO_SERVICE: Final = (
    "Het portaal is niet aan een ondertekendienst op afstand gekoppeld. Vraag de "
    "beheerder van het portaal om dat in te stellen."
)
HOW: Final[dict[str, str]] = {
    Route.PORTAL: "In het portaal, met een code als tweede stap",
    Route.EXTERNAL: "Met een andere ondertekendienst; het portaal controleerde de pdf",
    Route.REMOTE: "Bij een ondertekendienst op afstand, vanuit het portaal",
    Route.INK: "Op papier; het portaal bewaart de scan, de pdf draagt haar niet",
}
SHORT: Final[dict[str, str]] = {
    Route.PORTAL: "In het portaal",
    Route.EXTERNAL: "Andere ondertekendienst",
    Route.REMOTE: "Ondertekendienst op afstand",
    Route.INK: "Op papier",
}


@dataclass(frozen=True, slots=True)
class Offer:
    """A way to a signature beside that in the portal; `may` judges who may take it."""

    route: str
    page: str
    label: str
    text: str
    may: Judge


@dataclass(frozen=True, slots=True)
class CertificateFacts:
    """What a certificate of another service says of whoever signed with it."""

    name: str
    organisation: str
    issuer: str
    valid_until: datetime


@dataclass(frozen=True, slots=True)
class Way:
    """An offer as a page shows it."""

    label: str
    text: str
    url: str


# In the order in which they are offered; signing in the portal comes before all.
OFFERS: Final[tuple[Offer, ...]] = (
    Offer(
        Route.EXTERNAL,
        "bring",
        "Met een andere ondertekendienst",
        "Haal de pdf op, laat haar daar tekenen en breng haar terug.",
        policies_routes.may_bring,
    ),
    Offer(
        Route.REMOTE,
        "sign-remote",
        "Bij een ondertekendienst op afstand",
        "Teken met uw eigen certificaat bij die dienst, zonder de pdf op te halen.",
        policies_remote.may_sign_remotely,
    ),
    Offer(
        Route.INK,
        "ink",
        "Op papier",
        "Print de pdf, teken met pen en lever de scan in.",
        policies_routes.may_record_ink,
    ),
)


def find_rules(partnership_pk: int) -> SigningRules:
    """Return the house rules of two parties; without any, only the portal is allowed.

    A row that is not saved stands for no rules.
    """
    found = SigningRules.objects.filter(partnership=partnership_pk).first()
    return found or SigningRules(partnership_id=partnership_pk)


def is_being_signed(partnership_pk: int) -> bool:
    """Return whether an agreement of two parties lies to be signed now."""
    return (
        SigningRound.objects.open()
        .filter(partnership=partnership_pk, agreement__status=Agreement.Status.SIGNING)
        .exists()
    )


def offer_of(route: str) -> Offer:
    """Return the offer of one way."""
    return next(one for one in OFFERS if one.route == route)


def ways_for(actor: User, signature: Signature, *, today: date) -> list[Way]:
    """Return the other ways that `actor` may take now for a signature."""
    rules = find_rules(signature.partnership_id)
    return [
        Way(
            offer.label,
            offer.text,
            reverse(f"agreements:{offer.page}", args=[signature.pk]),
        )
        for offer in OFFERS
        if offer.may(actor, signature, today, rules)
        and not why_unavailable(offer.route)
    ]


def why_unavailable(route: str) -> str:
    """Return why the settings do not let a way be allowed; empty when they do."""
    if route == Route.EXTERNAL and not _knows_authorities():
        return NO_AUTHORITIES
    if route == Route.REMOTE and not remote.is_configured():
        return NO_SERVICE
    return ""


def _knows_authorities() -> bool:
    try:
        return bool(documents.external_roots())
    except AuthorityUnavailable:
        return False


def find_brought(signature: Signature) -> BroughtFile | None:
    """Return the file that was brought back and waits to be confirmed, if any."""
    return BroughtFile.objects.filter(signature=signature).first()


def certificate_of(pem: str) -> CertificateFacts:
    """Return what a certificate says."""
    certificate = x509.load_pem_x509_certificate(pem.encode())
    issuer = certificate.issuer
    return CertificateFacts(
        name=name_of(certificate),
        organisation=organisation_of(certificate.subject),
        issuer=organisation_of(issuer) or issuer.rfc4514_string(),
        valid_until=certificate.not_valid_after_utc,
    )


def how_signed(signature: Signature) -> str:
    """Say in which way somebody signed; nothing before that."""
    return HOW[signature.route] if signature.signed_at else ""


def route_in_short(signature: Signature) -> str:
    """Name the way somebody signed; nothing before that."""
    return SHORT[signature.route] if signature.signed_at else ""


def signed_when(signature: Signature) -> str:
    """Say when somebody signed; of a signature on paper only the day is known."""
    if signature.signed_at is None:
        return ""
    write = long_date if signature.is_ink else long_moment
    return write(signature.signed_at)


def signed_when_in_short(signature: Signature) -> str:
    """Say it for a table."""
    if signature.signed_at is None:
        return "Nog niet getekend"
    write = long_date if signature.is_ink else short_moment
    return write(signature.signed_at)


def names_in_ink(signatures: list[Signature]) -> str:
    """Return who signed on paper, in one phrase."""
    return " en ".join(one.signer.name for one in signatures if one.is_ink)


def told_in_lines(signatures: list[Signature]) -> Iterator[str]:
    """Tell of each signature who signed, when and in which way."""
    for one in signatures:
        yield f"{one.signer.name}, {signed_when(one)}: {how_signed(one)}."
