"""Receiving a file of somebody who did not sign in: one, in memory, and never more."""

import io
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest


class OneSmallFile(FileUploadHandler):
    """Keeps the first file, up to one byte past the limit; the rest is let go unread.

    That one byte tells that it is too big. All is received, as a browser that is cut
    off shows an error of its own instead of our sentence.
    """

    def __init__(self, request: HttpRequest, *, most_bytes: int) -> None:
        super().__init__(request)
        self._room = most_bytes + 1
        self._kept: io.BytesIO | None = None

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin the first file; pass over any other."""
        if self._kept is not None:
            raise SkipFile
        super().new_file(*args, **kwargs)
        self._kept = io.BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep what there is room for."""
        if self._kept is not None and start < self._room:
            self._kept.write(raw_data[: self._room - start])

    def file_complete(self, file_size: int) -> InMemoryUploadedFile | None:  # noqa: ARG002 - Django's signature
        """Hand over what was kept."""
        if self._kept is None:
            return None
        size = self._kept.tell()
        self._kept.seek(0)
        return InMemoryUploadedFile(
            file=self._kept,
            field_name=self.field_name,
            name=self.file_name,
            content_type=self.content_type,
            size=size,
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )
