"""Why a file was not made, in words for the people who wait for it."""

from typing import Final

from vve_portal.documents.check import InvalidDocument

INVALID: Final = (
    "Het bestand voldoet niet aan de regels voor toegankelijke PDF's en is daarom niet "
    "bewaard. Meld dit bij de beheerder van het portaal."
)
BROKEN: Final = (
    "Het bestand kon niet worden gemaakt door een fout in het portaal. Probeer het "
    "opnieuw. Lukt het dan niet? Meld het bij de beheerder van het portaal."
)


def why_not_made(error: Exception) -> str:
    """Return what to tell people about an error while a file was made."""
    return INVALID if isinstance(error, InvalidDocument) else BROKEN
