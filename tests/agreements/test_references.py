"""References to articles, chapters and annexes: links, but never into a law."""

import pytest

from agreements.documents.references import References
from agreements.documents.tables import Table, linked

REFER = References(
    {
        "4.1": "artikel-G4-01",
        "4.2": "artikel-G4-02",
        "9.1": "artikel-A-01",
        "bijlage c": "bijlage-c",
        "hoofdstuk 8": "financien",
        "gebied 1": "gebied-1",
        "gebied 6": "gebied-6",
    }
)
FIRST = '<a href="#artikel-G4-01">4.1</a>'
SECOND = '<a href="#artikel-G4-02">4.2</a>'
ANNEX = '<a href="#bijlage-c">{}</a>'


@pytest.mark.parametrize(
    ("text", "linked"),
    [
        ("Zie artikel 4.1.", f"Zie artikel {FIRST}."),
        ("Artikel 4.1 geldt.", f"Artikel {FIRST} geldt."),
        ("artikelen 4.1, 4.2 en 9.9", f"artikelen {FIRST}, {SECOND} en 9.9"),
        ("artikel 4.1 tot en met 4.2", f"artikel {FIRST} tot en met {SECOND}"),
        ("artikel 4.1 van deze overeenkomst", f"artikel {FIRST} van deze overeenkomst"),
        ("(bijlage C)", f"({ANNEX.format('bijlage C')})"),
        ("Bijlage C bevat dit.", f"{ANNEX.format('Bijlage C')} bevat dit."),
        ("zie hoofdstuk 8", 'zie <a href="#financien">hoofdstuk 8</a>'),
        ("van gebied 6.", 'van gebied <a href="#gebied-6">6</a>.'),
        (
            "gebied 1, 3 en 6",
            'gebied <a href="#gebied-1">1</a>, 3 en <a href="#gebied-6">6</a>',
        ),
        ("a < b & artikel 4.1", f"a &lt; b &amp; artikel {FIRST}"),
    ],
)
def test_reference_in_a_text_is_a_link(text: str, linked: str) -> None:
    assert REFER.link(text) == linked


@pytest.mark.parametrize(
    "text",
    [
        "artikel 4.1 Woo",
        "artikel 4.1, tweede lid, van de Woo",
        "artikel 4.1 lid 2 Woo",
        "artikel 4.1 van de Wet publieke gezondheid",
        "artikel 4.1, onder b",
        "artikel 4:1 Awb",
        "artikel 4.12",
        "artikel 160 WPO",
        "bijlage C van het besluit",
        "bijlage C bij de brief",
        "bijlage D",
        "hoofdstuk 9",
        "gebied 6.1",
        "gebied 12",
        "versie 4.1",
        "4.1 procent",
    ],
)
def test_what_is_no_reference_into_this_document_stays_text(text: str) -> None:
    assert REFER.link(text) == text


def test_markup_in_a_text_stays_text() -> None:
    assert REFER.link("<b>artikel 4.1</b>") == f"&lt;b&gt;artikel {FIRST}&lt;/b&gt;"
    assert REFER.link_cell("<b>") == "&lt;b&gt;"
    assert REFER.link_targets("<b>") == "&lt;b&gt;"


def test_columns_of_articles_are_links() -> None:
    table = Table(
        "soort",
        "Titel",
        ("Wat", "Artikel", "Artikelen en bijlagen"),
        [("4.1 uur", "4.1 Titel van het artikel", "4.2, bijlage C")],
    )

    (row,) = linked(table, REFER).rows

    assert row == [
        "4.1 uur",
        '<a href="#artikel-G4-01">4.1 Titel van het artikel</a>',
        f"{SECOND}, {ANNEX.format('bijlage C')}",
    ]
