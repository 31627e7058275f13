"""Reading XLSX and ODS: judged as a zip file first, then opened outside our process."""

import io
import zipfile
import zlib
from typing import Final

from referrals.tables.table import Limits, Row, TableError
from vve_portal.documents import limited

ZIP: Final = b"PK\x03\x04"
# What Excel before 2007 writes, and what any Excel wraps around a file with a password.
OLD_EXCEL: Final = b"\xd0\xcf\x11\xe0"
_JOB: Final = "referrals.tables.workbook.read_cells"
# A big workbook of a JGZ takes more than a document does.
_PROCESS: Final = limited.Limits(memory=2 * 1024**3, seconds=60, answer=512 * 1024**2)
_CHUNK: Final = 1024 * 1024
_MOST_PARTS: Final = 1_000

LOCKED_OR_OLD: Final = (
    "Dit bestand is beveiligd met een wachtwoord, of in een oude vorm van Excel. "
    "Sla het zonder wachtwoord op als XLSX."
)
DAMAGED: Final = "Dit bestand is beschadigd. Open het en sla het opnieuw op als XLSX."
TOO_BIG_INSIDE: Final = (
    "Dit bestand is uitgepakt te groot om te lezen. Haal lege rijen en kolommen weg, "
    "of sla het op als CSV."
)

# As the job names them: its module, and what that loads, stays out of this process.
FAULTS: Final = {"locked": LOCKED_OR_OLD, "damaged": DAMAGED}


def read_workbook(content: bytes, limits: Limits) -> list[Row]:
    """Return the rows of the first visible sheet; raise TableError."""
    _judge_zip(content, limits)
    # One row and column past the limits, so that too much is seen and refused.
    most = (str(limits.rows + 2).encode(), str(limits.columns + 1).encode())
    try:
        answer = limited.run(_JOB, content, *most, limits=_PROCESS)
    except limited.Stopped as error:
        raise TableError(TOO_BIG_INSIDE) from error
    if "fault" in answer:
        raise TableError(FAULTS[answer["fault"]])
    rows = [Row(number, cells) for number, cells in enumerate(answer["rows"], start=1)]
    limits.refuse_rows(len(rows) - 1)
    return rows


def _judge_zip(content: bytes, limits: Limits) -> None:
    """Unpack without keeping: the sizes a zip file tells of itself may be lies."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            if sum(part.file_size for part in parts) > limits.unpacked:
                raise TableError(TOO_BIG_INSIDE)
            if len(parts) > _MOST_PARTS or any(part.flag_bits & 1 for part in parts):
                raise TableError(LOCKED_OR_OLD)
            for part in parts:
                _unpack(archive, part)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise TableError(DAMAGED) from error


def _unpack(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    # Stops at the size that was told, and raises when what was read is not all.
    with archive.open(part) as unpacked:
        while unpacked.read(_CHUNK):
            pass
