"""Whether a document is fit for everybody: what the judges miss, in words."""

import io
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pypdf

from tests.documents.judges import run, words_of
from vve_portal.documents.judges.opinions import Outcome
from vve_portal.documents.judging import judge_file
from vve_portal.documents.repair.structure import Structure

HEADINGS = ("H1", "H2", "H3", "H4", "H5", "H6")


def faults_of(
    pdf: bytes, *, title: str, said: Iterable[str], folder: Path
) -> list[str]:
    """What is wrong with a document, for a reader, an archive or a screen reader.

    A judge that only warns, or that is not installed, is not satisfied either. Every
    line of `said` must be found by a program that knows nothing of the portal.
    """
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return [
            *_opinions(pdf),
            *_unread(pdf, said, folder),
            *_unnamed(opened, title),
            *_unmarked(Structure.read(opened), pdf),
            *_fonts(folder),
        ]


def _opinions(pdf: bytes) -> Iterator[str]:
    for one in judge_file(pdf, certificates=()):
        if one.outcome != Outcome.PASSED or one.findings:
            yield f"{one.judge.label}: {one.outcome.label}, {'; '.join(one.findings)}"


def _unread(pdf: bytes, said: Iterable[str], folder: Path) -> Iterator[str]:
    """Lines break anywhere on paper, so white space does not count."""
    text = _squeezed(words_of(pdf, folder))
    for line in said:
        if _squeezed(line) not in text:
            yield f"pdftotext does not find: {line}"


def _unnamed(opened: pikepdf.Pdf, title: str) -> Iterator[str]:
    if str(opened.Root.get("/Lang", "")) != "nl-NL":
        yield "The language is not set."
    if not bool(opened.Root.ViewerPreferences.DisplayDocTitle):
        yield "A reader shows the name of the file instead of the title."
    titles = {str(opened.docinfo["/Title"]), opened.open_metadata()["dc:title"]}
    if titles != {title}:
        yield f"The title is {titles}."


def _unmarked(structure: Structure, pdf: bytes) -> Iterator[str]:
    document = structure.document
    headings = [
        _squeezed(structure.text_of(one))
        for one in document.walk()
        if one.tag in HEADINGS
    ]
    bookmarks = [_squeezed(name) for name in _bookmarks(pdf)]
    if not headings or bookmarks != headings:
        yield f"The bookmarks {bookmarks} are not the headings {headings}."
    for figure in document.find("Figure"):
        if len(str(figure.source.get("/Alt", "")).split()) < 3:
            yield "A picture has no words."
    if "Pagina 1 van" in structure.text_of(document):
        yield "The number of the page is part of the text."


def _bookmarks(pdf: bytes) -> Iterator[str]:
    yield from _titles(pypdf.PdfReader(io.BytesIO(pdf)).outline)


def _titles(outline: Any) -> Iterator[str]:
    for one in outline:
        if isinstance(one, list):
            yield from _titles(one)
        else:
            yield str(one.title)


def _fonts(folder: Path) -> Iterator[str]:
    """The file lies there since its words were read; the columns are emb, sub, uni."""
    lines = run("pdffonts", folder / "words.pdf").splitlines()[2:]
    if not lines:
        yield "pdffonts finds no fonts."
    for line in lines:
        if line.split()[-5:-2] != ["yes", "yes", "yes"]:
            yield f"A font is not in the file, or without its text: {line}"


def _squeezed(text: str) -> str:
    return "".join(text.replace("\xad", "").split())
