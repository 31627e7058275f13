"""The gate: no document leaves that is not PDF/UA-1 and PDF/A-3a."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Final

import page

from vve_portal.documents.covering import uncovered

_PROFILES: Final = ("ua1", "3a")
# Every signature has to cover the whole file says this rule, which only the last
# one can once a file is signed twice.
LAST_SIGNATURE_ONLY: Final = "PDFA3A-SIGNATURE-BYTERANGE-001"


class InvalidDocument(Exception):  # noqa: N818 - it says what is the matter
    """A document breaks rules of PDF/UA-1 or PDF/A-3a; it must not be used."""

    def __init__(self, rules: list[str]) -> None:
        super().__init__("Document breaks " + ", ".join(rules))
        self.rules = rules


def check(pdf: bytes, *, signed: bool = False) -> list[str]:
    """The ids of the rules this document breaks, sorted; empty when it is right.

    Of a signed file, our own rules on what each signature covers replace the one that
    only the last signature can keep.
    """
    # Side by side: page-validation lets other threads work meanwhile.
    with ThreadPoolExecutor(len(_PROFILES)) as together:
        broken = set().union(*together.map(partial(_broken, pdf), _PROFILES))
    if signed:
        broken = broken - {LAST_SIGNATURE_ONLY} | set(uncovered(pdf))
    return sorted(broken)


def _broken(pdf: bytes, profile: str) -> set[str]:
    report = page.validate_pdf_bytes(pdf, profile=profile)
    return {failure.rule_id for failure in report.failures}


def require_valid(pdf: bytes, *, signed: bool = False) -> None:
    """Raise InvalidDocument with the rules this document breaks, if any."""
    rules = check(pdf, signed=signed)
    if rules:
        raise InvalidDocument(rules)
