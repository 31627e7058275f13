"""The parts of a signature that its own cryptography leaves open.

The signature in the last gap of a file is covered by nothing else, and a CMS
structure has parts that nobody signs: lengths, versions, names of algorithms,
certificates that come along. Here each of those must be what it has to be, so that
no bit can be changed unseen.
"""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from asn1crypto import algos, cms, core
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.serialization import Encoding

_SEQUENCE: Final = 0x30
_SET: Final = 0x31
_INTEGER: Final = 0x02
_BIT_STRING: Final = 0x03
_OCTETS: Final = 0x04
_CONTEXT_0: Final = 0xA0
_CONTEXT_1: Final = 0xA1
_SHORT: Final = 0x80  # lengths below this take one byte
_SIGNED_DATA: Final = core.ObjectIdentifier("1.2.840.113549.1.7.2").dump()
_DATA: Final = core.ObjectIdentifier("1.2.840.113549.1.7.1").dump()
_TIME: Final = core.ObjectIdentifier("1.2.840.113549.1.9.16.1.4").dump()
_TOKEN: Final = core.ObjectIdentifier("1.2.840.113549.1.9.16.2.14").dump()
_NULL: Final = core.Null().dump()


def tlv(tag: int, *parts: bytes) -> bytes:
    """One DER value: tag, shortest length, content."""
    content = b"".join(parts)
    size = len(content)
    if size < _SHORT:
        return bytes([tag, size]) + content
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, _SHORT | len(length)]) + length + content


def is_tight(token: bytes, roots: Sequence[x509.Certificate]) -> bool:
    """Whether no part of a signature can be changed without breaking it."""
    signed = cms.ContentInfo.load(token, strict=True)["content"]
    if len(signed["signer_infos"]) != 1:
        return False
    return (
        _rebuild(signed) == token
        and _are_bound(list(_certificates(signed)), roots)
        and all(is_tight(inner, roots) for inner in _inner_tokens(signed))
    )


def _rebuild(signed: Any) -> bytes:
    """The same signature written anew, with every open part as it must be."""
    signer = signed["signer_infos"][0]
    is_time = signed["encap_content_info"]["content_type"].native == "tst_info"
    return tlv(
        _SEQUENCE,
        _SIGNED_DATA,
        tlv(
            _CONTEXT_0,
            tlv(
                _SEQUENCE,
                tlv(_INTEGER, b"\x03" if is_time else b"\x01"),
                tlv(_SET, _digest(signer)),
                _content(signed) if is_time else tlv(_SEQUENCE, _DATA),
                tlv(_CONTEXT_0, *(one.dump() for one in _certificates(signed))),
                tlv(_SET, _signer(signed, signer)),
            ),
        ),
    )


def _content(signed: Any) -> bytes:
    octets = bytes(signed["encap_content_info"]["content"])
    return tlv(_SEQUENCE, _TIME, tlv(_CONTEXT_0, tlv(_OCTETS, octets)))


def _signer(signed: Any, signer: Any) -> bytes:
    identifier = signer["sid"].chosen
    certificate = next(
        one
        for one in _certificates(signed)
        if one.serial_number == identifier["serial_number"].native
        and one.issuer.dump() == identifier["issuer"].dump()
    )
    serial = certificate["tbs_certificate"]["serial_number"].dump()
    return tlv(
        _SEQUENCE,
        tlv(_INTEGER, b"\x01"),
        tlv(_SEQUENCE, certificate.issuer.dump(), serial),
        _digest(signer),
        tlv(_CONTEXT_0, signer["signed_attrs"].contents),
        _algorithm(algos.SignedDigestAlgorithm, signer["signature_algorithm"]),
        tlv(_OCTETS, signer["signature"].native),
        *(tlv(_CONTEXT_1, one) for one in _stamps(signed)),
    )


def _stamps(signed: Any) -> Iterator[bytes]:
    """Of what nobody signed, only one timestamp may be there."""
    for token in _inner_tokens(signed):
        yield tlv(_SEQUENCE, _TOKEN, tlv(_SET, token))


def _digest(signer: Any) -> bytes:
    return _algorithm(algos.DigestAlgorithm, signer["digest_algorithm"])


def _algorithm(kind: Any, given: Any) -> bytes:
    """An algorithm by its name; it may have no parameters, written or left out."""
    name = kind({"algorithm": given["algorithm"].native})["algorithm"].dump()
    if given.dump() == tlv(_SEQUENCE, name, _NULL):
        return tlv(_SEQUENCE, name, _NULL)
    return tlv(_SEQUENCE, name)


def _certificates(signed: Any) -> Iterator[Any]:
    for one in signed["certificates"]:
        yield one.chosen


def _inner_tokens(signed: Any) -> Iterator[bytes]:
    attributes = signed["signer_infos"][0]["unsigned_attrs"]
    for attribute in () if attributes is core.VOID else attributes:
        for value in attribute["values"]:
            yield value.dump()


def _are_bound(certificates: list[Any], roots: Sequence[x509.Certificate]) -> bool:
    """Each certificate is trusted itself, or signed by one that is here too."""
    trusted = {root.public_bytes(Encoding.DER) for root in roots}
    present = [
        *roots,
        *(x509.load_der_x509_certificate(one.dump()) for one in certificates),
    ]
    return all(
        one.dump() in trusted
        or (_is_tight_certificate(one) and _is_issued_by_one_of(one, present))
        for one in certificates
    )


def _is_tight_certificate(certificate: Any) -> bool:
    content = certificate["tbs_certificate"]
    return bool(
        tlv(
            _SEQUENCE,
            content.dump(),
            content["signature"].dump(),
            tlv(_BIT_STRING, b"\x00", certificate["signature_value"].native),
        )
        == certificate.dump()
    )


def _is_issued_by_one_of(certificate: Any, issuers: list[x509.Certificate]) -> bool:
    issued = x509.load_der_x509_certificate(certificate.dump())
    for issuer in issuers:
        if issuer == issued:
            continue
        try:
            issued.verify_directly_issued_by(issuer)
        except (ValueError, TypeError, InvalidSignature):
            continue
        return True
    return False
