"""What is typed for a letter: checked before printing, and nowhere else."""

import pytest

from referrals.documents.letter import Persons
from referrals.forms.letter import (
    NO_PHONE,
    ONLY_A_NAME,
    TOO_LONG_LINE,
    TOO_MANY_LINES,
    LetterForm,
)

TYPED = {
    "child": "Kindnaam",
    "address": "",
    "writer": "Fenna Proef",
    "phone": "010 000 00 00",
}


def errors_of(**changes: str) -> dict[str, list[str]]:
    """Return the errors of the form with these answers."""
    errors = LetterForm({**TYPED, **changes}).errors
    return {name: [str(one) for one in found] for name, found in errors.items()}


def test_what_was_typed_comes_back_as_the_people_of_the_letter() -> None:
    form = LetterForm({**TYPED, "address": " Laan 8 \r\n\r\n1234 CD Waterrijk\r\n"})

    assert form.is_valid()

    persons = form.persons
    assert isinstance(persons, Persons)
    assert persons.child == "Kindnaam"
    assert persons.address == ("Laan 8", "1234 CD Waterrijk")
    assert persons.writer == "Fenna Proef"
    assert persons.phone == "010 000 00 00"


def test_address_may_stay_empty() -> None:
    assert errors_of() == {}


def test_empty_answers_are_asked_for() -> None:
    assert errors_of(child="", writer="", phone="") == {
        "child": ["Vul de naam van het kind in."],
        "writer": ["Vul in wie de ouders kunnen bellen."],
        "phone": ["Vul in waar de ouders naartoe kunnen bellen."],
    }


@pytest.mark.parametrize("child", ["Kindnaam 3-4-2024", "Kindnaam 123456782"])
def test_name_with_a_number_in_it_is_refused(child: str) -> None:
    assert errors_of(child=child) == {"child": [ONLY_A_NAME]}


@pytest.mark.parametrize("phone", ["bel mij", "12", "0100000000 of 0200000000"])
def test_phone_that_nobody_can_call_is_refused(phone: str) -> None:
    assert list(errors_of(phone=phone)) == ["phone"]


def test_phone_in_words_is_refused_with_an_example() -> None:
    assert errors_of(phone="bel de balie") == {"phone": [NO_PHONE]}


def test_address_of_too_many_or_too_long_lines_is_refused() -> None:
    assert errors_of(address="a\nb\nc\nd\ne") == {"address": [TOO_MANY_LINES]}
    assert errors_of(address="a" * 61) == {"address": [TOO_LONG_LINE]}


def test_letters_that_the_letter_cannot_show_are_named() -> None:
    sentence = "De brief kan dit niet tonen: “中” “文”. Schrijf het anders."

    assert errors_of(child="中文") == {"child": [sentence]}
    assert errors_of(address="中文") == {"address": [sentence]}


def test_names_with_letters_of_other_languages_are_fine() -> None:
    assert errors_of(child="Şükrü Çağlar Ibáñez-Đorđević Łucja") == {}


def test_browser_is_asked_not_to_remember_what_was_typed() -> None:
    attributes = {
        name: field.widget.attrs["autocomplete"]
        for name, field in LetterForm().fields.items()
    }

    assert attributes == dict.fromkeys(TYPED, "off")
