"""The letter of every document; it comes with the installation, not the machine."""

from pathlib import Path
from typing import Final

import fontpkg_fira_sans

# Fira Sans has a file per weight. A variable font gets the widths of its default
# weight in the PDF, which PDF/UA and PDF/A both refuse.
FONT_FAMILY: Final = "Portaalletter"
_FOLDER: Final = fontpkg_fira_sans.ROOT / "files"
_FACES: Final = (
    ("FiraSans-Regular.ttf", 400, "normal"),
    ("FiraSans-Italic.ttf", 400, "italic"),
    ("FiraSans-SemiBold.ttf", 700, "normal"),
    ("FiraSans-SemiBoldItalic.ttf", 700, "italic"),
)


def font_css() -> str:
    """The @font-face rules that make FONT_FAMILY known, and the page's default."""
    faces = [
        f"@font-face {{ font-family: {FONT_FAMILY};"
        f' src: url("{(_FOLDER / name).as_uri()}");'
        f" font-weight: {weight}; font-style: {style} }}"
        for name, weight, style in _FACES
    ]
    return "\n".join((*faces, f"html {{ font-family: {FONT_FAMILY} }}"))


def font_files() -> list[Path]:
    """The files that the documents' letter stands in."""
    return [_FOLDER / name for name, _, _ in _FACES]


def is_font_url(url: str) -> bool:
    """Whether this address is one of the files named in font_css()."""
    return url in {(_FOLDER / name).as_uri() for name, _, _ in _FACES}
