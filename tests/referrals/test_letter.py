"""The referral letter: one page that anyone can read, made of plain data."""

import io
from dataclasses import replace
from datetime import date

import pypdf
import pytest

from referrals.codes import code_of
from referrals.documents.letter import (
    LetterFailed,
    Persons,
    Referral,
    letter_context,
    render_letter,
    spoken_code,
)
from tests.factories import NOW

REFERRAL = Referral(
    code="K7QM4X2PK",
    location="Peuteropvang De Waterlelie",
    location_address=("Verzonnenstraat 12", "1234 AB Waterrijk"),
    consent_on=date(2026, 11, 3),
    consent_to="jeugdverpleegkundige",
    sender="JGZ De Delta",
    function="jeugdverpleegkundige",
    portal="portaal.example/voorschool/",
)
PERSONS = Persons(
    child="Kindnaam Bedacht",
    address=("Familie Bedacht", "Voorbeeldlaan 8", "1234 CD Waterrijk"),
    writer="Fenna Proef",
    phone="010 000 00 00",
)


def read(pdf: bytes) -> tuple[pypdf.PdfReader, str]:
    """Return a PDF, and the text of its only page on one line."""
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    (page,) = reader.pages
    return reader, " ".join(page.extract_text().split())


def test_letter_says_on_one_page_what_everybody_does_next() -> None:
    reader, text = read(render_letter(REFERRAL, PERSONS, created=NOW))

    said = [
        "JGZ De Delta Afzender: Fenna Proef, jeugdverpleegkundige",
        "Aan de ouders van Kindnaam Bedacht Familie Bedacht Voorbeeldlaan 8",
        "20 november 2026 Verwijsbrief voor de voorschool",
        "De code van Kindnaam Bedacht K7QM-4X2P-K",
        "Zo zegt u de code: K 7 Q M, streepje, 4 X 2 P, streepje, K.",
        "Voorschool Peuteropvang De Waterlelie, Verzonnenstraat 12, 1234 AB Waterrijk",
        "Ga met deze brief naar de voorschool, of bel de voorschool en noem de code.",
        "Ga naar portaal.example/voorschool/ en log in.",
        "In deze brief staat niet waarom uw kind een verwijzing krijgt.",
        "Op 3 november 2026 gaf u toestemming voor deze verwijzing",
    ]
    assert [line for line in said if line not in text] == []
    assert reader.metadata is not None
    assert reader.metadata.title == "Verwijsbrief voor de voorschool"
    assert reader.metadata.author == "JGZ De Delta"
    assert reader.attachments == {}


def test_people_stand_in_the_text_of_the_letter_and_not_in_what_describes_it() -> None:
    reader, _ = read(render_letter(REFERRAL, PERSONS, created=NOW))

    described = (
        f"{reader.metadata} {reader.xmp_metadata and reader.xmp_metadata.stream}"
    )
    typed = (PERSONS.child, *PERSONS.address, PERSONS.writer, PERSONS.phone)
    assert [text for text in typed if text in described] == []
    assert "K7QM" not in described


def test_parents_without_a_wish_are_told_to_choose() -> None:
    referral = replace(REFERRAL, location="", location_address=())

    _, text = read(render_letter(referral, PERSONS, created=NOW))

    assert "Voorschool een voorschool naar keuze" in text
    assert "Kies een voorschool. Ga er met deze brief heen" in text


def test_letter_of_the_longest_names_is_still_one_page() -> None:
    referral = replace(
        REFERRAL,
        location="Peuteropvang De Waterlelie " * 6,
        location_address=("Verzonnenstraat " * 9, "1234 AB Waterrijk aan de Rivier"),
        sender="JGZ De Delta " * 9,
    )
    persons = replace(PERSONS, child="Lange naam " * 5, address=("Bedacht " * 7,) * 4)

    _, text = read(render_letter(referral, persons, created=NOW))

    assert "Met vriendelijke groet" in text


def test_code_is_said_sign_by_sign_also_when_it_ends_in_one_that_is_no_letter() -> None:
    by_last = {code_of(number)[-1]: code_of(number) for number in range(37)}

    said = {last: spoken_code(code).split()[-1] for last, code in by_last.items()}

    expected = {"*": "sterretje", "~": "golfje", "$": "dollarteken", "=": "is-teken"}
    assert said == {last: expected.get(last, last) for last in by_last}


def test_signs_that_came_along_unseen_are_left_out() -> None:
    persons = replace(PERSONS, child="Kind\x07naam\N{NON-BREAKING HYPHEN}Bedacht")

    context = letter_context(REFERRAL, persons, created=NOW)

    assert context["child"] == "Kindnaam-Bedacht"


def test_people_do_not_show_where_a_value_is_written_out() -> None:
    assert PERSONS.child not in repr(PERSONS)


def test_letter_that_fails_says_the_kind_of_fault_and_no_word_of_what_was_in_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(html: str, **_: object) -> bytes:
        raise ValueError(html)

    monkeypatch.setattr("weasyprint.HTML.write_pdf", fail)

    with pytest.raises(LetterFailed) as caught:
        render_letter(REFERRAL, PERSONS, created=NOW)

    assert str(caught.value) == "ValueError"
    assert caught.value.__context__ is None
    assert caught.value.__cause__ is None
