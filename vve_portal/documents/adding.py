"""Judging a signature that another service added to a file of ours, and nothing more.

Knows no Django, so that it can run in a process with limits. The file is an increment
upon exactly our own, so what was agreed is in it unchanged.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from vve_portal.documents.check import check
from vve_portal.documents.verdicts import FileVerdict, SignatureVerdict
from vve_portal.documents.verifying import verify

if TYPE_CHECKING:
    from vve_portal.documents.pades.additions import Addition

_CLOCK_MARGIN: Final = timedelta(minutes=5)
_MOST_RULES: Final = 3
MOST_OTHERS: Final = 8
_HEAD: Final = b"%PDF-"
NO_PDF: Final = (
    "Dit is geen pdf. Kies het bestand dat u van de ondertekendienst terugkreeg."
)
SAME: Final = (
    "Dit is de pdf zoals u haar hier ophaalde, zonder nieuwe handtekening. Kies het "
    "bestand dat u van de ondertekendienst terugkreeg."
)
OTHER_FILE: Final = (
    "Dit bestand begint niet met de pdf die nu in het portaal staat. Haal de pdf hier "
    "opnieuw op en laat die ondertekenen. Vraag de dienst om haar niet opnieuw op te "
    "slaan, maar de handtekening aan het eind toe te voegen (incrementeel)."
)
DAMAGED: Final = (
    "Dit bestand is beschadigd: het portaal kan de handtekening niet lezen. Haal het "
    "opnieuw op bij de ondertekendienst."
)
NOT_NOW: Final = (
    "Het portaal kon dit bestand nu niet controleren. Probeer het over een paar "
    "minuten opnieuw. Lukt het dan ook niet? Haal het bestand opnieuw op bij de "
    "ondertekendienst."
)
NONE_ADDED: Final = (
    "In dit bestand staat geen nieuwe handtekening. Kies het bestand dat u van de "
    "ondertekendienst terugkreeg."
)
TOO_MANY: Final = (
    "In dit bestand staat meer dan één nieuwe handtekening. Ieder brengt alleen zijn "
    "eigen handtekening terug, om de beurt."
)
OTHER_FIELD: Final = (
    "De handtekening staat op de plaats van de andere partij. Laat opnieuw tekenen, in "
    "het veld “{label}”."
)
LOCKED: Final = (
    "De handtekening zet de pdf op slot, zodat de andere partij niet meer kan tekenen. "
    "Vraag de dienst om een gewone handtekening, zonder certificering of slot."
)
VISIBLE: Final = (
    "De handtekening heeft een zichtbaar stempel op een bladzijde. Dat kan tekst "
    "bedekken. Vraag de dienst om een onzichtbare handtekening."
)
MORE_CHANGED: Final = (
    "Er is meer aan de pdf gewijzigd dan dat er een handtekening bij kwam. Haal de pdf "
    "hier opnieuw op en laat die ondertekenen. Vraag de dienst om verder niets te "
    "wijzigen, ook niet de titel of een datum in de eigenschappen."
)
UNKNOWN_AUTHORITY: Final = (
    "Het certificaat van {name} is niet van een autoriteit die dit portaal vertrouwt. "
    "Laat tekenen met een certificaat dat uw organisatie met de beheerder van het "
    "portaal heeft afgesproken."
)
EXPIRED: Final = (
    "Het certificaat van {name} is op dit moment niet geldig. Laat tekenen met een "
    "geldig certificaat."
)
WRONG_TIME: Final = (
    "De handtekening zegt gezet te zijn op een tijdstip dat niet kan kloppen: voordat "
    "deze pdf er was, of in de toekomst. Laat opnieuw tekenen."
)
NOT_STANDARD: Final = (
    "Met deze handtekening is de pdf niet meer toegankelijk of niet meer duurzaam te "
    "bewaren. Vraag de dienst om een onzichtbare handtekening in het veld “{label}”. "
    "Geef deze regels door: {rules}."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where the signature belongs, and since when the file is there to be signed."""

    field: str
    label: str
    taken: tuple[str, ...]
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Trust:
    """Who may vouch for the new signature, and who for what stood there before."""

    outside: tuple[x509.Certificate, ...]
    others: tuple[x509.Certificate, ...]
    revoked: tuple[x509.CertificateRevocationList, ...]
    at: datetime

    def verify(self, pdf: bytes) -> FileVerdict:
        """Judge a whole file."""
        return verify(
            pdf,
            trusted_roots=(*self.others, *self.outside),
            revoked=self.revoked,
            at=self.at,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """The one signature that was added; with a problem it must not be used."""

    problem: str = ""
    certificate_pem: str = ""
    # What came along in the signature, of which some may stand above it.
    others_pem: tuple[str, ...] = ()
    signed_at: datetime | None = None
    has_timestamp: bool = False


def judge_added(
    base: bytes,
    pdf: bytes,
    *,
    place: Place,
    trust: Trust,
) -> Added:
    """Judge a file that should be `base` with one signature more, in its place.

    Never raises on a bad file: the first problem is returned in Dutch, with what to
    ask of the service.
    """
    problem = _against_bytes(base, pdf)
    if problem:
        return Added(problem=problem)
    try:
        return _judge(base, pdf, place, trust)
    except Exception:  # noqa: BLE001 - a damaged file may go wrong anywhere in the reader
        return Added(problem=DAMAGED)


def judge_in_limits(base: bytes, pdf: bytes, asked: bytes) -> dict[str, Any]:
    """Do `judge_added` as a job that takes bytes and gives plain data."""
    question = json.loads(asked)
    added = judge_added(
        base,
        pdf,
        place=Place(
            field=question["field"],
            label=question["label"],
            taken=tuple(question["taken"]),
            since=datetime.fromisoformat(question["since"]),
        ),
        trust=Trust(
            outside=tuple(_certificate(one) for one in question["outside"]),
            others=tuple(_certificate(one) for one in question["others"]),
            revoked=tuple(
                x509.load_pem_x509_crl(one.encode()) for one in question["revoked"]
            ),
            at=datetime.fromisoformat(question["at"]),
        ),
    )
    signed_at = added.signed_at.isoformat() if added.signed_at else ""
    return {**asdict(added), "signed_at": signed_at}


def ask_in_bytes(place: Place, trust: Trust) -> bytes:
    """Write what `judge_in_limits` has to know."""
    question = {
        **asdict(place),
        "since": place.since.isoformat(),
        "outside": [_as_text(one) for one in trust.outside],
        "others": [_as_text(one) for one in trust.others],
        "revoked": [_as_text(one) for one in trust.revoked],
        "at": trust.at.isoformat(),
    }
    return json.dumps(question).encode()


def read_answer(answer: Any) -> Added:
    """Take over what `judge_in_limits` says; raises when it is no such answer."""
    signed_at = answer["signed_at"]
    return Added(
        problem=str(answer["problem"]),
        certificate_pem=str(answer["certificate_pem"]),
        others_pem=tuple(str(one) for one in answer["others_pem"][:MOST_OTHERS]),
        signed_at=datetime.fromisoformat(signed_at) if signed_at else None,
        has_timestamp=answer["has_timestamp"] is True,
    )


def _certificate(pem: str) -> x509.Certificate:
    return x509.load_pem_x509_certificate(pem.encode())


def _as_text(one: x509.Certificate | x509.CertificateRevocationList) -> str:
    return one.public_bytes(Encoding.PEM).decode()


def _against_bytes(base: bytes, pdf: bytes) -> str:
    if not pdf.startswith(_HEAD):
        return NO_PDF
    if pdf == base:
        return SAME
    return "" if pdf.startswith(base) else OTHER_FILE


def _judge(base: bytes, pdf: bytes, place: Place, trust: Trust) -> Added:
    from vve_portal.documents.pades.additions import read_addition  # noqa: PLC0415 - slow to load

    addition = read_addition(base, pdf, roots=trust.outside, at=trust.at)
    if len(addition.fields) != 1:
        return Added(problem=TOO_MANY if addition.fields else NONE_ADDED)
    verdict = trust.verify(pdf)
    signature = next(
        one for one in verdict.signatures if one.field == addition.fields[0]
    )
    certificate = _certificate(addition.certificates_pem[0])
    problems = chain(
        _against_addition(addition, signature, place),
        _against_certificate(addition, certificate, trust.at),
        _against_moment(signature, place, trust.at),
        _against_verdict(verdict),
        _against_standards(pdf, place),
    )
    return Added(
        problem=next(problems, ""),
        certificate_pem=addition.certificates_pem[0],
        others_pem=addition.others_pem[:MOST_OTHERS],
        signed_at=signature.proven_at or signature.claimed_at,
        has_timestamp=signature.proven_at is not None,
    )


def _against_addition(
    addition: "Addition", signature: SignatureVerdict, place: Place
) -> Iterator[str]:
    if signature.field in place.taken:
        yield OTHER_FIELD.format(label=place.label)
    if addition.is_locked:
        yield LOCKED
    if addition.is_visible:
        yield VISIBLE
    if not addition.is_only_signed:
        yield MORE_CHANGED


def _against_certificate(
    addition: "Addition", certificate: x509.Certificate, at: datetime
) -> Iterator[str]:
    begins, ends = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    if not begins <= at <= ends:
        yield EXPIRED.format(name=name_of(certificate))
    # Our own authorities vouch for what is signed here, and for the time.
    if not addition.is_vouched_for:
        yield UNKNOWN_AUTHORITY.format(name=name_of(certificate))


def _against_moment(
    signature: SignatureVerdict, place: Place, at: datetime
) -> Iterator[str]:
    moment = signature.proven_at or signature.claimed_at
    if moment is None or not (
        place.since - _CLOCK_MARGIN <= moment <= at + _CLOCK_MARGIN
    ):
        yield WRONG_TIME


def _against_verdict(verdict: FileVerdict) -> Iterator[str]:
    if not verdict.is_good:
        wrong = (one for one in verdict.findings if one.weight == "fout")
        yield " ".join(one.sentence for one in wrong)


def _against_standards(pdf: bytes, place: Place) -> Iterator[str]:
    rules = check(pdf, signed=True)
    if rules:
        named = ", ".join(rules[:_MOST_RULES])
        yield NOT_STANDARD.format(label=place.label, rules=named)


def name_of(certificate: x509.Certificate) -> str:
    """Whose certificate it says it is."""
    return _part(certificate.subject, NameOID.COMMON_NAME) or " ".join(
        part
        for part in (
            _part(certificate.subject, NameOID.GIVEN_NAME),
            _part(certificate.subject, NameOID.SURNAME),
        )
        if part
    )


def organisation_of(name: x509.Name) -> str:
    """For which organisation it stands, if it says so."""
    return _part(name, NameOID.ORGANIZATION_NAME)


def _part(name: x509.Name, oid: x509.ObjectIdentifier) -> str:
    found = name.get_attributes_for_oid(oid)
    return str(found[0].value) if found else ""
