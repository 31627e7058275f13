"""Tools to damage a signed PDF: an update behind it, or bytes changed inside it."""

import io
import re
from collections.abc import Callable, Mapping
from typing import Any, Final

import pikepdf

from vve_portal.documents.pades.ranges import SignedRange
from vve_portal.documents.pades.writer import SealedWriter

RANGE: Final = re.compile(rb"/ByteRange\s*\[\s*0\s+(\d+)\s+(\d+)\s+(\d+)\s*\]")
START: Final = re.compile(rb"startxref\s+(\d+)\s+%%EOF")


def updated(pdf: bytes, change: Callable[[Any], None]) -> bytes:
    """Write an update behind a file, as an honest program would."""
    written: Any = io.BytesIO()
    writer: Any = SealedWriter(io.BytesIO(pdf))
    change(writer)
    writer.write(written)
    return bytes(written.getvalue())


def ranges(pdf: bytes) -> list[SignedRange]:
    """Return the range of each signature and timestamp, in the order of the file."""
    found = [
        SignedRange.read((0, *(int(number) for number in one.groups())))
        for one in RANGE.finditer(pdf)
    ]
    return sorted(found, key=lambda one: one.end)


def revision(pdf: bytes, number: int) -> bytes:
    """Return a file as it was after its first, second, … signature or timestamp."""
    return pdf[: ranges(pdf)[number - 1].end]


def startxref(pdf: bytes) -> int:
    """Return where the newest table of objects stands."""
    return int(START.findall(pdf)[-1])


def objects_behind(pdf: bytes, start: int, end: int) -> dict[int, int]:
    """Return where each object of a part of a file begins, but for its table."""
    found = re.compile(rb"(\d+) 0 obj\b").finditer(pdf, start, end)
    return {
        int(one[1]): one.start()
        for one in found
        if b"/XRef" not in pdf[one.start() : one.start() + 60]
    }


def trailer(pdf: bytes) -> tuple[int, int]:
    """Return the number of the catalog, and how many objects there are."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return opened.Root.objgen[0], int(opened.trailer.Size)


def written_by_hand(
    pdf: bytes, objects: Mapping[int, bytes], *, previous: int | None = None
) -> bytes:
    """Write an update behind a file with a table of our own making."""
    root, size = trailer(pdf)
    return pdf + update(
        objects,
        at=len(pdf),
        root=root,
        size=size,
        previous=startxref(pdf) if previous is None else previous,
    )


def update(
    objects: Mapping[int, bytes], *, at: int, root: int, size: int, previous: int
) -> bytes:
    """Return objects with a stream that says where they are, for the place `at`."""
    body, places = b"\n", {}
    table = max(size, *objects) if objects else size
    for number, content in objects.items():
        places[number] = at + len(body)
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    return body + table_of(
        places, at=at + len(body), number=table, root=root, previous=previous
    )


def table_of(
    places: Mapping[int, int], *, at: int, number: int, root: int, previous: int
) -> bytes:
    """Return a cross-reference stream, uncompressed, and the end of a file."""
    rows = {**places, number: at}
    index = b" ".join(b"%d 1" % one for one in sorted(rows))
    content = b"".join(
        b"\1" + rows[one].to_bytes(4, "big") + b"\0\0" for one in sorted(rows)
    )
    return (
        b"%d 0 obj\n<</Type/XRef/W[1 4 2]/Index[%s]/Size %d/Root %d 0 R/Prev %d"
        b"/Length %d>>stream\n%s\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n"
        % (number, index, number + 1, root, previous, len(content), content, at)
    )


def plain_pdf(*objects: bytes, more: bytes = b"") -> bytes:
    """Return a small PDF of the given objects; the first is its catalog."""
    body, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    rows = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return (
        body
        + b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, rows)
        + b"trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n"
        % (size, more, len(body))
    )


CATALOG: Final = b"<</Type/Catalog/Pages 2 0 R>>"
PAGES: Final = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
PAGE: Final = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>"


def stream(content: bytes, more: bytes = b"") -> bytes:
    """Return a stream object."""
    return b"<</Length %d%s>>stream\n%s\nendstream" % (len(content), more, content)
