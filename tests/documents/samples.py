"""Pieces of HTML and what WeasyPrint makes of them."""

import io
from collections.abc import Sequence
from typing import Final

import pikepdf

from tests.factories import NOW
from vve_portal.documents.rendering import Attachment, SignatureField, draw, render
from vve_portal.documents.repair.metadata import Metadata
from vve_portal.documents.repair.structure import Element, Structure

MUNICIPALITY: Final = "Handtekening_gemeente"
PROVIDER: Final = "Handtekening_jgz"
FIELDS: Final = (
    SignatureField(MUNICIPALITY, "Handtekening namens de gemeente", anchor="teken"),
    SignatureField(PROVIDER, "Handtekening namens de JGZ", anchor="teken"),
)
WORDS: Final = "Financiële gevolgen boven € 10.000 gaan naar één aanspreekpunt."
METADATA: Final = Metadata(
    title="Overeenkomst & bijlagen",
    author="Gemeente Verzonnen",
    subject="Afspraken",
    keywords="VVE, JGZ",
    language="nl-NL",
    created=NOW,
)
CONTENT: Final = b'{"kenmerk": "VVE-2027-014"}'
SMALL_PAGE: Final = (
    "@page { size: 100mm 60mm; margin: 10mm; @bottom-right { content: 'Onderaan' } }"
    " p { orphans: 1; widows: 1 }"
)
LONG_SENTENCE: Final = " ".join(["De partijen spreken dit met elkaar af,"] * 40)
NEXT_PAGE: Final = '<div style="break-before: page"></div>'


def page(body: str, *, css: str = "") -> str:
    """A whole document around some HTML."""
    return (
        '<!DOCTYPE html><html lang="nl"><head><meta charset="utf-8">'
        f"<title>Proef</title><style>{css}</style></head><body>{body}</body></html>"
    )


def table(rows: int, *, caption: str = "Tabel 1. Bereik") -> str:
    """A table of three columns with a header row and row headers."""
    body = "".join(
        f'<tr><th scope="row">Wijk {row}</th><td>{row} kinderen</td><td>goed</td></tr>'
        for row in range(1, rows + 1)
    )
    return (
        f"<table><caption>{caption}</caption><thead><tr><th>Wijk</th><th>Bereik</th>"
        f"<th>Oordeel</th></tr></thead><tbody>{body}</tbody></table>"
    )


AGREEMENT: Final = page(
    "<section><h1>Overeenkomst</h1><p>Gemeente en JGZ.</p></section>"
    '<section><h2>Inhoud</h2><ol class="toc"><li><a href="#een">Afspraken</a></li>'
    '<li><a href="#teken">Ondertekening</a></li></ol></section>'
    f'<section><h2 id="een">Afspraken</h2><p>{WORDS}'
    '<sup><a href="#noot-1" id="nootref-1">1</a></sup> Zie de'
    ' <a href="https://wetten.overheid.example/">tekst van de wet</a>.</p>'
    "<ol><li>Eerste lid.<ol type='a'><li>met een letter;</li></ol></li>"
    f"<li>Tweede lid.</li></ol>{table(3)}"
    '<figure><svg width="96" height="48" viewBox="0 0 96 48"><title>Een staaf</title>'
    '<rect width="96" height="48"/></svg><figcaption>Figuur 1</figcaption></figure>'
    '<ol class="toc"><li id="noot-1">1. Een noot. '
    '<a href="#nootref-1">Terug naar de tekst</a></li></ol></section>'
    '<section class="teken"><h2 id="teken">Ondertekening</h2>'
    "<p>Aldus overeengekomen.</p></section><section><h2>Bijlage</h2>"
    "<p>De laatste bladzijde.</p></section>",
    css="""
    @page { size: A4; margin: 25mm;
            @bottom-right { content: "Pagina " counter(page) } }
    section { break-before: page }
    .toc { list-style: none }
    """,
)


def artifacts_in(pdf: pikepdf.Pdf) -> int:
    """How many pieces of content are painted without being part of the text."""
    return sum(
        instruction.operands[0] == pikepdf.Name.Artifact
        for one in pdf.pages
        for instruction in pikepdf.parse_content_stream(one)
        if str(instruction.operator) == "BDC"
    )


def seal(html: str = AGREEMENT, fields: Sequence[SignatureField] = FIELDS) -> bytes:
    """Render through the gate, with places for two signatures."""
    return render(
        html,
        title=METADATA.title,
        author=METADATA.author,
        subject=METADATA.subject,
        created=NOW,
        attachments=[Attachment("inhoud.json", "De vastgestelde inhoud", CONTENT)],
        signature_fields=fields,
    )


def structure_of(html: str) -> Structure:
    """What WeasyPrint draws, opened for repair."""
    return Structure.read(pikepdf.open(io.BytesIO(draw(html, created=NOW))))


def outline(element: Element) -> str:
    """Tags and their nesting in one line, such as L(LI(Lbl LBody))."""
    inside = " ".join(outline(kid) for kid in element.elements)
    return f"{element.tag}({inside})" if inside else element.tag
