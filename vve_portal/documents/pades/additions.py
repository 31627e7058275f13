"""Reads what somebody else added to a sealed PDF: signatures, and what came along."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from asn1crypto import pem
from cryptography import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import (
    DEFAULT_DIFF_POLICY,
    DiffResult,
    ModificationLevel,
)
from pyhanko.sign.validation import EmbeddedPdfSignature, validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import collect_embedded_signatures
from pyhanko_certvalidator import ValidationContext

from vve_portal.documents.pades.certificates import as_asn1

_STAMP: Final = "/DocTimeStamp"
_PROOF: Final = ("/Certs", "/CRLs", "/OCSPs")
_HARMLESS: Final = frozenset(
    {
        ModificationLevel.NONE,
        ModificationLevel.LTA_UPDATES,
        ModificationLevel.FORM_FILLING,
    }
)


@dataclass(frozen=True, slots=True)
class Addition:
    """What stands in a file beyond another one, which it begins with byte for byte.

    `fields` are those of the new signatures, timestamps not among them.
    """

    fields: tuple[str, ...]
    certificates_pem: tuple[str, ...]
    others_pem: tuple[str, ...]
    is_vouched_for: bool
    is_only_signed: bool
    is_visible: bool
    is_locked: bool


def read_addition(
    base: bytes, pdf: bytes, *, roots: Sequence[x509.Certificate], at: datetime
) -> Addition:
    """Compare a file with what it began as; `roots` vouch for who signed.

    Raises whatever the reader raises on a damaged file.
    """
    earlier = PdfFileReader(io.BytesIO(base), strict=True)
    known = {one.fq_name for one in collect_embedded_signatures(earlier)}
    reader = PdfFileReader(io.BytesIO(pdf), strict=True)
    added = [
        one for one in collect_embedded_signatures(reader) if one.fq_name not in known
    ]
    signatures = [one for one in added if one.sig_object_type != _STAMP]
    return Addition(
        fields=tuple(one.fq_name for one in signatures),
        certificates_pem=tuple(_pem(one.signer_cert) for one in signatures),
        others_pem=tuple(
            _pem(other) for one in signatures for other in one.other_embedded_certs
        ),
        is_vouched_for=all(_is_vouched_for(one, roots, at) for one in signatures),
        is_only_signed=_is_only_signed(reader, earlier.xrefs.total_revisions, added)
        and _description(reader) == _description(earlier)
        and _proof_in(earlier) <= _proof_in(reader),
        is_visible=any(_is_visible(one) for one in added),
        is_locked=any(_is_locked(one) for one in added),
    )


def _is_vouched_for(
    signature: EmbeddedPdfSignature, roots: Sequence[x509.Certificate], at: datetime
) -> bool:
    context = ValidationContext(
        trust_roots=[as_asn1(root) for root in roots],
        moment=at,
        allow_fetching=False,
        revocation_mode="soft-fail",
    )
    return bool(validate_pdf_signature(signature, context, skip_diff=True).trusted)


def _is_only_signed(
    reader: PdfFileReader, revisions: int, added: Iterable[EmbeddedPdfSignature]
) -> bool:
    changes = DEFAULT_DIFF_POLICY.review_file(reader, revisions - 1)
    names = {one.fq_name for one in added}
    return (
        isinstance(changes, DiffResult)
        and changes.modification_level in _HARMLESS
        and names.issuperset(changes.changed_form_fields)
    )


def _description(reader: PdfFileReader) -> tuple[bytes, dict[str, str]]:
    """The title and all else that is said of a file, which the comparison lets pass."""
    trailer = reader.trailer_view
    info = trailer["/Info"] if "/Info" in trailer else {}  # noqa: SIM401 - its get() leaves references
    said = {str(key): str(info[key]) for key in info}
    return reader.root["/Metadata"].data, said


def _proof_in(reader: PdfFileReader) -> set[bytes]:
    """What is kept of certificates; pyHanko's comparison lets it be thrown away."""
    store = reader.root["/DSS"] if "/DSS" in reader.root else {}  # noqa: SIM401 - its get() leaves references
    kinds = [store[kind] for kind in _PROOF if kind in store]
    return {bytes(one.get_object().data) for kind in kinds for one in kind}


def _is_visible(signature: EmbeddedPdfSignature) -> bool:
    """Whether it takes place on a page: there it may hide what was agreed."""
    left, bottom, right, top = (
        float(side) for side in signature.sig_field.get("/Rect", (0, 0, 0, 0))
    )
    return left != right and bottom != top


def _is_locked(signature: EmbeddedPdfSignature) -> bool:
    """Whether it forbids the next party to sign (a certification, or a lock)."""
    return signature.docmdp_level is not None or signature.fieldmdp is not None


def _pem(certificate: Any) -> str:
    armoured: bytes = pem.armor("CERTIFICATE", certificate.dump())
    return armoured.decode()
