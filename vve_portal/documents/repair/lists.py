"""Lists: numbering, nesting, tables of contents and notes."""

import re
from typing import Final

from pikepdf import Name, String

from vve_portal.documents.repair.links import NOTE_PLACE, destination
from vve_portal.documents.repair.seams import label_of
from vve_portal.documents.repair.structure import Element, Structure

_CONTENTS_TAGS: Final = {"L": "TOC", "LI": "TOCI", "LBody": "NonStruct"}
_LETTER: Final = re.compile(r"[a-z][.)]")


def repair_lists(structure: Structure) -> None:
    for element in structure.document.find("L"):
        if element.tag != "L":
            continue
        if _is_table_of_contents(element):
            _make_table_of_contents(element)
            continue
        _nest(element, into="LBody")
        numbering = Name("/" + _numbering(structure, element))
        element.set_attributes("List", ListNumbering=numbering)
        _mark_notes(structure, element)


def _is_table_of_contents(element: Element) -> bool:
    """All its text is in links inside the document, and no item has a number."""
    links = element.find("Link")
    inside = all(destination(one) for link in links for one in link.annotations())
    linked = {mark for link in links for mark in link.marks()}
    return (
        bool(links)
        and inside
        and not element.find("Lbl")
        and linked.issuperset(element.marks())
    )


def _make_table_of_contents(element: Element) -> None:
    for part in element.walk():
        part.tag = _CONTENTS_TAGS.get(part.tag, part.tag)
    for contents in element.find("TOC"):
        for nested in [kid for kid in contents.elements if kid.tag == "TOC"]:
            _move_into_item_before(nested, contents)
        _join_cut_items(contents)


def _join_cut_items(contents: Element) -> None:
    """An item that only holds a list is the rest of the one before a page break."""
    before: Element | None = None
    for item in contents.elements:
        rest, whole = _inner_contents(item), before and _inner_contents(before)
        if rest and whole and item.find("Link") == rest.find("Link"):
            for entry in rest.elements:
                whole.append(entry)
            item.detach()
        else:
            before = item


def _inner_contents(item: Element) -> Element | None:
    return next((kid for kid in item.find("TOC") if kid is not item), None)


def _move_into_item_before(nested: Element, contents: Element) -> None:
    siblings = contents.elements
    place = siblings.index(nested)
    if place and siblings[place - 1].tag == "TOCI":
        nested.detach()
        siblings[place - 1].append(nested)


def _nest(element: Element, into: str) -> None:
    """WeasyPrint puts a nested list beside its item: move it into the item's body."""
    item: Element | None = None
    for kid in element.elements:
        if kid.tag == "LI":
            item = kid
        elif kid.tag == "L" and item is not None:
            bodies = [part for part in item.elements if part.tag == into]
            if bodies:
                kid.detach()
                bodies[-1].append(kid)


def _numbering(structure: Structure, element: Element) -> str:
    labels = [label_of(structure, item) for item in element.elements]
    label = next((label for label in labels if label), "")
    if not label:
        return "None"
    if label[0].isdigit():
        return "Decimal"
    return "LowerAlpha" if _LETTER.match(label) else "Disc"


def _mark_notes(structure: Structure, element: Element) -> None:
    """An item with a link back to the text is a note, which needs an ID of its own."""
    for item in [kid for kid in element.elements if kid.tag == "LI" and kid.elements]:
        body = item.elements[-1]
        targets = [destination(one) for one in body.annotations()]
        back = next((one for one in targets if one.startswith(NOTE_PLACE)), None)
        if body.tag == "LBody" and back is not None:
            _wrap_kids_in_note(structure, body, back)


def _wrap_kids_in_note(structure: Structure, body: Element, identifier: str) -> None:
    note = structure.new_element("Note", like=body)
    note.kids, body.kids = body.kids, []
    for kid in note.elements:
        kid.parent = note
    for mark in [kid for kid in note.kids if isinstance(kid, int)]:
        structure.set_owner(body.page, mark, note)
    note.source.ID = String(identifier)
    body.append(note)
    structure.identifiers[identifier] = note.source
