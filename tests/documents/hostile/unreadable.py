"""Files that a reader can't or shouldn't read: broken, endless, too big or locked."""

import io
import zlib
from collections.abc import Callable, Mapping
from typing import Final

import pikepdf

from tests.documents.hostile.building import (
    CATALOG,
    PAGE,
    PAGES,
    plain_pdf,
    startxref,
    stream,
    trailer,
    update,
    written_by_hand,
)
from vve_portal.documents.examining import MOST_BYTES
from vve_portal.documents.inspecting import Trouble

Make = Callable[[bytes], bytes]
UNSIGNED: Final = "Het bestand heeft geen handtekening."
BOMB: Final = 1_200_000_000  # bytes that unpack from less than two million


def locked(password: str) -> Make:
    """Encrypt a file."""

    def make(signed: bytes) -> bytes:
        made = io.BytesIO()
        with pikepdf.open(io.BytesIO(signed)) as opened:
            encryption = pikepdf.Encryption(owner="eigenaar", user=password)
            opened.save(made, encryption=encryption)
        return made.getvalue()

    return make


def packed(size: int) -> bytes:
    """Return zeros, packed, without holding them all."""
    packer, block = zlib.compressobj(9), b"\0" * 1_000_000
    parts = [packer.compress(block) for _ in range(size // len(block))]
    return b"".join((*parts, packer.flush()))


def starting_with(table: bytes) -> bytes:
    """Return a file of which a reader needs this table before anything else."""
    return b"%%PDF-1.7\n1 0 obj\n%s\nendobj\nstartxref\n9\n%%%%EOF\n" % table


def object_stream_bomb(_signed: bytes) -> bytes:
    """A catalog that stands in a stream that never seems to end."""
    holder = stream(packed(BOMB), b"/Type/ObjStm/N 1/First 4/Filter/FlateDecode")
    pdf = b"%PDF-1.7\n"
    place = len(pdf)
    pdf += b"2 0 obj\n%s\nendobj\n" % holder
    at = len(pdf)
    rows = b"\2\0\0\0\2\0\0" + b"\1" + place.to_bytes(4, "big") + b"\0\0"
    table = stream(rows, b"/Type/XRef/W[1 4 2]/Index[1 2]/Size 4/Root 1 0 R")
    return pdf + b"3 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (table, at)


def table_bomb(_signed: bytes) -> bytes:
    """A table of objects that unpacks to more than there is."""
    content = packed(BOMB)
    more = b"/Type/XRef/W[1 4 2]/Size 170000000/Root 1 0 R/Filter/FlateDecode"
    table = stream(content, more)
    return starting_with(table)


def table_of_itself(signed: bytes) -> bytes:
    """A table whose predecessor is that same table."""
    own = startxref(written_by_hand(signed, {}))
    return written_by_hand(signed, {}, previous=own)


def tables_in_a_ring(signed: bytes) -> bytes:
    """Two tables that are each other's predecessor."""
    root, size = trailer(signed)

    def behind(pdf: bytes, previous: int) -> bytes:
        more = update({}, at=len(pdf), root=root, size=size, previous=previous)
        return pdf + more

    # A number of the same length, so that all stays where it is.
    trial = behind(signed, startxref(signed))
    second = startxref(behind(trial, startxref(trial)))
    first = behind(signed, second)
    return behind(first, startxref(first))


def nested(depth: int) -> Make:
    """A catalog with lists in lists in lists."""

    def make(_signed: bytes) -> bytes:
        lists = b"[" * depth + b"]" * depth
        catalog = b"<</Type/Catalog/Pages 2 0 R/PieceInfo<</A %s>>>>" % lists
        return plain_pdf(catalog, PAGES, PAGE)

    return make


def pages_in_a_ring(_signed: bytes) -> bytes:
    """A tree of pages that is its own branch."""
    return plain_pdf(CATALOG, b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 4>>")


def so_many_pages(_signed: bytes) -> bytes:
    """Says to have two milliard pages."""
    return plain_pdf(CATALOG, b"<</Type/Pages/Kids[3 0 R]/Count 2147483647>>", PAGE)


def so_many_objects(_signed: bytes) -> bytes:
    """Says to have two milliard objects."""
    pdf = plain_pdf(CATALOG, PAGES, PAGE)
    return pdf.replace(b"0 4\n", b"0 2147483647\n", 1)


def filters_on_filters(_signed: bytes) -> bytes:
    """A table that was packed five thousand times over."""
    more = b"/Type/XRef/W[1 4 2]/Size 3/Root 1 0 R/Filter[%s]"
    table = stream(b"00>" * 9, more % (b"/ASCIIHexDecode" * 5000))
    return starting_with(table)


def length_of_itself(_signed: bytes) -> bytes:
    """A stream whose length stands in that same stream."""
    return plain_pdf(CATALOG, PAGES, PAGE, b"<</Length 4 0 R>>stream\nx\nendstream")


UNREADABLE: Final[Mapping[str, tuple[Make, str]]] = {
    "empty": (lambda _: b"", Trouble.EMPTY),
    "text": (lambda _: b"Dit is een overeenkomst.", Trouble.NO_PDF),
    "page_of_the_web": (lambda signed: b"<html>\n" + signed, Trouble.NO_PDF),
    "zip_in_front": (lambda signed: b"PK\3\4" + signed, Trouble.NO_PDF),
    "picture_in_front": (lambda signed: b"GIF89a" + signed, Trouble.NO_PDF),
    "too_big": (
        lambda signed: signed.ljust(MOST_BYTES + 1, b"\n"),
        Trouble.TOO_BIG,
    ),
    "head_alone": (lambda _: b"%PDF-1.7\n", Trouble.BROKEN),
    "half": (lambda signed: signed[: len(signed) // 2], Trouble.BROKEN),
    "without_its_end": (lambda signed: signed[:-40], Trouble.BROKEN),
    "without_its_begin": (lambda signed: b"%PDF-" + signed[400:], Trouble.BROKEN),
    "noise": (lambda _: b"%PDF-1.7\n" + bytes(range(256)) * 400, Trouble.BROKEN),
    "locked": (locked("geheim"), Trouble.ENCRYPTED),
    "locked_without_password": (locked(""), Trouble.ENCRYPTED),
    "object_stream_bomb": (object_stream_bomb, Trouble.BROKEN),
    "table_bomb": (table_bomb, Trouble.BROKEN),
    "table_of_itself": (table_of_itself, Trouble.BROKEN),
    "tables_in_a_ring": (tables_in_a_ring, Trouble.BROKEN),
    "nested": (nested(100), UNSIGNED),
    "nested_deeply": (nested(200_000), Trouble.BROKEN),
    "filters_on_filters": (filters_on_filters, Trouble.BROKEN),
    "so_many_objects": (so_many_objects, Trouble.BROKEN),
    "pages_in_a_ring": (pages_in_a_ring, Trouble.BROKEN),
    "so_many_pages": (so_many_pages, UNSIGNED),
    "length_of_itself": (length_of_itself, UNSIGNED),
}
