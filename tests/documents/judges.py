"""Judges from outside: programs that know nothing of the portal."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Final

_RANGE: Final = re.compile(rb"/ByteRange\s*\[\s*0\s+(\d+)\s+(\d+)\s+(\d+)\s*\]")


def run(*command: str | Path) -> str:
    """What a program says, wherever it says it."""
    program = shutil.which(str(command[0]))
    assert program is not None, f"{command[0]} is not installed"
    answer = subprocess.run(  # noqa: S603 - the tests name the program themselves
        [program, *command[1:]], capture_output=True, text=True, check=False
    )
    return answer.stdout + answer.stderr


def words_of(pdf: bytes, folder: Path) -> str:
    """The text that pdftotext finds."""
    file = folder / "words.pdf"
    file.write_bytes(pdf)
    return run("pdftotext", file, "-")


def pdfsig(pdf: bytes, *, certificate: Path, folder: Path) -> list[dict[str, str]]:
    """What pdfsig says of each signature when the certificate is trusted."""
    file, store = folder / "signed.pdf", folder / "store"
    file.write_bytes(pdf)
    store.mkdir(exist_ok=True)
    run("certutil", "-N", "-d", f"sql:{store}", "--empty-password")
    trust = ("-t", "CT,CT,CT", "-i", certificate)
    run("certutil", "-A", "-d", f"sql:{store}", "-n", "authority", *trust)
    said = run("pdfsig", "-nssdir", f"sql:{store}", file)
    return [_as_row(part) for part in said.split("Signature #")[1:]]


def _as_row(part: str) -> dict[str, str]:
    lines = [line.strip(" -\t") for line in part.splitlines()[1:]]
    pairs = [line.partition(": ") for line in lines if line]
    return {name: value or "yes" for name, _, value in pairs}


def openssl(pdf: bytes, *, certificate: Path, folder: Path) -> list[str]:
    """How openssl judges each signature and timestamp, in the order of the file."""
    return [
        _openssl(pdf, found, certificate=certificate, folder=folder)
        for found in _RANGE.finditer(pdf)
    ]


def _openssl(
    pdf: bytes, found: re.Match[bytes], *, certificate: Path, folder: Path
) -> str:
    start, end, after = (int(number) for number in found.groups())
    signed, token = folder / "signed.bin", folder / "token.der"
    signed.write_bytes(pdf[:start] + pdf[end : end + after])
    token.write_bytes(
        _without_padding(bytes.fromhex(pdf[start + 1 : end - 1].decode()))
    )
    judge: tuple[str | Path, ...]
    near = pdf[found.start() - 600 : start] + pdf[end : end + 600]
    if b"ETSI.RFC3161" in near:
        judge = ("ts", "-verify", "-token_in", "-data", signed)
    else:
        judge = ("cms", "-verify", "-cades", "-binary", "-inform", "DER")
        judge += ("-content", signed, "-purpose", "any", "-out", folder / "out")
    return run("openssl", *judge, "-in", token, "-CAfile", certificate)


def _without_padding(content: bytes) -> bytes:
    size_bytes = content[1] & 0x7F
    size = int.from_bytes(content[2 : 2 + size_bytes], "big")
    return content[: 2 + size_bytes + size]
