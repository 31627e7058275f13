"""The document of a whole agreement, as every reader meets it."""

import io
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pikepdf
import pypdf
import pytest

from agreements.models import Agreement
from tests.agreements.whole import CODE, Whole, whole_of
from tests.documents.judges import UNSIGNED_PASSED, findings, outcomes, words_of
from vve_portal.documents.check import check
from vve_portal.documents.codes import normal_code
from vve_portal.documents.printed import Line, printed_lines
from vve_portal.documents.repair.structure import Element, Structure
from vve_portal.documents.repair.text import mark_number

pytestmark = pytest.mark.sqlite


@pytest.fixture
def whole(agreement: Agreement) -> Whole:
    """The whole agreement."""
    return whole_of(agreement)


@pytest.fixture
def lines(whole: Whole) -> list[Line]:
    """What its document says."""
    return printed_lines(whole.pdf)


@pytest.fixture
def structure(whole: Whole) -> Structure:
    """Its structure tree."""
    return Structure.read(pikepdf.open(io.BytesIO(whole.pdf)))


def test_every_judge_is_satisfied(whole: Whole) -> None:
    assert outcomes(whole.pdf) == UNSIGNED_PASSED
    assert findings(whole.pdf) == {}
    assert check(whole.pdf) == []


def test_bookmarks_are_the_headings_in_order(whole: Whole, lines: list[Line]) -> None:
    reader = pypdf.PdfReader(io.BytesIO(whole.pdf))

    titles = [" ".join(title.split()) for title in flat(reader.outline)]

    headings = [one.text for one in lines if re.fullmatch(r"H[1-6]", one.tag)]
    assert titles == headings
    assert len(titles) > 80


def flat(outline: Any) -> list[str]:
    """The titles of bookmarks, with those inside."""
    titles: list[str] = []
    for one in outline:
        titles += flat(one) if isinstance(one, list) else [one.title]
    return titles


def test_headings_never_skip_a_level(lines: list[Line]) -> None:
    levels = [int(one.tag[1]) for one in lines if re.fullmatch(r"H[1-6]", one.tag)]

    assert levels[0] == 1
    assert levels.count(1) == 1
    assert max(after - one for one, after in pairwise(levels)) == 1


def test_running_heads_and_page_numbers_are_seen_but_not_read_out(
    whole: Whole, lines: list[Line], tmp_path: Path
) -> None:
    seen = words_of(whole.pdf, tmp_path)

    pages = len(pypdf.PdfReader(io.BytesIO(whole.pdf)).pages)
    assert f"Pagina {pages} van {pages}" in seen
    running = re.compile(r"Pagina \d+ van \d+")
    assert [one.text for one in lines if running.search(one.text)] == []
    foot = f"{whole.content['reference']}, versie {whole.content['edition']}"
    assert seen.count(foot) == pages - 1
    assert [one.text for one in lines if one.says(foot)] == []


def test_everything_painted_is_in_the_tree_or_an_artifact(
    structure: Structure,
) -> None:
    reached = set(structure.document.marks())

    loose = [
        (page, str(one.operator))
        for page, content in enumerate(structure.contents)
        for one in unmarked(page, content.instructions, reached)
    ]

    assert loose == []


def unmarked(page: int, instructions: list[Any], reached: set[Any]) -> list[Any]:
    """Instructions that show text or pictures, and belong to nothing."""
    found, open_marks = [], []
    for one in instructions:
        match str(one.operator):
            case "BDC":
                is_known = (page, mark_number(one)) in reached
                open_marks.append(is_known or str(one.operands[0]) == "/Artifact")
            case "BMC":
                open_marks.append(str(one.operands[0]) == "/Artifact")
            case "EMC":
                open_marks.pop()
            case "Tj" | "TJ" | "Do" | "f" | "S" | "B" | "f*":
                if not any(open_marks):
                    found.append(one)
    return found


def test_tables_have_a_caption_and_headers_with_a_scope(structure: Structure) -> None:
    tables = structure.document.find("Table")

    assert len(tables) > 8
    assert [structure.text_of(one) for one in tables if not captions(one)] == []
    assert [structure.text_of(one) for one in tables if not one.find("TH")] == []
    scopes = {str(one.attribute("Scope")) for one in structure.document.find("TH")}
    assert scopes == {"/Column", "/Row"}


def captions(table: Element) -> list[Element]:
    """The caption of a table."""
    return [one for one in table.elements if one.tag == "Caption"]


def test_pictures_have_words(structure: Structure) -> None:
    figures = structure.document.find("Figure")

    words = [str(one.source.Alt) for one in figures]

    assert words == [f"QR-code met het adres 127.0.0.1:8000/controle/{CODE}"]


def test_place_for_a_signature_is_read_out_with_the_party(
    whole: Whole, lines: list[Line]
) -> None:
    names = [party["name"] for party in whole.content["parties"]]

    begin = next(at for at, one in enumerate(lines) if one.says("Ondertekening"))
    heard = [
        one.text
        for one in lines[begin:]
        if one.tag == "Form" or one.text in {f"Namens {name}" for name in names}
    ]

    assert heard == [
        text
        for name in names
        for text in (f"Namens {name}", f"Handtekening namens {name}")
    ]


def test_every_entry_of_the_contents_leads_to_its_heading(
    whole: Whole, structure: Structure
) -> None:
    (contents, *_) = structure.document.find("TOC")
    places = destinations(structure)
    numbers = {page.obj.objgen: at for at, page in enumerate(structure.pdf.pages, 1)}

    entries = [link_of(structure, one) for one in contents.find("Link")]

    articles = [one for area in whole.content["areas"] for one in area["articles"]]
    general = whole.content["general"]
    numbered = [*articles, *general["money"], *general["closing"]]
    chapters = 4 + len(whole.content["areas"]) + 3 + len(whole.content["annexes"])
    assert len(entries) == len(numbered) + chapters
    printed = [int(text.rsplit(" ", 1)[1]) for text, _ in entries]
    assert printed == [numbers[places[target]] for _, target in entries]
    headings = {
        squeeze(structure.text_of(one)): one.marks()[0][0] + 1
        for one in structure.document.find("H2", "H3")
    }
    assert printed == [headings[squeeze(text.rsplit(" ", 1)[0])] for text, _ in entries]
    assert [target for _, target in entries if target.startswith("artikel-")] == [
        f"artikel-{one['code']}" for one in numbered
    ]


def squeeze(text: str) -> str:
    return "".join(text.split())


def destinations(structure: Structure) -> dict[str, Any]:
    """The page of each place that a link can lead to."""
    names = list(structure.pdf.Root.Names.Dests.Names.as_list())
    return {
        str(name): target[0].objgen
        for name, target in zip(names[::2], names[1::2], strict=True)
    }


def link_of(structure: Structure, link: Element) -> tuple[str, str]:
    """What a link says, and the place inside the document it leads to."""
    (annotation,) = link.own_annotations
    target = annotation.Obj.get("/Dest", "")
    return structure.text_of(link), str(target)


def test_references_are_links_and_laws_are_not(structure: Structure) -> None:
    (typed,) = [
        one
        for one in structure.document.find("P")
        if structure.text_of(one).startswith("Partijen volgen artikel")
    ]
    (law,) = [
        one
        for one in structure.document.find("P")
        if structure.text_of(one).startswith("Dit wijkt niet af van artikel 3.1")
    ]

    links = [link_of(structure, one) for one in typed.find("Link")]

    assert links == [
        ("1.1", "artikel-G1-01"),
        ("bijlage C", "bijlage-c"),
        ("7.1", "artikel-G7-01"),
    ]
    assert law.find("Link") == []


def test_every_link_says_where_it_leads_and_leads_somewhere(
    structure: Structure,
) -> None:
    places = destinations(structure)
    links = [
        (annotation.Obj, link)
        for link in structure.document.find("Link")
        for annotation in link.own_annotations
    ]

    assert len(links) > 150
    assert [str(one.Contents) for one, _ in links if not str(one.Contents)] == []
    inside = [str(one.Dest) for one, _ in links if "/Dest" in one]
    assert set(inside) - set(places) == set()
    outside = {str(one.A.URI) for one, _ in links if "/A" in one}
    assert outside == {f"http://127.0.0.1:8000/controle/{CODE}/"}


def test_code_address_and_picture_stand_where_one_looks_for_them(
    whole: Whole, lines: list[Line]
) -> None:
    address = f"127.0.0.1:8000/controle/{CODE}"

    texts = [one.text for one in lines]

    assert normal_code(CODE) == CODE
    assert texts.count(f"Controleren {address}") == 1
    assert texts.count(f"Adres {address}") == 1
    assert texts.count(f"Controlecode {CODE}") == 1
    assert whole.content["check"]["address"] == f"http://{address}/"


def test_list_counts_on_where_the_text_does(lines: list[Line]) -> None:
    typed = [one.text for one in lines if one.tag == "LI"]

    assert "7. de zevende regel telt door" in typed
    assert "8. en de achtste ook" in typed
    assert "c. een letter" in typed


def test_ground_of_secrecy_stands_on_the_cover(lines: list[Line]) -> None:
    texts = [one.text for one in lines]

    assert (
        texts.count("Openbaarheid Intern: Woo, artikel 5.1, tweede lid, onder b") == 1
    )
