"""Places signatures and document timestamps in a PDF."""

import io
from datetime import datetime, timedelta
from typing import Any, Final

from cryptography import x509
from pyhanko.pdf_utils.generic import DictionaryObject, pdf_name, pdf_string
from pyhanko.sign import signers
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers.pdf_signer import (
    DSSContentSettings,
    PdfTimeStamper,
    SigDSSPlacementPreference,
    TimestampDSSContentSettings,
)
from pyhanko_certvalidator import ValidationContext

from vve_portal.documents.authority import Credential
from vve_portal.documents.pades.certificates import (
    as_asn1,
    as_store,
    key_as_asn1,
    list_as_asn1,
)
from vve_portal.documents.pades.writer import NoAppearance, SealedWriter
from vve_portal.documents.trust import Trust

_CLOCK_MARGIN: Final = timedelta(minutes=5)
_TIMESTAMP_FIELD: Final = "Tijdstempel_"
_TIMESTAMP_LABEL: Final = "Documenttijdstempel"


def own_signer(credential: Credential, issuer: x509.Certificate) -> Any:
    """A signer whose key is here, for as long as it is signing."""
    return signers.SimpleSigner(
        signing_cert=as_asn1(credential.certificate),
        signing_key=key_as_asn1(credential.key),
        cert_registry=as_store([issuer]),
    )


def place_signature(
    pdf: bytes, *, field: str, signer: Any, trust: Trust, client: Any
) -> bytes:
    """Sign into a field kept free; with the proof of trust in the same revision."""
    metadata = signers.PdfSignatureMetadata(
        field_name=field,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        embed_validation_info=True,
        validation_context=_context(trust),
        dss_settings=DSSContentSettings(
            include_vri=False,
            placement=SigDSSPlacementPreference.TOGETHER_WITH_SIGNATURE,
        ),
    )
    signing = _PunctualSigner(
        metadata, signer=signer, timestamper=client, stamp_style=NoAppearance()
    )
    signing.at = trust.at
    writer = SealedWriter(io.BytesIO(pdf))
    return bytes(signing.sign_pdf(writer, existing_fields_only=True).getvalue())


def place_timestamp(pdf: bytes, *, trust: Trust, client: Any) -> bytes:
    """Add a timestamp over the whole file, in a field without a place on a page.

    A field with a widget would change pages and structure, which were sealed.
    """
    writer = SealedWriter(io.BytesIO(pdf))
    placed = PdfTimeStamper(client, field_name=_add_field(writer)).timestamp_pdf(
        writer,
        "sha256",
        validation_context=_context(trust),
        dss_settings=TimestampDSSContentSettings(
            include_vri=False, update_before_ts=True
        ),
    )
    return bytes(placed.getvalue())


def _context(trust: Trust) -> ValidationContext:
    return ValidationContext(
        trust_roots=[as_asn1(root) for root in trust.roots],
        crls=[list_as_asn1(listed) for listed in trust.revoked],
        moment=trust.at,
        allow_fetching=trust.may_fetch,
        revocation_mode=trust.revocation_mode,
        time_tolerance=_CLOCK_MARGIN,
    )


class _PunctualSigner(signers.PdfSigner):
    """Writes the moment it was given, not that of its own clock."""

    at: datetime

    def init_signing_session(self, *arguments: Any, **options: Any) -> Any:
        session = super().init_signing_session(*arguments, **options)
        session.system_time = self.at
        return session


def _add_field(writer: SealedWriter) -> str:
    fields = writer.root["/AcroForm"]["/Fields"]
    taken = {str(field.get_object()["/T"]) for field in fields}
    numbers = range(1, len(taken) + 2)
    name = next(
        f"{_TIMESTAMP_FIELD}{number}"
        for number in numbers
        if f"{_TIMESTAMP_FIELD}{number}" not in taken
    )
    field = DictionaryObject(  # type: ignore[no-untyped-call]  # has no types
        {
            pdf_name("/FT"): pdf_name("/Sig"),
            pdf_name("/T"): pdf_string(name),
            pdf_name("/TU"): pdf_string(_TIMESTAMP_LABEL),
        }
    )
    fields.append(writer.add_object(field))
    writer.update_container(fields)
    return name
