"""The gate: no document leaves that is not PDF/UA-1 and PDF/A-3a."""

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
    broken = set()
    for profile in _PROFILES:
        report = page.validate_pdf_bytes(pdf, profile=profile)
        broken |= {failure.rule_id for failure in report.failures}
    if signed:
        broken = broken - {LAST_SIGNATURE_ONLY} | set(uncovered(pdf))
    return sorted(broken)


def require_valid(pdf: bytes, *, signed: bool = False) -> None:
    """Raise InvalidDocument with the rules this document breaks, if any."""
    rules = check(pdf, signed=signed)
    if rules:
        raise InvalidDocument(rules)
