"""Signatures and timestamps, each on its own, judged by openssl."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from vve_portal.documents.judges.case import Case
from vve_portal.documents.judges.opinions import Judge, Opinion, absent, opinion
from vve_portal.documents.judges.programs import NoAnswer, find_program, run, words_of

_RANGE: Final = re.compile(rb"/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]")
_NEAR: Final = 600  # how far the kind of a signature stands from the signature
_GOOD: Final = ("CAdES Verification successful", "Verification: OK")
_TIME: Final = re.compile(r"Time stamp: (\w+ +\d+ [\d:]+)(?:\.\d+)? (\d+) GMT")
_REASON: Final = re.compile(r"error:[0-9A-F]+:([^:]*):[^:]*:([^:]*)")


@dataclass(frozen=True, slots=True)
class Part:
    """One signature or timestamp, and the bytes it is about."""

    signed: bytes
    token: bytes
    is_timestamp: bool

    @property
    def word(self) -> str:
        return "tijdstempel" if self.is_timestamp else "handtekening"


def ask(case: Case) -> Opinion:
    """Whether each part holds at the moment that the next timestamp proves."""
    program = find_program("openssl")
    if program is None:
        return absent(Judge.OPENSSL)
    version = run(program, "version", folder=case.folder).stdout.strip()
    try:
        wrong = _judge_parts(case, program)
    except ValueError as error:
        message = "De handtekeningen zijn niet uit het bestand te halen."
        raise NoAnswer(message) from error
    return opinion(Judge.OPENSSL, version.partition(" (")[0], wrong=wrong)


def parts_of(pdf: bytes) -> list[Part]:
    """The signatures and timestamps in the order of the file; raises ValueError."""
    return [_part(pdf, found) for found in _RANGE.finditer(pdf)]


def verify_part(
    part: Part, *, at: datetime | None, case: Case, program: Path
) -> tuple[bool, str]:
    """Whether a part holds at a moment, and else why not."""
    signed, token = case.folder / "signed.bin", case.folder / "token.der"
    signed.write_bytes(part.signed)
    token.write_bytes(part.token)
    moment = ("-attime", f"{at.timestamp():.0f}") if at else ()
    arguments: tuple[str | Path, ...]
    if part.is_timestamp:
        arguments = ("ts", "-verify", "-token_in", "-data", signed)
    else:
        arguments = ("cms", "-verify", "-cades", "-binary", "-inform", "DER")
        arguments += ("-content", signed, "-purpose", "any", "-out", "out.bin")
    trust = ("-in", token, "-CAfile", case.bundle, *moment)
    answer = run(program, *arguments, *trust, folder=case.folder)
    said = words_of(answer)
    is_good = answer.returncode == 0 and any(words in said for words in _GOOD)
    reasons = [": ".join(found.groups()) for found in _REASON.finditer(said)]
    return is_good, "; ".join(dict.fromkeys(reasons)) or "geen oordeel"


def _judge_parts(case: Case, program: Path) -> list[str]:
    """From the last part to the first: each later timestamp tells when to look."""
    parts = parts_of(case.pdf)
    if not parts:
        return ["openssl vindt geen handtekening."]
    wrong, at = list[str](), None
    for place in reversed(range(len(parts))):
        part = parts[place]
        is_good, said = verify_part(part, at=at, case=case, program=program)
        if not is_good:
            wrong.insert(0, f"Onderdeel {place + 1} ({part.word}): {said}")
        elif part.is_timestamp:
            at = _time_in(case, program)
    return wrong


def _time_in(case: Case, program: Path) -> datetime:
    """The time in the timestamp that was verified last."""
    token = ("-token_in", "-in", "token.der", "-text")
    said = run(program, "ts", "-reply", *token, folder=case.folder).stdout
    found = _TIME.search(said)
    if found is None:
        message = "openssl vindt geen tijd in een tijdstempel."
        raise NoAnswer(message)
    moment = datetime.strptime(" ".join(found.groups()), "%b %d %H:%M:%S %Y")  # noqa: DTZ007 - openssl says GMT, here in letters
    return moment.replace(tzinfo=UTC)


def _part(pdf: bytes, found: re.Match[bytes]) -> Part:
    first, start, end, after = (int(number) for number in found.groups())
    if first != 0:
        message = "A signature leaves out the start of the file."
        raise ValueError(message)
    near = pdf[found.start() - _NEAR : start] + pdf[end : end + _NEAR]
    return Part(
        signed=pdf[:start] + pdf[end : end + after],
        token=_without_padding(bytes.fromhex(pdf[start + 1 : end - 1].decode())),
        is_timestamp=b"ETSI.RFC3161" in near,
    )


def _without_padding(content: bytes) -> bytes:
    """The signature without the zeros behind it, by the length it gives itself."""
    size_bytes = content[1] & 0x7F if len(content) > 1 else 0
    size = int.from_bytes(content[2 : 2 + size_bytes], "big")
    return content[: 2 + size_bytes + size]
