"""What a PDF of a stranger says: a job for a limited process, that knows no Django."""

import io
import json
import re
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

import pikepdf
from cryptography import x509

from vve_portal.documents.printed import Unreadable, attached_files, printed_lines
from vve_portal.documents.verifying import UNREADABLE, verify

# What makes a reader do or show something else than what was drawn.
_ACTIVE: Final = re.compile(
    rb"/(JavaScript|JS|Launch|ImportData|SubmitForm|RichMedia|XFA|OCProperties)\b"
)
HEAD: Final = b"%PDF-"
# A long agreement has a tenth of it.
MOST_LINES: Final = 10_000
MOST_ATTACHED: Final = 2 * 1024**2


class Trouble(StrEnum):
    """Why nothing can be said about a file."""

    EMPTY = "empty"
    # The request broke off, or was no form.
    NOT_RECEIVED = "not_received"
    NO_PDF = "no_pdf"
    TOO_BIG = "too_big"
    ENCRYPTED = "encrypted"
    BROKEN = "broken"
    # It asks too much time or memory, or ends the process that reads it.
    TOO_MUCH = "too_much"
    # Others are being read.
    BUSY = "busy"
    TOO_OFTEN = "too_often"


def inspect(pdf: bytes, question: bytes) -> dict[str, Any]:
    """Return what the file says, or its trouble; as plain data.

    `question` is JSON: roots and revoked in PEM, the moment at which, and the name of
    the attachment that is wanted.
    """
    try:
        with pikepdf.open(io.BytesIO(pdf), attempt_recovery=False) as opened:
            if opened.is_encrypted:
                return {"trouble": Trouble.ENCRYPTED}
            active = sorted(active_parts(opened))
    except pikepdf.PasswordError:
        return {"trouble": Trouble.ENCRYPTED}
    except pikepdf.PdfError:
        return {"trouble": Trouble.BROKEN}
    asked = json.loads(question)
    verdict = verify(
        pdf,
        trusted_roots=x509.load_pem_x509_certificates(asked["roots"].encode()),
        revoked=[x509.load_pem_x509_crl(one.encode()) for one in asked["revoked"]],
        at=datetime.fromisoformat(asked["at"]),
    )
    if any(finding.sentence == UNREADABLE for finding in verdict.findings):
        return {"trouble": Trouble.BROKEN}
    return {
        "trouble": "",
        "verdict": verdict.as_json(),
        "active": active,
        **_said(pdf, asked["wanted"]),
    }


def _said(pdf: bytes, wanted: str) -> dict[str, Any]:
    """What it says to who listens, and in the attachment; neither when unreadable."""
    try:
        attached = attached_files(pdf).get(wanted)
        lines = printed_lines(pdf)
        content = None if attached is None else attached[:MOST_ATTACHED].decode()
    except (Unreadable, UnicodeDecodeError):
        return {"lines": [], "attached": None}
    return {"lines": lines[:MOST_LINES], "attached": content}


def active_parts(pdf: pikepdf.Pdf) -> set[str]:
    """Name what is in a file that does something, such as JavaScript."""
    found: set[str] = set()
    for one in pdf.objects:
        plain = one.stream_dict if isinstance(one, pikepdf.Stream) else one
        if isinstance(plain, pikepdf.Dictionary | pikepdf.Array):
            written = plain.unparse(resolved=True)
            found |= {name.decode() for name in _ACTIVE.findall(written)}
    return found
