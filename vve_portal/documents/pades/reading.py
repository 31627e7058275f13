"""Reads a PDF with many revisions without parsing the same thing again and again."""

import io
from typing import Any

from pyhanko.pdf_utils import generic, misc
from pyhanko.pdf_utils.decode_limits import DecodePurpose
from pyhanko.pdf_utils.misc import PdfStrictReadError
from pyhanko.pdf_utils.reader import PdfFileReader


class Reader(PdfFileReader):
    """pyHanko's strict reader, that reads the head of an object stream only once.

    pyHanko reads it for every object in the stream, which is most of the time it takes
    to judge a file.
    """

    def __init__(self, pdf: bytes) -> None:
        self._opened: dict[int, tuple[io.BytesIO, dict[int, tuple[int, int]]]] = {}
        super().__init__(io.BytesIO(pdf), strict=True)

    def _get_object_from_stream(self, idnum: int, stmnum: int, idx: int) -> Any:
        """Find an object as pyHanko does: the first of its number, at its own place."""
        if stmnum not in self._opened:
            self._opened[stmnum] = self._open(stmnum)
        content, places = self._opened[stmnum]
        place, start = places.get(idnum, (-1, 0))
        if place != idx:
            message = f"Object {idnum} is not at its place in stream {stmnum}."
            raise PdfStrictReadError(message)
        content.seek(start)
        found = generic.read_object(content, generic.Reference(idnum, 0, self))
        if isinstance(found, generic.StreamObject | generic.IndirectObject):
            message = f"Object {idnum} may not stand in an object stream."
            raise PdfStrictReadError(message)
        return found

    def _open(self, stmnum: int) -> tuple[io.BytesIO, dict[int, tuple[int, int]]]:
        """The content of an object stream, and where in it each object is."""
        stream = generic.Reference(stmnum, 0, self).get_object()
        if not isinstance(stream, generic.StreamObject) or (
            stream["/Type"] != "/ObjStm"
        ):
            message = f"Object {stmnum} is no object stream."
            raise PdfStrictReadError(message)
        content = io.BytesIO(stream.read_data(DecodePurpose.OBJECT_STREAM))
        places: dict[int, tuple[int, int]] = {}
        for place in range(stream["/N"]):
            number, offset = _number(content), _number(content)
            places.setdefault(number, (place, stream["/First"] + offset))
        return content, places


def _number(content: io.BytesIO) -> int:
    misc.read_non_whitespace(content, seek_back=True)  # type: ignore[no-untyped-call]  # has no types
    try:
        return int(generic.NumberObject.read_from_stream(content))  # type: ignore[no-untyped-call]  # has no types
    except ValueError as error:
        message = "The head of an object stream is damaged."
        raise PdfStrictReadError(message) from error
