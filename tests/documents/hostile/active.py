"""Files without a signature that do or show something of their own accord."""

from collections.abc import Mapping
from typing import Final

from tests.documents.hostile.building import CATALOG, PAGE, PAGES, plain_pdf

SCRIPT: Final = b"<</S/JavaScript/JS(app.alert\\(1\\))>>"


def opening(action: bytes) -> bytes:
    """Return a file that does something when it is opened."""
    catalog = b"<</Type/Catalog/Pages 2 0 R/OpenAction %s>>" % action
    return plain_pdf(catalog, PAGES, PAGE)


ACTIVE: Final[Mapping[str, tuple[bytes, tuple[str, ...]]]] = {
    "script": (opening(SCRIPT), ("JS", "JavaScript")),
    "script_in_disguise": (
        opening(SCRIPT.replace(b"/JavaScript", b"/J#61vaScrip#74")),
        ("JS", "JavaScript"),
    ),
    "script_elsewhere": (
        plain_pdf(
            b"<</Type/Catalog/Pages 2 0 R/Names<</JavaScript 4 0 R>>>>",
            PAGES,
            PAGE,
            b"<</Names[(a) %s]>>" % SCRIPT,
        ),
        ("JS", "JavaScript"),
    ),
    "program_started": (opening(b"<</S/Launch/F(cmd.exe)>>"), ("Launch",)),
    "data_sent": (opening(b"<</S/SubmitForm/F(http://x.example)>>"), ("SubmitForm",)),
    "form_that_draws_itself": (
        plain_pdf(
            b"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[]/XFA(x)>>>>", PAGES, PAGE
        ),
        ("XFA",),
    ),
    "layers": (
        plain_pdf(
            CATALOG.replace(b">>", b"/OCProperties<</OCGs[]/D<<>>>>>>"), PAGES, PAGE
        ),
        ("OCProperties",),
    ),
}
