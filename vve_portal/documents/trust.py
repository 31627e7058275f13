"""What is trusted when a signature is placed."""

from dataclasses import dataclass
from datetime import datetime

from cryptography import x509


@dataclass(frozen=True, slots=True)
class Trust:
    """The roots of trust, the first being the portal's own, as of a moment."""

    roots: tuple[x509.Certificate, ...]
    revoked: tuple[x509.CertificateRevocationList, ...]
    at: datetime
    may_fetch: bool = False
