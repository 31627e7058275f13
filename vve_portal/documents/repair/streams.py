"""Streams: saved so that none ends in a carriage return.

The writer puts a line feed before `endstream`. After data that ends in a carriage
return a reader takes both for the line end and counts one byte too few, which
PDF/A refuses. It happens to one stream in 256.
"""

import io
from typing import Final

from pikepdf import (
    Array,
    Name,
    Object,
    ObjectStreamMode,
    Pdf,
    Stream,
    StreamDecodeLevel,
)

from vve_portal.documents.repair.metadata import Metadata, xmp_packet

_ATTEMPTS: Final = 16
_MOVABLE: Final = frozenset(
    {"/Author", "/CreationDate", "/Keywords", "/ModDate", "/Producer", "/Subject"}
    | {"/Title", "/Lang", "/MarkInfo", "/ViewerPreferences"}
)


class StreamEndsInReturn(Exception):  # noqa: N818 - it says what is the matter
    """No way of writing this document was found in which every stream ends well."""


def save(pdf: Pdf, metadata: Metadata) -> bytes:
    """Write the document; the same document gives the same bytes.

    Raises StreamEndsInReturn when a stream keeps ending in a carriage return.
    """
    for attempt in range(_ATTEMPTS):
        written = _write(pdf)
        if b"\r\nendstream" not in written:
            return written
        _change_streams(pdf)
        _change_packing(pdf, metadata, attempt)
    raise StreamEndsInReturn


def _write(pdf: Pdf) -> bytes:
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
    return target.getvalue()


def rewrite(stream: Stream) -> None:
    """Give a stream other bytes with the same content: its bytes as hex digits."""
    filters, parameters = (
        _as_list(stream, "/Filter"),
        _as_list(stream, "/DecodeParms"),
    )
    parameters += [Object.parse(b"null")] * (len(filters) - len(parameters))
    stream.write(
        stream.read_raw_bytes().hex().encode() + b">",
        filter=Array([Name.ASCIIHexDecode, *filters]),
        decode_parms=Array([Object.parse(b"null"), *parameters]),
    )


def _change_streams(pdf: Pdf) -> None:
    for stream in pdf.objects:
        if isinstance(stream, Stream) and stream.read_raw_bytes().endswith(b"\r"):
            rewrite(stream)


def _change_packing(pdf: Pdf, metadata: Metadata, attempt: int) -> None:
    """Shift what the writer packs itself: cross-references and small objects."""
    pdf.Root.Metadata.write(xmp_packet(metadata, padding=201 + attempt))
    holders = (pdf.docinfo, pdf.Root)
    direct = [
        (holder, key)
        for holder in holders
        for key in sorted(holder.keys())
        if key in _MOVABLE and not holder[key].is_indirect
    ]
    if direct:
        holder, key = direct[0]
        holder[key] = pdf.make_indirect(holder[key])


def _as_list(stream: Stream, key: str) -> list[Object]:
    value = stream.get(key)
    if value is None:
        return []
    return list(value.as_list()) if isinstance(value, Array) else [value]
