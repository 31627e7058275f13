"""Having a stranger's PDF examined elsewhere, and reading what came of it."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, Final

from cryptography.hazmat.primitives.serialization import Encoding
from django.conf import settings

from vve_portal.documents import limited, services
from vve_portal.documents.authority import load_revocation_list
from vve_portal.documents.counting import place
from vve_portal.documents.inspecting import HEAD, Trouble
from vve_portal.documents.printed import Line
from vve_portal.documents.verdicts import (
    SIGNATURE,
    Finding,
    SignatureVerdict,
    Weight,
)

MOST_BYTES: Final = 20 * 1024**2
# So many at a time on one machine, each with the memory that it may use.
PLACES: Final = 2
TRIES: Final = 100
_MOST_SHOWN: Final = 300
_JOB: Final = "vve_portal.documents.inspecting.inspect"


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """What a file says of itself; nothing but a trouble when it can't be read."""

    sha256: str
    trouble: Trouble | None = None
    is_good: bool = False
    seals: tuple[SignatureVerdict, ...] = ()
    findings: tuple[Finding, ...] = ()
    active: tuple[str, ...] = ()
    # What it says to who listens, and in the attachment that was wanted.
    lines: tuple[Line, ...] = ()
    attached: str | None = None

    @property
    def signatures(self) -> list[SignatureVerdict]:
        """The signatures, without the timestamps over the file."""
        return [one for one in self.seals if one.kind == SIGNATURE]


def examine(content: bytes, *, now: datetime, wanted: str = "") -> Examined:
    """Examine a file of which nobody knows where it comes from.

    `wanted` is the name of an attachment to read along. Raises
    AuthorityUnavailable when the portal does not know what to trust.
    """
    sha256 = hashlib.sha256(content).hexdigest()
    trouble = _find_trouble(content)
    if trouble:
        return Examined(sha256=sha256, trouble=trouble)
    question = _question(now, wanted)
    with place(places=PLACES, tries=TRIES) as is_free:
        if not is_free:
            return Examined(sha256=sha256, trouble=Trouble.BUSY)
        return _examine(content, question, sha256)


def _examine(content: bytes, question: bytes, sha256: str) -> Examined:
    try:
        return _read(limited.run(_JOB, content, question), sha256)
    except (limited.Stopped, ValueError, TypeError, KeyError, AttributeError):
        # A process that a file took over may answer anything.
        return Examined(sha256=sha256, trouble=Trouble.TOO_MUCH)


def _find_trouble(content: bytes) -> Trouble | None:
    if not content:
        return Trouble.EMPTY
    if len(content) > MOST_BYTES:
        return Trouble.TOO_BIG
    return None if content.startswith(HEAD) else Trouble.NO_PDF


def _question(now: datetime, wanted: str) -> bytes:
    roots = (one.public_bytes(Encoding.PEM) for one in services.trusted_roots())
    revoked = load_revocation_list(settings.SIGNING_CERTIFICATE_FILE)
    asked = {
        "roots": b"".join(roots).decode(),
        "revoked": [revoked.public_bytes(Encoding.PEM).decode()],
        "at": now.isoformat(),
        "wanted": wanted,
    }
    return json.dumps(asked).encode()


def _read(answer: Mapping[str, Any], sha256: str) -> Examined:
    if answer["trouble"]:
        return Examined(sha256=sha256, trouble=Trouble(answer["trouble"]))
    verdict = answer["verdict"]
    return Examined(
        sha256=sha256,
        is_good=verdict["is_good"] is True,
        seals=tuple(_seal(one) for one in verdict["signatures"]),
        findings=tuple(
            Finding(Weight(one["weight"]), _shown(one["sentence"]))
            for one in verdict["findings"]
        ),
        active=tuple(str(one) for one in answer["active"]),
        lines=tuple(
            Line(str(tag), tuple(str(part) for part in parts))
            for tag, parts in answer["lines"]
        ),
        attached=None if answer["attached"] is None else str(answer["attached"]),
    )


def _seal(plain: Mapping[str, Any]) -> SignatureVerdict:
    return SignatureVerdict(
        **{
            one.name: _typed(one.name, plain[one.name])
            for one in fields(SignatureVerdict)
        }
    )


def _typed(name: str, value: Any) -> Any:
    if name.endswith(("_at", "_until")):
        return None if value is None else datetime.fromisoformat(value)
    if name == "problems":
        return tuple(_shown(one) for one in value)
    if name.startswith(("is_", "covers_")):
        return value is True
    return _shown(value)


def _shown(value: Any) -> str:
    """Words of a stranger, without signs that turn around what stands beside them."""
    text = " ".join(str(value).split())
    shown = "".join(one for one in text if one.isprintable())
    return shown if len(shown) <= _MOST_SHOWN else f"{shown[:_MOST_SHOWN]}…"
