"""Streams: saved so that the end of each is read as it was written.

The writer ends a stream with a line feed. After data that ends in a carriage return,
which one in 256 does, a reader takes both for the line end and counts one byte too
few; PDF/A refuses that. So those streams end in CR LF.
"""

import io
import re
from typing import Final

from pikepdf import ObjectStreamMode, Pdf, StreamDecodeLevel

_AMBIGUOUS_END: Final = re.compile(rb"\r\nendstream")
_DICTIONARY: Final = b" obj\n<< /"
_LENGTH: Final = re.compile(rb"/Length (\d+)")
_STREAM: Final = b">>\nstream\n"
_SPACE_AT: Final = _DICTIONARY.index(b" /")


def save(pdf: Pdf) -> bytes:
    """Write the document; the same document gives the same bytes."""
    target = io.BytesIO()
    pdf.save(
        target,
        deterministic_id=True,
        object_stream_mode=ObjectStreamMode.generate,
        min_version="1.7",
        fix_metadata_version=False,
        compress_streams=True,
        stream_decode_level=StreamDecodeLevel.none,
    )
    return end_in_both(target.getvalue())


def end_in_both(written: bytes) -> bytes:
    """End in CR LF what is ambiguous with LF alone.

    The byte more is won on a space in the same object, so every other one stays in
    its place and the table of places stays right.
    """
    result = bytearray(written)
    for found in _AMBIGUOUS_END.finditer(written):
        end = found.start() + 1
        start = written.rfind(_DICTIONARY, 0, end)
        if _is_end_of_data(written, start, end):
            space = start + _SPACE_AT
            result[space:end] = written[space + 1 : end] + b"\r"
    return bytes(result)


def _is_end_of_data(written: bytes, start: int, end: int) -> bool:
    """Whether the data of the object ends here, and not just looks like it."""
    data = written.find(_STREAM, start, end) + len(_STREAM)
    length = _LENGTH.search(written, start, data)
    return length is not None and data + int(length[1]) == end
