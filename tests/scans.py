"""Scans of paper as the tests need them."""

import io
from typing import Final

from PIL import Image

A4: Final = (1240, 1754)  # at 150 dpi


def picture(kind: str = "PNG", size: tuple[int, int] = A4) -> bytes:
    """Return a picture of an empty page."""
    target = io.BytesIO()
    Image.new("1" if kind == "PNG" else "L", size, 1).save(target, kind)
    return target.getvalue()


def scan_in_pdf() -> bytes:
    """Return a PDF of one page with such a picture on it."""
    target = io.BytesIO()
    Image.new("L", A4, 255).save(target, "PDF")
    return target.getvalue()
