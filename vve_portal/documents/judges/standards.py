"""PDF/UA-1 and PDF/A-3a, judged by page-validation."""

from importlib.metadata import version
from typing import Final

import page

from vve_portal.documents.check import LAST_SIGNATURE_ONLY, check
from vve_portal.documents.covering import is_signed
from vve_portal.documents.judges.case import Case
from vve_portal.documents.judges.opinions import Judge, Opinion, opinion
from vve_portal.documents.judges.programs import NoAnswer

_NAMED: Final = (
    f"{LAST_SIGNATURE_ONLY} kan alleen gelden voor de laatste handtekening. Het portaal"
    " controleert daarom zelf, strenger, welk deel elke handtekening dekt."
)


def ask(case: Case) -> Opinion:
    """Whether the file breaks a rule; one rule is replaced once a file is signed."""
    signed = is_signed(case.pdf)
    try:
        wrong = check(case.pdf, signed=signed)
        is_replaced = signed and LAST_SIGNATURE_ONLY in check(case.pdf)
    except page.PageError as error:
        raise NoAnswer(str(error)) from error
    notes = [_NAMED] if is_replaced else []
    return opinion(Judge.STANDARDS, _version(), wrong=wrong, notes=notes)


def _version() -> str:
    return f"page-validation {version('page-validation')}"
