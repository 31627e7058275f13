"""Reading a workbook: a job for a limited process, that knows no Django.

The library keeps a sheet as one block of cells, so that a file of 5 kB with a value in
its last cell asks for hundreds of gigabytes. There that ends a process, not the portal.
"""

import io
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any

from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetVisibleEnum,
)


class Fault(StrEnum):
    """Why a workbook can't be read."""

    LOCKED = "locked"
    DAMAGED = "damaged"


def read_cells(content: bytes, rows: bytes, columns: bytes) -> dict[str, Any]:
    """Return so many rows and columns of the first visible sheet, or the fault."""
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        index = _first_visible(book)
        sheet = book.get_sheet_by_index(index).to_python(
            skip_empty_area=False, nrows=int(rows)
        )
    except PasswordError:
        return {"fault": Fault.LOCKED}
    except CalamineError:
        return {"fault": Fault.DAMAGED}
    width = int(columns)
    return {"rows": [[_text(cell) for cell in cells[:width]] for cells in sheet]}


def _first_visible(book: CalamineWorkbook) -> int:
    for index, sheet in enumerate(book.sheets_metadata):
        if sheet.visible == SheetVisibleEnum.Visible:
            return index
    return 0


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return _moment(value)
    if isinstance(value, date):
        return value.isoformat()
    return str(value).strip()


def _moment(value: datetime) -> str:
    if value.time() == time():
        return value.date().isoformat()
    return value.isoformat(sep=" ", timespec="minutes")
