"""The account of the plus-inzet as a table, per source of money and activity."""

from collections.abc import Iterator
from typing import Final

from monitoring.queries.plus import PlusYear
from referrals.tables.writing import Record, Sheet

COLUMNS: Final[tuple[tuple[str, str], ...]] = (
    ("Jaar", "Het kalenderjaar."),
    ("Bron van het geld", "Wie het betaalt, zoals de overeenkomst zegt."),
    ("Afspraak", "De code van de afspraak. Leeg bij een totaal."),
    ("Activiteit", "Wat er gedaan is, of “Totaal” van de bron of van alles samen."),
    ("Afrekening", "Vast bedrag, of prijs keer aantal (p × q)."),
    ("Begroot uren", "Aantal keer de minuten per keer, of de uren uit de afspraak."),
    ("Gedaan uren", "Alleen uren die zijn goedgekeurd."),
    ("Begroot euro", "Het bedrag van het jaar, of van de maanden dat het geldt."),
    (
        "Gerealiseerd euro",
        (
            "Bij p × q de goedgekeurde uren keer het tarief; bij een vast bedrag een "
            "twaalfde per maand die voorbij is."
        ),
    ),
    ("Verschil euro", "Begroot min gerealiseerd."),
)
TOTAL: Final = "Totaal"


def account_of(found: PlusYear) -> tuple[Sheet, Sheet]:
    """Return the account as a sheet, and a sheet that says what its columns mean."""
    header = [name for name, _ in COLUMNS]
    return (
        Sheet("Plus-inzet", header, list(_rows(found))),
        Sheet("Uitleg", ("Kolom", "Betekenis"), COLUMNS),
    )


def _rows(found: PlusYear) -> Iterator[Record]:
    plus = found.plus
    for source in plus.sources:
        for line in plus.lines:
            if line.funding == source.funding:
                yield (
                    found.year,
                    line.funding.label,
                    line.clause_code,
                    line.activity,
                    line.settlement.label,
                    line.budget_hours,
                    line.realised_hours,
                    line.budget_amount,
                    line.realised_amount,
                    line.budget_amount - line.realised_amount,
                )
        yield (
            found.year,
            source.funding.label,
            "",
            TOTAL,
            "",
            source.budget_hours,
            source.realised_hours,
            source.budget_amount,
            source.realised_amount,
            source.difference,
        )
    yield (
        found.year,
        "Alle bronnen",
        "",
        TOTAL,
        "",
        plus.budget_hours,
        plus.realised_hours,
        plus.budget_amount,
        plus.realised_amount,
        plus.budget_amount - plus.realised_amount,
    )
