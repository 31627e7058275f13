"""The national register of child care (LRK): preschools, without any person in it.

Of the 35 columns only those in `_KEPT` are looked at, and never the contact persons,
their telephone numbers and the holder's own address.
"""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from referrals.tables.columns import Fault
from referrals.tables.reading import read_table
from referrals.tables.table import REGISTER, Row, TableError
from referrals.tables.values import parse_day

# Our name of each column that is kept; `vve` is how files until 2018 named `ve`.
_KEPT: Final[dict[str, str]] = {
    "lrk_id": "lrk_id",
    "type_oko": "kind",
    "actuele_naam_oko": "name",
    "aantal_kindplaatsen": "places",
    "ve": "ve",
    "vve": "ve",
    "status": "status",
    "inschrijfdatum": "registered_on",
    "uitschrijfdatum": "ended_on",
    "opvanglocatie_adres": "street",
    "opvanglocatie_postcode": "postcode",
    "opvanglocatie_woonplaats": "place",
    "bag_id": "bag_id",
    "naam_houder": "holder_name",
    "kvk_nummer_houder": "kvk_number",
    "cbs_code": "municipality",
}
_NEEDED: Final = (
    "lrk_id",
    "type_oko",
    "actuele_naam_oko",
    "status",
    "naam_houder",
    "cbs_code",
)
_DAYCARE: Final = "KDV"
_REGISTERED: Final = "ingeschreven"
_LONGEST: Final[dict[str, int]] = {
    "lrk_id": 12,
    "name": 160,
    "street": 160,
    "postcode": 7,
    "place": 80,
    "bag_id": 20,
    "holder_name": 160,
    "kvk_number": 8,
}


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """A day care centre as the register has it."""

    lrk_id: str
    name: str
    street: str
    postcode: str
    place: str
    bag_id: str
    holder_name: str
    kvk_number: str
    lrk_places: int
    has_ve: bool
    is_open: bool
    registered_on: str


@dataclass(frozen=True, slots=True)
class Register:
    """The centres of one municipality, and the rows that could not be read.

    `unread` are the numbers of those rows, about which the file tells nothing.
    """

    centres: dict[str, RegisterRow]
    faults: list[Fault]
    unread: frozenset[str]
    rows: int


def read_register(content: bytes, municipality: str) -> Register:
    """Return the day care centres of a municipality (its CBS code, such as 0758).

    Raises TableError when the file is not the register, or has nothing about it.
    """
    # Apostrophes and quotation marks are letters in it: 's-Gravenhage.
    table = read_table(content, REGISTER, quotes=False, same_width=False)
    names = [_bare(name) for name in table.header]
    missing = [name for name in _NEEDED if name not in names]
    if missing or not {"ve", "vve"} & set(names):
        message = (
            "Dit bestand is niet het register van het LRK: de kolom "
            f"“{missing[0] if missing else 've'}” ontbreekt. "
            "Neem het bestand export_opendata_lrk.csv."
        )
        raise TableError(message)
    found = _Centres(names, municipality.removeprefix("GM").zfill(4))
    for row in table.rows:
        found.add(row)
    if not found.centres:
        message = (
            "In dit bestand staat geen enkel kinderdagverblijf van uw gemeente. "
            "Kijk of het bestand volledig is."
        )
        raise TableError(message)
    return Register(
        found.centres, found.faults, frozenset(found.unread), len(table.rows)
    )


class _Centres:
    """Collects the centres of one municipality, row by row."""

    def __init__(self, names: Sequence[str], municipality: str) -> None:
        self.width = len(names)
        self.places = {
            _KEPT[name]: index for index, name in enumerate(names) if name in _KEPT
        }
        self.municipality = municipality
        self.centres: dict[str, RegisterRow] = {}
        self.faults: list[Fault] = []
        self.unread: set[str] = set()

    def add(self, row: Row) -> None:
        """Keep a row when it is about a day care centre of this municipality."""
        if len(row.cells) != self.width:
            row = Row(row.number, _rejoined(row.cells, self.width))
        if len(row.cells) != self.width:
            sentence = (
                f"Rij {row.number}: het aantal cellen klopt niet met de kop. "
                "De rij is overgeslagen."
            )
            self.faults.append(Fault(row.number, sentence))
            self.unread.add(_bare_cell(row.cells[0]))
            return
        if row.cells[self.places["municipality"]].zfill(4) != self.municipality:
            return
        cells = {key: _bare_cell(row.cells[at]) for key, at in self.places.items()}
        if cells["kind"].upper() != _DAYCARE:
            return
        centre = _centre(cells)
        earlier = self.centres.get(centre.lrk_id)
        # The variant with history has a centre once per registration.
        if earlier is None or centre.is_open or not earlier.is_open:
            self.centres[centre.lrk_id] = centre


def _centre(cells: Mapping[str, str]) -> RegisterRow:
    day = parse_day(cells.get("registered_on", ""))
    texts = {key: cells.get(key, "")[:most] for key, most in _LONGEST.items()}
    places = cells.get("places", "")
    return RegisterRow(
        **texts,
        lrk_places=int(places) if places.isdecimal() else 0,
        has_ve=cells["ve"].casefold() == "ja",
        is_open=cells["status"].casefold() == _REGISTERED and not cells.get("ended_on"),
        registered_on=day.isoformat() if day else "",
    )


def _rejoined(cells: Sequence[str], width: int) -> list[str]:
    # A separator within quotation marks: then those were no letters after all.
    joined = next(csv.reader([";".join(cells)], delimiter=";"))
    return joined[:width] if not any(joined[width:]) else joined


def _bare(name: str) -> str:
    return name.strip("\"' ").casefold()


def _bare_cell(text: str) -> str:
    is_quoted = len(text) > 1 and text[0] == text[-1] == '"'
    return text[1:-1].replace('""', '"').strip() if is_quoted else text
