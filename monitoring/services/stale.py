"""Two people at once: who was second hears of the first and loses nothing."""

from typing import Final

CHANGED: Final = (
    "Iemand anders heeft dit intussen gewijzigd. Lees wat er nu staat, pas uw tekst"
    " aan en bewaar opnieuw."
)


class Stale(Exception):  # noqa: N818 - the name says what the page was when it was sent
    """Somebody was first; `version` is what is there now."""

    def __init__(self, version: int) -> None:
        super().__init__(CHANGED)
        self.version = version


def refuse_stale(*, seen: int, current: int) -> None:
    """Raise Stale when somebody saved after the page was made."""
    if seen != current:
        raise Stale(current)
