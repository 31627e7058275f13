"""Signatures that are not what they seem: another's, moved, emptied or stripped."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from asn1crypto import cms

from tests.documents.hostile.building import (
    objects_behind,
    ranges,
    revision,
    startxref,
    table_of,
    trailer,
    updated,
    written_by_hand,
)
from tests.documents.hostile.tampered import (
    BROKEN,
    CHANGED,
    UNCOVERED,
    UNTRUSTED,
    UPDATED,
    replace,
)
from tests.documents.samples import MUNICIPALITY
from tests.factories import NOW
from vve_portal.documents.authority import Authority
from vve_portal.documents.pades.placing import place_timestamp
from vve_portal.documents.signing import Signatory, sign
from vve_portal.documents.timestamps import BuiltInTimestamps
from vve_portal.documents.trust import Trust

FOREIGN: Final = frozenset({UNTRUSTED})
BAD_STAMP: Final = "Het tijdstempel bij de handtekening klopt niet."
MISPLACED: Final = "De handtekening staat niet op de plaats die ze zelf opgeeft."
PERSON: Final = Signatory("A. Verzonnen", "Gemeente Verzonnen", "wethouder")
PAST: Final = CHANGED | UPDATED | {MISPLACED}
MARKUP: Final = Signatory("<script>alert(1)</script>", "<b>Gemeente</b>", "\u202ewet")


@dataclass(frozen=True)
class Workshop:
    """What a forger has: files of the portal, and an authority of his own."""

    sealed: bytes
    signed: bytes
    ours: tuple[Authority, BuiltInTimestamps]
    foreign: tuple[Authority, BuiltInTimestamps]


Make = Callable[[Workshop], bytes]


def signed_with(
    pdf: bytes, keys: tuple[Authority, BuiltInTimestamps], who: Signatory = PERSON
) -> bytes:
    """Sign a file with somebody's keys."""
    authority, timestamps = keys
    return sign(
        pdf,
        field=MUNICIPALITY,
        signatory=who,
        authority=authority,
        timestamps=timestamps,
        at=NOW,
    ).content


def foreign_timestamp(shop: Workshop) -> bytes:
    """Put a timestamp of somebody else over a good file."""
    authority, timestamps = shop.foreign
    at = NOW + timedelta(hours=3)
    trust = Trust(
        own=authority.certificate,
        timestamps=timestamps.roots,
        guests=(),
        revoked=(authority.revocation_list(at),),
        at=at,
        are_timestamps_remote=False,
    )
    return place_timestamp(shop.signed, trust=trust, client=timestamps.client(at))


def stripped(shop: Workshop) -> bytes:
    """Take the timestamps off: the one over the file and the one in the signature."""
    pdf = revision(shop.signed, 1)
    place = ranges(pdf)[0]
    held = bytes.fromhex(pdf[place.gap_start + 1 : place.gap_end - 1].decode())
    token = cms.ContentInfo.load(held)
    del token["content"]["signer_infos"][0]["unsigned_attrs"]
    bare = bytes(token.dump(force=True)).hex().encode()
    room = place.gap_end - place.gap_start - 2
    return (
        pdf[: place.gap_start + 1] + bare.ljust(room, b"0") + pdf[place.gap_end - 1 :]
    )


def signature_object(pdf: bytes) -> tuple[int, bytes]:
    """Return the number and the text of the first signature in a file."""
    place = ranges(pdf)[0]
    head = pdf.rfind(b" 0 obj", 0, place.gap_start)
    number = int(re.split(rb"\s", pdf[:head])[-1])
    end = pdf.index(b"endobj", place.gap_end)
    return number, pdf[head + len(b" 0 obj") : end].strip()


def forged_range(pattern: bytes, other: bytes) -> Make:
    """Universal forgery: leave a reader nothing to compare the signature with."""

    def make(shop: Workshop) -> bytes:
        pdf = updated(shop.signed, replace)
        number, text = signature_object(shop.signed)
        forged = re.sub(pattern, lambda _: other, text, count=1, flags=re.DOTALL)
        assert forged != text
        return written_by_hand(pdf, {number: forged})

    return make


def wrapped(shop: Workshop) -> bytes:
    """Move the second signed part, and put other objects where it stood."""
    pdf = revision(shop.signed, 1)
    place, table = ranges(pdf)[0], startxref(pdf)
    first, second = pdf[: place.gap_end], pdf[place.gap_end :]
    root, size = trailer(pdf)
    number, text = signature_object(pdf)
    before = int(re.findall(rb"/Prev (\d+)", pdf[table:])[-1])
    moved = table + 40_000
    other = b"[0 %d %d %d]" % (place.gap_start, moved, len(second))
    forged = re.sub(rb"\[0 \d+ \d+ \d+ *\]", lambda _: other, text, count=1)
    assert forged != text

    def rows(at: int) -> bytes:
        places = objects_behind(pdf, len(shop.sealed), place.gap_start)
        places[number] = at
        return table_of(places, at=table, number=size, root=root, previous=before)

    body = rows(table + len(rows(0))) + b"%d 0 obj\n%s\nendobj\n" % (number, forged)
    return (first.ljust(table) + body).ljust(moved) + second


def brought_back(shop: Workshop) -> bytes:
    """Hide and replace: sign over words that were hidden before, then show them."""
    evil = updated(shop.sealed, replace)
    places = objects_behind(evil, len(shop.sealed), len(evil))
    signed = signed_with(updated(evil, put_back), shop.ours)
    root, size = trailer(signed)
    return signed + table_of(
        places, at=len(signed), number=size, root=root, previous=startxref(signed)
    )


def put_back(writer: Any) -> None:
    """Let the first page show what the second does, so that all is in order again."""
    pages = writer.root["/Pages"]["/Kids"]
    pages[0]["/Contents"] = pages[1].raw_get("/Contents")
    writer.update_container(pages[0])


FORGED: Final[Mapping[str, tuple[Make, frozenset[str]]]] = {
    "wrong_authority": (
        lambda shop: signed_with(shop.sealed, shop.foreign),
        FOREIGN | {BAD_STAMP},
    ),
    "markup_in_a_name": (
        lambda shop: signed_with(shop.sealed, shop.foreign, MARKUP),
        FOREIGN | {BAD_STAMP},
    ),
    "foreign_timestamp": (foreign_timestamp, FOREIGN),
    "range_missing": (forged_range(rb"/ByteRange ?\[[^]]*\]", b""), BROKEN),
    "range_empty": (forged_range(rb"\[0 [^]]*\]", b"[]"), BROKEN),
    "range_of_nothing": (forged_range(rb"\[0 [^]]*\]", b"[0 0 0 0]"), BROKEN),
    "range_negative": (forged_range(rb"\[0 [^]]*\]", b"[0 -1 -1 9]"), BROKEN),
    "range_past_the_end": (forged_range(rb"\[0 [^]]*\]", b"[0 9 99 999999999]"), PAST),
    "range_from_elsewhere": (forged_range(rb"\[0 [^]]*\]", b"[9 9 99 999]"), BROKEN),
    "signature_missing": (forged_range(rb"/Contents ?<[^>]*>", b""), BROKEN),
    "signature_null": (forged_range(rb"/Contents ?<[^>]*>", b"/Contents null"), BROKEN),
    "signature_of_zeros": (forged_range(rb"<[0-9a-fA-F]{64,}>", b"<00>"), BROKEN),
    "signature_wrapped": (wrapped, (UPDATED - UNCOVERED) | {MISPLACED}),
    "words_brought_back": (brought_back, UPDATED),
}
