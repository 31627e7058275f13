"""Which of a file's columns is which of ours: known names, a suggestion, a choice."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from referrals.tables.table import Row, Table, TableError


class Fault(NamedTuple):
    """What is wrong in a row, and what to do about it."""

    row: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Column:
    """One of our columns; `names` are other headers under which it is known."""

    key: str
    label: str
    example: str
    required: bool = False
    names: tuple[str, ...] = ()
    # What whole dates in it are: of the event itself, or how a sheet writes a month.
    has_dates: bool = False
    has_months: bool = False


@dataclass(frozen=True, slots=True)
class Schema:
    """The columns that a file of one kind can have."""

    columns: tuple[Column, ...]

    def suggest(
        self, header: Sequence[str], saved: Mapping[str, str] | None = None
    ) -> dict[str, str]:
        """Return {our column: header}: what was saved, else what the names say."""
        by_name = {_bare(name): name for name in header}
        chosen: dict[str, str] = {}
        for column in self.columns:
            wanted = (saved or {}).get(column.key, "")
            for name in (wanted, column.key, column.label, *column.names):
                if name.startswith("="):
                    chosen[column.key] = name
                    break
                found = by_name.get(_bare(name)) if name else None
                if found and found not in chosen.values():
                    chosen[column.key] = found
                    break
        return chosen

    def missing(self, mapping: Mapping[str, str]) -> list[Column]:
        """Return the columns that a mapping has to name and does not."""
        return [one for one in self.columns if one.required and one.key not in mapping]

    def date_headers(self, mapping: Mapping[str, str]) -> frozenset[str]:
        """Return the headers under which a whole date is no birth date."""
        return frozenset(
            mapping[one.key]
            for one in self.columns
            if one.has_dates and one.key in mapping
        )

    def month_headers(self, mapping: Mapping[str, str]) -> frozenset[str]:
        """Return the headers under which the first of a month stands for the month."""
        return frozenset(
            mapping[one.key]
            for one in self.columns
            if one.has_months and one.key in mapping
        )

    def mapped(
        self, table: Table, mapping: Mapping[str, str]
    ) -> Iterator[tuple[int, dict[str, str]]]:
        """Go through the rows as {our column: text}; what nobody chose is left out.

        "=code" in the place of a header stands for the same cell as that of `code`.
        Raises TableError when the mapping names a header that the file has not.
        """
        places = {}
        for column in self.columns:
            if column.key not in mapping:
                continue
            header = mapping[column.key]
            if header.startswith("="):
                header = mapping.get(header[1:], "")
            if header not in table.header:
                message = (
                    f"De kolom voor “{column.label}” staat niet in dit bestand. "
                    "Kies de kolommen opnieuw."
                )
                raise TableError(message)
            places[column.key] = table.header.index(header)
        for row in table.rows:
            yield row.number, _picked(row, places)

    @property
    def empty(self) -> dict[str, str]:
        """A row in which nothing is filled in."""
        return {column.key: "" for column in self.columns}


def _picked(row: Row, places: Mapping[str, int]) -> dict[str, str]:
    return {key: row.cells[index] for key, index in places.items()}


def _bare(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.casefold())
