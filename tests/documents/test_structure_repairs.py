"""Each repair of the structure, on the smallest page that needs it."""

from pikepdf import Array, Dictionary, Object

from tests.documents.samples import (
    LONG_SENTENCE,
    NEXT_PAGE,
    SMALL_PAGE,
    artifacts_in,
    outline,
    page,
    structure_of,
    table,
)
from vve_portal.documents.repair.artifacts import mark_artifacts
from vve_portal.documents.repair.fields import SignatureField, reserve_fields
from vve_portal.documents.repair.figures import repair_figures
from vve_portal.documents.repair.headers import lay_out
from vve_portal.documents.repair.links import repair_links
from vve_portal.documents.repair.lists import repair_lists
from vve_portal.documents.repair.seams import join_sections
from vve_portal.documents.repair.structure import Element, Structure
from vve_portal.documents.repair.tables import repair_tables


def text(structure: Structure, tag: str) -> list[str]:
    return [structure.text_of(one) for one in structure.document.find(tag)]


def described(structure: Structure) -> list[str]:
    """What is said of each annotation that stays."""
    return [
        str(annotation.Obj.Contents)
        for annotation in structure.document.annotations()
        if annotation.Obj.objgen not in structure.dropped
    ]


def test_words_of_an_element_are_those_on_the_page() -> None:
    structure = structure_of(page("<p>Eén  lid,\ndus € 10.000&shy;.</p>"))

    assert text(structure, "P") == ["Eén lid, dus € 10.000."]


def test_link_is_described_by_its_words() -> None:
    structure = structure_of(
        page(
            '<p><a href="#kop">naar de kop</a>'
            ' <a href="https://wet.example/">de wet</a>'
            ' <a href="#noot-1">1</a></p><h1 id="kop">Kop</h1><p id="noot-1">Noot</p>'
        )
    )

    repair_links(structure)

    assert described(structure) == [
        "naar de kop",
        "de wet (https://wet.example/)",
        "Voetnoot 1",
    ]
    assert outline(structure.document.find("P")[0]).count("Reference(Link") == 1


def test_link_with_a_child_keeps_one_annotation() -> None:
    structure = structure_of(
        page('<p><a href="#kop"><span>naar</span> de kop</a></p><h1 id="kop">Kop</h1>')
    )
    before = len(structure.document.annotations())

    repair_links(structure)

    assert before > 1
    assert described(structure) == ["naar de kop"]
    assert [link.tag for link in structure.document.find("Link")] == ["Link"]


def test_link_without_words_disappears() -> None:
    structure = structure_of(
        page(
            '<p>Tekst <a href="#kop" style="display: inline-block; width: 5mm;'
            ' height: 5mm"></a></p><h1 id="kop">Kop</h1>'
        )
    )
    before = len(structure.document.annotations())

    repair_links(structure)

    assert before == 1
    assert len(structure.dropped) == 1
    assert structure.document.annotations() == []


def test_contents_cut_by_a_page_between_inner_entries_stay_one() -> None:
    entries = "".join(
        f'<li><a href="#doel">Artikel {number}</a></li>' for number in range(1, 12)
    )
    html = (
        '<h1 id="doel">Doel</h1><ol class="toc"><li><a href="#doel">Hoofdstuk</a>'
        f'<ol class="toc">{entries}</ol></li><li><a href="#doel">Slot</a></li></ol>'
    )
    css = SMALL_PAGE + " .toc { list-style: none }"
    structure = structure_of(page(f"<section>{html}</section>", css=css))
    repair_links(structure)
    join_sections(structure)
    structure.prune()

    repair_lists(structure)

    (outer, *_) = structure.document.find("TOC")
    chapter, closing = outer.elements
    (inner,) = [kid for kid in chapter.find("TOC") if kid.tag == "TOC"]
    assert [structure.text_of(one) for one in inner.elements] == [
        f"Artikel {number}" for number in range(1, 12)
    ]
    assert structure.text_of(closing) == "Slot"


def test_list_of_links_becomes_a_table_of_contents() -> None:
    structure = structure_of(
        page(
            '<ol style="list-style: none"><li><a href="#een">Een</a><ol'
            ' style="list-style: none"><li><a href="#twee">Twee</a></li></ol></li></ol>'
            '<h1 id="een">Een</h1><h2 id="twee">Twee</h2>'
        )
    )

    repair_lists(structure)

    assert outline(structure.document.elements[0]) == (
        "TOC(TOCI(NonStruct(NonStruct(Link) TOC(TOCI(NonStruct(Link))))))"
    )


def test_nested_list_moves_into_its_item() -> None:
    structure = structure_of(
        page("<ol><li>Een<ol type='a'><li>a</li></ol></li><li>Twee</li></ol>")
    )

    repair_lists(structure)

    outer, inner = structure.document.find("L")
    assert [kid.tag for kid in outer.elements] == ["LI", "LI"]
    assert [above.tag for above in inner.ancestors()][:2] == ["LBody", "LI"]


def test_numbering_of_a_list_follows_its_labels() -> None:
    lists = {
        "<ol><li>x</li></ol>": "/Decimal",
        "<ol style='list-style: lower-alpha'><li>x</li></ol>": "/LowerAlpha",
        "<ul><li>x</li></ul>": "/Disc",
        "<ul style='list-style: none'><li>x</li></ul>": "/None",
    }
    structure = structure_of(page("".join(lists)))

    repair_lists(structure)

    found = [
        str(one.attribute("ListNumbering")) for one in structure.document.find("L")
    ]
    assert found == list(lists.values())


def test_note_gets_an_identifier_of_its_own() -> None:
    structure = structure_of(
        page(
            '<p>Tekst<a href="#noot-1" id="nootref-1">1</a></p><ol style="list-style:'
            ' none"><li id="noot-1">1. Noot. <a href="#nootref-1">Terug</a></li></ol>'
        )
    )

    repair_lists(structure)

    assert [str(note.source.ID) for note in structure.document.find("Note")] == [
        "nootref-1"
    ]
    assert list(structure.identifiers) == ["nootref-1"]


def test_table_over_pages_becomes_one() -> None:
    structure = structure_of(page(table(12), css=SMALL_PAGE))
    pieces = len(structure.document.find("Table"))
    heads = len(structure.document.find("THead"))

    repair_tables(structure)

    assert (pieces > 1, heads > 1) == (True, True)
    (whole,) = structure.document.find("Table")
    assert [structure.text_of(row.elements[0]) for row in whole.find("TR")] == [
        "Wijk",
        *(f"Wijk {number}" for number in range(1, 13)),
    ]


def test_two_tables_with_the_same_head_stay_two() -> None:
    structure = structure_of(page(table(1) + NEXT_PAGE + table(1, caption="Tabel 2")))

    repair_tables(structure)

    assert len(structure.document.find("Table")) == 2


def test_headers_get_a_scope_and_lose_loose_identifiers() -> None:
    structure = structure_of(page(table(1)))

    repair_tables(structure)

    scopes = [str(one.attribute("Scope")) for one in structure.document.find("TH")]
    assert scopes == ["/Column", "/Column", "/Column", "/Row"]
    cells = structure.document.find("TH", "TD")
    assert [cell for cell in cells if "/ID" in cell.source] == []
    assert [cell for cell in cells if cell.attribute("Headers") is not None] == []


def test_cells_of_an_irregular_table_name_their_headers() -> None:
    structure = structure_of(
        page(
            "<table><caption>Begroting</caption><thead><tr><th rowspan='2'>Post</th>"
            "<th colspan='2'>Gemeente</th></tr><tr><th>2027</th><th>2028</th></tr>"
            "</thead><tbody><tr><th>Toeleiding</th><td>40</td><td>43</td></tr>"
            "</tbody></table>"
        )
    )

    repair_tables(structure)

    named = {
        structure.text_of(cell): [_by_identifier(structure, one) for one in headers]
        for cell in structure.document.find("TD")
        if isinstance(headers := cell.attribute("Headers"), Array)
    }
    assert named == {
        "40": ["Gemeente", "2027", "Toeleiding"],
        "43": ["Gemeente", "2028", "Toeleiding"],
    }


def _by_identifier(structure: Structure, identifier: Object) -> str:
    source = structure.identifiers[str(identifier)]
    found = [one for one in structure.document.walk() if one.source == source]
    return structure.text_of(found[0])


def test_spanning_cells_take_all_their_places() -> None:
    structure = structure_of(
        page(
            "<table><tbody><tr><td rowspan='2'>a</td><td>b</td></tr>"
            "<tr><td>c</td></tr></tbody></table>"
        )
    )

    grid = lay_out(structure.document.find("Table")[0])

    places = {place: structure.text_of(cell) for place, cell in grid.items()}
    assert places == {(0, 0): "a", (0, 1): "b", (1, 0): "a", (1, 1): "c"}


def test_paragraph_cut_by_a_page_is_one_again() -> None:
    html = f"<section><h1>Kop</h1><p>{LONG_SENTENCE} klaar.</p></section>"
    structure = structure_of(page(html, css=SMALL_PAGE))
    pieces = text(structure, "P")

    join_sections(structure)

    assert len(pieces) > 1
    assert text(structure, "P") == [" ".join(pieces)]
    assert len(structure.document.find("Sect")) == 1


def test_list_item_cut_by_a_page_is_one_again() -> None:
    html = (
        f"<section><h1>Kop</h1><ol><li>{LONG_SENTENCE}</li><li>Twee</li></ol></section>"
    )
    structure = structure_of(page(html, css=SMALL_PAGE))
    pieces = len(structure.document.find("LI"))

    join_sections(structure)

    assert pieces > 2
    assert [structure.text_of(one)[:2] for one in structure.document.find("LI")] == [
        "1.",
        "2.",
    ]


def test_section_with_a_heading_stays_apart() -> None:
    html = "<section><h1>Een</h1></section><section><h2>Twee</h2><p>x</p></section>"
    structure = structure_of(page(html))

    join_sections(structure)

    assert len(structure.document.find("Sect")) == 2


def test_figure_takes_its_caption_and_a_box_on_the_page() -> None:
    structure = structure_of(
        page(
            '<figure><svg width="96" height="48" viewBox="0 0 96 48"><title>Staaf'
            '</title><rect width="96" height="48"/></svg><figcaption>Figuur 1'
            "</figcaption></figure>",
            css="@page { size: 100mm 100mm; margin: 10mm } body, figure { margin: 0 }",
        )
    )

    repair_figures(structure)

    (figure,) = structure.document.find("Figure")
    assert [kid.tag for kid in figure.find("Caption")] == ["Caption"]
    box = figure.attribute("BBox")
    assert isinstance(box, Array)
    left, bottom, right, top = (round(float(edge)) for edge in box)
    assert (right - left, top - bottom) == (72, 36)
    assert (left, top) == (28, 283 - 28)


def test_running_heads_become_artifacts() -> None:
    css = "@page { @bottom-right { content: 'Pagina ' counter(page) } }"
    structure = structure_of(page("<p>Tekst</p>", css=css))
    before = artifacts_in(structure.pdf)

    mark_artifacts(structure)
    structure.write_back()

    assert (before, artifacts_in(structure.pdf)) == (0, 1)
    owners = structure.owners[0]
    assert sum(owner is None for owner in list(owners.as_list())) == 1


def test_signature_field_stands_where_its_anchor_is() -> None:
    html = "<section><h1>Een</h1></section>" + NEXT_PAGE
    html += '<section><h2 id="teken">Twee</h2></section>' + NEXT_PAGE + "<p>Drie</p>"
    structure = structure_of(page(html))
    fields = [
        SignatureField("eerst", "Eerste", anchor="teken"),
        SignatureField("laatst", "Laatste", anchor="bestaat niet"),
    ]

    reserve_fields(structure, fields)
    structure.write_back()

    pages = [page_of_pdf.obj.objgen for page_of_pdf in structure.pdf.pages]
    widgets = list(structure.pdf.Root.AcroForm.Fields.as_list())
    assert [(str(one.T), pages.index(one.P.objgen)) for one in widgets] == [
        ("eerst", 1),
        ("laatst", 2),
    ]
    forms = structure.document.find("Form")
    assert [str(form.source.Alt) for form in forms] == ["Eerste", "Laatste"]
    assert all(isinstance(form.source.K, Dictionary) for form in forms)
    assert _owners(structure, widgets) == [form.source for form in forms]


def test_signature_field_is_read_out_in_the_box_of_its_heading() -> None:
    boxes = "".join(
        f"<div><h3>Namens {name}</h3><p>Naam</p></div>" for name in ("een", "twee")
    )
    html = f"<section><h1>Kop</h1></section>{NEXT_PAGE}<section><h2>Teken</h2>{boxes}"
    structure = structure_of(page(f"{html}<p>Slot</p></section>"))
    fields = [
        SignatureField("eerst", "Eerste", heading="Namens  een"),
        SignatureField("tweede", "Tweede", heading="Namens twee"),
        SignatureField("derde", "Derde", heading="Namens niemand"),
    ]

    reserve_fields(structure, fields)

    box = "Div(H3(Span) P(Span) Form)"
    assert outline(structure.document.elements[-1]) == (
        f"Sect(H2(Span) {box} {box} P(Span) Form)"
    )
    assert [one.page for one in structure.document.find("Form")] == [1, 1, 1]


def _owners(structure: Structure, widgets: list[Object]) -> list[Object]:
    return [structure.owners[int(widget.StructParent)] for widget in widgets]


def test_empty_wrappers_are_pruned_up_to_the_top() -> None:
    structure = structure_of(page("<p>Tekst</p>"))
    box = structure.new_element("Div", like=structure.document)
    box.append(structure.new_element("P", like=structure.document))
    structure.document.append(box)

    structure.prune()

    assert [element.tag for element in structure.document.elements] == ["P"]


def test_elements_know_their_place() -> None:
    structure = structure_of(page("<section><h1>Kop</h1></section>"))
    (heading,) = structure.document.find("H1")

    assert isinstance(heading, Element)
    assert [above.tag for above in heading.ancestors()] == ["Sect", "Document"]
