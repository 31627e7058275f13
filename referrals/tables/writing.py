"""Writing a table as CSV, XLSX or ODS: the same cells in all three."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final
from xml.sax.saxutils import escape, quoteattr

Cell = str | int | Decimal | date | None
Record = Sequence[Cell]

# With one of these in front a spreadsheet takes text for a formula.
_RISKY: Final = ("=", "+", "-", "@", "\t", "\n")
_NO_XML: Final = dict.fromkeys(code for code in range(32) if chr(code) not in "\t\n")
_DATE_FORMAT: Final = "yyyy-mm-dd"
_WIDEST: Final = 60


class Format(StrEnum):
    """As what a table goes out; the value is the extension."""

    CSV = "csv"
    XLSX = "xlsx"
    ODS = "ods"


CONTENT_TYPES: Final[dict[Format, str]] = {
    Format.CSV: "text/csv; charset=utf-8",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.ODS: "application/vnd.oasis.opendocument.spreadsheet",
}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A named sheet: a header and the rows below it."""

    name: str
    header: Sequence[str]
    rows: Iterable[Record]


def write_table(form: Format, sheet: Sheet, definitions: Sheet | None = None) -> bytes:
    """Return a table as a file, with what its columns mean on a second sheet.

    CSV has no second sheet: there the definitions are left out.
    """
    sheets = [_guarded(one) for one in (sheet, definitions) if one is not None]
    match form:
        case Format.CSV:
            return _write_csv(sheets[0])
        case Format.XLSX:
            return _write_xlsx(sheets)
        case Format.ODS:
            return _write_ods(sheets)


def _guarded(sheet: Sheet) -> Sheet:
    header = [str(_guard(name)) for name in sheet.header]
    rows = [[_guard(cell) for cell in row] for row in sheet.rows]
    return Sheet(sheet.name, header, rows)


def _guard(cell: Cell) -> Cell:
    """Put an apostrophe before text that a spreadsheet would work out."""
    if not isinstance(cell, str):
        return cell
    text = cell.replace("\r\n", "\n").replace("\r", "\n").translate(_NO_XML)
    return f"'{text}" if text.startswith(_RISKY) else text


def _write_csv(sheet: Sheet) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(sheet.header)
    writer.writerows([_as_text(cell) for cell in row] for row in sheet.rows)
    return text.getvalue().encode("utf-8-sig")


def _as_text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, Decimal):
        return f"{cell:f}".replace(".", ",")
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def _write_xlsx(sheets: Sequence[Sheet]) -> bytes:
    import xlsxwriter  # noqa: PLC0415 - only who exports pays for it

    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        bold = book.add_format({"bold": True})
        day = book.add_format({"num_format": _DATE_FORMAT})
        for sheet in sheets:
            page = book.add_worksheet(sheet.name)
            page.freeze_panes(1, 0)
            for column, name in enumerate(sheet.header):
                page.write_string(0, column, name, bold)
            for number, row in enumerate(sheet.rows, start=1):
                for column, cell in enumerate(row):
                    _write_cell(page, number, column, cell, day)
            page.autofit(_WIDEST * 7)
    return made.getvalue()


def _write_cell(page: Any, row: int, column: int, cell: Cell, day: Any) -> None:
    # Never `write`: that one takes "=1" for a formula and "https:" for a link.
    if isinstance(cell, str):
        page.write_string(row, column, cell)
    elif isinstance(cell, date):
        page.write_datetime(row, column, cell, day)
    elif cell is not None:
        page.write_number(row, column, cell)


def _write_ods(sheets: Sequence[Sheet]) -> bytes:
    import odfdo  # noqa: PLC0415 - only who exports pays for it

    document = odfdo.Document("spreadsheet")
    document.body.clear()
    content = document.content.serialize().decode()
    # The library adds cell by cell, a second per thousand; so the tables go in as one.
    tables = "".join(_ods_table(sheet) for sheet in sheets)
    filled = content.replace(
        "<office:spreadsheet/>", f"<office:spreadsheet>{tables}</office:spreadsheet>"
    )
    package: Any = document.container
    package.set_part("content.xml", filled.encode())
    made = io.BytesIO()
    package.save(made)
    return made.getvalue()


def _ods_table(sheet: Sheet) -> str:
    rows = "".join(
        f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>"
        for row in (sheet.header, *sheet.rows)
    )
    return f"<table:table table:name={quoteattr(sheet.name)}>{rows}</table:table>"


def _ods_cell(cell: Cell) -> str:
    if cell is None or cell == "":
        return "<table:table-cell/>"
    if isinstance(cell, str):
        kind = 'office:value-type="string"'
    elif isinstance(cell, date):
        kind = f'office:value-type="date" office:date-value="{cell.isoformat()}"'
    else:
        kind = f'office:value-type="float" office:value="{cell}"'
    shown = escape(_as_text(cell))
    return f"<table:table-cell {kind}><text:p>{shown}</text:p></table:table-cell>"
