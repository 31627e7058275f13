"""Adds to a sealed PDF without touching what was sealed."""

from typing import Any, BinaryIO, Final

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.stamp import BaseStampStyle

_END: Final = b"\nendstream"


class SealedWriter(IncrementalPdfFileWriter):
    """Leaves title, dates and XMP alone: rewritten by pyHanko they break PDF/A."""

    def _update_meta(self) -> None:
        pass

    def _write(self, stream: BinaryIO, skip_header: bool = False) -> None:  # noqa: FBT001, FBT002 - overrides pyHanko's method
        super()._write(_StreamEnds(stream), skip_header)


class NoAppearance(BaseStampStyle):
    """Draws nothing: pyHanko's own stamp has a font that is not embedded."""

    def create_stamp(self, writer: Any, box: Any, text_params: Any) -> None:
        pass


class _StreamEnds:
    """Ends every stream with CR LF; after a CR in the data, LF alone is misread."""

    def __init__(self, target: BinaryIO) -> None:
        self._target = target

    def write(self, data: bytes) -> int:
        return self._target.write(b"\r\nendstream" if data == _END else data)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._target, name)
