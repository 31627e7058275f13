"""Whatever came along with a signature is seen, on the pages and behind them."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from pyhanko.pdf_utils.generic import (  # noqa: TID253 - whoever loads this signs
    ArrayObject,
    DictionaryObject,
    NumberObject,
    pdf_name,
    pdf_string,
)
from pyhanko.sign.fields import (  # noqa: TID253 - whoever loads this signs
    SigFieldSpec,
    append_signature_field,
)

from tests.documents.adding.judged import judge, signed
from tests.elsewhere import Outsider, change_page
from vve_portal.documents import adding
from vve_portal.documents.adding import Trust
from vve_portal.documents.pades.writer import SealedWriter
from vve_portal.documents.signing import SignedFile


def test_page_that_was_changed_before_signing_is_seen(
    sealed: bytes, outsider: Outsider, trust: Trust
) -> None:
    content = signed(change_page(sealed), outsider)

    assert judge(sealed, content, trust).problem == adding.MORE_CHANGED


def test_page_that_was_changed_after_signing_is_seen(
    sealed: bytes, good: bytes, trust: Trust
) -> None:
    assert judge(sealed, change_page(good), trust).problem == adding.MORE_CHANGED


def changed(pdf: bytes, change: Callable[[Any], None]) -> bytes:
    """Add something to a file that is no signature."""
    writer: Any = SealedWriter(io.BytesIO(pdf))
    change(writer)
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def dictionary(**entries: Any) -> Any:
    """Return a dictionary as pyHanko wants it."""
    make: Any = DictionaryObject
    return make({pdf_name(f"/{key}"): value for key, value in entries.items()})


def add_note(writer: Any) -> None:
    """Put something over a page, as a note."""
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    note = dictionary(Type=pdf_name("/Annot"), Subtype=pdf_name("/Square"))
    made = writer.add_object(note)
    page["/Annots"] = ArrayObject([*page.get("/Annots", ()), made])
    writer.update_container(page)


def add_program(writer: Any) -> None:
    """Let something happen on opening."""
    program = dictionary(S=pdf_name("/JavaScript"), JS=pdf_string("app.alert(1)"))
    writer.root["/OpenAction"] = program
    writer.update_root()


def change_title(writer: Any) -> None:
    """Call it something else."""
    described = writer.trailer["/Info"].get_object()
    described["/Title"] = pdf_string("Een andere overeenkomst")
    writer.update_container(described)


def change_description(writer: Any) -> None:
    """Call it something else in the XMP."""
    described = writer.root["/Metadata"].get_object()
    described._data = described.data.replace(b"Overeenkomst", b"Overeenkomsd")
    described._encoded_data = None
    writer.update_container(described)


def change_attachment(writer: Any) -> None:
    """Attach other data than what is printed."""
    attached = writer.root["/AF"][0].get_object()["/EF"]["/F"].get_object()
    attached._data, attached._encoded_data = b'{"kenmerk": "anders"}', None
    writer.update_container(attached)


def drop_structure(writer: Any) -> None:
    """Take away what is read aloud."""
    structure = writer.root["/StructTreeRoot"].get_object()
    structure["/K"] = ArrayObject([])
    writer.update_container(structure)


def turn_pages(writer: Any) -> None:
    """Put the pages in another order."""
    pages = writer.root["/Pages"].get_object()
    pages["/Kids"] = ArrayObject(list(pages["/Kids"])[::-1])
    writer.update_container(pages)


def show_place(writer: Any) -> None:
    """Make the place of the other party big enough to hide text."""
    place = writer.root["/AcroForm"]["/Fields"][0].get_object()
    number: Any = NumberObject
    place["/Rect"] = ArrayObject([number(side) for side in (0, 0, 200, 200)])
    writer.update_container(place)


def add_place(writer: Any) -> None:
    """Make a place for somebody else."""
    append_signature_field(writer, SigFieldSpec("Nog_iemand", box=(50, 50, 99, 99)))


@pytest.mark.parametrize(
    "change",
    [
        add_note,
        add_program,
        change_title,
        change_description,
        change_attachment,
        drop_structure,
        turn_pages,
        show_place,
        add_place,
    ],
)
def test_whatever_came_along_with_the_signature_is_seen(
    sealed: bytes,
    outsider: Outsider,
    trust: Trust,
    change: Callable[[Any], None],
) -> None:
    content = signed(changed(sealed, change), outsider)

    assert judge(sealed, content, trust).problem == adding.MORE_CHANGED


def drop_proof(writer: Any) -> None:
    """Throw away what proves the certificates of who signed before."""
    writer.root["/DSS"] = dictionary()
    writer.update_root()


def test_proof_of_who_signed_before_that_was_thrown_away_is_seen(
    signed_once: SignedFile, outsider: Outsider, trust: Trust
) -> None:
    content = signed(changed(signed_once.content, drop_proof), outsider)

    assert judge(signed_once.content, content, trust).problem == adding.MORE_CHANGED
