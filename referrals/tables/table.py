"""What a table is once it is read, how big it may be, and why it was refused."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

MEGABYTE: Final = 1024 * 1024


class TableError(ValueError):
    """A file that is not taken; the text is one Dutch sentence for who sent it."""


class Row(NamedTuple):
    """One row; `number` is where it stands in the file, the header being row 1."""

    number: int
    cells: Sequence[str]


@dataclass(frozen=True, slots=True)
class Table:
    """A header and the rows below it, every cell as text."""

    header: tuple[str, ...]
    rows: list[Row]


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a file is read; past it the file is refused before it is opened."""

    size: int
    unpacked: int
    rows: int
    columns: int
    cell: int

    def refuse_size(self, size: int) -> None:
        """Raise TableError when a file of `size` bytes is empty or too big."""
        if size == 0:
            message = "Het bestand is leeg. Kies een bestand met een kop en rijen."
            raise TableError(message)
        if size > self.size:
            message = (
                f"Het bestand is groter dan {self.size // MEGABYTE} MB. "
                "Deel het op in kleinere bestanden."
            )
            raise TableError(message)

    def refuse_rows(self, count: int) -> None:
        """Raise TableError when there are too many rows."""
        if count > self.rows:
            most = f"{self.rows:,}".replace(",", ".")
            message = (
                f"Het bestand heeft meer dan {most} rijen. "
                "Deel het op in kleinere bestanden."
            )
            raise TableError(message)


DELIVERY: Final = Limits(
    size=20 * MEGABYTE, unpacked=200 * MEGABYTE, rows=50_000, columns=60, cell=500
)
# The register with its history had 87,425 rows in 2026.
REGISTER: Final = Limits(
    size=40 * MEGABYTE, unpacked=400 * MEGABYTE, rows=200_000, columns=60, cell=2_000
)


def build_table(
    records: Sequence[Row], limits: Limits, *, same_width: bool = True
) -> Table:
    """Return records as a table, the first one as header; raise TableError."""
    filled = [record for record in records if any(record.cells)]
    if len(filled) <= 1:
        message = "Het bestand heeft geen rijen onder de kop. Kies een ander bestand."
        raise TableError(message)
    header = _header(filled[0], limits)
    rows = [
        Row(row.number, _cells(row, len(header), limits, same_width=same_width))
        for row in filled[1:]
    ]
    return Table(header, rows)


def _header(record: Row, limits: Limits) -> tuple[str, ...]:
    names = list(record.cells)
    while names and not names[-1]:
        names.pop()
    if len(names) <= 1:
        message = (
            "Het bestand heeft maar één kolom. Sla het op met een puntkomma tussen de "
            "kolommen, of als XLSX of ODS."
        )
        raise TableError(message)
    if len(names) > limits.columns:
        message = (
            f"Het bestand heeft meer dan {limits.columns} kolommen. "
            "Haal weg wat er niet in hoort."
        )
        raise TableError(message)
    if not all(names):
        number = names.index("") + 1
        message = f"Kolom {number} heeft geen kop. Geef elke kolom een naam."
        raise TableError(message)
    if len({name.casefold() for name in names}) < len(names):
        message = "Twee kolommen hebben dezelfde kop. Geef elke kolom een eigen naam."
        raise TableError(message)
    return tuple(names)


def _cells(row: Row, width: int, limits: Limits, *, same_width: bool) -> Sequence[str]:
    cells = row.cells
    if same_width and len(cells) < width:
        cells = [*cells, *[""] * (width - len(cells))]
    elif same_width and not any(cells[width:]):
        cells = cells[:width]
    elif same_width:
        message = (
            f"Rij {row.number} heeft meer cellen dan de kop. "
            "Kijk of er een puntkomma of aanhalingsteken te veel staat."
        )
        raise TableError(message)
    if max(map(len, cells), default=0) > limits.cell:
        message = (
            f"Rij {row.number} heeft een cel met meer dan {limits.cell} tekens. "
            "Kort de tekst in."
        )
        raise TableError(message)
    return cells
