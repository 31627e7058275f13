"""Judges a credential at a signing service: of whom it is, and from which authority."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.x509.oid import NameOID

from vve_portal.documents.remote_credentials import (
    Person,
    Presence,
    RemoteCredential,
)

_LONGEST_PATH: Final = 4
_MODES: Final = frozenset({"implicit", "explicit"})
_PARTICLES: Final = frozenset(
    {"aan", "bij", "de", "den", "der", "el", "het", "in", "la", "le"}
    | {"op", "t", "te", "ten", "ter", "uit", "van", "von"}
)
_OFF: Final = "Dit certificaat is bij de ondertekendienst uitgezet of ingetrokken."
_NOT_YET: Final = "Dit certificaat geldt nog niet."
_EXPIRED: Final = "Dit certificaat is verlopen."
_STRANGE_AUTHORITY: Final = (
    "Dit certificaat is niet van een autoriteit die het portaal vertrouwt."
)
_UNBOUND: Final = (
    "De ondertekendienst bindt uw toestemming voor dit certificaat niet aan één "
    "document."
)
_OTHER_MODE: Final = (
    "Dit certificaat vraagt om toestemming op een manier die het portaal niet kent."
)
_OTHER_PURPOSE: Final = "Dit certificaat is er niet om documenten te ondertekenen."
_OTHER_WAY: Final = "Dit certificaat tekent op een manier die het portaal niet kent."


def find_obstacle(
    credential: RemoteCredential,
    *,
    person: Person,
    roots: Sequence[x509.Certificate],
    at: datetime,
) -> str:
    """Why a credential can't be used by somebody now; empty when it can."""
    from vve_portal.documents.pades.remote import can_sign  # noqa: PLC0415 - slow to load

    checks = {
        _OFF: credential.is_enabled,
        _NOT_YET: credential.certificate.not_valid_before_utc <= at,
        _EXPIRED: at <= credential.ends_at,
        f"Dit certificaat staat op naam van {credential.name}, niet op uw naam.": (
            is_of(credential.certificate, person.name)
        ),
        _STRANGE_AUTHORITY: find_path(credential, roots) is not None,
        _OTHER_PURPOSE: _is_for_signing(credential.certificate),
        _UNBOUND: credential.is_bound,
        _OTHER_MODE: credential.mode in _MODES and _is_asked_for_once(credential),
        _OTHER_WAY: can_sign(credential),
    }
    return next((why for why, is_right in checks.items() if not is_right), "")


def find_path(
    credential: RemoteCredential, roots: Sequence[x509.Certificate]
) -> tuple[x509.Certificate, ...] | None:
    """The certificates between that of the signer and a root; None without such a row.

    Whether each may issue others and still holds is judged when signing.
    """
    return path_between(credential.certificate, credential.chain, roots)


def path_between(
    certificate: x509.Certificate,
    others: Sequence[x509.Certificate],
    roots: Sequence[x509.Certificate],
) -> tuple[x509.Certificate, ...] | None:
    """Those of `others` that stand between a certificate and a root, or None."""
    path: list[x509.Certificate] = []
    current = certificate
    for _ in range(_LONGEST_PATH):
        if _find_issuer(current, roots):
            return tuple(path)
        found = _find_issuer(current, others)
        if found is None or found in path:
            return None
        path.append(found)
        current = found
    return None


def is_of(certificate: x509.Certificate, name: str) -> bool:
    """Whether a certificate has a surname and an initial of this name.

    More may differ: official first names, a second surname, titles.
    """
    own = _words(name)
    written = _words(_written_name(certificate))
    surnames = set(own[1:] or own) - _PARTICLES
    found = surnames & set(written)
    others = [word for word in written if word not in found]
    return bool(found) and (
        len(own) == 1 or any(word[0] == own[0][0] for word in others)
    )


def _is_for_signing(certificate: x509.Certificate) -> bool:
    """Whether it binds its owner to a text, and is not just there to log in with."""
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage)
    except x509.ExtensionNotFound:
        return False
    return usage.value.content_commitment


def _written_name(certificate: x509.Certificate) -> str:
    parts = (NameOID.COMMON_NAME, NameOID.GIVEN_NAME, NameOID.SURNAME)
    return " ".join(
        str(one.value)
        for part in parts
        for one in certificate.subject.get_attributes_for_oid(part)
    )


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text).casefold()
    bare = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return re.findall(r"[^\W\d_]+", bare)


def _find_issuer(
    certificate: x509.Certificate, issuers: Sequence[x509.Certificate]
) -> x509.Certificate | None:
    return next((one for one in issuers if _is_issued_by(certificate, one)), None)


def _is_issued_by(certificate: x509.Certificate, issuer: x509.Certificate) -> bool:
    if issuer == certificate:
        return False
    try:
        certificate.verify_directly_issued_by(issuer)
    except (ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm):
        return False
    return True


def _is_asked_for_once(credential: RemoteCredential) -> bool:
    """Without a pin, a code or a question on the signer's own device, nobody asks."""
    asked = (credential.pin, credential.otp)
    return credential.mode == "implicit" or Presence.REQUIRED in asked
