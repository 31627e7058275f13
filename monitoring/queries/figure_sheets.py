"""The released figures of a quarter as a table for a file, with what they mean."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from monitoring.definitions import Kind
from monitoring.definitions.vocabulary import Dimension
from monitoring.queries.released import TOO_SMALL, Group, Released, Shown
from referrals.tables.writing import Record, Sheet

COLUMNS: Final[tuple[tuple[str, str], ...]] = (
    ("Indicator", "De code van de indicator."),
    ("Naam", "Hoe de indicator heet."),
    ("Maat", "Welk getal van de indicator dit is."),
    ("Uitsplitsing", "Waarnaar is uitgesplitst. Leeg: de hele gemeente."),
    ("Groep", "Welke groep dit is. Groepen die samen staan, zijn samen geteld."),
    ("Codes", "De codes van de groepen, zoals de wijkcode van het CBS."),
    ("Periode", "Over welk kwartaal of welke kwartalen het gaat."),
    ("Teller", "Leeg als het getal te klein is om te tonen."),
    ("Noemer", "Leeg als er geen noemer is of als hij te klein is om te tonen."),
    ("Percentage", "Berekend uit de teller en noemer die er staan."),
    ("Waarde", "Een gemiddelde of middelste waarde, bij ten minste tien gevallen."),
    ("Eenheid", "Waarin het getal is uitgedrukt."),
    ("Toelichting", "Of het getal te klein is om te tonen, of is herzien."),
    ("Peildatum", "De dag waarop is geteld, of de laatste dag van het kwartaal."),
    ("Bron", "Waar het getal vandaan komt."),
    ("Wijze", "Geteld uit de trajecten, of aangeleverd als totaal."),
    ("Definitie", "De versie van de definitie."),
    ("Stand", "Voorlopig of vastgesteld."),
)
DEFINITION_COLUMNS: Final = (
    "Indicator",
    "Naam",
    "Teller",
    "Noemer",
    "Telmoment",
    "Versie",
    "Bron",
)
REVISED: Final = "herzien"


def figure_sheet(released: Released) -> Sheet:
    """Return every figure and group that this audience sees, as rows."""
    rows = [row for code in released.codes for row in _of(released, code)]
    rows += list(_revisions(released))
    return Sheet("Cijfers", [name for name, _ in COLUMNS], rows)


def definition_sheet(released: Released) -> Sheet:
    """Return what each indicator and each column means, and why groups are together."""
    rows: list[Record] = [
        (
            origin.code,
            origin.name,
            origin.numerator,
            origin.denominator,
            str(Kind(origin.kind).label),
            origin.version,
            origin.source,
        )
        for code in released.codes
        if (origin := released.origin(code)) is not None
    ]
    rows.append(("Kleine getallen", "", released.explanation))
    rows += [("Kolom", name, meaning) for name, meaning in COLUMNS]
    return Sheet("Definities", DEFINITION_COLUMNS, rows)


def _of(released: Released, code: str) -> Iterator[Record]:
    for measure in released.measures(code):
        whole = released.figure(code, measure)
        if whole is not None:
            yield _record(released, code, measure, whole)
        year = released.year_figure(code, measure)
        if year is not None and not year.is_hidden:
            yield _record(released, code, measure, year)
        for dimension in released.dimensions(code):
            groups = released.table(code, dimension, measure)
            groups += released.year_table(code, dimension, measure)
            for group in groups:
                yield _record(released, code, measure, group.shown, dimension, group)


def _revisions(released: Released) -> Iterator[Record]:
    for one in released.revisions:
        was = one.before.counts or one.before.text
        yield _record(
            released, one.code, one.measure, one.after, note=f"{REVISED}; was {was}"
        )


def _record(
    released: Released,
    code: str,
    measure: str,
    shown: Shown,
    dimension: str = "",
    group: Group | None = None,
    note: str = "",
) -> Record:
    origin = released.origin(code)
    assert origin is not None  # noqa: S101 - its figure was found
    periods = shown.quarters or (released.quarter.code,)
    return (
        code,
        origin.name,
        released.measures(code)[measure],
        str(Dimension(dimension).label) if dimension else None,
        group.name if group else None,
        " ".join(group.categories) if group else None,
        " ".join(periods),
        shown.numerator,
        shown.denominator,
        None if shown.percentage is None else Decimal(str(shown.percentage)),
        shown.value,
        str(shown.unit.label),
        note or (TOO_SMALL if shown.is_hidden else ""),
        origin.reference_on,
        origin.source,
        origin.mode,
        origin.version,
        released.standing,
    )
