"""Verdicts as the tests read them, and files that are damaged."""

from collections.abc import Callable
from datetime import timedelta

from tests.factories import NOW
from vve_portal.documents.verdicts import FileVerdict, Weight

LATER = NOW + timedelta(days=2)

Verify = Callable[[bytes], FileVerdict]


def wrong(verdict: FileVerdict) -> list[str]:
    return [
        finding.sentence
        for finding in verdict.findings
        if finding.weight is Weight.WRONG
    ]


def flipped(pdf: bytes, place: int, bit: int = 0) -> bytes:
    damaged = bytearray(pdf)
    damaged[place] ^= 1 << bit
    return bytes(damaged)
