"""Judges from outside, as the tests ask them: one that is missing is no consent."""

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from cryptography import x509

from vve_portal.documents.judges.case import open_case
from vve_portal.documents.judges.opinions import Judge, Outcome
from vve_portal.documents.judges.poppler import Row, read_rows
from vve_portal.documents.judges.programs import find_program
from vve_portal.documents.judging import judge_file

# What the tests of a signed file, and of one without signatures, compare with.
ALL_PASSED: Final = dict.fromkeys(Judge, Outcome.PASSED)
UNSIGNED_PASSED: Final = dict.fromkeys((Judge.STANDARDS, Judge.READING), Outcome.PASSED)


def outcomes(
    pdf: bytes, certificates: Sequence[x509.Certificate] = ()
) -> dict[Judge, Outcome]:
    """What each judge thinks of a file."""
    opinions = judge_file(pdf, certificates=certificates)
    return {one.judge: one.outcome for one in opinions}


def findings(
    pdf: bytes, certificates: Sequence[x509.Certificate] = ()
) -> dict[Judge, tuple[str, ...]]:
    """What each judge that is not satisfied says."""
    opinions = judge_file(pdf, certificates=certificates)
    return {one.judge: one.findings for one in opinions if one.is_failure}


def pdfsig(pdf: bytes, certificates: Sequence[x509.Certificate]) -> list[Row]:
    """What pdfsig says of each signature and timestamp, in the order of the fields."""
    pdfsig, certutil = find_program("pdfsig"), find_program("certutil")
    assert pdfsig is not None, "pdfsig is not installed"
    assert certutil is not None, "certutil is not installed"
    with open_case(pdf, certificates) as case:
        return read_rows(case, pdfsig=pdfsig, certutil=certutil)


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
