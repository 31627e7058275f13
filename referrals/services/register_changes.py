"""What the national register (LRK) tells of preschools that the portal did not know."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db import models

from referrals.models import Location
from referrals.tables.register import RegisterRow

LONGEST_VALUE: Final = 200
FIELDS: Final = (
    "name",
    "street",
    "postcode",
    "place",
    "bag_id",
    "holder_name",
    "kvk_number",
    "lrk_places",
    "has_ve",
    "is_open",
)


class What(models.TextChoices):
    """What the register says of a location that the portal did not know."""

    NEW = "new", "Nieuw"
    CLOSED = "closed", "Uitgeschreven"
    REOPENED = "reopened", "Opnieuw ingeschreven"
    VE_ON = "ve_on", "Voorschoolse educatie begonnen"
    VE_OFF = "ve_off", "Voorschoolse educatie gestopt"
    HOLDER = "holder", "Andere houder"
    NAME = "name", "Andere naam"
    ADDRESS = "address", "Ander adres"
    PLACES = "places", "Ander aantal kindplaatsen"


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that the register tells differently about one location."""

    what: str
    lrk_id: str
    name: str
    before: str
    after: str

    @property
    def label(self) -> str:
        """What it is, in words."""
        return str(What(self.what).label)


def differences(
    known: Mapping[str, Location], rows: Mapping[str, RegisterRow]
) -> list[Difference]:
    """Return what the register tells that the portal does not know, in a fixed order.

    A location that is gone from the register is closed; only preschools that give
    early education come in new.
    """
    found: list[Difference] = []
    for lrk_id in sorted(known.keys() | rows.keys()):
        location, row = known.get(lrk_id), rows.get(lrk_id)
        if location is None and row is not None:
            found.append(Difference(What.NEW, lrk_id, row.name, "", _address(row)))
        elif location is not None:
            found += _changes(location, row)
    return found


def _changes(location: Location, row: RegisterRow | None) -> Iterator[Difference]:
    if row is None:
        if location.is_open:
            yield _difference(What.CLOSED, location, "ingeschreven", "uitgeschreven")
        return
    if location.is_open != row.is_open:
        what = What.REOPENED if row.is_open else What.CLOSED
        words = ("uitgeschreven", "ingeschreven")
        yield _difference(what, location, words[location.is_open], words[row.is_open])
    if location.has_ve != row.has_ve:
        what = What.VE_ON if row.has_ve else What.VE_OFF
        words = ("zonder VE", "met VE")
        yield _difference(what, location, words[location.has_ve], words[row.has_ve])
    if _has_other_holder(location, row):
        yield _difference(What.HOLDER, location, _holder(location), _holder(row))
    pairs = (
        (What.NAME, location.name, row.name),
        (What.ADDRESS, _address(location), _address(row)),
        (What.PLACES, str(location.lrk_places), str(row.lrk_places)),
    )
    for what, before, after in pairs:
        if before != after:
            yield _difference(what, location, before, after)


def _difference(what: What, location: Location, before: str, after: str) -> Difference:
    return Difference(
        what.value,
        location.lrk_id,
        location.name,
        before[:LONGEST_VALUE],
        after[:LONGEST_VALUE],
    )


def rows_about(
    centres: Mapping[str, RegisterRow],
    unread: Iterable[str],
    known: Mapping[str, Location],
) -> dict[str, RegisterRow]:
    """Keep the centres that matter; of what could not be read nothing changes."""
    rows = {
        key: row
        for key, row in centres.items()
        if key in known or (row.has_ve and row.is_open)
    }
    for key in set(unread) & known.keys():
        rows[key] = _as_row(known[key])
    return rows


def _as_row(location: Location) -> RegisterRow:
    day = location.registered_on
    values: dict[str, Any] = {name: getattr(location, name) for name in FIELDS}
    return RegisterRow(
        lrk_id=location.lrk_id, registered_on=day.isoformat() if day else "", **values
    )


def _has_other_holder(location: Location, row: RegisterRow) -> bool:
    """A number tells best; a name is written otherwise now and then."""
    if location.kvk_number and row.kvk_number:
        return location.kvk_number != row.kvk_number
    return location.holder_name != row.holder_name


def _holder(of: Location | RegisterRow) -> str:
    return (
        f"{of.holder_name} (KvK {of.kvk_number})" if of.kvk_number else of.holder_name
    )


def _address(of: Location | RegisterRow) -> str:
    return f"{of.street}, {of.postcode} {of.place}".strip(", ")
