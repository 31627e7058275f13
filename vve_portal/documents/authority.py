"""The portal's own authority: issues each signer a certificate for one signature."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final, Self

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

PrivateKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey

_DAYS_PER_YEAR: Final = 365.25
_CLOCK_MARGIN: Final = timedelta(minutes=5)
_NAME_LENGTH: Final = 64  # of each part of a name in a certificate (X.520)
_NO_USAGE: Final = dict.fromkeys(
    (
        "digital_signature",
        "content_commitment",
        "key_encipherment",
        "data_encipherment",
        "key_agreement",
        "key_cert_sign",
        "crl_sign",
        "encipher_only",
        "decipher_only",
    ),
    False,
)


class AuthorityUnavailable(Exception):  # noqa: N818 - it says what is the matter
    """The authority's key or certificate is missing or unfit; nothing is signed."""


@dataclass(frozen=True, slots=True)
class Credential:
    """A key with its certificate."""

    key: PrivateKey
    certificate: x509.Certificate


@dataclass(frozen=True, slots=True)
class Authority:
    """The root of trust of every signature made in the portal."""

    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate
    archive_years: int
    revoked: tuple[x509.RevokedCertificate, ...] = ()

    @classmethod
    def load(
        cls, *, key_path: Path, certificate_path: Path, archive_years: int
    ) -> Self:
        """Read the authority from its files.

        Raises AuthorityUnavailable when a file is missing or they do not fit.
        """
        key = _load_key(key_path)
        certificate = load_certificates(certificate_path)[0]
        if not isinstance(key, ec.EllipticCurvePrivateKey):
            message = f"De sleutel in {key_path} is geen sleutel op een kromme (EC)."
            raise AuthorityUnavailable(message)
        if key.public_key() != certificate.public_key():
            message = f"De sleutel in {key_path} hoort niet bij {certificate_path}."
            raise AuthorityUnavailable(message)
        revoked = _load_revoked(certificate_path, certificate)
        return cls(key, certificate, archive_years, revoked)

    def issue_signer(
        self, *, name: str, organisation: str, function: str, at: datetime
    ) -> Credential:
        """Make a key for one signature; the caller drops it after use.

        Raises AuthorityUnavailable when the authority ends before the archive term.
        """
        key = ec.generate_private_key(ec.SECP256R1())
        subject = _name(name, organisation, function)
        builder = self._builder(subject, key, at).add_extension(
            _usage("digital_signature", "content_commitment"), critical=True
        )
        return Credential(key, builder.sign(self.key, hashes.SHA256()))

    def issue_timestamper(self, at: datetime) -> Credential:
        """Make the key of the built-in timestamps, with which one tries the portal out.

        The library that makes them knows RSA only.
        """
        key = rsa.generate_private_key(public_exponent=65537, key_size=3072)
        subject = _name("Tijdstempel om uit te proberen", "VVE-portaal")
        purpose = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        builder = (
            self._builder(subject, key, at)
            .add_extension(_usage("digital_signature"), critical=True)
            .add_extension(purpose, critical=True)
        )
        return Credential(key, builder.sign(self.key, hashes.SHA256()))

    def revocation_list(self, at: datetime) -> x509.CertificateRevocationList:
        """The list of revoked certificates at a moment.

        It does not go out of date within the archive term: the key of a certificate
        is destroyed at once, and a file must still be judged when the portal is gone.
        """
        issuer = self.certificate.public_key()
        builder = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(self.certificate.subject)
            .last_update(_second(at) - _CLOCK_MARGIN)
            .next_update(self.certificate.not_valid_after_utc)
            .add_extension(x509.CRLNumber(int(at.timestamp())), critical=False)
            .add_extension(_issued_by(issuer), critical=False)
        )
        for entry in self.revoked:
            builder = builder.add_revoked_certificate(entry)
        return builder.sign(self.key, hashes.SHA256())

    def _builder(
        self, subject: x509.Name, key: PrivateKey, at: datetime
    ) -> x509.CertificateBuilder:
        ends_at = _second(at) + _years(self.archive_years)
        if ends_at > self.certificate.not_valid_after_utc:
            message = (
                "Het certificaat van de portaalautoriteit eindigt voor het einde van"
                " de bewaartermijn. Maak een nieuwe portaalautoriteit."
            )
            raise AuthorityUnavailable(message)
        return (
            _certificate(subject, key, _second(at) - _CLOCK_MARGIN, ends_at)
            .issuer_name(self.certificate.subject)
            .add_extension(
                x509.BasicConstraints(ca=False, path_length=None), critical=True
            )
            .add_extension(_issued_by(self.certificate.public_key()), critical=False)
        )


def create_authority(
    *, key_path: Path, certificate_path: Path, archive_years: int, at: datetime
) -> Authority:
    """Make the authority and write its key, certificate and revocation list.

    Files that are there already are kept: the authority in them is returned.
    """
    key_path.parent.mkdir(parents=True, exist_ok=True)
    certificate_path.parent.mkdir(parents=True, exist_ok=True)
    with _alone(key_path.parent):
        if not key_path.exists():
            authority = _new_authority(archive_years, at)
            certificate = authority.certificate.public_bytes(Encoding.PEM)
            certificate_path.write_bytes(certificate)
            write_revocation_list(authority, certificate_path, at=at)
            write_key(key_path, authority.key)
    return Authority.load(
        key_path=key_path,
        certificate_path=certificate_path,
        archive_years=archive_years,
    )


def write_revocation_list(
    authority: Authority, certificate_path: Path, *, at: datetime
) -> None:
    """Write the list as of now beside the certificate."""
    listed = authority.revocation_list(at).public_bytes(Encoding.PEM)
    revocation_path(certificate_path).write_bytes(listed)


def revocation_path(certificate_path: Path) -> Path:
    """Where the revocation list stands: beside the certificate."""
    return certificate_path.with_suffix(".crl.pem")


def load_certificates(path: Path) -> list[x509.Certificate]:
    """Read the certificates in a PEM file.

    Raises AuthorityUnavailable when there are none.
    """
    try:
        return x509.load_pem_x509_certificates(path.read_bytes())
    except (OSError, ValueError) as error:
        message = f"Het certificaat {path} ontbreekt of is niet te lezen."
        raise AuthorityUnavailable(message) from error


def load_credential(key_path: Path, certificate_path: Path) -> Credential:
    """Read a key with its certificate; raises AuthorityUnavailable."""
    return Credential(_load_key(key_path), load_certificates(certificate_path)[0])


def write_key(path: Path, key: PrivateKey) -> None:
    """Write a new key that only its owner can read; never over another one."""
    content = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode=0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)


def _load_key(path: Path) -> PrivateKey:
    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except (OSError, ValueError, TypeError, UnsupportedAlgorithm) as error:
        message = f"De sleutel {path} ontbreekt of is niet te lezen."
        raise AuthorityUnavailable(message) from error
    if not isinstance(key, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey):
        message = f"De sleutel {path} is van een soort die het portaal niet kent."
        raise AuthorityUnavailable(message)
    return key


def load_revocation_list(certificate_path: Path) -> x509.CertificateRevocationList:
    """Read the list beside a certificate; raises AuthorityUnavailable."""
    path = revocation_path(certificate_path)
    try:
        return x509.load_pem_x509_crl(path.read_bytes())
    except (OSError, ValueError) as error:
        message = f"De intrekkingslijst {path} ontbreekt of is niet te lezen."
        raise AuthorityUnavailable(message) from error


def _load_revoked(
    path: Path, certificate: x509.Certificate
) -> tuple[x509.RevokedCertificate, ...]:
    listed = load_revocation_list(path)
    issuer = certificate.public_key()
    if not isinstance(issuer, ec.EllipticCurvePublicKey) or not (
        listed.is_signature_valid(issuer)
    ):
        message = f"De intrekkingslijst bij {path} is niet van deze autoriteit."
        raise AuthorityUnavailable(message)
    return tuple(listed)


def _new_authority(archive_years: int, at: datetime) -> Authority:
    """Valid so long that it can issue for years, each time for a full archive term."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = _name("Portaalautoriteit", "VVE-portaal")
    starts_at = _second(at) - _CLOCK_MARGIN
    certificate = (
        _certificate(
            subject, key, starts_at, starts_at + _years(2 * archive_years + 10)
        )
        .issuer_name(subject)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage("key_cert_sign", "crl_sign"), critical=True)
        .add_extension(_issued_by(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    return Authority(key, certificate, archive_years)


def _certificate(
    subject: x509.Name, key: PrivateKey, starts_at: datetime, ends_at: datetime
) -> x509.CertificateBuilder:
    identifier = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(starts_at)
        .not_valid_after(ends_at)
        .add_extension(identifier, critical=False)
    )


def _name(name: str, organisation: str, function: str = "") -> x509.Name:
    parts = (
        (NameOID.COUNTRY_NAME, "NL"),
        (NameOID.ORGANIZATION_NAME, organisation),
        (NameOID.TITLE, function),
        (NameOID.COMMON_NAME, name),
    )
    return x509.Name(
        [x509.NameAttribute(oid, text[:_NAME_LENGTH]) for oid, text in parts if text]
    )


def _usage(*allowed: str) -> x509.KeyUsage:
    return x509.KeyUsage(**_NO_USAGE | dict.fromkeys(allowed, True))


def _issued_by(issuer: object) -> x509.AuthorityKeyIdentifier:
    if not isinstance(issuer, ec.EllipticCurvePublicKey):
        message = "De sleutel van de portaalautoriteit is geen EC-sleutel."
        raise AuthorityUnavailable(message)
    return x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer)


def _years(number: int) -> timedelta:
    return timedelta(days=number * _DAYS_PER_YEAR)


def _second(moment: datetime) -> datetime:
    return moment.replace(microsecond=0)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Let only one process at a time write keys in a folder."""
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
