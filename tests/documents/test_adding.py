"""A signature of another service is taken only when it, and nothing else, was added."""

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final

import pikepdf
import pytest
from pyhanko.pdf_utils.generic import (  # noqa: TID253 - whoever loads this signs
    ArrayObject,
    DictionaryObject,
    NumberObject,
    pdf_name,
    pdf_string,
)
from pyhanko.pdf_utils.incremental_writer import (  # noqa: TID253 - whoever loads this signs
    IncrementalPdfFileWriter,
)
from pyhanko.sign.fields import (  # noqa: TID253 - whoever loads this signs
    MDPPerm,
    SigFieldSpec,
    append_signature_field,
)
from pyhanko.stamp import TextStampStyle  # noqa: TID253 - whoever loads this signs

from tests.documents.samples import MUNICIPALITY, PROVIDER
from tests.elsewhere import Outsider, change_page, make_outsider, sign_elsewhere
from tests.factories import NOW
from vve_portal.documents import adding
from vve_portal.documents.adding import Added, Place, Trust, judge_added
from vve_portal.documents.authority import Authority
from vve_portal.documents.check import check
from vve_portal.documents.pades.writer import SealedWriter
from vve_portal.documents.signing import SignedFile
from vve_portal.documents.verifying import verify

LABEL: Final = "Handtekening namens de JGZ"
SIGNED_AT: Final = NOW + timedelta(hours=1)
BROUGHT_AT: Final = NOW + timedelta(hours=2)
NAME: Final = "R. Testman"


@pytest.fixture(scope="module")
def outsider() -> Outsider:
    """The authority that the parties agreed on."""
    return make_outsider()


@pytest.fixture(scope="module")
def trust(outsider: Outsider, authority: Authority) -> Trust:
    """Our own authority for what stood there, theirs for what comes."""
    return Trust(
        outside=(outsider.certificate,),
        others=(authority.certificate,),
        revoked=(),
        at=BROUGHT_AT,
    )


@pytest.fixture(scope="module")
def good(sealed: bytes, outsider: Outsider) -> bytes:
    """Our file with one invisible signature in its place."""
    return signed(sealed, outsider)


def signed(pdf: bytes, outsider: Outsider, **changes: Any) -> bytes:
    """Have a file signed by the other service."""
    options = {"at": SIGNED_AT, "field": PROVIDER, **changes}
    return sign_elsewhere(pdf, outsider.issue(), **options)


def judge(base: bytes, pdf: bytes, trust: Trust, **changes: Any) -> Added:
    """Judge what came back for a file."""
    place: dict[str, Any] = {
        "field": PROVIDER,
        "label": LABEL,
        "taken": (MUNICIPALITY,),
        "since": NOW,
        **changes,
    }
    return judge_added(base, pdf, place=Place(**place), trust=trust)


def test_one_signature_in_its_place_is_taken(
    sealed: bytes, good: bytes, trust: Trust
) -> None:
    added = judge(sealed, good, trust)

    assert added.problem == ""
    assert (added.signed_at, added.has_timestamp) == (SIGNED_AT, False)
    certificate = adding.x509.load_pem_x509_certificate(added.certificate_pem.encode())
    assert adding.name_of(certificate) == NAME
    assert adding.organisation_of(certificate.subject) == "JGZ Bedacht"


def test_signature_upon_one_of_ours_is_taken(
    signed_once: SignedFile, outsider: Outsider, trust: Trust
) -> None:
    content = signed(signed_once.content, outsider)

    assert judge(signed_once.content, content, trust).problem == ""
    roots = [*trust.others, *trust.outside]
    assert verify(content, trusted_roots=roots, at=BROUGHT_AT).is_good


def test_signature_in_a_field_of_its_own_without_a_place_is_taken_as_it_is(
    sealed: bytes, outsider: Outsider, trust: Trust
) -> None:
    content = signed(sealed, outsider, field="Eigen_veld")

    # Its widget is in no structure tree: the standards see that, and say so.
    assert judge(sealed, content, trust).problem.startswith("Met deze handtekening")


def test_the_same_file_is_no_signature(sealed: bytes, trust: Trust) -> None:
    assert judge(sealed, sealed, trust) == Added(problem=adding.SAME)


def test_what_is_no_pdf_is_told_so(sealed: bytes, trust: Trust) -> None:
    assert judge(sealed, b"PK\x03\x04", trust) == Added(problem=adding.NO_PDF)


def test_file_that_was_saved_anew_is_refused(
    sealed: bytes, outsider: Outsider, trust: Trust
) -> None:
    anew = io.BytesIO()
    with pikepdf.open(io.BytesIO(sealed)) as pdf:
        pdf.save(anew)

    added = judge(sealed, signed(anew.getvalue(), outsider), trust)

    assert added == Added(problem=adding.OTHER_FILE)


def test_earlier_file_is_not_the_one_to_sign(
    sealed: bytes, signed_once: SignedFile, outsider: Outsider, trust: Trust
) -> None:
    added = judge(signed_once.content, signed(sealed, outsider), trust)

    assert added == Added(problem=adding.OTHER_FILE)


def test_increment_without_a_signature_is_refused(sealed: bytes, trust: Trust) -> None:
    assert judge(sealed, change_page(sealed), trust).problem == adding.NONE_ADDED


def test_two_signatures_more_are_refused(
    sealed: bytes, good: bytes, outsider: Outsider, trust: Trust
) -> None:
    twice = signed(good, outsider, field=MUNICIPALITY)

    assert judge(sealed, twice, trust).problem == adding.TOO_MANY


def test_place_of_the_other_party_is_refused(
    sealed: bytes, outsider: Outsider, trust: Trust
) -> None:
    content = signed(sealed, outsider, field=MUNICIPALITY)

    expected = adding.OTHER_FIELD.format(label=LABEL)
    assert judge(sealed, content, trust).problem == expected


def test_authority_that_nobody_agreed_on_is_refused(
    sealed: bytes, trust: Trust
) -> None:
    content = signed(sealed, make_outsider("Onbekende Root CA"))

    expected = adding.UNKNOWN_AUTHORITY.format(name=NAME)
    assert judge(sealed, content, trust).problem == expected


def test_authority_of_the_portal_does_not_vouch_for_people_outside(
    sealed: bytes, good: bytes, outsider: Outsider, trust: Trust
) -> None:
    swapped = Trust(
        outside=trust.others,
        others=(*trust.others, outsider.certificate),
        revoked=(),
        at=trust.at,
    )

    expected = adding.UNKNOWN_AUTHORITY.format(name=NAME)
    assert judge(sealed, good, swapped).problem == expected


def test_certificate_that_is_not_for_signing_is_refused(
    sealed: bytes, outsider: Outsider, trust: Trust
) -> None:
    signer = outsider.issue(can_sign=False)
    content = sign_elsewhere(sealed, signer, at=SIGNED_AT, field=PROVIDER)

    expected = adding.UNKNOWN_AUTHORITY.format(name=NAME)
    assert judge(sealed, content, trust).problem == expected


def test_certificate_that_ended_is_refused_though_it_says_it_was_in_time(
    sealed: bytes, outsider: Outsider, trust: Trust
) -> None:
    signer = outsider.issue(ends_at=SIGNED_AT + timedelta(minutes=5))
    content = sign_elsewhere(sealed, signer, at=SIGNED_AT, field=PROVIDER)

    expected = adding.EXPIRED.format(name=NAME)
    assert judge(sealed, content, trust).problem == expected


@pytest.mark.parametrize(
    "at", [NOW - timedelta(days=1), BROUGHT_AT + timedelta(minutes=10)]
)
def test_moment_that_can_not_be_is_refused(
    sealed: bytes, outsider: Outsider, trust: Trust, at: Any
) -> None:
    content = signed(sealed, outsider, at=at)

    assert judge(sealed, content, trust).problem == adding.WRONG_TIME


def test_visible_stamp_is_refused(
    sealed: bytes, outsider: Outsider, trust: Trust
) -> None:
    content = signed(
        sealed,
        outsider,
        field="Stempel",
        box=(50, 50, 250, 120),
        style=TextStampStyle(stamp_text="Getekend"),
    )

    assert judge(sealed, content, trust).problem == adding.VISIBLE


def test_stamp_with_a_font_that_is_not_in_the_file_breaks_the_standard_too(
    sealed: bytes, outsider: Outsider, trust: Trust
) -> None:
    style = TextStampStyle(stamp_text="Getekend")
    content = signed(
        sealed, outsider, field="Stempel", box=(50, 50, 250, 120), style=style
    )

    assert judge(sealed, content, trust).problem == adding.VISIBLE
    assert "PDFA3A-FONT-EMBEDDING-001" in check(content, signed=True)


def test_description_that_was_rewritten_is_seen(
    sealed: bytes, outsider: Outsider, trust: Trust
) -> None:
    content = signed(sealed, outsider, writer=IncrementalPdfFileWriter)

    assert judge(sealed, content, trust).problem == adding.MORE_CHANGED


@pytest.mark.parametrize("allowed", [MDPPerm.NO_CHANGES, MDPPerm.FILL_FORMS])
def test_certified_file_is_locked_for_the_other_party(
    sealed: bytes, outsider: Outsider, trust: Trust, allowed: MDPPerm
) -> None:
    content = signed(sealed, outsider, certify=True, docmdp_permissions=allowed)

    assert judge(sealed, content, trust).problem == adding.LOCKED


def test_page_that_was_changed_before_signing_is_seen(
    sealed: bytes, outsider: Outsider, trust: Trust
) -> None:
    content = signed(change_page(sealed), outsider)

    assert judge(sealed, content, trust).problem == adding.MORE_CHANGED


def test_page_that_was_changed_after_signing_is_seen(
    sealed: bytes, good: bytes, trust: Trust
) -> None:
    assert judge(sealed, change_page(good), trust).problem == adding.MORE_CHANGED


def root_of(writer: SealedWriter) -> Any:
    return writer.root


def changed(pdf: bytes, change: Callable[[SealedWriter], None]) -> bytes:
    """Add something to a file that is no signature."""
    writer = SealedWriter(io.BytesIO(pdf))
    change(writer)
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def add_note(writer: SealedWriter) -> None:
    """Put something over a page, as a note."""
    page = root_of(writer)["/Pages"]["/Kids"][0].get_object()
    note = {"/Type": pdf_name("/Annot"), "/Subtype": pdf_name("/Square")}
    made = writer.add_object(DictionaryObject(note))
    page["/Annots"] = ArrayObject([*page.get("/Annots", ()), made])
    writer.update_container(page)


def add_program(writer: SealedWriter) -> None:
    """Let something happen on opening."""
    action = {"/S": pdf_name("/JavaScript"), "/JS": pdf_string("app.alert(1)")}
    root_of(writer)["/OpenAction"] = DictionaryObject(action)
    writer.update_root()


def change_title(writer: SealedWriter) -> None:
    """Call it something else."""
    described = writer.trailer["/Info"].get_object()
    described["/Title"] = pdf_string("Een andere overeenkomst")
    writer.update_container(described)


def change_description(writer: SealedWriter) -> None:
    """Call it something else in the XMP."""
    described = root_of(writer)["/Metadata"].get_object()
    described._data = described.data.replace(b"Overeenkomst", b"Overeenkomsd")
    described._encoded_data = None
    writer.update_container(described)


def change_attachment(writer: SealedWriter) -> None:
    """Attach other data than what is printed."""
    attached = root_of(writer)["/AF"][0].get_object()["/EF"]["/F"].get_object()
    attached._data, attached._encoded_data = b'{"kenmerk": "anders"}', None
    writer.update_container(attached)


def drop_structure(writer: SealedWriter) -> None:
    """Take away what is read aloud."""
    structure = root_of(writer)["/StructTreeRoot"].get_object()
    structure["/K"] = ArrayObject([])
    writer.update_container(structure)


def turn_pages(writer: SealedWriter) -> None:
    """Put the pages in another order."""
    pages = root_of(writer)["/Pages"].get_object()
    pages["/Kids"] = ArrayObject(list(pages["/Kids"])[::-1])
    writer.update_container(pages)


def show_place(writer: SealedWriter) -> None:
    """Make the place of the other party big enough to hide text."""
    place = root_of(writer)["/AcroForm"]["/Fields"][0].get_object()
    place["/Rect"] = ArrayObject([NumberObject(side) for side in (0, 0, 200, 200)])
    writer.update_container(place)


def add_place(writer: SealedWriter) -> None:
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
    change: Callable[[SealedWriter], None],
) -> None:
    content = signed(changed(sealed, change), outsider)

    assert judge(sealed, content, trust).problem == adding.MORE_CHANGED


def test_bytes_behind_the_signature_are_seen(
    sealed: bytes, good: bytes, trust: Trust
) -> None:
    problem = judge(sealed, good + b"\n% nog iets\n", trust).problem

    assert "is het bestand gewijzigd" in problem


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_file_that_was_cut_off_is_refused(
    sealed: bytes, good: bytes, trust: Trust, share: float
) -> None:
    cut = good[: len(sealed) + int((len(good) - len(sealed)) * share)]

    added = judge(sealed, cut, trust)

    assert added.problem != ""
    assert added.certificate_pem == ""


@pytest.mark.parametrize("seed", range(12))
def test_any_byte_of_the_addition_counts(
    sealed: bytes, good: bytes, trust: Trust, seed: int
) -> None:
    place = len(sealed) + (seed * 7919) % (len(good) - len(sealed))
    damaged = bytearray(good)
    damaged[place] ^= 1

    assert judge(sealed, bytes(damaged), trust).problem != ""


def test_job_takes_bytes_and_gives_the_same_answer(
    sealed: bytes, good: bytes, trust: Trust
) -> None:
    place = Place(field=PROVIDER, label=LABEL, taken=(MUNICIPALITY,), since=NOW)

    answer = adding.judge_in_limits(sealed, good, adding.ask_in_bytes(place, trust))

    assert adding.read_answer(answer) == judge(sealed, good, trust)
