"""Judging a scan of a page with ink on it: a few pages or one picture, and no more.

Knows no Django, so that it can run in a process with limits.
"""

import io
from typing import Any, Final

PDF: Final = "application/pdf"
PNG: Final = "image/png"
JPEG: Final = "image/jpeg"
BIGGEST: Final = 10 * 1024**2
MOST_PAGES: Final = 100
MOST_PIXELS: Final = 60_000_000
FEWEST_PIXELS: Final = 600  # of the longest side; less can't be read
_HEADS: Final = {b"%PDF-": PDF, b"\x89PNG\r\n\x1a\n": PNG, b"\xff\xd8\xff": JPEG}
# What makes a PDF do something, or carry something that nobody sees on its pages.
_LIVELY: Final = frozenset({"/JavaScript", "/Launch", "/ImportData", "/SubmitForm"})
NOT_KNOWN: Final = (
    "Dit bestand is geen pdf, PNG of JPEG. Bewaar de scan als een van deze drie."
)
DAMAGED: Final = (
    "Dit bestand is beschadigd of met een wachtwoord gesloten. Maak de scan opnieuw."
)
TOO_MANY_PAGES: Final = (
    f"De scan heeft meer dan {MOST_PAGES} bladzijden. Scan alleen de overeenkomst."
)
NO_PAGES: Final = "De scan heeft geen bladzijde. Maak de scan opnieuw."
NOT_ONLY_PAGES: Final = (
    "In deze pdf zit meer dan bladzijden, zoals een bijlage of een programma. Maak een "
    "nieuwe scan van het papier."
)
TOO_SMALL: Final = (
    "De afbeelding is te klein om te lezen. Scan het papier met ten minste 150 dpi."
)
TOO_LARGE: Final = "De afbeelding is te groot. Scan het papier met hooguit 300 dpi."


def judge_in_limits(content: bytes) -> dict[str, Any]:
    """Return the media type of a scan, and what is wrong with it in Dutch, if anything.

    Raises nothing on a bad file.
    """
    media_type = find_media_type(content)
    judge = _judge_pdf if media_type == PDF else _judge_picture
    try:
        problem = judge(content) if media_type else NOT_KNOWN
    except Exception:  # noqa: BLE001 - a damaged file may go wrong anywhere in a reader
        problem = DAMAGED
    return {"media_type": media_type, "problem": problem}


def find_media_type(content: bytes) -> str:
    """Return what a file says it is with its first bytes; empty when it is no scan."""
    kinds = (kind for head, kind in _HEADS.items() if content.startswith(head))
    return next(kinds, "")


def _judge_pdf(content: bytes) -> str:
    import pikepdf  # noqa: PLC0415 - only for a scan

    with pikepdf.open(io.BytesIO(content)) as pdf:
        if pdf.is_encrypted:
            return DAMAGED
        if not pdf.pages:
            return NO_PAGES
        if len(pdf.pages) > MOST_PAGES:
            return TOO_MANY_PAGES
        is_lively = any(_is_lively(one) for one in pdf.objects)
        return NOT_ONLY_PAGES if is_lively else ""


def _is_lively(one: Any) -> bool:
    import pikepdf  # noqa: PLC0415 - only for a scan

    if isinstance(one, pikepdf.Array):
        return any(_is_direct_and_lively(item) for item in one)
    if not isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
        return False
    if "/EF" in one or "/JS" in one or str(one.get("/S", "")) in _LIVELY:
        return True
    return any(_is_direct_and_lively(item) for _, item in one.items())


def _is_direct_and_lively(one: Any) -> bool:
    """Other objects of their own are looked at when it is their turn."""
    import pikepdf  # noqa: PLC0415 - only for a scan

    if not isinstance(one, pikepdf.Object) or one.is_indirect:
        return False
    return _is_lively(one)


def _judge_picture(content: bytes) -> str:
    from PIL import Image  # noqa: PLC0415 - only for a scan

    with Image.open(io.BytesIO(content), formats=("PNG", "JPEG")) as picture:
        if picture.width * picture.height > MOST_PIXELS:
            return TOO_LARGE
        if max(picture.size) < FEWEST_PIXELS:
            return TOO_SMALL
        picture.load()
    return ""
