"""Reading CSV: which letters, which separator, which rows."""

import csv
import io
from collections.abc import Iterator
from itertools import islice
from typing import Final

from referrals.tables.table import Limits, Row, TableError

SEPARATORS: Final = (";", "\t", ",", "|")
_UTF_16_MARKS: Final = (b"\xff\xfe", b"\xfe\xff")
# Control characters that no text has; what does is an image, a PDF or a program.
_NOT_TEXT: Final = frozenset(range(32)) - frozenset(b"\t\n\r\f\x1a")
_BEGINNINGS: Final = (b"%PDF", b"{\\rtf", b"<!DOCTYPE", b"<html", b"<?xml")
_SAMPLE: Final = 65_536

NOT_A_TABLE: Final = "Dit bestand is geen tabel. Kies een bestand in CSV, XLSX of ODS."


def read_delimited(content: bytes, limits: Limits, *, quotes: bool = True) -> list[Row]:
    """Return the records of a CSV file with their numbers; raise TableError.

    Without `quotes` a quotation mark is a character like any other, as the LRK needs.
    """
    text = decode(content)
    first, _, rest = text.partition("\n")
    if first.strip().lower().startswith("sep="):
        text = rest
    try:
        return list(_records(text, limits, quotes=quotes))
    except csv.Error as error:
        message = (
            "Dit bestand is beschadigd: een cel heeft geen einde. "
            "Sla het opnieuw op als CSV."
        )
        raise TableError(message) from error


def decode(content: bytes) -> str:
    """Return bytes as text: UTF-8, UTF-16 with its mark, or Windows' own letters."""
    if content.startswith(_UTF_16_MARKS):
        return _decode_as("utf-16", content)
    sample = content[:_SAMPLE]
    if sample.lstrip().startswith(_BEGINNINGS) or not _NOT_TEXT.isdisjoint(sample):
        raise TableError(NOT_A_TABLE)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = _decode_as("cp1252", content)
    if "\x00" in text:
        raise TableError(NOT_A_TABLE)
    return text


def _decode_as(encoding: str, content: bytes) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        message = (
            "Dit bestand heeft letters die het portaal niet kan lezen. "
            "Sla het op als “CSV UTF-8”."
        )
        raise TableError(message) from error


def separator_of(text: str) -> str:
    """Return what stands between the columns, judged by the first line."""
    line = text.lstrip("\r\n").split("\n", 1)[0]
    return max(SEPARATORS, key=line.count)


def _records(text: str, limits: Limits, *, quotes: bool) -> Iterator[Row]:
    reader = csv.reader(
        io.StringIO(text, newline=""),
        delimiter=separator_of(text),
        quoting=csv.QUOTE_MINIMAL if quotes else csv.QUOTE_NONE,
        strict=quotes,
    )
    for number, cells in enumerate(islice(reader, limits.rows + 2), start=1):
        limits.refuse_rows(number - 1)
        if len(cells) > 1 or (cells and cells[0].strip()):
            yield Row(number, [cell.strip() for cell in cells])
