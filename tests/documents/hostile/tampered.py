"""Signed files that somebody changed afterwards, and what of it must be seen."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from pyhanko.pdf_utils.generic import (  # noqa: TID253 - the tests load it anyway
    ArrayObject,
    DictionaryObject,
    NameObject,
    NullObject,
    NumberObject,
    StreamObject,
    pdf_name,
    pdf_string,
)

from tests.documents.hostile.building import ranges, startxref, updated
from vve_portal.documents.inspecting import Trouble

Make = Callable[[bytes], bytes]
Change = Callable[[Any], None]

UNTRUSTED: Final = "Het certificaat is niet van een autoriteit die wordt vertrouwd."
UNSIGNED: Final = frozenset({"Het bestand heeft geen handtekening."})
BROKEN: Final = frozenset({Trouble.BROKEN.value})
CHANGED: Final = frozenset({"De ondertekende inhoud is daarna gewijzigd."})
UNCOVERED: Final = frozenset(
    {"Na de laatste handtekening of het laatste tijdstempel is het bestand gewijzigd."}
)
UPDATED: Final = UNCOVERED | {
    "Na deze handtekening is meer gewijzigd dan handtekeningen en tijdstempels."
}


def flipped(place: Callable[[bytes], int]) -> Make:
    """Change one bit."""

    def make(signed: bytes) -> bytes:
        at = place(signed)
        return signed[:at] + bytes([signed[at] ^ 1]) + signed[at + 1 :]

    return make


def behind(more: bytes) -> Make:
    """Put something behind a file."""
    return lambda signed: signed + more


def later(change: Change) -> Make:
    """Change a file with an update, as a shadow attack does."""
    return lambda signed: updated(signed, change)


def number(value: int) -> Any:
    """Return a number as it stands in a file."""
    return NumberObject(value)  # type: ignore[no-untyped-call]  # has no types


def words(text: bytes) -> StreamObject:
    """Return what paints a line."""
    content = b"BT /F1 12 Tf 40 700 Td (%s) Tj ET" % text
    return StreamObject(stream_data=content)


def hide(writer: Any) -> None:
    """Hide: paint a white sheet over what was signed."""
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    sheet = StreamObject(stream_data=b"1 1 1 rg 0 0 600 900 re f")
    painted = page.raw_get("/Contents")
    page["/Contents"] = ArrayObject([painted, writer.add_object(sheet)])
    writer.update_container(page)


def replace(writer: Any) -> None:
    """Replace: put other words where the signed ones stood."""
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    page["/Contents"] = writer.add_object(words(b"De gemeente betaalt het dubbele."))
    writer.update_container(page)


def replace_letters(writer: Any) -> None:
    """Replace: let the letters of the signed words look like others."""
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    fonts = page["/Resources"]["/Font"]
    font = next(iter(fonts.values())).get_object()
    font[pdf_name("/ToUnicode")] = writer.add_object(words(b"leeg"))
    writer.update_container(font)


def swap_pages(writer: Any) -> None:
    """Hide and replace: show pages in another order than was signed."""
    pages = writer.root["/Pages"]
    pages[pdf_name("/Kids")] = ArrayObject(reversed(list(pages["/Kids"])))
    writer.update_container(pages)


def swap_tree(writer: Any) -> None:
    """Hide and replace: let the catalog point to another tree of pages."""
    pages = writer.root["/Pages"]
    kids = [pages["/Kids"].raw_get(0)]
    other = {"/Type": pdf_name("/Pages"), "/Kids": ArrayObject(kids)}
    tree = DictionaryObject({pdf_name(key): one for key, one in other.items()})  # type: ignore[no-untyped-call]  # has no types
    tree[pdf_name("/Count")] = number(1)
    writer.root[pdf_name("/Pages")] = writer.add_object(tree)
    writer.update_root()


def lay_note(writer: Any) -> None:
    """Lay a note over an amount."""
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    note = {
        "/Type": pdf_name("/Annot"),
        "/Subtype": pdf_name("/FreeText"),
        "/Rect": ArrayObject(map(number, (40, 600, 400, 700))),
        "/Contents": pdf_string("€ 20.000"),
        "/DA": pdf_string("/Helv 12 Tf"),
    }
    kept = DictionaryObject({pdf_name(key): one for key, one in note.items()})  # type: ignore[no-untyped-call]  # has no types
    page[pdf_name("/Annots")] = ArrayObject([writer.add_object(kept)])
    writer.update_container(page)


def rename(writer: Any) -> None:
    """Give the document another title."""
    information = writer.trailer["/Info"]
    information[pdf_name("/Title")] = pdf_string("Een andere overeenkomst")
    writer.update_container(information)


def exchange_attachment(writer: Any) -> None:
    """Put another text in the attachment that machines read."""
    specification = writer.root["/AF"][0].get_object()
    other = StreamObject(stream_data=b'{"kenmerk": "anders"}')
    specification["/EF"][pdf_name("/F")] = writer.add_object(other)
    writer.update_container(specification)


def run_script(writer: Any) -> None:
    """Let the file start a program when somebody opens it."""
    action = {"/S": pdf_name("/JavaScript"), "/JS": pdf_string("app.alert(1)")}
    made = DictionaryObject({pdf_name(key): one for key, one in action.items()})  # type: ignore[no-untyped-call]  # has no types
    writer.root[pdf_name("/OpenAction")] = made
    writer.update_root()


def take_out(writer: Any) -> None:
    """Take the value out of every field, so that nothing seems signed."""
    for field in writer.root["/AcroForm"]["/Fields"]:
        kept = field.get_object()
        kept.pop(NameObject("/V"), None)
        writer.update_container(kept)


def take_form_out(writer: Any) -> None:
    """Take the form with its signatures out of the catalog."""
    del writer.root["/AcroForm"]
    writer.update_root()


def sign_twice_with_one(writer: Any) -> None:
    """Show one signature in the fields of both parties."""
    fields = [one.get_object() for one in writer.root["/AcroForm"]["/Fields"]]
    signed = [one for one in fields if "/V" in one]
    for field in fields:
        field[pdf_name("/V")] = signed[0].raw_get("/V")
        writer.update_container(field)


def name_twice(writer: Any) -> None:
    """Give two fields the same name."""
    fields = [one.get_object() for one in writer.root["/AcroForm"]["/Fields"]]
    fields[1][pdf_name("/T")] = fields[0]["/T"]
    writer.update_container(fields[1])


def forget_revisions(writer: Any) -> None:
    """Throw away what proves that certificates were valid."""
    writer.root[pdf_name("/DSS")] = NullObject()
    writer.update_root()


def without_table(signed: bytes) -> bytes:
    """Add an object behind the file without telling where it stands."""
    return signed + b"\n5 0 obj\n<</Type/Page>>\nendobj\n%%EOF\n"


def with_old_table(signed: bytes) -> bytes:
    """Point to the table of an earlier revision, so that later ones are overlooked."""
    first = signed[: ranges(signed)[0].end]
    return signed + b"\nstartxref\n%d\n%%%%EOF\n" % startxref(first)


TAMPERED: Final[Mapping[str, tuple[Make, frozenset[str]]]] = {
    "bit_in_the_head": (flipped(lambda _: 12), CHANGED),
    "bit_in_the_middle": (flipped(lambda one: ranges(one)[0].gap_start - 900), CHANGED),
    "bit_in_the_signature": (
        flipped(lambda one: ranges(one)[-1].gap_start + 90),
        BROKEN,
    ),
    "words_behind": (behind(b"\n% nog iets\n"), UNCOVERED),
    "zip_behind": (behind(b"PK\3\4" + b"\0" * 60), UNCOVERED),
    "pdf_behind": (lambda signed: signed + signed, UNCOVERED),
    "shadow_hide": (later(hide), UPDATED),
    "shadow_replace": (later(replace), UPDATED),
    "shadow_replace_letters": (later(replace_letters), UPDATED),
    "shadow_hide_and_replace": (later(swap_tree), UPDATED),
    "pages_in_other_order": (later(swap_pages), UPDATED),
    "note_over_an_amount": (later(lay_note), UPDATED),
    "other_title": (later(rename), UNCOVERED),
    "other_attachment": (later(exchange_attachment), UPDATED),
    "script_added": (later(run_script), UPDATED),
    "signatures_taken_out": (later(take_out), UNSIGNED),
    "form_taken_out": (later(take_form_out), UNSIGNED),
    "one_signature_in_two_fields": (later(sign_twice_with_one), UPDATED),
    "two_fields_with_one_name": (later(name_twice), UPDATED),
    "proof_thrown_away": (later(forget_revisions), UPDATED),
    "update_without_table": (without_table, BROKEN),
    "table_of_earlier": (with_old_table, UNCOVERED),
}
