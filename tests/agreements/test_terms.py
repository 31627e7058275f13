"""The variables in clause texts, and what a local choice changes."""

from datetime import date

import pytest

from agreements.models import Agreement
from agreements.terms import (
    TERMS,
    clean_terms,
    fill,
    labels_of,
    refuse_unknown,
    variables_in,
)


def test_a_default_is_filled_in(agreement: Agreement) -> None:
    assert fill("Binnen {controletermijn}.", agreement) == "Binnen twee weken."


def test_a_local_value_stands_in_place_of_the_default(agreement: Agreement) -> None:
    agreement.terms = {"controletermijn": "tien dagen"}

    assert fill("Binnen {controletermijn}.", agreement) == "Binnen tien dagen."


def test_names_and_dates_come_from_the_agreement(agreement: Agreement) -> None:
    agreement.partnership.municipality.name = "Gemeente Waterrijk"
    agreement.partnership.provider.name = "JGZ De Delta"
    agreement.starts_on, agreement.ends_on = date(2027, 1, 1), date(2027, 12, 31)

    filled = fill("{gemeente}, {jgz}, {begindatum}, {einddatum}", agreement)

    assert (
        filled == "Gemeente Waterrijk, JGZ De Delta, 1 januari 2027, 31 december 2027"
    )


@pytest.mark.parametrize(
    ("indexation", "sentence"),
    [
        ("", "Bedragen worden niet geïndexeerd."),
        ("Bedragen stijgen met de CPI.", "Bedragen stijgen met de CPI."),
    ],
)
def test_indexation_is_a_sentence(
    indexation: str, sentence: str, agreement: Agreement
) -> None:
    agreement.indexation = indexation

    assert fill("{indexering}", agreement) == sentence


def test_a_value_is_never_read_as_a_variable(agreement: Agreement) -> None:
    agreement.partnership.provider.name = "JGZ {controletermijn}"

    assert fill("{jgz}", agreement) == "JGZ {controletermijn}"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "Binnen {onbekend}.",
            (
                "De variabele {onbekend} bestaat niet. Kies een naam uit de lijst, "
                "of haal de accolades weg."
            ),
        ),
        (
            "Binnen {controletermijn",
            (
                "Er staat een accolade zonder de andere. "
                "Maak de naam van de variabele af, of haal de accolade weg."
            ),
        ),
        (
            "Binnen }.",
            (
                "Er staat een accolade zonder de andere. "
                "Maak de naam van de variabele af, of haal de accolade weg."
            ),
        ),
    ],
)
def test_a_wrong_variable_is_refused_in_a_sentence(text: str, sentence: str) -> None:
    with pytest.raises(ValueError, match="variabele") as refusal:
        refuse_unknown(text)

    assert str(refusal.value) == sentence


def test_only_what_differs_from_the_default_is_kept() -> None:
    kept, faults = clean_terms(
        {"controletermijn": "twee weken", "wachttijd": "  zes   weken "}
    )

    assert kept == {"wachttijd": "zes weken"}
    assert faults == {}


@pytest.mark.parametrize(
    ("key", "value", "fault"),
    [
        (
            "leeftijd_toets",
            "veertien",
            "Vul bij “Toets op de leeftijd van (maanden)” een heel getal vanaf 1 in.",
        ),
        (
            "leeftijd_toets",
            "0",
            "Vul bij “Toets op de leeftijd van (maanden)” een heel getal vanaf 1 in.",
        ),
        (
            "wachttijd",
            " ",
            (
                "Vul iets in bij “Langste wachttijd voor een plaats”. "
                "Schrijf het zoals het in de zin komt. Gebruikelijk is: vier weken."
            ),
        ),
        (
            "wachttijd",
            "w" * 61,
            "Houd “Langste wachttijd voor een plaats” korter dan 60 tekens.",
        ),
        (
            "wachttijd",
            "{jgz}",
            "Gebruik bij “Langste wachttijd voor een plaats” geen accolades.",
        ),
        ("onbekend", "iets", "De variabele onbekend bestaat niet."),
    ],
)
def test_a_wrong_value_gets_a_sentence(key: str, value: str, fault: str) -> None:
    kept, faults = clean_terms({key: value})

    assert kept == {}
    assert faults == {key: fault}


def test_there_are_terms_enough_and_each_default_is_valid() -> None:
    kept, faults = clean_terms({term.key: term.default for term in TERMS})

    assert len(TERMS) >= 12
    assert (kept, faults) == ({}, {})


def test_the_help_says_what_is_usual() -> None:
    by_key = {term.key: term.help for term in TERMS}

    assert by_key["leeftijd_toets"] == "Vul een heel getal in. Gebruikelijk is 14."
    assert by_key["wachttijd"] == (
        "Schrijf het zoals het in de zin komt. Gebruikelijk is: vier weken."
    )


def test_variables_are_found_and_explained() -> None:
    found = variables_in("Vanaf {begindatum}", "binnen {wachttijd}")

    assert labels_of(sorted(found)) == {
        "begindatum": "De dag waarop de overeenkomst ingaat",
        "wachttijd": "Langste wachttijd voor een plaats",
    }
