"""Labels of list items: painted as they are read, and looking as they did."""

from pathlib import Path

from tests.documents.judges import run
from tests.documents.samples import page, structure_of
from vve_portal.documents.repair.painting import paint_labels_first
from vve_portal.documents.repair.structure import Structure
from vve_portal.documents.repair.text import mark_number

LISTS = page(
    "<section><h1>Lijst</h1><ol><li>een<ul><li>binnen</li></ul></li><li>twee</li></ol>"
    "<p>Slot</p></section>",
    css="@page { size: 90mm 90mm; margin: 8mm } h1 { color: #b00 } ul { color: #060 }",
)


def painted(structure: Structure) -> list[str]:
    """The words of the first page in the order in which they are painted."""
    content = structure.contents[0]
    marks = [
        mark_number(one) for one in content.instructions if str(one.operator) == "BDC"
    ]
    return [content.texts[mark].strip() for mark in marks if mark in content.texts]


def picture(structure: Structure, folder: Path) -> bytes:
    """The first page as poppler shows it."""
    structure.write_back()
    structure.pdf.save(folder / "page.pdf")
    run(
        "pdftoppm",
        "-r",
        "100",
        "-png",
        "-singlefile",
        folder / "page.pdf",
        folder / "page",
    )
    return (folder / "page.png").read_bytes()


def test_labels_are_painted_before_their_items_and_look_the_same(
    tmp_path: Path,
) -> None:
    structure = structure_of(LISTS)
    before, looked = painted(structure), picture(structure, tmp_path)

    paint_labels_first(structure)

    assert before == [
        *("Lijst", "een", "binnen", "twee", "Slot", "1.", "◦", "2."),
    ]
    assert painted(structure) == [
        *("Lijst", "1.", "een", "◦", "binnen", "2.", "twee", "Slot"),
    ]
    assert picture(structure, tmp_path) == looked


def test_label_of_text_that_is_cut_off_is_not_cut_off_with_it() -> None:
    cut = '<li><p style="position: relative; z-index: -1; overflow: hidden">twee</p>'
    structure = structure_of(LISTS.replace("<li>twee", cut))

    paint_labels_first(structure)

    assert painted(structure) == [
        *("twee", "Lijst", "1.", "een", "◦", "binnen", "Slot", "2."),
    ]


def test_page_without_lists_is_not_painted_again() -> None:
    structure = structure_of(page("<section><h1>Kop</h1><p>Tekst</p></section>"))

    paint_labels_first(structure)

    assert structure.repainted == set()
