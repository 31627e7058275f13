"""Reading XLSX and ODS: judged as a zip file first, then opened outside our process."""

import io
import json
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path
from typing import Final

from referrals.tables.table import Limits, Row, TableError

ZIP: Final = b"PK\x03\x04"
# What Excel before 2007 writes, and what any Excel wraps around a file with a password.
OLD_EXCEL: Final = b"\xd0\xcf\x11\xe0"
_PROGRAM: Final = Path(__file__).with_name("workbook.py")
_SECONDS: Final = 90
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


def read_workbook(content: bytes, limits: Limits) -> list[Row]:
    """Return the rows of the first visible sheet; raise TableError."""
    _judge_zip(content, limits)
    # One row and column past the limits, so that too much is seen and refused.
    most = (str(limits.rows + 2), str(limits.columns + 1))
    try:
        done = subprocess.run(  # noqa: S603 - our own program, numbers as arguments
            [sys.executable, "-I", str(_PROGRAM), *most],
            input=content,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
            env={},
        )
    except subprocess.TimeoutExpired as error:
        raise TableError(TOO_BIG_INSIDE) from error
    _judge_ending(done.returncode)
    rows = [
        Row(number, json.loads(line))
        for number, line in enumerate(done.stdout.splitlines(), start=1)
    ]
    limits.refuse_rows(len(rows) - 1)
    return rows


def _judge_ending(code: int) -> None:
    if code == 0:
        return
    raise TableError({3: LOCKED_OR_OLD, 4: DAMAGED}.get(code, TOO_BIG_INSIDE))


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
