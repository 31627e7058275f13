"""Links: one annotation each, described by the words the reader sees."""

from typing import Final

from pikepdf import Object, String

from vve_portal.documents.repair.structure import Element, Structure

# A note in a document has the id noot-<n>, its place in the text nootref-<n>.
NOTE: Final = "noot-"
NOTE_PLACE: Final = "nootref-"


def repair_links(structure: Structure) -> None:
    for link in structure.document.find("Link"):
        if link.tag == "Link" and not _is_inside_link(link):
            _repair_link(structure, link)


def destination(annotation: Object) -> str:
    """The id inside the document a link goes to; empty when it leads outside."""
    return str(annotation.Obj.get("/Dest", ""))


def _is_inside_link(link: Element) -> bool:
    return any(above.tag == "Link" for above in link.ancestors())


def _repair_link(structure: Structure, link: Element) -> None:
    _gather_annotations(structure, link)
    if not structure.text_of(link) and not link.find("Figure"):
        # A page break can leave an empty box of a link behind.
        for annotation in link.own_annotations:
            structure.drop_annotation(annotation.Obj)
        link.kids, link.tag = [], "Span"
        return
    for annotation in link.own_annotations:
        _describe(structure, link, annotation)
    if any(destination(one).startswith(NOTE) for one in link.own_annotations):
        structure.wrap(link, "Reference")


def _gather_annotations(structure: Structure, link: Element) -> None:
    """WeasyPrint gives each child of a link an annotation too: keep one level."""
    has_own = bool(link.own_annotations)
    for element in list(link.walk())[1:]:
        for annotation in element.own_annotations:
            element.kids.remove(annotation)
            if has_own:
                structure.drop_annotation(annotation.Obj)
            else:
                link.kids.insert(0, annotation)
                structure.owners[int(annotation.Obj.StructParent)] = link.source
                has_own = True
        if element.tag == "Link":
            element.tag = "Span"


def _describe(structure: Structure, link: Element, annotation: Object) -> None:
    text, target = structure.text_of(link), destination(annotation)
    if target.startswith(NOTE):
        text = f"Voetnoot {text}"
    elif not target:
        text = f"{text} ({annotation.Obj.A.URI})"
    annotation.Obj.Contents = String(text)
