"""Figures: the caption inside the figure, and a bounding box on the page."""

from decimal import Decimal
from typing import Final

from pikepdf import Array, Name

from vve_portal.documents.repair.structure import Element, Structure

_POINTS_PER_PIXEL: Final = 0.75


def repair_figures(structure: Structure) -> None:
    for caption in structure.document.find("Caption"):
        _move_into_figure(caption)
    for figure in structure.document.find("Figure"):
        _set_box(structure, figure)


def _move_into_figure(caption: Element) -> None:
    parent = caption.parent
    if parent is None or parent.tag == "Table":
        return
    figures = parent.find("Figure")
    if len(figures) == 1:
        caption.detach()
        figures[0].append(caption)


def _set_box(structure: Structure, figure: Element) -> None:
    """WeasyPrint writes CSS pixels from the top; PDF counts points from the bottom."""
    box = figure.attribute("BBox")
    if box is None or figure.page is None:
        return
    height = float(structure.pdf.pages[figure.page].MediaBox[3])
    left, top, right, bottom = (float(edge) * _POINTS_PER_PIXEL for edge in box)
    edges = (left, height - bottom, right, height - top)
    figure.set_attributes(
        "Layout",
        BBox=Array([Decimal(str(round(edge, 3))) for edge in edges]),
        Placement=Name.Block,
    )
