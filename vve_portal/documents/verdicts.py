"""What is said about a signed file, in plain Dutch and as data."""

import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from enum import Enum, StrEnum
from typing import Any, Final

SIGNATURE: Final = "handtekening"
TIMESTAMP: Final = "tijdstempel"


class Weight(StrEnum):
    """How much a finding matters."""

    GOOD = "goed"
    NOTICE = "let op"
    WRONG = "fout"


class Standing(Enum):
    """What whoever issued a certificate says of it now; not knowing is no yes."""

    GOOD = "good"
    REVOKED = "revoked"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Finding:
    """One sentence about the file."""

    weight: Weight
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureVerdict:
    """What one signature or document timestamp is worth."""

    field: str
    kind: str
    signer: str
    organisation: str
    function: str
    certificate_serial: str
    certificate_ends_at: datetime
    claimed_at: datetime | None
    proven_at: datetime | None
    level: str
    is_intact: bool
    is_trusted: bool
    covers_file: bool
    problems: tuple[str, ...]

    @property
    def is_good(self) -> bool:
        return not self.problems


@dataclass(frozen=True, slots=True, kw_only=True)
class FileVerdict:
    """What a whole file is worth; good only when nothing is wrong."""

    sha256: str
    expected_sha256: str | None
    findings: tuple[Finding, ...]
    signatures: tuple[SignatureVerdict, ...] = ()

    @property
    def archived_until(self) -> datetime | None:
        """Until when the timestamp over the whole file can be judged, if any."""
        newest = self.signatures[-1] if self.signatures else None
        if newest is None or newest.kind != TIMESTAMP or not self.is_good:
            return None
        return newest.certificate_ends_at

    @property
    def is_good(self) -> bool:
        return all(finding.weight is not Weight.WRONG for finding in self.findings)

    def as_json(self) -> dict[str, Any]:
        """Everything as plain data, with moments in UTC."""
        plain = json.loads(json.dumps(asdict(self), default=_as_text))
        return {"is_good": self.is_good, **plain}


def _as_text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()
