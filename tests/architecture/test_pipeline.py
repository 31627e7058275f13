"""One pipeline: PDFs are drawn, opened and signed in one package, and nowhere else."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

from tests.architecture.sources import TOP, production_files, syntax

PACKAGE: Final = "vve_portal/documents/"
DRAWS: Final = "vve_portal/documents/rendering.py"
# Whatever makes, changes, reads or judges a PDF; also what we do not use today.
LIBRARIES: Final = frozenset(
    {
        "borb",
        "fitz",
        "fpdf",
        "outloud",
        "page",
        "pdfkit",
        "pikepdf",
        "pydyf",
        "pyhanko",
        "pymupdf",
        "pypdf",
        "reportlab",
        "weasyprint",
        "xhtml2pdf",
    }
)
# A judge with another licence is asked as a program, and never becomes part of ours.
NEVER: Final = frozenset({"fitz", "outloud", "pymupdf"})
# Who has documents drawn. What the task worker does, blocks nobody; `make bench` keeps
# the two of a request short, and of a letter nothing may be kept to draw it later.
IN_A_TASK: Final = frozenset(
    {
        "agreements/services/file_works.py",
        "agreements/services/placing.py",
        "monitoring/services/reports.py",
    }
)
IN_A_REQUEST: Final = frozenset(
    {"referrals/views/letter.py", "referrals/views/pathways.py"}
)


@cache
def imports(file: Path) -> set[str]:
    """Name what a file imports at the top or in a function, by its first part."""
    names: set[str] = set()
    for node in ast.walk(syntax(file)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module or "")
    return {name.partition(".")[0] for name in names}


def importers(libraries: frozenset[str]) -> Iterator[str]:
    """Name the files that import one of these."""
    for file in production_files():
        if imports(file) & libraries:
            yield file.relative_to(TOP).as_posix()


def test_only_the_documents_package_knows_what_a_pdf_is() -> None:
    found = list(importers(LIBRARIES))

    assert [name for name in found if not name.startswith(PACKAGE)] == []
    assert DRAWS in found


def test_one_module_draws() -> None:
    assert list(importers(frozenset({"weasyprint"}))) == [DRAWS]


def test_judge_with_another_licence_is_never_imported() -> None:
    assert list(importers(NEVER)) == []


def drawers() -> Iterator[str]:
    """Name the files that ask an app's own documents to draw."""
    for file in production_files():
        name = file.relative_to(TOP).as_posix()
        asked = {
            alias.name
            for node in ast.walk(syntax(file))
            if isinstance(node, ast.ImportFrom)
            and "documents" in (node.module or "").split(".")
            for alias in node.names
        }
        is_own = "/documents/" in name
        if not is_own and any(one.startswith("render_") for one in asked):
            yield name


def test_requests_draw_only_what_is_short() -> None:
    assert set(drawers()) == IN_A_TASK | IN_A_REQUEST
