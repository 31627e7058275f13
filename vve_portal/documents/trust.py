"""What is trusted when a signature is placed."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self

from cryptography import x509


@dataclass(frozen=True, slots=True)
class Trust:
    """The roots of trust as of a moment: the portal's, of timestamps and of guests."""

    own: x509.Certificate
    timestamps: tuple[x509.Certificate, ...]
    guests: tuple[x509.Certificate, ...]
    revoked: tuple[x509.CertificateRevocationList, ...]
    at: datetime
    are_timestamps_remote: bool

    @property
    def roots(self) -> tuple[x509.Certificate, ...]:
        return (self.own, *self.timestamps, *self.guests)

    @property
    def may_fetch(self) -> bool:
        """Whether others are asked what they revoked; the portal's own list is here."""
        return self.are_timestamps_remote or bool(self.guests)

    @property
    def revocation_mode(self) -> str:
        """How sure it must be that no certificate was revoked, in pyHanko's words.

        A guest who can't be asked about does not sign; a timestamp is tried later.
        """
        is_lenient = self.are_timestamps_remote and not self.guests
        return "soft-fail" if is_lenient else "require"

    def without_timestamps(self) -> Self:
        """The same, for when the timestamp service is out of reach."""
        return replace(self, timestamps=(), are_timestamps_remote=False)
