"""Files with public numbers: a row is a part of town, or the whole town without one."""

from typing import Final

from referrals.tables.columns import Column, Schema
from referrals.tables.reading import read_table
from referrals.tables.table import DELIVERY, TableError
from referrals.tables.values import parse_whole

NUMBERS: Final = Schema(
    (
        Column(
            "wijkcode",
            "Wijkcode",
            "WK075801",
            required=True,
            names=("wijk", "code", "regio", "gwb_code", "codering"),
        ),
        Column(
            "aantal",
            "Aantal",
            "310",
            required=True,
            names=("kinderen", "aantal_kinderen", "waarde", "doelgroep"),
        ),
    )
)


def read_numbers(content: bytes) -> dict[str, int]:
    """Return the numbers in a file by the code of the wijk; raise TableError.

    A wijk that stands in it twice is refused, as one of both would be lost.
    """
    table = read_table(content, DELIVERY)
    mapping = NUMBERS.suggest(table.header)
    if missing := NUMBERS.missing(mapping):
        message = f"Het bestand heeft geen kolom “{missing[0].label}”. Voeg die toe."
        raise TableError(message)
    found: dict[str, int] = {}
    for row, cells in NUMBERS.mapped(table, mapping):
        number = parse_whole(cells["aantal"])
        if number is None:
            message = f"Rij {row}: vul bij “Aantal” een heel getal in, zoals 310."
            raise TableError(message)
        if cells["wijkcode"] in found:
            message = f"Rij {row}: deze wijk staat al eerder in het bestand."
            raise TableError(message)
        found[cells["wijkcode"]] = number
    return found
