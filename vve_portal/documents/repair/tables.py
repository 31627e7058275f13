"""Tables: one per table instead of one per page, with a scope on every header."""

from itertools import pairwise

from pikepdf import Name

from vve_portal.documents.repair.headers import name_headers, span
from vve_portal.documents.repair.structure import Element, Structure

_PARTS = ("THead", "TBody", "TFoot")


def repair_tables(structure: Structure) -> None:
    _join_pieces(structure)
    for table in structure.document.find("Table"):
        _set_scopes(table)
        _forget_identifiers(table)
        if _is_irregular(table):
            name_headers(structure, table)


def _join_pieces(structure: Structure) -> None:
    """WeasyPrint repeats caption-less tables with the same head: one table again."""
    whole: Element | None = None
    for piece, after in pairwise([None, *structure.document.find("Table")]):
        if after is None:
            continue
        if piece and whole and _continues(structure, piece, after):
            _move_rows(after, whole)
        else:
            whole = after


def _continues(structure: Structure, piece: Element, after: Element) -> bool:
    return (
        piece.page is not None
        and after.page == piece.page + 1
        and not after.find("Caption")
        and _head(structure, piece) == _head(structure, after)
    )


def _head(structure: Structure, table: Element) -> list[str]:
    return [structure.text_of(head) for head in table.find("THead")]


def _move_rows(piece: Element, whole: Element) -> None:
    """The repeated head stays behind, out of the tree, so it becomes an artifact."""
    body = whole.find("TBody")[-1]
    for part in piece.find("TBody"):
        for row in part.elements:
            body.append(row)
    piece.detach()


def _set_scopes(table: Element) -> None:
    for part in table.find(*_PARTS):
        scope = Name.Column if part.tag == "THead" else Name.Row
        for header in part.find("TH"):
            header.set_attributes("Table", Scope=scope)


def _forget_identifiers(table: Element) -> None:
    """WeasyPrint's IDs are made per piece and listed nowhere: scopes replace them."""
    for cell in table.find("TH", "TD"):
        if "/ID" in cell.source:
            del cell.source.ID
        if cell.attribute("Headers") is not None:
            del cell.source.A.Headers


def _is_irregular(table: Element) -> bool:
    """Spans or two rows of headers: a scope does not say enough."""
    return any(
        span(cell, key) != 1
        for cell in table.find("TH", "TD")
        for key in ("RowSpan", "ColSpan")
    ) or any(len(head.find("TR")) > 1 for head in table.find("THead"))
