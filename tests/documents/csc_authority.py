"""The authority behind the certificates of the signing service; not ours."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


@dataclass
class Trust:
    """The authority behind the certificates: a root, and one that issues for it."""

    at: datetime
    root_key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    issuer_key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    revoked: list[int] = field(default_factory=list)
    lists_at: str = ""

    def __post_init__(self) -> None:
        name = _name("Wortel van Vertrouw B.V.")
        self.root = self._sign(name, name, self.root_key, self.root_key, length=1)
        self.issuer = self._sign(
            _name("Vertrouw B.V. voor personen"),
            name,
            self.issuer_key,
            self.root_key,
            length=0,
        )

    @property
    def root_pem(self) -> bytes:
        return self.root.public_bytes(Encoding.PEM)

    def issue(
        self,
        name: str,
        key: Key,
        *,
        starts: timedelta = timedelta(days=-30),
        ends: timedelta = timedelta(days=365 * 3),
        is_for_signing: bool = True,
    ) -> x509.Certificate:
        """A certificate for a person, which says where its revocation list is."""
        return self._sign(
            _name(name),
            self.issuer.subject,
            key,
            self.issuer_key,
            length=None,
            starts=starts,
            ends=ends,
            is_for_signing=is_for_signing,
        )

    def revocation_list(self, issuer: str) -> bytes:
        """The list of the root ("wortel") or of the authority for persons."""
        is_root = issuer == "wortel"
        certificate = self.root if is_root else self.issuer
        builder = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(certificate.subject)
            .last_update(self.at - timedelta(days=1))
            .next_update(self.at + timedelta(days=30))
            .add_extension(x509.CRLNumber(1), critical=False)
            .add_extension(_issued_by(certificate), critical=False)
        )
        for serial in [] if is_root else self.revoked:
            builder = builder.add_revoked_certificate(
                x509.RevokedCertificateBuilder()
                .serial_number(serial)
                .revocation_date(self.at - timedelta(hours=1))
                .build()
            )
        key = self.root_key if is_root else self.issuer_key
        return builder.sign(key, hashes.SHA256()).public_bytes(Encoding.DER)

    def _sign(
        self,
        subject: x509.Name,
        issuer: x509.Name,
        key: Key,
        by: ec.EllipticCurvePrivateKey,
        *,
        length: int | None,
        starts: timedelta = timedelta(days=-60),
        ends: timedelta = timedelta(days=365 * 10),
        is_for_signing: bool = True,
    ) -> x509.Certificate:
        is_authority = length is not None
        usage = {
            "digital_signature": not is_authority,
            "content_commitment": not is_authority and is_for_signing,
            "key_cert_sign": is_authority,
            "crl_sign": is_authority,
        }
        others = (
            "key_encipherment",
            "data_encipherment",
            "key_agreement",
            "encipher_only",
            "decipher_only",
        )
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(issuer)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(self.at + starts)
            .not_valid_after(self.at + ends)
            .add_extension(
                x509.BasicConstraints(ca=is_authority, path_length=length),
                critical=True,
            )
            .add_extension(
                x509.KeyUsage(**usage, **dict.fromkeys(others, False)), critical=True
            )
            .add_extension(
                x509.SubjectKeyIdentifier.from_public_key(key.public_key()),
                critical=False,
            )
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(by.public_key()),
                critical=False,
            )
        )
        if subject != issuer and self.lists_at:
            place = "personen" if not is_authority else "wortel"
            builder = builder.add_extension(
                _list_at(f"{self.lists_at}/crl/{place}"), critical=False
            )
        return builder.sign(by, hashes.SHA256())


def _name(common: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "NL"),
            x509.NameAttribute(NameOID.COMMON_NAME, common),
        ]
    )


def _issued_by(certificate: x509.Certificate) -> x509.AuthorityKeyIdentifier:
    key: Any = certificate.public_key()
    return x509.AuthorityKeyIdentifier.from_issuer_public_key(key)


def _list_at(url: str) -> x509.CRLDistributionPoints:
    place = [x509.UniformResourceIdentifier(url)]
    return x509.CRLDistributionPoints([x509.DistributionPoint(place, None, None, None)])
