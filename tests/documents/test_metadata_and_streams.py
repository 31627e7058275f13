"""What a document says about itself, and how its streams end."""

import io
import zlib
from dataclasses import replace

import pikepdf
import pytest
from pikepdf import Pdf

from tests.documents.samples import AGREEMENT, METADATA
from tests.factories import NOW
from vve_portal.documents.check import check
from vve_portal.documents.rendering import draw
from vve_portal.documents.repair.document import repair
from vve_portal.documents.repair.metadata import (
    Metadata,
    write_metadata,
    xmp_packet,
)
from vve_portal.documents.repair.streams import end_in_both, save


@pytest.fixture
def pdf(sealed: bytes) -> Pdf:
    """A sealed document, opened again."""
    return pikepdf.open(io.BytesIO(sealed))


def test_metadata_escapes_what_means_something_in_xml() -> None:
    packet = xmp_packet(METADATA).decode()

    assert "Overeenkomst &amp; bijlagen" in packet


def test_metadata_leaves_out_what_is_empty(pdf: Pdf) -> None:
    bare = Metadata(
        title="Kaal", author="", subject="", keywords="", language="nl-NL", created=NOW
    )

    write_metadata(pdf, bare)

    assert sorted(pdf.docinfo.keys()) == [
        "/CreationDate",
        "/ModDate",
        "/Producer",
        "/Title",
    ]
    packet = pdf.Root.Metadata.read_bytes()
    assert b"dc:creator" not in packet
    assert b"dc:description" not in packet
    assert b"pdf:Keywords" not in packet


def test_no_stream_ends_ambiguously() -> None:
    for length in range(1, 600):
        pdf = Pdf.new()
        pdf.add_blank_page()
        write_metadata(pdf, replace(METADATA, title="y" * length))

        written = save(pdf)

        assert b"\r\nendstream" not in written.replace(b"\r\r\nendstream", b"")
        with pikepdf.open(io.BytesIO(written)) as again:
            assert again.check_pdf_syntax() == []
            assert str(again.docinfo.Title) == "y" * length


def test_content_and_attachments_keep_their_bytes() -> None:
    content = next(
        text
        for text in (b"%" + b"y" * size for size in range(2000))
        if zlib.compress(text).endswith(b"\r")
    )
    pdf = Pdf.new()
    pdf.add_blank_page()
    pdf.pages[0].Contents = pdf.make_stream(content)
    pdf.attachments["bijlage"] = content

    written = save(pdf)

    assert written.count(b"\r\r\nendstream") == len(("page", "attachment"))
    with pikepdf.open(io.BytesIO(written)) as again:
        assert again.check_pdf_syntax() == []
        assert again.pages[0].Contents.read_bytes() == content
        assert again.attachments["bijlage"].get_file().read_bytes() == content


def test_what_only_looks_like_an_end_is_left_alone() -> None:
    looks = (
        b"1 0 obj\n<< /Length 40 >>\nstream\nx\r\nendstream and more that follows it"
    )

    assert end_in_both(looks) == looks


def test_document_that_meets_it_passes_the_gate() -> None:
    raw = draw(AGREEMENT, created=NOW)

    pdf = next(
        repaired
        for length in range(1, 500)
        if b"\r\r\nendstream"
        in (repaired := repair(raw, metadata=replace(METADATA, title="y" * length)))
    )

    assert check(pdf) == []
