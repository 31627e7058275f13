"""Tables of the document, all in one form: caption, columns, rows and a kind."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, Final

from agreements.documents.references import References
from vve_portal.ui.dates import long_date
from vve_portal.ui.numbers import decimal_number, euro

WIDE: Final = 5

Data = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Table:
    """A table as the template draws it; the kind chooses its widths in the sheet."""

    kind: str
    caption: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]

    @property
    def has_row_headings(self) -> bool:
        """Whether first cells are headings: not when those would outnumber the rest.

        A reader aloud repeats headings, so a table that is mostly headings is a burden,
        and accessibility checks refuse it.
        """
        headings = len(self.columns) + len(self.rows)
        return headings <= len(self.rows) * (len(self.columns) - 1)

    @property
    def is_wide(self) -> bool:
        """Whether it asks for a page on its side."""
        return len(self.columns) >= WIDE


def approvals_table(approvals: Iterable[Data]) -> Table:
    """Return the decisions and checks behind the agreement."""
    return Table(
        "approvals",
        "Besluiten en toetsen waarop deze overeenkomst rust",
        ("Besluit of toets", "Kenmerk", "Datum"),
        [
            (one["label"], one["reference"], long_date(day_of(one["decided_on"])))
            for one in approvals
        ],
    )


def topics_table(topics: Iterable[Data]) -> Table:
    """Return where the four topics of article 160 WPO are dealt with."""
    return Table(
        "pairs",
        "De vier onderwerpen van artikel 160 WPO in deze overeenkomst",
        ("Onderwerp", "Artikelen en bijlagen"),
        [
            (one["topic"], ", ".join(one["articles"]) or "Geen artikel of bijlage")
            for one in topics
        ],
    )


def definitions_table(caption: str, pairs: Sequence[tuple[str, str]]) -> Table:
    """Return terms with their meanings."""
    return Table("pairs", caption, ("Begrip", "Betekenis"), pairs)


def lines_table(lines: Iterable[Data]) -> Table:
    """Return the money for plus-inzet per activity."""
    return Table(
        "lines",
        "Plus-inzet per activiteit",
        ("Activiteit", "Artikel", "Bron van het geld", "Uren", "Bedrag"),
        [
            (one["activity"], one["article"], one["source"], *_sums(one))
            for one in lines
        ],
    )


def sources_table(money: Data) -> Table:
    """Return the money for plus-inzet per source, with the total as last row."""
    return Table(
        "sources",
        "Plus-inzet per bron van het geld",
        ("Bron van het geld", "Uren", "Bedrag"),
        [
            *((one["source"], *_sums(one)) for one in money["sources"]),
            ("Totaal", *_sums(money["total"])),
        ],
    )


def linked(table: Table, refer: References) -> Table:
    """Return a table in which articles and annexes are links.

    In a column of articles every number is one; elsewhere only what a text calls so.
    """
    by_column = [
        {"Artikel": refer.link_cell, "Artikelen en bijlagen": refer.link_targets}.get(
            column, refer.link
        )
        for column in table.columns
    ]
    return replace(
        table,
        rows=[
            [link(cell) for link, cell in zip(by_column, row, strict=True)]
            for row in table.rows
        ],
    )


def annex_tables(annex: Data) -> list[Table]:
    """Return the tables of an annex."""
    letter = annex["letter"].lower()
    return [
        Table(
            f"annex-{letter} annex-{letter}-{len(table['columns'])}",
            table["caption"],
            table["columns"],
            table["rows"],
        )
        for table in annex["tables"]
    ]


def day_of(text: str) -> date:
    """Read a day as content writes it."""
    return date.fromisoformat(text)


def number_of(text: str) -> str:
    """Write a decimal of the content for people; nothing stays nothing."""
    return decimal_number(Decimal(text)) if text else ""


def _sums(one: Data) -> tuple[str, str]:
    return number_of(one["hours"]), euro(Decimal(one["amount"]))
