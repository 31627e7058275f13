"""Reading and judging a PDF fast: finding what pyHanko finds, and as strict."""

import gc
import io
from typing import Any

import pytest
from pyhanko.pdf_utils.generic import Reference  # noqa: TID253 - what it is compared with
from pyhanko.pdf_utils.misc import PdfStrictReadError  # noqa: TID253 - what it is compared with
from pyhanko.pdf_utils.reader import PdfFileReader  # noqa: TID253 - what it is compared with
from pyhanko.sign.validation import (  # noqa: TID253 - what it is compared with
    EmbeddedPdfSignature,
    SignatureCoverageLevel,
)

from tests.factories import NOW
from vve_portal.documents.authority import Authority
from vve_portal.documents.garbage import uncollected
from vve_portal.documents.pades.reading import Reader
from vve_portal.documents.signing import SignedFile
from vve_portal.documents.verifying import verify


def places_in(reader: Any) -> list[tuple[int, Any]]:
    """The objects that stand in object streams, with where they stand."""
    numbers = range(1, reader.trailer["/Size"])
    places = [
        (number, reader.xrefs[Reference(number, 0, reader)]) for number in numbers
    ]
    return [
        (number, place) for number, place in places if hasattr(place, "obj_stream_id")
    ]


def test_objects_are_the_same_as_another_reader_finds(signed_twice: SignedFile) -> None:
    ours: Any = Reader(signed_twice.content)
    theirs: Any = PdfFileReader(io.BytesIO(signed_twice.content), strict=True)

    numbers = [number for number, _ in places_in(theirs)]
    assert len(numbers) > 100
    assert [number for number, _ in places_in(ours)] == numbers
    different = [
        number
        for number in numbers
        if ours.get_object(Reference(number, 0, ours))
        != theirs.get_object(Reference(number, 0, theirs))
    ]
    assert different == []


def test_object_at_another_place_than_the_file_says_is_refused(sealed: bytes) -> None:
    reader: Any = Reader(sealed)
    number, place = places_in(reader)[0]

    with pytest.raises(
        PdfStrictReadError, match=f"Object {number} is not at its place"
    ):
        reader._get_object_from_stream(
            number, place.obj_stream_id, place.ix_in_stream + 1
        )


def test_stream_of_something_else_is_refused(sealed: bytes) -> None:
    reader: Any = Reader(sealed)
    metadata = reader.root.raw_get("/Metadata").reference.idnum

    with pytest.raises(PdfStrictReadError, match="is no object stream"):
        reader._get_object_from_stream(1, metadata, 0)


def test_garbage_is_collected_again_afterwards() -> None:
    with uncollected():
        during = gc.isenabled()

    assert (during, gc.isenabled()) == (False, True)


def test_stamp_that_covers_less_than_its_revision_is_wrong(
    signed_once: SignedFile, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A stamp shares the comparison of the signature before it, but not its cover."""
    whole = EmbeddedPdfSignature.evaluate_signature_coverage

    def less_for_stamps(signature: Any) -> Any:
        if signature.sig_object_type == "/DocTimeStamp":
            return SignatureCoverageLevel.CONTIGUOUS_BLOCK_FROM_START
        return whole(signature)

    roots = (authority.certificate,)
    before = verify(signed_once.content, trusted_roots=roots, at=NOW)
    monkeypatch.setattr(
        EmbeddedPdfSignature, "evaluate_signature_coverage", less_for_stamps
    )
    after = verify(signed_once.content, trusted_roots=roots, at=NOW)

    assert [one.is_good for one in before.signatures] == [True, True]
    assert [one.is_good for one in after.signatures] == [True, False]
