"""No bit of a signed file can be other without the verdict saying so."""

import hashlib
import random
import re
from collections.abc import Iterator

import pytest
from asn1crypto import cms
from cryptography import x509

from tests.documents.verdicts import LATER, Verify, flipped, wrong
from vve_portal.documents.authority import Authority
from vve_portal.documents.pades.ranges import SignedRange
from vve_portal.documents.pades.tokens import is_tight, tlv
from vve_portal.documents.signing import SignedFile
from vve_portal.documents.verifying import verify

RANGE = re.compile(rb"/ByteRange\s*\[\s*0\s+(\d+)\s+(\d+)\s+(\d+)\s*\]")


def gap_of(pdf: bytes) -> SignedRange:
    """The gap of the signature or timestamp that reaches furthest."""
    ranges = [
        SignedRange.read((0, *(int(number) for number in found.groups())))
        for found in RANGE.finditer(pdf)
    ]
    return max(ranges, key=lambda one: one.end)


def token_of(pdf: bytes) -> bytes:
    gap = gap_of(pdf)
    held = bytes.fromhex(pdf[gap.gap_start + 1 : gap.gap_end - 1].decode())
    return bytes(cms.ContentInfo.load(held).dump())


def places(pdf: bytes) -> Iterator[int]:
    """A spread over the file, its ends, and both sides of the last gap."""
    gap, size = gap_of(pdf), len(pdf)
    chance = random.Random(2026)  # noqa: S311 - a spread, no secret
    yield from (0, 3, 7, 12, size - 1, size - 2, size - 7, size // 2)
    yield from (gap.gap_start - 1, gap.gap_start, gap.gap_start + 1)
    yield from (gap.gap_end - 2, gap.gap_end - 1, gap.gap_end)
    yield from (chance.randrange(size) for _ in range(12))
    yield from (chance.randrange(gap.gap_start, gap.gap_end) for _ in range(12))


@pytest.mark.parametrize("kind", ["signature", "timestamp"])
def test_every_flipped_byte_is_seen(
    judge: Verify, without_archive: SignedFile, raised: bytes, kind: str
) -> None:
    pdf = without_archive.content if kind == "signature" else raised
    assert judge(pdf).is_good

    unseen = [place for place in places(pdf) if judge(flipped(pdf, place)).is_good]

    assert unseen == []


def test_every_flipped_byte_is_seen_with_the_hash_too(
    authority: Authority, signed_once: SignedFile
) -> None:
    pdf = signed_once.content

    unseen = [
        place
        for place in places(pdf)
        if verify(
            flipped(pdf, place),
            trusted_roots=[authority.certificate],
            at=LATER,
            expected_sha256=hashlib.sha256(pdf).hexdigest(),
        ).is_good
    ]

    assert unseen == []


def test_small_letters_among_capitals_are_seen(
    judge: Verify, signed_once: SignedFile
) -> None:
    pdf, gap = signed_once.content, gap_of(signed_once.content)
    letter = next(
        place
        for place in range(gap.gap_start, gap.gap_end)
        if chr(pdf[place]) in "ABCDEF"
    )

    verdict = judge(flipped(pdf, letter, bit=5))

    assert "niet op de plaats die ze zelf opgeeft" in wrong(verdict)[0]


def test_zeros_after_the_signature_may_not_become_something_else(
    judge: Verify, signed_once: SignedFile
) -> None:
    pdf, gap = signed_once.content, gap_of(signed_once.content)

    verdict = judge(flipped(pdf, gap.gap_end - 5))

    assert "niet op de plaats die ze zelf opgeeft" in wrong(verdict)[0]


def test_no_bit_of_a_signature_is_loose(
    without_archive: SignedFile, authority: Authority
) -> None:
    """What the cryptography leaves open must be exactly as it has to be."""
    token, roots = token_of(without_archive.content), [authority.certificate]
    signed = cms.ContentInfo.load(token)["content"]
    algorithm = signed["digest_algorithms"][0].dump()
    root = signed["certificates"][-1].chosen.dump()
    version = tlv(0x02, b"\x01") + tlv(0x31, algorithm)

    changed = {
        "version": token.replace(version, version.replace(b"\x01", b"\x03", 1), 1),
        "algorithm": token.replace(algorithm, algorithm[:-1] + b"\x02", 1),
        "root": token.replace(root, root[:-1] + bytes([root[-1] ^ 1]), 1),
    }

    assert is_tight(token, roots)
    assert [name for name, one in changed.items() if one == token] == []
    assert [name for name, one in changed.items() if _is_tight(one, roots)] == []


def _is_tight(token: bytes, roots: list[x509.Certificate]) -> bool:
    try:
        return is_tight(token, roots)
    except (ValueError, StopIteration, TypeError):
        return False


def test_certificate_that_nobody_vouches_for_is_loose(
    without_archive: SignedFile, authority: Authority
) -> None:
    token = token_of(without_archive.content)

    assert not is_tight(token, [])
    assert is_tight(token, [authority.certificate])
