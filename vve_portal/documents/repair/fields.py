"""Signature fields, kept free in the document before it is sealed."""

from collections.abc import Sequence
from dataclasses import dataclass

from pikepdf import Array, Dictionary, Name, Object, Stream, String

from vve_portal.documents.repair.structure import Element, Structure

_PRINT_AND_LOCKED = 132


@dataclass(frozen=True, slots=True)
class SignatureField:
    """A place for one signature.

    It belongs in the box that begins with this heading, so that it is read out there;
    without such a heading at the end of the chapter with this id in the HTML.
    """

    name: str
    label: str
    anchor: str = ""
    heading: str = ""


def reserve_fields(structure: Structure, fields: Sequence[SignatureField]) -> None:
    widgets = [_reserve(structure, field) for field in fields]
    if widgets:
        form = Dictionary(Fields=Array(widgets), SigFlags=3)
        structure.pdf.Root.AcroForm = structure.pdf.make_indirect(form)


def _reserve(structure: Structure, field: SignatureField) -> Object:
    pdf = structure.pdf
    parent, page_number = _place_of(structure, field)
    page = pdf.pages[page_number].obj
    key = max(structure.owners, default=-1) + 1
    widget = pdf.make_indirect(_widget(field, page, key, _no_appearance(structure)))
    form = structure.new_element("Form", like=parent)
    form.page, form.source.Pg = page_number, page
    form.source.Alt = String(field.label)
    form.kids.append(Dictionary(Type=Name.OBJR, Obj=widget, Pg=page))
    parent.append(form)
    structure.owners[key] = form.source
    if "/Annots" not in page:
        page.Annots = Array([])
    page.Annots.append(widget)
    return widget


def _widget(
    field: SignatureField, page: Object, key: int, appearance: Stream
) -> Dictionary:
    """No rectangle: names stand in the text, the moment only in the signature."""
    return Dictionary(
        Type=Name.Annot,
        Subtype=Name.Widget,
        FT=Name.Sig,
        T=String(field.name),
        TU=String(field.label),
        F=_PRINT_AND_LOCKED,
        Rect=Array([0, 0, 0, 0]),
        P=page,
        StructParent=key,
        Contents=String(field.label),
        AP=Dictionary(N=appearance),
    )


def _no_appearance(structure: Structure) -> Stream:
    return structure.pdf.make_stream(
        b"",
        Type=Name.XObject,
        Subtype=Name.Form,
        BBox=Array([0, 0, 0, 0]),
        Resources=Dictionary(),
    )


def _place_of(structure: Structure, field: SignatureField) -> tuple[Element, int]:
    wanted = " ".join(field.heading.split())
    for heading in structure.document.find("H2", "H3", "H4"):
        if wanted and heading.parent and structure.text_of(heading) == wanted:
            return heading.parent, heading.marks()[0][0]
    page = _page_of(structure, field.anchor)
    return _last_on_page(structure, page), page


def _page_of(structure: Structure, anchor: str) -> int:
    """The page of an id in the HTML; the last page when there is no such id."""
    pages = {page.obj.objgen: number for number, page in enumerate(structure.pdf.pages)}
    names = structure.pdf.Root.get("/Names", Dictionary()).get("/Dests", Dictionary())
    pairs = list(names.get("/Names", Array([])).as_list())
    for name, target in zip(pairs[::2], pairs[1::2], strict=True):
        if anchor and str(name) == anchor:
            return pages[target[0].objgen]
    return len(pages) - 1


def _last_on_page(structure: Structure, page: int) -> Element:
    """The last chapter that begins on this page or before it."""
    chapters = structure.document.elements
    begun = [
        one for one in chapters if any(number <= page for number, _ in one.marks())
    ]
    return (begun or chapters)[-1]
