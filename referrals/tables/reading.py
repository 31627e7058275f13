"""Reading a file as a table, whatever its name says it is."""

from referrals.tables.delimited import NOT_A_TABLE, read_delimited
from referrals.tables.sheets import LOCKED_OR_OLD, OLD_EXCEL, ZIP, read_workbook
from referrals.tables.table import Limits, Table, TableError, build_table


def read_table(
    content: bytes, limits: Limits, *, quotes: bool = True, same_width: bool = True
) -> Table:
    """Return a CSV, XLSX or ODS file as a table of text.

    Formulas are never worked out: a workbook gives the value that was saved with it,
    and in CSV they stay the text they are. Raises TableError with one Dutch sentence.
    """
    limits.refuse_size(len(content))
    if content.startswith(OLD_EXCEL):
        raise TableError(LOCKED_OR_OLD)
    if content.startswith(ZIP):
        rows = read_workbook(content, limits)
    else:
        rows = read_delimited(content, limits, quotes=quotes)
    if not rows:
        raise TableError(NOT_A_TABLE)
    return build_table(rows, limits, same_width=same_width)
