"""A signing service of somebody else, with an authority of its own (P-256)."""

import io
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.generic import StreamObject  # noqa: TID253 - whoever loads this signs
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter  # noqa: TID253 - whoever loads this signs
from pyhanko.sign import signers  # noqa: TID253 - whoever loads this signs
from pyhanko.sign.fields import (  # noqa: TID253 - whoever loads this signs
    SigFieldSpec,
    SigSeedSubFilter,
    append_signature_field,
)

from tests.factories import NOW
from vve_portal.documents.pades.certificates import as_asn1, as_store, key_as_asn1
from vve_portal.documents.pades.writer import NoAppearance, SealedWriter

COMPANY: Final = "Vertrouwensdienst Verzonnen"
YEAR: Final = timedelta(days=365)
INVISIBLE: Final = NoAppearance()


@dataclass(frozen=True)
class Signer:
    """A key with its certificate, and who vouches for it."""

    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate
    root: x509.Certificate


@dataclass(frozen=True)
class Outsider:
    """An authority from outside the portal."""

    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate
    lists_at: str = ""
    revoked: list[int] = field(default_factory=list)

    @property
    def pem(self) -> bytes:
        """The root, as it stands in the file that the settings name."""
        return self.certificate.public_bytes(Encoding.PEM)

    def issue(
        self,
        name: str = "R. Testman",
        *,
        starts_at: datetime = NOW - YEAR,
        ends_at: datetime = NOW + YEAR,
        can_sign: bool = True,
        lists_at: str | None = None,
    ) -> Signer:
        """Make a key for somebody who signs; its certificate says where the list is."""
        key = ec.generate_private_key(ec.SECP256R1())
        usage = x509.KeyUsage(
            digital_signature=True,
            content_commitment=can_sign,
            key_encipherment=False,
            data_encipherment=False,
            key_agreement=False,
            key_cert_sign=False,
            crl_sign=False,
            encipher_only=False,
            decipher_only=False,
        )
        builder = (
            _certificate(name, "JGZ Bedacht", key, starts_at, ends_at)
            .issuer_name(self.certificate.subject)
            .add_extension(
                x509.BasicConstraints(ca=False, path_length=None), critical=True
            )
            .add_extension(usage, critical=True)
        )
        if place := self.lists_at if lists_at is None else lists_at:
            builder = builder.add_extension(_list_at(place), critical=False)
        certificate = builder.sign(self.key, hashes.SHA256())
        return Signer(key, certificate, self.certificate)

    def revoke(self, signer: Signer) -> None:
        """Put a certificate on the list."""
        self.revoked.append(signer.certificate.serial_number)

    def revocation_list(self) -> bytes:
        """The list as it is now."""
        builder = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(self.certificate.subject)
            .last_update(NOW - timedelta(days=1))
            .next_update(NOW + timedelta(days=30))
            .add_extension(x509.CRLNumber(1), critical=False)
        )
        for serial in self.revoked:
            builder = builder.add_revoked_certificate(
                x509.RevokedCertificateBuilder()
                .serial_number(serial)
                .revocation_date(NOW - timedelta(hours=1))
                .build()
            )
        return builder.sign(self.key, hashes.SHA256()).public_bytes(Encoding.DER)


@contextmanager
def publishing() -> Iterator[Outsider]:
    """An authority that gives its revocation list to whoever asks, on this machine."""

    class Door(BaseHTTPRequestHandler):
        outsider: Outsider

        def do_GET(self) -> None:
            body = self.outsider.revocation_list()
            self.send_response(200)
            self.send_header("Content-Type", "application/pkix-crl")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_arguments: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    url = f"http://127.0.0.1:{server.server_port}/list"
    Door.outsider = outsider = replace(make_outsider(), lists_at=url)
    thread = threading.Thread(
        target=server.serve_forever, kwargs={"poll_interval": 0.05}
    )
    thread.start()
    yield outsider
    server.shutdown()
    thread.join()
    server.server_close()


def make_outsider(name: str = "Verzonnen Root CA") -> Outsider:
    """Make an authority; the portal trusts it only when the settings say so."""
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = (
        _certificate(name, COMPANY, key, NOW - 2 * YEAR, NOW + 10 * YEAR)
        .issuer_name(_name(name, COMPANY))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    return Outsider(key, certificate)


def sign_elsewhere(
    pdf: bytes,
    signer: Signer,
    *,
    at: datetime,
    field: str,
    box: tuple[int, int, int, int] | None = None,
    writer: type[IncrementalPdfFileWriter] = SealedWriter,
    style: Any = INVISIBLE,
    timestamper: Any = None,
    **options: Any,
) -> bytes:
    """Sign as another service would: appended to the file; `box` makes it visible."""
    target = writer(io.BytesIO(pdf))
    if box is not None:
        append_signature_field(target, SigFieldSpec(field, box=box))
    metadata = signers.PdfSignatureMetadata(
        field_name=field,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        **options,
    )
    signing = _PunctualSigner(
        metadata,
        signer=signers.SimpleSigner(
            signing_cert=as_asn1(signer.certificate),
            signing_key=key_as_asn1(signer.key),
            cert_registry=as_store([signer.root]),
        ),
        timestamper=timestamper,
        stamp_style=style,
    )
    signing.at = at
    return bytes(signing.sign_pdf(target).getvalue())


class _PunctualSigner(signers.PdfSigner):
    """Writes the moment that the test says."""

    at: datetime

    def init_signing_session(self, *arguments: Any, **options: Any) -> Any:
        session = super().init_signing_session(*arguments, **options)
        session.system_time = self.at
        return session


def change_page(pdf: bytes) -> bytes:
    """Write over a page in an increment, as a shadow attack does."""
    writer: Any = SealedWriter(io.BytesIO(pdf))
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    while page["/Type"] != "/Page":
        page = page["/Kids"][0].get_object()
    page["/Contents"] = writer.add_object(StreamObject(stream_data=b"q Q\n"))
    writer.update_container(page)
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def _certificate(
    name: str,
    organisation: str,
    key: ec.EllipticCurvePrivateKey,
    starts_at: datetime,
    ends_at: datetime,
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(_name(name, organisation))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(starts_at)
        .not_valid_after(ends_at)
    )


def _list_at(url: str) -> x509.CRLDistributionPoints:
    place = [x509.UniformResourceIdentifier(url)]
    return x509.CRLDistributionPoints([x509.DistributionPoint(place, None, None, None)])


def _name(name: str, organisation: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "NL"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation),
            x509.NameAttribute(NameOID.COMMON_NAME, name),
        ]
    )
