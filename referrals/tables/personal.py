"""Refusing files with personal data: by the names of columns and by what cells hold.

The sentence names the column and the row, and never repeats what stands there.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final

from referrals.tables.signs import (
    Sign,
    has_date,
    has_name_form,
    is_bsn,
    sign_in,
)
from referrals.tables.table import Table, TableError

_FORBIDDEN: Final[dict[Sign, tuple[str, ...]]] = {
    Sign.BSN: ("bsn", "burgerservicenummer", "burgerservicenr", "sofinummer", "sofi"),
    Sign.BIRTH_DATE: (
        "geboortedatum",
        "geboortedag",
        "geboortedat",
        "gebdatum",
        "gebdat",
        "geboren",
        "birthdate",
        "dob",
    ),
    Sign.ADDRESS: (
        "adres",
        "straat",
        "straatnaam",
        "huisnummer",
        "huisnr",
        "huisnummertoevoeging",
        "postcode",
        "pc6",
        "postcode6",
    ),
    Sign.PHONE: (
        "telefoon",
        "telefoonnummer",
        "telefoonnr",
        "telnr",
        "mobiel",
        "mobielnummer",
        "gsm",
        "phone",
    ),
    Sign.EMAIL: ("email", "emailadres", "mailadres"),
    Sign.FILE_NUMBER: (
        "dossiernummer",
        "dossiernr",
        "clientnummer",
        "clientnr",
        "clientid",
        "patientnummer",
        "patientnr",
        "zaaknummer",
    ),
    Sign.NAME: (
        "naam",
        "voornaam",
        "voornamen",
        "roepnaam",
        "achternaam",
        "geslachtsnaam",
        "familienaam",
        "tussenvoegsel",
        "voorvoegsel",
        "voorletters",
        "initialen",
        "kindnaam",
        "clientnaam",
        "contactpersoon",
        "contactpersonen",
        "firstname",
        "lastname",
    ),
}
# Two words that together say it: "geboorte datum", "e-mail".
_PAIRS: Final[dict[tuple[str, str], Sign]] = {
    ("geboorte", "datum"): Sign.BIRTH_DATE,
    ("datum", "geboorte"): Sign.BIRTH_DATE,
    ("geb", "datum"): Sign.BIRTH_DATE,
    ("e", "mail"): Sign.EMAIL,
    ("huis", "nummer"): Sign.ADDRESS,
    ("contact", "persoon"): Sign.NAME,
    ("client", "nummer"): Sign.FILE_NUMBER,
    ("client", "id"): Sign.FILE_NUMBER,
    ("dossier", "nummer"): Sign.FILE_NUMBER,
}
# Only as the whole name of a column: "instemming ouders" is no name.
_ALONE: Final[dict[str, Sign]] = {
    "tel": Sign.PHONE,
    "mail": Sign.EMAIL,
    **dict.fromkeys(("moeder", "vader", "ouder", "ouders", "kind", "name"), Sign.NAME),
}
# Names of things, not of people: "naam locatie", "adres voorschool".
_OF_THINGS: Final = frozenset(
    {
        "activiteit",
        "buurt",
        "gemeente",
        "houder",
        "indicator",
        "kinderopvang",
        "locatie",
        "opvang",
        "opvanglocatie",
        "organisatie",
        "programma",
        "reden",
        "route",
        "status",
        "stap",
        "team",
        "toestand",
        "uitsplitsing",
        "voorschool",
        "wijk",
        "gebied",
        "bron",
    }
)
# Numbers of nine digits that are no BSN, by the column they stand in.
_NINE_DIGITS: Final = ("lrk", "traject")
_ANY_DATE: Final = re.compile(r".*", re.DOTALL)
_FIRST_OF_MONTH: Final = re.compile(r"\d{4}-\d\d-01|0?1[-/]\d\d?[-/]\d{4}")
_NO_DATE: Final = re.compile(r"(?!)")
# With what a trajectory code may end beside letters and digits.
_CHECK_SIGNS: Final = "*~$="
# Of random numbers 1 in 11 passes; a column of BSNs passes whole.
_TOO_MANY_PASS: Final = 0.5
_FEW: Final = 5
_DISTINCT_NAMES: Final = 0.6
_ONE_WORD: Final = re.compile(r"[A-ZÀ-Ý][a-zß-ÿ'\u2019-]{1,24}")

REMEDY: Final = "Haal die kolom weg en kies het bestand opnieuw."
NO_BIRTH: Final = (
    " Is het de dag van een gebeurtenis? Noem de kolom dan zoals in het voorbeeld."
)


def refuse_personal(
    table: Table, *, dates: Iterable[str] = (), months: Iterable[str] = ()
) -> None:
    """Raise TableError when a column or cell looks like it tells who a child is.

    `dates` are the headers under which a whole date is the date of an event; under
    `months` the first day of a month stands for that month, as a sheet makes of it.
    """
    for number, name in enumerate(table.header, start=1):
        found = sign_of_header(name)
        if found:
            raise TableError(
                f"De kolom “{_shown(name, number)}” lijkt {found.value} te hebben. "
                "Het portaal neemt geen persoonsgegevens aan. " + REMEDY
            )
    dated, monthly = frozenset(dates), frozenset(months)
    for index, name in enumerate(table.header):
        if name in dated:
            allowed = _ANY_DATE
        else:
            allowed = _FIRST_OF_MONTH if name in monthly else _NO_DATE
        _refuse_column(table, index, allowed)


def sign_of_header(name: str) -> Sign | None:
    """Return what a column is about by its name, when that is a person."""
    words = _words(name)
    joined = "".join(words)
    if _OF_THINGS & set(words) or _ends_on_thing(words):
        return None
    for pair in pairwise(words):
        if pair in _PAIRS:
            return _PAIRS[pair]
    for sign, names in _FORBIDDEN.items():
        if joined in names or not set(words).isdisjoint(names):
            return sign
    if joined in _ALONE:
        return _ALONE[joined]
    return _sign_of_value(name)


def _ends_on_thing(words: Sequence[str]) -> bool:
    return any(word.removesuffix("naam") in _OF_THINGS for word in words)


def _sign_of_value(name: str) -> Sign | None:
    # A file without a header has its first row there.
    if has_date(name):
        return Sign.BIRTH_DATE
    return sign_in(name)


def _words(name: str) -> list[str]:
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
    plain = unicodedata.normalize("NFKD", spaced.lower())
    bare = "".join(one for one in plain if not unicodedata.combining(one))
    return re.findall(r"[a-z0-9]+", bare)


def _shown(name: str, number: int) -> str:
    """Return how to name a column, without repeating what may be a person's."""
    return name if _sign_of_value(name) is None else str(number)


def _refuse_column(table: Table, index: int, allowed: re.Pattern[str]) -> None:
    name = table.header[index]
    words = _words(name)
    is_numbered = any(word.startswith(_NINE_DIGITS) for word in words)
    is_thing = bool(_OF_THINGS & set(words)) or _ends_on_thing(words) or is_numbered
    for number, text in _distinct(table, index):
        is_number = is_numbered and text.rstrip(_CHECK_SIGNS).isalnum()
        found = None if is_number else sign_in(text)
        if found is None and not allowed.fullmatch(text) and has_date(text):
            found = Sign.BIRTH_DATE
        if found is None and not is_thing and has_name_form(text):
            found = Sign.NAME
        if found:
            raise TableError(_sentence(name, index, number, found))
    cells = [row.cells[index] for row in table.rows if row.cells[index]]
    if is_numbered and _are_bsns(cells):
        raise TableError(_sentence(name, index, table.rows[0].number, Sign.BSN))
    if not is_thing and _are_names(cells):
        raise TableError(_sentence(name, index, table.rows[0].number, Sign.NAME))


def _distinct(table: Table, index: int) -> Iterator[tuple[int, str]]:
    seen: set[str] = set()
    for row in table.rows:
        text = row.cells[index]
        if text and text not in seen:
            seen.add(text)
            yield row.number, text


def _are_bsns(cells: Sequence[str]) -> bool:
    numbers = {cell for cell in cells if cell.isdecimal()}
    passing = sum(1 for number in numbers if is_bsn(number))
    return passing >= _FEW and passing > _TOO_MANY_PASS * len(numbers)


def _are_names(cells: Sequence[str]) -> bool:
    if len(cells) < _FEW:
        return False
    words = {cell for cell in cells if _ONE_WORD.fullmatch(cell)}
    return len(words) > _DISTINCT_NAMES * len(cells)


def _sentence(name: str, index: int, row: int, sign: Sign) -> str:
    where = f"In rij {row}, kolom “{_shown(name, index + 1)}”,"
    return (
        f"{where} lijkt {sign.value} te staan. "
        "Het portaal neemt geen persoonsgegevens aan. "
        f"{REMEDY}{NO_BIRTH if sign is Sign.BIRTH_DATE else ''}"
    )
