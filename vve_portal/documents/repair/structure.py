"""The structure tree of a PDF as Python objects, read once and written back once."""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Self

from pikepdf import (
    Array,
    Dictionary,
    Name,
    Object,
    Pdf,
    String,
    unparse_content_stream,
)

from vve_portal.documents.repair.text import (
    Instruction,
    Mark,
    PageContent,
    read_page,
)


@dataclass(slots=True, eq=False)
class Element:
    """A structure element with its kids: elements, marks (int) or annotations."""

    source: Object
    tag: str
    page: int | None
    parent: "Element | None" = None
    kids: "list[Element | int | Object]" = field(default_factory=list)

    @property
    def elements(self) -> "list[Element]":
        return [kid for kid in self.kids if isinstance(kid, Element)]

    @property
    def own_annotations(self) -> list[Object]:
        return [kid for kid in self.kids if isinstance(kid, Object)]

    def walk(self) -> "Iterator[Element]":
        yield self
        for kid in self.elements:
            yield from kid.walk()

    def find(self, *tags: str) -> "list[Element]":
        return [element for element in self.walk() if element.tag in tags]

    def ancestors(self) -> "Iterator[Element]":
        above = self.parent
        while above is not None:
            yield above
            above = above.parent

    def marks(self) -> list[Mark]:
        """The marks in it, in the order in which they are read."""
        found: list[Mark] = []
        for kid in self.kids:
            if isinstance(kid, Element):
                found += kid.marks()
            elif isinstance(kid, int) and self.page is not None:
                found.append((self.page, kid))
        return found

    def annotations(self) -> list[Object]:
        return [found for element in self.walk() for found in element.own_annotations]

    def append(self, kid: "Element") -> None:
        kid.parent = self
        self.kids.append(kid)

    def detach(self) -> None:
        if self.parent is not None:
            self.parent.kids.remove(self)
            self.parent = None

    def set_attributes(self, owner: str, **attributes: Object | str) -> None:
        """Set attributes of one owner (Table, List, Layout), dropping lists of them."""
        current = self.source.get("/A")
        if current is None or isinstance(current, Array):
            current = self.source.A = Dictionary(O=Name("/" + owner))
        for key, value in attributes.items():
            current[Name("/" + key)] = value

    def attribute(self, key: str) -> Object | None:
        attributes = self.source.get("/A")
        if attributes is None or isinstance(attributes, Array):
            return None
        return attributes.get("/" + key)

    def write_back(self) -> None:
        kids = [kid.source if isinstance(kid, Element) else kid for kid in self.kids]
        # A signed field is known by its widget being the only kid, in no array.
        self.source.K = kids[0] if self.tag == "Form" else Array(kids)
        self.source.S = Name("/" + self.tag)
        if self.parent is not None:
            self.source.P = self.parent.source


@dataclass(slots=True)
class Structure:
    """A PDF under repair: its tree, its page contents and what must disappear."""

    pdf: Pdf
    document: Element
    contents: list[PageContent]
    owners: dict[int, Object]
    dropped: set[tuple[int, int]] = field(default_factory=set)
    identifiers: dict[str, Object] = field(default_factory=dict)
    repainted: set[int] = field(default_factory=set)

    @classmethod
    def read(cls, pdf: Pdf) -> Self:
        pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
        numbers = list(pdf.Root.StructTreeRoot.ParentTree.Nums.as_list())
        return cls(
            pdf=pdf,
            document=_read_element(pdf.Root.StructTreeRoot.K[0], None, pages),
            contents=[read_page(page) for page in pdf.pages],
            owners={
                int(key): owner
                for key, owner in zip(numbers[::2], numbers[1::2], strict=True)
            },
        )

    def text_of(self, element: Element) -> str:
        """The words an element shows, with single spaces and no soft hyphens."""
        parts = (
            self.contents[page].texts.get(mark, "") for page, mark in element.marks()
        )
        return " ".join(" ".join(parts).replace("\xad", "").split())

    def new_element(self, tag: str, like: Element) -> Element:
        source = self.pdf.make_indirect(
            Dictionary(Type=Name.StructElem, S=Name("/" + tag), K=Array([]))
        )
        if "/Pg" in like.source:
            source.Pg = like.source.Pg
        return Element(source=source, tag=tag, page=like.page)

    def set_owner(self, page: int | None, mark: int, owner: Element) -> None:
        """Note in the parent tree which element a mark on a page belongs to."""
        if page is not None:
            key = int(self.pdf.pages[page].obj.StructParents)
            self.owners[key][mark] = owner.source

    def clear_owner(self, page: int, mark: int) -> None:
        key = int(self.pdf.pages[page].obj.StructParents)
        self.owners[key][mark] = Object.parse(b"null")

    def wrap(self, element: Element, tag: str) -> None:
        """Put a new element of this tag between an element and its parent."""
        parent = element.parent
        if parent is None:
            return
        wrapper = self.new_element(tag, like=element)
        parent.kids[parent.kids.index(element)] = wrapper
        wrapper.parent = parent
        wrapper.append(element)

    def drop_annotation(self, annotation: Object) -> None:
        self.dropped.add(annotation.objgen)
        self.owners.pop(int(annotation.StructParent), None)

    def repaint(self, page: int, instructions: list[Instruction]) -> None:
        """Paint a page by other instructions, once everything is repaired."""
        self.contents[page].instructions = instructions
        self.repainted.add(page)

    def prune(self) -> None:
        """Remove grouping elements in which nothing is left."""
        for element in reversed(list(self.document.walk())):
            if element.tag in _PRUNABLE and not element.kids:
                element.detach()

    def write_back(self) -> None:
        for number in sorted(self.repainted):
            content = unparse_content_stream(self.contents[number].instructions)
            stream = self.pdf.make_stream(b"")
            stream.write(zlib.compress(content, 9), filter=Name.FlateDecode)
            self.pdf.pages[number].Contents = stream
        tree = self.pdf.Root.StructTreeRoot
        for element in self.document.walk():
            element.write_back()
        pairs: list[int | Object] = []
        for key in sorted(self.owners):
            pairs += [key, self.owners[key]]
        tree.ParentTree.Nums = Array(pairs)
        tree.ParentTreeNextKey = max(self.owners, default=-1) + 1
        if self.identifiers:
            tree.IDTree = self._identifier_tree()
        for page in self.pdf.pages:
            if "/Annots" in page:
                kept = [one for one in page.Annots if one.objgen not in self.dropped]
                page.Annots = Array(kept)

    def _identifier_tree(self) -> Object:
        names = sorted(self.identifiers)
        pairs: list[Object] = []
        for name in names:
            pairs += [String(name), self.identifiers[name]]
        limits = Array([String(names[0]), String(names[-1])])
        leaf = self.pdf.make_indirect(Dictionary(Limits=limits, Names=Array(pairs)))
        return self.pdf.make_indirect(Dictionary(Kids=Array([leaf])))


_PRUNABLE = frozenset(
    {
        "NonStruct",
        "Span",
        "Sect",
        "Div",
        "TBody",
        "THead",
        "P",
        "L",
        "LI",
        "LBody",
        "Lbl",
    }
)


def _read_element(
    source: Object, parent: Element | None, pages: dict[tuple[int, int], int]
) -> Element:
    page = pages.get(source.Pg.objgen) if "/Pg" in source else None
    element = Element(source=source, tag=str(source.S)[1:], page=page, parent=parent)
    content: Any = source.get("/K", Array([]))
    for kid in content if isinstance(content, Array) else [content]:
        if isinstance(kid, int):
            element.kids.append(int(kid))
        elif "/Obj" in kid:
            element.kids.append(kid)
        else:
            element.kids.append(_read_element(kid, element, pages))
    return element
