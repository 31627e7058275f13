"""What a document says, line by line; and what can't be read out at all."""

import io
from collections.abc import Callable
from time import process_time

import pikepdf
import pytest

from tests.documents.samples import (
    CONTENT,
    SMALL_PAGE,
    WORDS,
    page,
    seal,
    table,
)
from vve_portal.documents.printed import (
    Line,
    Unreadable,
    attached_files,
    printed_lines,
    printed_words,
)

pytestmark = pytest.mark.sqlite

BROKEN = "lang-samengesteld-woord-met-streepjes-dat-over-meer-regels-loopt-en-breekt"


def said(body: str, *, css: str = "") -> list[tuple[str, str]]:
    """The lines of a document with this body, after its heading."""
    html = page(f"<section><h1>Kop</h1>{body}</section>", css=css)
    _, *lines = printed_lines(seal(html, fields=()))
    return [(line.tag, line.text) for line in lines]


def test_document_is_read_line_by_line_without_running_heads(sealed: bytes) -> None:
    lines = [(line.tag, line.text) for line in printed_lines(sealed)]

    assert lines == [
        ("H1", "Overeenkomst"),
        ("P", "Gemeente en JGZ."),
        ("H2", "Inhoud"),
        ("TOCI", "Afspraken"),
        ("TOCI", "Ondertekening"),
        ("H2", "Afspraken"),
        ("P", f"{WORDS} 1 Zie de tekst van de wet ."),
        ("LI", "1. Eerste lid."),
        ("LI", "a. met een letter;"),
        ("LI", "2. Tweede lid."),
        ("Caption", "Tabel 1. Bereik"),
        ("TR", "Wijk Bereik Oordeel"),
        ("TR", "Wijk 1 1 kinderen goed"),
        ("TR", "Wijk 2 2 kinderen goed"),
        ("TR", "Wijk 3 3 kinderen goed"),
        ("Figure", "Een staaf"),
        ("Caption", "Figuur 1"),
        ("LI", "1. Een noot. Terug naar de tekst"),
        ("H2", "Ondertekening"),
        ("P", "Aldus overeengekomen."),
        ("Form", "Handtekening namens de gemeente"),
        ("Form", "Handtekening namens de JGZ"),
        ("H2", "Bijlage"),
        ("P", "De laatste bladzijde."),
    ]
    assert printed_words(sealed) == "\n".join(text for _, text in lines)


def test_table_over_pages_is_read_once_with_one_head() -> None:
    lines = said(table(12), css=SMALL_PAGE)

    assert [tag for tag, _ in lines] == ["Caption", *["TR"] * 13]
    assert [text for _, text in lines].count("Wijk Bereik Oordeel") == 1


def test_item_and_row_are_one_line_with_all_that_is_in_them() -> None:
    item = "<ul><li>Eén <b>twee</b></li></ul>"
    cells = "<thead><tr><th>A</th><th>B</th></tr></thead><tbody><tr><td><p>x</p>"
    whole = f"<table><caption>T</caption>{cells}<p>y</p></td><td>z</td></tr></tbody>"

    assert said(f"{item}{whole}</table>") == [
        ("LI", "• Eén twee"),
        ("Caption", "T"),
        ("TR", "A B"),
        ("TR", "x y z"),
    ]


def test_line_says_its_text_however_it_was_broken() -> None:
    text = f"Een zin met (artikel 4.1) en een {BROKEN} erin."
    html = page(
        "<section><h1>Kop</h1><p>Een zin met (artikel <b>4.1</b>) en een"
        f" {BROKEN} erin.</p></section>",
        css=SMALL_PAGE,
    )

    _, line = printed_lines(seal(html, fields=()))

    assert len(line.parts) > 4
    assert line.says(text)
    assert not line.says(text.replace("4.1", "4.2"))
    assert not line.says(text + "!")
    assert not line.says(text.replace("zin met", "zinmet"))
    assert not line.says("")


@pytest.mark.parametrize(
    ("parts", "text", "says"),
    [
        (("een", "twee"), "een twee", True),
        (("een", "twee"), "eentwee", True),
        (("een", "twee"), "een  twee", False),
        (("a.b",), "axb", False),
        (("een ", "twee"), "een twee", True),
        (("een", " twee"), "een twee", True),
        (("een", "", "twee"), "een twee", True),
        (("een", "twee"), "een twee drie", False),
        ((), "", True),
        ((), "iets", False),
    ],
)
def test_space_may_be_lost_only_between_pieces(
    parts: tuple[str, ...], text: str, *, says: bool
) -> None:
    assert Line("P", parts).says(text) is says


def test_line_as_long_as_a_book_is_compared_at_once() -> None:
    book = Line("P", ("bladzijde " * 1000,) * 500)
    own = [f"Eigen zin {number}." for number in range(100)]

    before = process_time()
    is_said = any(book.says(text) for text in (*own, "bladzijde " * 500_000 + "?"))

    assert is_said is False
    assert process_time() - before < 1


def test_attached_files_come_out_as_they_went_in(sealed: bytes) -> None:
    assert attached_files(sealed) == {"inhoud.json": CONTENT}


def without_tags() -> bytes:
    """A PDF that only has a page."""
    target = io.BytesIO()
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.save(target)
    return target.getvalue()


def cyclic() -> bytes:
    """A structure tree that has itself inside."""
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(seal(fields=()))) as pdf:
        document = pdf.Root.StructTreeRoot.K[0]
        document.K.append(document)
        pdf.save(target)
    return target.getvalue()


def locked() -> bytes:
    """A PDF that opens with a password only."""
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(seal(fields=()))) as pdf:
        pdf.save(target, encryption=pikepdf.Encryption(user="a", owner="b"))
    return target.getvalue()


@pytest.mark.parametrize(
    "make", [without_tags, cyclic, locked, bytes, b"%PDF-1.7 stuk".lower]
)
def test_what_nobody_can_have_read_out_is_refused(make: Callable[[], bytes]) -> None:
    with pytest.raises(Unreadable):
        printed_lines(make())


def test_broken_file_has_no_attachments_to_give() -> None:
    with pytest.raises(Unreadable):
        attached_files(b"geen PDF")
