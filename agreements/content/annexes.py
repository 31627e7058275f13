"""The annexes: what the parties wrote, and tables that follow from the articles."""

from collections.abc import Iterable
from typing import Any, Final

from agreements.annexes import ANNEX_TITLES, AnnexRequest, AnnexTable, tables_for
from agreements.areas import Chapter
from agreements.content.articles import provision_of
from agreements.content.outline import OTHER_ANNEX, Outline
from agreements.models import Agreement
from vve_portal.ui.numbers import decimal_number, euro

INTRODUCTIONS: Final[dict[str, str]] = {
    "A": "Deze bijlage zegt welke kinderen bij de doelgroep horen.",
    "B": (
        "Deze bijlage zegt per stap wie het voortouw heeft en wat erbij hoort. "
        "Noemt een artikel een andere termijn, dan geldt het artikel."
    ),
    "C": "Deze bijlage zegt welke gegevens partijen uitwisselen, en waarvoor.",
    "D": "Deze overleggen volgen uit de artikelen van gebied 6.",
    "E": "Met deze cijfers volgen partijen of de afspraken werken.",
    "F": "Zo zijn de bedragen voor plus-inzet berekend. Alle bedragen zijn per jaar.",
    "G": "Bij deze mensen kunt u terecht.",
    "H": (
        "Afspraken over de resultaten van de vroegschool maakt de gemeente met de "
        "schoolbesturen. De JGZ is daarbij geen partij. Deze bijlage verwijst ernaar."
    ),
    OTHER_ANNEX: "Deze teksten horen ook bij de overeenkomst.",
}
OTHER_TITLE: Final = "Overige bijlagen"
NAMES_LEFT_OUT: Final = (
    "Deze overeenkomst is openbaar. Daarom staan de namen van contactpersonen er niet "
    "in. Partijen vinden die namen in het VVE-portaal."
)
EMPTY: Final = "Partijen hebben voor deze bijlage geen tekst opgenomen."
# A rhythm that is no series of meetings.
_NO_MEETING: Final = ("doorlopend", "bij gebeurtenis", "per overleg", "op verzoek")


def annexes_of(
    agreement: Agreement, outline: Outline, articles: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Return annexes A to H, and one more when a text belongs to none of them."""
    request = AnnexRequest(
        agreement.partnership_id,
        agreement.starts_on,
        frozenset(one["indicator_code"] for one in articles) - {""},
    )
    tables = {
        "D": _meeting_calendar(articles),
        "E": _indicators(articles),
        "F": _calculation(articles),
    }
    names_left_out = agreement.publicity == agreement.Publicity.PUBLIC
    return [
        {
            "letter": letter,
            "title": ANNEX_TITLES.get(letter, OTHER_TITLE),
            **_annex(
                letter,
                [
                    provision_of(clause, number)
                    for number, clause in outline.annexes.get(letter, [])
                ],
                [*tables.get(letter, []), *tables_for(letter, request)],
                names_left_out=names_left_out,
            ),
        }
        for letter in (*ANNEX_TITLES, OTHER_ANNEX)
        if letter in ANNEX_TITLES or outline.annexes.get(letter)
    ]


def _annex(
    letter: str,
    provisions: list[dict[str, Any]],
    tables: list[AnnexTable],
    *,
    names_left_out: bool,
) -> dict[str, Any]:
    if letter == "G" and names_left_out:
        return {"introduction": NAMES_LEFT_OUT, "provisions": [], "tables": []}
    filled = provisions or tables
    return {
        "introduction": INTRODUCTIONS[letter] if filled else EMPTY,
        "provisions": provisions,
        "tables": [
            {
                "caption": table.caption,
                "columns": list(table.columns),
                "rows": [list(row) for row in table.rows],
            }
            for table in tables
        ],
    }


def is_meeting(article: dict[str, Any]) -> bool:
    """Return whether an article of area 6 agrees on a series of meetings."""
    rhythm = article["frequency"].lower()
    return (
        article["number"].startswith(f"{Chapter.MEETINGS.value}.")
        and bool(rhythm)
        and not any(word in rhythm for word in _NO_MEETING)
    )


def _meeting_calendar(articles: Iterable[dict[str, Any]]) -> list[AnnexTable]:
    return _table(
        "Overleggen en hoe vaak zij zijn",
        ("Overleg", "Hoe vaak", "Wie zorgt ervoor", "Artikel"),
        [
            (
                article["title"],
                article["frequency"],
                article["responsible"],
                article["number"],
            )
            for article in articles
            if is_meeting(article)
        ],
    )


def _indicators(articles: Iterable[dict[str, Any]]) -> list[AnnexTable]:
    return _table(
        "Indicatoren en normen per artikel",
        ("Artikel", "Indicator", "Norm", "Hoe vaak", "Wie zorgt ervoor"),
        [
            (
                f"{article['number']} {article['title']}",
                article["indicator"],
                article["norm"] or "Geen norm",
                article["frequency"] or "Niet afgesproken",
                article["responsible"],
            )
            for article in articles
            if article["indicator"]
        ],
    )


def _calculation(articles: Iterable[dict[str, Any]]) -> list[AnnexTable]:
    return _table(
        "Berekening van de plus-inzet",
        ("Activiteit", "Artikel", "Berekening", "Uren", "Bedrag"),
        [
            (
                line["activity"],
                line["article"],
                line["calculation"],
                decimal_number(line["hours"]),
                euro(line["amount"]),
            )
            for article in articles
            for line in article["budget_lines"]
        ],
    )


def _table(
    caption: str, columns: tuple[str, ...], rows: list[tuple[str, ...]]
) -> list[AnnexTable]:
    return [AnnexTable(caption, columns, tuple(rows))] if rows else []
