"""Provisions and annexes in the content: placed by title, filled or called empty."""

from typing import Any

import pytest

from agreements.areas import Chapter
from agreements.content import content_of
from agreements.models import Agreement, Clause
from agreements.models.vocabulary import Kind
from tests.agreements.building import add_clause_of

pytestmark = pytest.mark.sqlite


def add_provision(agreement: Agreement, chapter: int, title: str) -> Clause:
    return add_clause_of(
        agreement,
        chapter=chapter,
        version__title=title,
        version__kind=Kind.PROVISION,
        version__responsible="",
    )


def annex_of(agreement: Agreement, letter: str) -> dict[str, Any]:
    annexes: list[dict[str, Any]] = content_of(agreement)["annexes"]
    return next(one for one in annexes if one["letter"] == letter)


@pytest.mark.parametrize(
    ("title", "part", "number"),
    [
        ("Overwegingen", "considerations", ""),
        ("Relatie tot de afspraken van artikel 160 WPO", "considerations", ""),
        ("Begrippen", "definitions", ""),
        ("Indexering", "money", "8.1"),
        ("Opzegging", "closing", "9.1"),
        ("Iets wat niemand voorzag", "closing", "9.1"),
    ],
)
def test_general_provision_is_placed_by_its_title(
    agreement: Agreement, title: str, part: str, number: str
) -> None:
    add_provision(agreement, Chapter.GENERAL, title)

    general = content_of(agreement)["general"]

    found = {key: [one["number"] for one in rows] for key, rows in general.items()}
    empty: dict[str, list[str]] = {key: [] for key in general}
    assert found == {**empty, part: [number]}


@pytest.mark.parametrize(
    ("title", "letter"),
    [
        ("Doelgroepdefinitie", "A"),
        ("Werkproces indicering en toeleiding", "B"),
        ("Gegevensprotocol", "C"),
        ("Overlegkalender", "D"),
        ("Indicatorenset", "E"),
        ("Begroting van de plus-inzet", "F"),
        ("Resultaatafspraken", "H"),
        ("Bijlage C, register van stromen", "C"),
        ("Bijlage begroting", "F"),
        ("Kaart van de wijken", "I"),
    ],
)
def test_annex_text_is_placed_by_its_title(
    agreement: Agreement, title: str, letter: str
) -> None:
    add_provision(agreement, Chapter.ANNEXES, title)

    annexes = content_of(agreement)["annexes"]

    assert [one["letter"] for one in annexes if one["provisions"]] == [letter]


def test_every_annex_is_there_and_says_when_it_is_empty(agreement: Agreement) -> None:
    annexes = content_of(agreement)["annexes"]

    assert "".join(one["letter"] for one in annexes) == "ABCDEFGH"
    assert annex_of(agreement, "A")["introduction"] == (
        "Partijen hebben voor deze bijlage geen tekst opgenomen."
    )


@pytest.mark.parametrize(
    ("publicity", "shown"),
    [
        (Agreement.Publicity.PUBLIC, []),
        (Agreement.Publicity.INTERNAL, ["Contactpersonen"]),
        (Agreement.Publicity.SECRET, ["Contactpersonen"]),
    ],
)
def test_contact_persons_stay_out_of_a_public_text(
    agreement: Agreement, publicity: str, shown: list[str]
) -> None:
    add_provision(agreement, Chapter.ANNEXES, "Contactpersonen")
    agreement.publicity = publicity

    annex = annex_of(agreement, "G")

    assert [one["title"] for one in annex["provisions"]] == shown
    assert ("openbaar" in annex["introduction"]) == (not shown)


def test_meeting_calendar_holds_series_of_meetings_only(agreement: Agreement) -> None:
    rhythms = ("elke drie weken", "doorlopend", "per overleg", "bij gebeurtenis", "")
    for position, rhythm in enumerate(rhythms):
        add_clause_of(
            agreement,
            chapter=Chapter.MEETINGS,
            position=position,
            version__frequency=rhythm,
        )
    add_clause_of(agreement, chapter=Chapter.REACH, version__frequency="jaarlijks")

    table = annex_of(agreement, "D")["tables"][0]

    assert table["rows"] == [
        ["Controle van de aanmelding", "elke drie weken", "De JGZ", "6.1"]
    ]
