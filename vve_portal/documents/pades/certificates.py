"""Keys, certificates and lists in the form that pyHanko wants them."""

from collections.abc import Iterable
from typing import Any

from asn1crypto import crl, keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from pyhanko_certvalidator.registry import SimpleCertificateStore

from vve_portal.documents.authority import PrivateKey


def as_asn1(certificate: x509.Certificate) -> Any:
    return asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))


def key_as_asn1(key: PrivateKey) -> Any:
    der = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return keys.PrivateKeyInfo.load(der)


def list_as_asn1(revoked: x509.CertificateRevocationList) -> Any:
    return crl.CertificateList.load(revoked.public_bytes(Encoding.DER))


def as_store(certificates: Iterable[x509.Certificate]) -> SimpleCertificateStore:
    store = SimpleCertificateStore()  # type: ignore[no-untyped-call]  # has no types
    store.register_multiple([as_asn1(one) for one in certificates])
    return store
