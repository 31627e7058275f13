"""HTML becomes a PDF that is fit for everybody, or nothing at all."""

import io
import os
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest
from pypdf import PdfReader

from tests.documents.judges import run, words_of
from tests.documents.samples import (
    AGREEMENT,
    CONTENT,
    LONG_SENTENCE,
    METADATA,
    SMALL_PAGE,
    WORDS,
    artifacts_in,
    outline,
    page,
    seal,
    table,
)
from tests.factories import NOW
from vve_portal.documents.check import InvalidDocument, check, require_valid
from vve_portal.documents.fonts import FONT_FAMILY
from vve_portal.documents.rendering import ForeignResource, draw, render
from vve_portal.documents.repair.structure import Structure


def test_sealed_document_breaks_no_rule(sealed: bytes) -> None:
    assert check(sealed) == []


def test_document_without_repairs_is_refused() -> None:
    raw = draw(AGREEMENT, created=NOW)

    with pytest.raises(InvalidDocument) as refusal:
        require_valid(raw)

    assert "PDFUA1-ID-PART-001" in refusal.value.rules
    assert "PDFA3A-METADATA-FILTER-001" in refusal.value.rules


def test_document_that_breaks_a_rule_is_not_rendered() -> None:
    picture = '<img src="data:image/svg+xml,%3Csvg xmlns=%27http://www.w3.org/2000/svg'
    picture += '%27 width=%2720%27 height=%2720%27/%3E">'

    with pytest.raises(InvalidDocument) as refusal:
        render(
            page(f"<section><h1>Plaatje</h1>{picture}</section>"),
            title="Plaatje",
            author="Gemeente",
            subject="Zonder alternatief",
            created=NOW,
        )

    assert refusal.value.rules == ["PDFUA1-FIGURE-ALTERNATIVE-TEXT-001"]


def test_words_are_read_back_whole(sealed: bytes, tmp_path: Path) -> None:
    by_poppler = " ".join(words_of(sealed, tmp_path).split())
    pages = PdfReader(io.BytesIO(sealed)).pages
    by_pypdf = " ".join(" ".join(one.extract_text() for one in pages).split())

    assert WORDS.removesuffix(".") in by_poppler
    assert WORDS.removesuffix(".") in by_pypdf


def test_font_is_embedded_as_subset_with_its_text(
    sealed: bytes, tmp_path: Path
) -> None:
    file = tmp_path / "fonts.pdf"
    file.write_bytes(sealed)

    fonts = [line.split() for line in run("pdffonts", file).splitlines()[2:]]

    assert {font[0].split("+")[1].split("-")[0] for font in fonts} == {FONT_FAMILY}
    assert {tuple(font[-5:-2]) for font in fonts} == {("yes", "yes", "yes")}


def test_same_input_gives_same_bytes_in_another_process(sealed: bytes) -> None:
    program = (
        "import sys; from tests.documents.samples import seal;"
        "sys.stdout.buffer.write(seal())"
    )
    elsewhere = {
        **os.environ,
        "TZ": "America/New_York",
        "PYTHONHASHSEED": "7",
        "DJANGO_SETTINGS_MODULE": "vve_portal.settings_test",
    }
    start = f"import django; django.setup(); {program}"

    again = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", start],
        env=elsewhere,
        capture_output=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )

    assert again.stdout == sealed


def test_another_word_gives_other_bytes(sealed: bytes) -> None:
    assert seal(AGREEMENT.replace("Aldus", "Zo")) != sealed


def test_attachment_travels_inside(sealed: bytes) -> None:
    attachments = PdfReader(io.BytesIO(sealed)).attachments

    assert attachments == {"inhoud.json": [CONTENT]}


def test_sealed_document_is_read_in_order(sealed: bytes) -> None:
    """Every repair has left its mark; what each does has a test of its own."""
    structure = Structure.read(pikepdf.open(io.BytesIO(sealed)))

    row = "TR(TH(Span) TD(Span) TD(Span))"
    item = "LI(Lbl(Span) LBody(Span))"
    assert [outline(part) for part in structure.document.elements] == [
        "Sect(H1(Span) P(Span))",
        "Sect(H2(Span) TOC(TOCI(NonStruct(Link)) TOCI(NonStruct(Link))))",
        (
            "Sect(H2(Span)"
            " P(Span NonStruct(Reference(Link)) Span Link Link Span)"
            f" L(LI(Lbl(Span) LBody(Span L({item}))) {item})"
            " Table(Caption(Span) THead(TR(TH(Span) TH(Span) TH(Span)))"
            f" TBody({row} {row} {row}))"
            " NonStruct(NonStruct(Figure(Caption(Span))))"
            " L(LI(LBody(Note(Span Link)))))"
        ),
        "Sect(H2(Span) P(Span) Form Form)",
        "Sect(H2(Span) P(Span))",
    ]


def test_sealed_document_over_pages_is_whole() -> None:
    html = f"<section><h1>Kop</h1><p>{LONG_SENTENCE} klaar.</p>{table(12)}</section>"

    with pikepdf.open(io.BytesIO(seal(page(html, css=SMALL_PAGE)))) as pdf:
        document = Structure.read(pdf).document

        tags = ("Sect", "P", "Table", "THead")
        assert {tag: len(document.find(tag)) for tag in tags} == dict.fromkeys(tags, 1)
        scopes = [str(one.attribute("Scope")) for one in document.find("TH")]
        assert scopes == ["/Column"] * 3 + ["/Row"] * 12
        # What is printed at the foot of each page, and the repeated heads.
        assert artifacts_in(pdf) > len(pdf.pages) > len(tags)


def test_no_other_file_is_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.css"
    secret.write_text("body { color: red }", encoding="utf-8")
    html = page("<h1>Kop</h1>").replace(
        "<style>", f'<link rel="stylesheet" href="{secret.as_uri()}"><style>'
    )

    with pytest.raises(ForeignResource, match=r"secret\.css"):
        draw(html, created=NOW)


def test_document_says_the_same_everywhere(sealed: bytes) -> None:
    reader = PdfReader(io.BytesIO(sealed))
    info, xmp = reader.metadata, reader.xmp_metadata

    assert info is not None
    assert xmp is not None
    assert (info.title, info.author, info.subject) == (
        METADATA.title,
        METADATA.author,
        METADATA.subject,
    )
    assert xmp.dc_title == {"x-default": METADATA.title}
    assert xmp.dc_creator == [METADATA.author]
    assert info.creation_date == NOW
    with pikepdf.open(io.BytesIO(sealed)) as pdf:
        assert str(pdf.Root.Lang) == "nl-NL"
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
