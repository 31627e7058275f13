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
