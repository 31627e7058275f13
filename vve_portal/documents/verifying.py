"""Verifying: whether a signed file is what was signed, and by whom.

First the file is compared with the stored SHA-256, when there is one; then the
signatures are judged on their own. Nothing is asked of the network.
"""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from cryptography import x509

from vve_portal.documents.verdicts import (
    SIGNATURE,
    TIMESTAMP,
    FileVerdict,
    Finding,
    SignatureVerdict,
    Weight,
)

_ZONE: Final = ZoneInfo("Europe/Amsterdam")
UNREADABLE: Final = (
    "Het bestand is beschadigd of is geen PDF: de handtekeningen zijn niet te lezen."
)
_SAME: Final = "Het bestand is gelijk aan het bestand dat het portaal bewaart."
_OTHER: Final = "Het bestand is anders dan het bestand dat het portaal bewaart."
_UNSIGNED: Final = "Het bestand heeft geen handtekening."
_UNCOVERED: Final = (
    "Na de laatste handtekening of het laatste tijdstempel is het bestand gewijzigd."
)
_COVERED: Final = (
    "De laatste handtekening of het laatste tijdstempel dekt het hele bestand."
)


def verify(
    pdf: bytes,
    *,
    trusted_roots: Sequence[x509.Certificate],
    at: datetime,
    expected_sha256: str | None = None,
    revoked: Sequence[x509.CertificateRevocationList] = (),
) -> FileVerdict:
    """Judge a file; every byte of it counts.

    Beside the revocation lists in the file, `revoked` may hold newer ones. `at`
    counts only for a signature whose moment nothing else tells.
    """
    sha256 = hashlib.sha256(pdf).hexdigest()
    findings = []
    if expected_sha256 is not None:
        same = sha256 == expected_sha256.lower()
        findings.append(_good(_SAME) if same else _wrong(_OTHER))
    signatures, empty_fields = _judge(pdf, trusted_roots, revoked, at)
    findings += _findings(signatures, empty_fields)
    return FileVerdict(
        sha256=sha256,
        expected_sha256=expected_sha256,
        findings=tuple(findings),
        signatures=tuple(signatures or ()),
    )


def _judge(
    pdf: bytes,
    trusted_roots: Sequence[x509.Certificate],
    revoked: Sequence[x509.CertificateRevocationList],
    at: datetime,
) -> tuple[list[SignatureVerdict] | None, list[str]]:
    from vve_portal.documents.pades.judging import judge  # noqa: PLC0415 - slow to load

    try:
        return judge(pdf, trusted_roots, revoked, at)
    except Exception:  # noqa: BLE001 - a damaged file may go wrong anywhere in the reader
        return None, []


def _findings(
    signatures: list[SignatureVerdict] | None, empty_fields: list[str]
) -> list[Finding]:
    if signatures is None:
        return [_wrong(UNREADABLE)]
    if not any(signature.kind == SIGNATURE for signature in signatures):
        return [_wrong(_UNSIGNED)]
    findings = [_about(signature) for signature in signatures]
    covered = signatures[-1].covers_file
    findings.append(_good(_COVERED) if covered else _wrong(_UNCOVERED))
    findings += [
        Finding(Weight.NOTICE, f"Nog niet geplaatst: {field}.")
        for field in empty_fields
    ]
    return findings


def _about(signature: SignatureVerdict) -> Finding:
    if signature.problems:
        return _wrong(f"{_named(signature)}: {' '.join(signature.problems)}")
    if signature.proven_at is None:
        sentence = (
            f"{_named(signature)} klopt. Het tijdstip is nog niet bewezen met een"
            " tijdstempel."
        )
        return Finding(Weight.NOTICE, sentence)
    proven_at = signature.proven_at.astimezone(_ZONE)
    return _good(
        f"{_named(signature)} klopt en bestond op {proven_at:%d-%m-%Y om %H:%M:%S} uur."
    )


def _named(signature: SignatureVerdict) -> str:
    if signature.kind == TIMESTAMP:
        return f"Het tijdstempel van {signature.signer}"
    person = ", ".join(
        part
        for part in (signature.signer, signature.function, signature.organisation)
        if part
    )
    return f"De handtekening van {person}"


def _good(sentence: str) -> Finding:
    return Finding(Weight.GOOD, sentence)


def _wrong(sentence: str) -> Finding:
    return Finding(Weight.WRONG, sentence)
