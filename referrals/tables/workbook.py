"""Reading a workbook in a process of its own: run as a program, it knows nobody.

The library keeps a sheet as one block of cells, so that a file of 5 kB with a value in
its last cell asks for hundreds of gigabytes. Here that ends this process, not the
portal.
"""

import io
import json
import resource
import sys
from datetime import date, datetime, time
from typing import Any, Final

from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetVisibleEnum,
)

MEMORY: Final = 2 * 1024**3
SECONDS: Final = 60


def main() -> int:
    """Write the first visible sheet of the workbook on standard input as JSON lines."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    rows, columns = int(sys.argv[1]), int(sys.argv[2])
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
        index = _first_visible(book)
        sheet = book.get_sheet_by_index(index).to_python(
            skip_empty_area=False, nrows=rows
        )
    except PasswordError:
        return 3
    except CalamineError:
        return 4
    for cells in sheet:
        sys.stdout.write(json.dumps([_text(cell) for cell in cells[:columns]]) + "\n")
    return 0


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


if __name__ == "__main__":
    sys.exit(main())
