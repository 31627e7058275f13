"""How personal data looks: numbers, names, dates and addresses, by their form."""

import re
from datetime import date
from enum import StrEnum
from typing import Final


class Sign(StrEnum):
    """What a text may give away about a person; with how a sentence names it."""

    BSN = "een burgerservicenummer"
    NAME = "een naam"
    BIRTH_DATE = "een volledige geboortedatum"
    ADDRESS = "een adres"
    PHONE = "een telefoonnummer"
    EMAIL = "een e-mailadres"
    FILE_NUMBER = "een dossiernummer"


_BSN: Final = re.compile(r"(?<![\w.,-])\d(?:[ .-]?\d){7,8}(?![\w-]|[.,]\d)")
_BSN_LENGTHS: Final = (8, 9)
_CENTURY: Final = 100
_EMAIL: Final = re.compile(
    r"[\w.+-]+\s?(?:@|\(at\)|\[at\])\s?[\w-]+(?:\.[\w-]+)+", re.IGNORECASE
)
# With 0, +31 or 0031 in front; or nine digits from a sheet that dropped the 0 of 06.
_PHONE: Final = re.compile(
    r"(?<![\w.,-])(?:(?:\+|00)31[ -]?(?:\(0\))?|\(?0)[1-9](?:[ ()-]{0,2}\d){8}(?!\d)"
    r"|(?<![\w.,-])6\d{8}(?![\d-])"
)
_POSTCODE: Final = re.compile(
    r"\b[1-9]\d{3} ?(?!SA|SD|SS)[A-Z]{2}\b|\b[1-9]\d{3}[a-z]{2}\b"
)
_STREET: Final = re.compile(
    r"\b[\w'-]*(?:straat|laan|weg|plein|kade|gracht|singel|hof|dreef|dijk|steeg|plantsoen|"
    r"markt|wal|str\.) ?\d+",
    re.IGNORECASE,
)
_MONTHS: Final = (
    "jan(?:uari)?|feb(?:ruari)?|mrt|maart|apr(?:il)?|mei|juni?|juli?|aug(?:ustus)?|"
    "sept?(?:ember)?|okt(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
_DATE: Final = re.compile(
    r"(?<![\w-])(?:"
    r"(?P<y1>(?:19|20)\d\d)[-/. ](?P<m1>\d\d?)[-/. ](?P<d1>\d\d?)"
    r"|(?P<d2>\d\d?)[-/. ](?P<m2>\d\d?)[-/. ](?P<y2>(?:19|20)?\d\d)"
    r"|(?P<y3>(?:19|20)\d\d)(?P<m3>\d\d)(?P<d3>\d\d)"
    rf"|(?P<d4>\d\d?)[- ](?:{_MONTHS})\.?[- ](?:(?:19|20)\d\d|'?\d\d)"
    r")(?![\w-])",
    re.IGNORECASE,
)
_BETWEEN: Final = (
    r"(?:(?:van|de|der|den|ten|ter|te|het|'t|el|al|ben|von|da|dos|la) ){0,3}"
)
_SURNAME: Final = r"[A-ZÀ-Ý][\w'\u2019-]*[a-zß-ÿ]"
_FULL_NAME: Final = re.compile(rf"(?:{_SURNAME}|(?:[A-Z]\.\s?)+) ?{_BETWEEN}{_SURNAME}")
_TURNED_NAME: Final = re.compile(
    rf"{_BETWEEN}{_SURNAME}, ?(?:{_SURNAME}|(?:[A-Z]\.? ?)+)(?: (?:van|de|der|den) ?)*",
    re.IGNORECASE,
)


def is_bsn(digits: str) -> bool:
    """Return whether eight or nine digits pass the test of a BSN (the 11-proef)."""
    padded = digits.zfill(9)
    if len(digits) not in _BSN_LENGTHS or not padded.strip("0"):
        return False
    total = sum(
        int(d) * weight for d, weight in zip(padded, range(9, 1, -1), strict=False)
    )
    return (total - int(padded[-1])) % 11 == 0


def has_bsn(text: str) -> bool:
    """Return whether a number in the text passes the test of a BSN."""
    for found in _BSN.finditer(text):
        digits = re.sub(r"\D", "", found[0])
        if is_bsn(digits) and not has_date(found[0]):
            return True
    return False


def has_date(text: str) -> bool:
    """Return whether the text has a whole date that exists, day included."""
    return any(_exists(found) for found in _DATE.finditer(text))


def _exists(found: re.Match[str]) -> bool:
    parts = found.groupdict()
    if parts["d4"]:
        return True
    for one in "123":
        if parts[f"d{one}"]:
            year = int(parts[f"y{one}"])
            year += 2000 if year < _CENTURY else 0
            return _is_date(year, int(parts[f"m{one}"]), int(parts[f"d{one}"]))
    return False


def _is_date(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def has_name_form(text: str) -> bool:
    """Return whether the whole text is written as a full name."""
    return bool(
        _FULL_NAME.fullmatch(text) or ("," in text and _TURNED_NAME.fullmatch(text))
    )


def sign_in(text: str) -> Sign | None:
    """Return which number or address of a person the text has, if any."""
    if ("@" in text or "at" in text) and _EMAIL.search(text):
        return Sign.EMAIL
    if not any(character.isdigit() for character in text):
        return None
    if has_bsn(text):
        return Sign.BSN
    if _PHONE.search(text):
        return Sign.PHONE
    if _POSTCODE.search(text) or _STREET.search(text):
        return Sign.ADDRESS
    return None
