"""What higher apps add to the annexes: they register a provider, we ask for tables."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

ANNEX_TITLES: Final[dict[str, str]] = {
    "A": "Doelgroepdefinitie",
    "B": "Werkproces indicering en toeleiding",
    "C": "Gegevensprotocol",
    "D": "Overlegkalender",
    "E": "Indicatorenset",
    "F": "Begroting van de plus-inzet",
    "G": "Contactpersonen",
    "H": "Resultaatafspraken",
}


@dataclass(frozen=True, slots=True)
class AnnexTable:
    """A table in an annex: each row has a cell per column, all of them text."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def __post_init__(self) -> None:
        if any(len(row) != len(self.columns) for row in self.rows):
            message = f"Table {self.caption!r} has a row without a cell per column."
            raise ValueError(message)


@dataclass(frozen=True, slots=True)
class AnnexRequest:
    """For which agreement an annex is: whose, from which day, with which indicators."""

    partnership: int
    starts_on: date
    indicator_codes: frozenset[str] = frozenset()


Provider = Callable[[AnnexRequest], Sequence[AnnexTable]]
_PROVIDERS: Final[dict[str, Provider]] = {}


def register(letter: str, provider: Provider) -> None:
    """Let a higher app fill annex `letter`; raises ValueError when there is no such."""
    if letter not in ANNEX_TITLES:
        message = f"There is no annex {letter!r}."
        raise ValueError(message)
    _PROVIDERS[letter] = provider


def tables_for(letter: str, request: AnnexRequest) -> tuple[AnnexTable, ...]:
    """Return the tables that another app provides for this annex, if any."""
    provider = _PROVIDERS.get(letter)
    return tuple(provider(request)) if provider else ()
