"""What each signature covers is checked in the bytes; each rule is broken here."""

import io
import re
from collections.abc import Callable
from typing import Any

import pytest

from vve_portal.documents.check import LAST_SIGNATURE_ONLY, InvalidDocument, check
from vve_portal.documents.covering import (
    FORM,
    GAP,
    ORDER,
    REVISION,
    START,
    WHOLE,
    is_signed,
    uncovered,
)
from vve_portal.documents.pades.writer import SealedWriter
from vve_portal.documents.signing import SignedFile

RANGE = re.compile(rb"/ByteRange \[(\d+) (\d+) (\d+) (\d+)\]")
RANGE_WITH_ROOM = re.compile(rb"/ByteRange \[[^\]]*\] *")
Numbers = list[int]


def with_range(
    pdf: bytes, place: int, change: Callable[[list[Numbers]], Numbers]
) -> bytes:
    """Write other numbers in one range; every byte stays where it is."""
    found = list(RANGE.finditer(pdf))
    ranges = [[int(number) for number in one.groups()] for one in found]
    numbers = " ".join(str(number) for number in change(ranges))
    # Room for the longest numbers stands behind every range.
    room = len(RANGE_WITH_ROOM.findall(pdf)[place])
    written = f"/ByteRange [{numbers}]".encode().ljust(room)
    return pdf[: found[place].start()] + written + pdf[found[place].start() + room :]


def test_signed_file_keeps_every_rule(signed_twice: SignedFile, raised: bytes) -> None:
    assert uncovered(signed_twice.content) == []
    assert uncovered(raised) == []
    assert LAST_SIGNATURE_ONLY in check(signed_twice.content)
    assert check(signed_twice.content, signed=True) == []


def skip_first_byte(ranges: list[Numbers]) -> Numbers:
    first = ranges[0]
    return [1, first[1] - 1, first[2], first[3]]


def widen_gap(ranges: list[Numbers]) -> Numbers:
    first = ranges[0]
    return [0, first[1], first[2] + 1, first[3] - 1]


def begin_gap_earlier(ranges: list[Numbers]) -> Numbers:
    first = ranges[0]
    return [0, first[1] - 1, first[2], first[3]]


def end_before_revision(ranges: list[Numbers]) -> Numbers:
    first = ranges[0]
    return [0, first[1], first[2], first[3] - 2]


def take_gap_of_the_first(ranges: list[Numbers]) -> Numbers:
    first, second = ranges[:2]
    return [0, first[1], first[2], second[2] + second[3] - first[2]]


@pytest.mark.parametrize(
    ("place", "change", "broken"),
    [
        (0, skip_first_byte, [START]),
        (0, widen_gap, [GAP]),
        (0, begin_gap_earlier, [GAP]),
        (0, end_before_revision, [REVISION]),
        (1, take_gap_of_the_first, [GAP, ORDER]),
    ],
)
def test_range_with_other_numbers_is_seen(
    signed_twice: SignedFile,
    place: int,
    change: Callable[[list[Numbers]], Numbers],
    broken: list[str],
) -> None:
    changed = with_range(signed_twice.content, place, change)

    assert len(changed) == len(signed_twice.content)
    assert uncovered(changed) == broken
    assert check(changed, signed=True) == sorted(broken)


def test_last_range_that_stops_early_is_seen(signed_twice: SignedFile) -> None:
    def stop_early(ranges: list[Numbers]) -> Numbers:
        last = ranges[-1]
        return [0, last[1], last[2], last[3] - 5]

    assert uncovered(with_range(signed_twice.content, -1, stop_early)) == [
        REVISION,
        WHOLE,
    ]


@pytest.mark.parametrize("more", [b" ", b"\n% nog iets\n", b"%%EOF\n"])
def test_bytes_after_the_last_signature_are_seen(
    signed_twice: SignedFile, more: bytes
) -> None:
    assert uncovered(signed_twice.content + more) == [WHOLE]


def test_signature_that_was_taken_out_of_the_form_is_seen(
    signed_twice: SignedFile, raise_later: Callable[[bytes], bytes]
) -> None:
    without = taken_out(signed_twice.content)

    assert uncovered(without) == [WHOLE, FORM]
    with pytest.raises(InvalidDocument, match=FORM) as refused:
        raise_later(without)
    assert refused.value.rules == [FORM]


def taken_out(pdf: bytes) -> bytes:
    """The file with one revision more, in which the first field is empty."""
    changed: Any = io.BytesIO()
    writer: Any = SealedWriter(io.BytesIO(pdf))
    field = writer.root["/AcroForm"]["/Fields"][0].get_object()
    del field["/V"]
    writer.update_container(field)
    writer.write(changed)
    return bytes(changed.getvalue())


@pytest.mark.parametrize("digits", [b"zz", b"< ", b"  "])
def test_gap_with_anything_but_digits_is_seen(
    signed_twice: SignedFile, digits: bytes
) -> None:
    pdf = signed_twice.content
    first = RANGE.search(pdf)
    assert first is not None
    place = int(first[2]) + 40

    changed = pdf[:place] + digits + pdf[place + 2 :]

    assert uncovered(changed) == [GAP]


def test_gap_that_is_not_called_contents_is_seen(signed_twice: SignedFile) -> None:
    pdf = signed_twice.content
    place = pdf.index(b"/Contents <", pdf.index(b"/Type /Sig") - 60_000)

    changed = pdf[:place] + b"/Contentz <" + pdf[place + len(b"/Contents <") :]

    assert uncovered(changed) == [GAP]


def test_file_without_a_signature_covers_nothing(sealed: bytes) -> None:
    assert not is_signed(sealed)
    assert uncovered(sealed) == [WHOLE]
    assert check(sealed) == []


def test_word_in_a_title_makes_no_signature(sealed: bytes) -> None:
    assert not is_signed(sealed + b"% over /ByteRange en meer")
    assert is_signed(sealed + b"/ByteRange [0 1 2 3]")
