"""Judges the signatures in a PDF, each on its own and as a row."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from asn1crypto import cms, core
from cryptography import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import (
    DEFAULT_DIFF_POLICY,
    DiffResult,
    ModificationLevel,
)
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.general import find_unique_cms_attribute
from pyhanko.sign.validation import (
    DocumentSecurityStore,
    EmbeddedPdfSignature,
    SignatureCoverageLevel,
    validate_pdf_signature,
    validate_pdf_timestamp,
)
from pyhanko.sign.validation.errors import ValidationInfoReadingError
from pyhanko.sign.validation.pdf_embedded import collect_embedded_signatures
from pyhanko_certvalidator import ValidationContext

from vve_portal.documents.garbage import uncollected
from vve_portal.documents.pades.certificates import as_asn1
from vve_portal.documents.pades.ranges import SignedRange
from vve_portal.documents.pades.reading import Reader
from vve_portal.documents.pades.tokens import is_tight
from vve_portal.documents.verdicts import SIGNATURE, TIMESTAMP, SignatureVerdict

_CLOCK_MARGIN: Final = timedelta(minutes=5)
_HARMLESS: Final = frozenset(
    {
        ModificationLevel.NONE,
        ModificationLevel.LTA_UPDATES,
        ModificationLevel.FORM_FILLING,
    }
)
_MISPLACED: Final = "De handtekening staat niet op de plaats die ze zelf opgeeft."
_CHANGED: Final = "De ondertekende inhoud is daarna gewijzigd."
_LOOSE: Final = "In de handtekening zelf is iets gewijzigd."
_UNTRUSTED: Final = "Het certificaat is niet van een autoriteit die wordt vertrouwd."
_REVOKED: Final = "Het certificaat is ingetrokken."
_BAD_STAMP: Final = "Het tijdstempel bij de handtekening klopt niet."
_CHANGED_AFTER: Final = (
    "Na deze handtekening is meer gewijzigd dan handtekeningen en tijdstempels."
)


def judge(
    pdf: bytes,
    roots: Sequence[x509.Certificate],
    revoked: Sequence[x509.CertificateRevocationList],
    at: datetime,
) -> tuple[list[SignatureVerdict], list[str]]:
    """The verdicts in the order of signing, and the labels of fields still empty.

    Raises whatever the reader raises on a damaged file.
    """
    reader = Reader(pdf)
    signatures = collect_embedded_signatures(reader)
    bench = _Bench(pdf, reader, signatures, list(roots), list(revoked), at)
    verdicts: list[SignatureVerdict] = []
    with uncollected():
        for place in reversed(range(len(signatures))):
            verdicts.insert(0, bench.judge(place, later=verdicts))
    fields = enumerate_sig_fields(reader, filled_status=False)
    empty = [str(field.get_object().get("/TU", name)) for name, _, field in fields]
    return verdicts, empty


class _Bench:
    """One file with what is needed to judge each of its signatures."""

    def __init__(
        self,
        pdf: bytes,
        reader: PdfFileReader,
        signatures: list[EmbeddedPdfSignature],
        roots: list[x509.Certificate],
        revoked: list[x509.CertificateRevocationList],
        at: datetime,
    ) -> None:
        self._pdf, self._signatures, self._at = pdf, signatures, at
        self._roots, self._revoked = roots, revoked
        self._fields = {signature.fq_name for signature in signatures}
        self._store = _security_store(reader)
        self._changes: dict[int, Any] = {}

    def judge(self, place: int, later: list[SignatureVerdict]) -> SignatureVerdict:
        signature = self._signatures[place]
        is_stamp = self._is_stamp(place)
        moment = self._moment_of(place)
        status = self._validate(signature, moment, is_stamp=is_stamp)
        problems = [
            *self._status_problems(place, status, moment),
            *self._placing_problems(signature),
        ]
        # The next signature or timestamp covers the bytes of the one before.
        if not later and not problems and not is_tight(_token(signature), self._roots):
            problems.append(_LOOSE)
        own_proof, later_proof = (
            _own_proof(status, is_stamp=is_stamp),
            _later_proof(later),
        )
        subject = signature.signer_cert.subject.native
        return SignatureVerdict(
            # Plain text: the reader's own holds on to the whole file.
            field=str(signature.fq_name),
            kind=TIMESTAMP if is_stamp else SIGNATURE,
            signer=str(subject.get("common_name", "")),
            organisation=str(subject.get("organization_name", "")),
            function=str(subject.get("title", "")),
            certificate_serial=f"{signature.signer_cert.serial_number:x}",
            certificate_ends_at=signature.signer_cert.not_valid_after,
            claimed_at=None if is_stamp else signature.self_reported_timestamp,
            proven_at=own_proof or later_proof,
            level="" if is_stamp else self._level(own_proof, later_proof),
            is_intact=bool(status.intact and status.valid),
            is_trusted=bool(status.trusted),
            covers_file=self._range_of(signature).end == len(self._pdf),
            problems=tuple(problems),
        )

    def _moment_of(self, place: int) -> datetime:
        """The first timestamp that covers a signature, else what it claims itself."""
        stamps = [_stamp_time(one) for one in self._signatures[place:]]
        claimed: datetime | None = self._signatures[place].self_reported_timestamp
        return next((time for time in stamps if time), claimed) or self._at

    def _validate(
        self, signature: EmbeddedPdfSignature, moment: datetime, *, is_stamp: bool
    ) -> Any:
        """Judge it by itself; what came after it is `_is_only_signed_after`'s work."""
        context = self._context(moment)
        if is_stamp:
            return validate_pdf_timestamp(signature, context, skip_diff=True)
        return validate_pdf_signature(signature, context, context, skip_diff=True)

    def _was_revoked(self, signature: EmbeddedPdfSignature, moment: datetime) -> bool:
        """Whether a newer list than the one in the file has the certificate."""
        serial = signature.signer_cert.serial_number
        entries = [
            listed.get_revoked_certificate_by_serial_number(serial)
            for listed in self._revoked
        ]
        return any(one and one.revocation_date_utc <= moment for one in entries)

    def _context(self, moment: datetime) -> Any:
        options: dict[str, Any] = {
            "trust_roots": [as_asn1(root) for root in self._roots],
            "moment": moment,
            "allow_fetching": False,
            "revocation_mode": "soft-fail",
            "time_tolerance": _CLOCK_MARGIN,
        }
        if self._store is None:
            return ValidationContext(**options)
        return self._store.as_validation_context(options)

    def _range_of(self, signature: EmbeddedPdfSignature) -> SignedRange:
        return SignedRange.read(signature.byte_range)

    def _placing_problems(self, signature: EmbeddedPdfSignature) -> list[str]:
        held = self._range_of(signature).holds_only(self._pdf, _token(signature))
        return [] if held else [_MISPLACED]

    def _status_problems(self, place: int, status: Any, moment: datetime) -> list[str]:
        signature = self._signatures[place]
        stamp = getattr(status, "timestamp_validity", None)
        is_unchanged = status.intact and status.valid
        checks = {
            _CHANGED: is_unchanged,
            _REVOKED: not (status.revoked or self._was_revoked(signature, moment)),
            # Of what was changed nobody looked at the certificate.
            _UNTRUSTED: status.trusted or status.revoked or not is_unchanged,
            _BAD_STAMP: stamp is None or _is_good(stamp),
            _CHANGED_AFTER: self._is_only_signed_after(place),
        }
        return [problem for problem, is_right in checks.items() if not is_right]

    def _is_only_signed_after(self, place: int) -> bool:
        """Whether it covers its revision, and nothing else than signing came later.

        Each later revision is compared with the one of the signature at or before this
        place. A document timestamp of its own adds nothing to that, and takes as long.
        """
        if self._signatures[place].coverage < SignatureCoverageLevel.ENTIRE_REVISION:
            return False
        people = [at for at in range(place + 1) if not self._is_stamp(at)]
        changes = self._changes_since(people[-1] if people else place)
        return (
            isinstance(changes, DiffResult)
            and changes.modification_level in _HARMLESS
            and self._fields.issuperset(changes.changed_form_fields)
        )

    def _changes_since(self, place: int) -> Any:
        if place not in self._changes:
            signature: Any = self._signatures[place]
            signature.coverage = signature.evaluate_signature_coverage()
            found = signature.evaluate_modifications(DEFAULT_DIFF_POLICY)
            self._changes[place] = found
        return self._changes[place]

    def _is_stamp(self, place: int) -> bool:
        kind: str = self._signatures[place].sig_object_type
        return kind == "/DocTimeStamp"

    def _level(self, own_proof: datetime | None, later_proof: datetime | None) -> str:
        if own_proof is None:
            return "B-B" if later_proof is None else "B-B+DTS"
        if self._store is None:
            return "B-T"
        return "B-LT" if later_proof is None else "B-LTA"


def _token(signature: EmbeddedPdfSignature) -> bytes:
    """The signature without the zeros behind it."""
    return bytes(cms.ContentInfo.load(signature.pkcs7_content).dump())


def _security_store(reader: PdfFileReader) -> Any:
    try:
        return DocumentSecurityStore.read_dss(reader)
    except ValidationInfoReadingError:
        return None


def _is_good(status: Any) -> bool:
    return bool(status.intact and status.valid and status.trusted)


def _own_proof(status: Any, *, is_stamp: bool) -> datetime | None:
    stamp = status if is_stamp else status.timestamp_validity
    return stamp.timestamp if stamp is not None and _is_good(stamp) else None


def _later_proof(later: list[SignatureVerdict]) -> datetime | None:
    """A timestamp over the whole file proves everything before it too."""
    return next(
        (one.proven_at for one in later if one.kind == TIMESTAMP and one.is_good),
        None,
    )


def _stamp_time(signature: Any) -> datetime | None:
    """The time in a document timestamp, or in the timestamp of a signature."""
    signed = signature.signed_data
    if signed["encap_content_info"]["content_type"].native != "tst_info":
        attributes = signature.signer_info["unsigned_attrs"]
        if attributes is core.VOID:
            return None
        tokens = find_unique_cms_attribute(attributes, "signature_time_stamp_token")
        signed = tokens["content"]
    time: datetime = signed["encap_content_info"]["content"].parsed["gen_time"].native
    return time
