"""Seams: what WeasyPrint cut at a page break becomes one element again."""

import re
from typing import Final

from vve_portal.documents.repair.structure import Element, Structure

_HEADING: Final = re.compile(r"H[1-6]?$")
_SENTENCE_END: Final = re.compile(r"[.:;?!)]$")
_FIRST_LABEL: Final = re.compile(r"(1|a)[.)]$")


def join_sections(structure: Structure) -> None:
    """Join a section without a heading to the section before it.

    Every section of a document begins with a heading; a piece that does not is
    the rest of the one before.
    """
    before: Element | None = None
    for section in structure.document.elements:
        if before is not None and _continues(before, section):
            section.detach()
            _join(structure, before, _take_kids(structure, section))
        else:
            before = section


def label_of(structure: Structure, item: Element) -> str:
    """The number or bullet before a list item; empty when it has none."""
    labels = [kid for kid in item.elements if kid.tag == "Lbl"]
    return structure.text_of(labels[0]) if labels else ""


def _continues(before: Element, section: Element) -> bool:
    return (
        before.tag == section.tag == "Sect"
        and bool(section.elements)
        and not _HEADING.match(section.elements[0].tag)
    )


def _take_kids(structure: Structure, element: Element) -> list[Element]:
    """Take all kids out; a bare mark counts on its parent's page, so it is wrapped."""
    taken = []
    for kid in element.kids:
        if isinstance(kid, Element):
            taken.append(kid)
        else:
            span = structure.new_element("Span", like=element)
            span.kids.append(kid)
            if isinstance(kid, int):
                structure.set_owner(element.page, kid, span)
            taken.append(span)
    element.kids = []
    return taken


def _append(target: Element, kids: list[Element]) -> None:
    for kid in kids:
        target.append(kid)


def _join(structure: Structure, target: Element, kids: list[Element]) -> None:
    """Append kids to an element; melt the first into the last where one was cut."""
    last = target.kids[-1] if target.kids else None
    if kids and isinstance(last, Element) and _melt(structure, last, kids[0]):
        kids = kids[1:]
    _append(target, kids)


def _melt(structure: Structure, last: Element, rest: Element) -> bool:
    """Join a cut paragraph, list or box at the seam; False when nothing was cut."""
    if last.tag != rest.tag:
        return False
    if last.tag == "P" and not _SENTENCE_END.search(structure.text_of(last)):
        _append(last, _take_kids(structure, rest))
        return True
    if last.tag == "Div":
        _join(structure, last, _take_kids(structure, rest))
        return True
    return last.tag == "L" and _melt_lists(structure, last, rest)


def _melt_lists(structure: Structure, last: Element, rest: Element) -> bool:
    items = rest.elements
    if not items or items[0].tag != "LI":
        return False
    if _FIRST_LABEL.match(label_of(structure, items[0])):
        return False
    before = [item for item in last.elements if item.tag == "LI"]
    if before and _is_rest_of_item(structure, before[-1], items[0]):
        for body in items[0].elements:
            if body.tag == "LBody":
                _join(structure, before[-1].elements[-1], _take_kids(structure, body))
        items = items[1:]
    _append(last, items)
    return True


def _is_rest_of_item(structure: Structure, before: Element, item: Element) -> bool:
    return (
        not label_of(structure, item)
        and bool(label_of(structure, before))
        and bool(before.elements)
    )
