"""Bringing the preschools in line with the national register (LRK).

What differs is shown first and carried through as a whole. A location is never deleted:
what happened there stays with it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction

from referrals import policies_imports
from referrals.models import Location, LocationChange, LocationImport
from referrals.services.register_changes import (
    FIELDS,
    Difference,
    differences,
    rows_about,
)
from referrals.tables.register import RegisterRow, read_register
from referrals.tables.table import TableError
from vve_portal.accounts.models import Partnership, User
from vve_portal.audit.services import record

LONGEST_NAME: Final = 160
CHANGED: Final = (
    "Er is iets veranderd sinds dit verschil werd gemaakt. Bekijk het verschil opnieuw."
)
WRITTEN: Final = (*FIELDS, "registered_on")
Status = LocationImport.Status


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a register file would change.

    `known` counts the locations that are open now, `read` the rows of the file and
    `skipped` those that could not be read.
    """

    rows: dict[str, RegisterRow]
    found: list[Difference]
    known: int
    skipped: int
    read: int


@transaction.atomic
def prepare_register(
    *,
    partnership: Partnership,
    file_name: str,
    content: bytes,
    actor: User,
    now: datetime,
) -> LocationImport:
    """Read the register for one municipality, and keep what would change.

    Raises PermissionDenied, or ValidationError when the file is not the register.
    """
    policies_imports.may_manage_locations_in(actor, partnership).enforce()
    try:
        compared = compare(partnership, content)
    except TableError as refusal:
        raise ValidationError({"file": str(refusal)}) from refusal
    made: LocationImport = LocationImport.objects.create(
        partnership=partnership,
        file_name=file_name[-LONGEST_NAME:],
        rows=[asdict(row) for row in compared.rows.values()],
        difference={
            "changes": [asdict(one) for one in compared.found],
            "skipped": compared.skipped,
            "rows": compared.read,
        },
        uploaded_by=actor,
        uploaded_at=now,
    )
    count = counted(compared.found)
    _record(made, "receive", f"vergeleken: {count}", actor, now)
    return made


def compare(partnership: Partnership, content: bytes) -> Comparison:
    """Compare a register file with what the portal knows; raises TableError."""
    register = read_register(content, partnership.municipality.cbs_code)
    known = _known(partnership)
    rows = rows_about(register.centres, register.unread, known)
    return Comparison(
        rows=rows,
        found=differences(known, rows),
        known=sum(1 for location in known.values() if location.is_open),
        skipped=len(register.faults),
        read=register.rows,
    )


@transaction.atomic
def apply_register(
    *, register: LocationImport, actor: User, now: datetime
) -> list[Difference]:
    """Carry the difference that was shown through, all of it.

    Raises PermissionDenied when it was decided on before. When the portal changed
    since, nothing is carried through and ValidationError asks for another look.
    """
    current: LocationImport = LocationImport.objects.select_for_update().get(
        pk=register.pk
    )
    policies_imports.may_apply_register(actor, current).enforce()
    rows = {row["lrk_id"]: RegisterRow(**row) for row in current.rows}
    found = differences(_known(current.partnership, lock=True), rows)
    if [asdict(one) for one in found] != current.difference["changes"]:
        raise ValidationError(CHANGED)
    carry_through(
        partnership=current.partnership, rows=rows, found=found, actor=actor, now=now
    )
    current.status, current.applied_at = Status.APPLIED, now
    current.save(update_fields=["status", "applied_at"])
    return found


@transaction.atomic
def compare_again(
    *, register: LocationImport, actor: User, now: datetime
) -> LocationImport:
    """Make the difference anew against what the portal knows now.

    Raises PermissionDenied when it was decided on before.
    """
    current: LocationImport = LocationImport.objects.select_for_update().get(
        pk=register.pk
    )
    policies_imports.may_apply_register(actor, current).enforce()
    rows = {row["lrk_id"]: RegisterRow(**row) for row in current.rows}
    found = differences(_known(current.partnership), rows)
    current.difference["changes"] = [asdict(one) for one in found]
    current.save(update_fields=["difference"])
    _record(current, "compare", f"opnieuw vergeleken: {counted(found)}", actor, now)
    return current


@transaction.atomic
def drop_register(*, register: LocationImport, actor: User, now: datetime) -> None:
    """Leave the portal as it is. Raises PermissionDenied when it was decided on."""
    current = LocationImport.objects.select_for_update().get(pk=register.pk)
    policies_imports.may_apply_register(actor, current).enforce()
    current.status = Status.DROPPED
    current.save(update_fields=["status"])
    _record(current, "drop", "niet doorgevoerd", actor, now)


def carry_through(
    *,
    partnership: Partnership,
    rows: Mapping[str, RegisterRow],
    found: Sequence[Difference],
    actor: User | None,
    now: datetime,
) -> None:
    """Write what differs, with its history; the caller holds the locks."""
    if not found:
        return
    known = _known(partnership)
    touched = {one.lrk_id for one in found}
    new = [_location(rows[key], partnership) for key in touched - known.keys()]
    Location.objects.bulk_create(sorted(new, key=lambda one: one.lrk_id))
    # What nobody has to look at, such as a number of a building, comes along.
    changed = [known[key] for key in sorted((touched | rows.keys()) & known.keys())]
    for location in changed:
        _take_over(location, rows.get(location.lrk_id))
    Location.objects.bulk_update(changed, WRITTEN)
    _keep_history(partnership, found, now)
    record(
        at=now,
        actor=actor,
        verb="location.register",
        subject=partnership,
        summary=f"Locaties bijgewerkt met het LRK: {counted(found)}.",
        changes=[asdict(one) for one in found],
    )


def _record(
    register: LocationImport, deed: str, told: str, actor: User, now: datetime
) -> None:
    record(
        at=now,
        actor=actor,
        verb=f"register.{deed}",
        subject=register,
        summary=f"Bestand van het LRK {told}.",
    )


def counted(found: Sequence[Difference]) -> str:
    """Return how many differences there are, in words."""
    return "1 wijziging" if len(found) == 1 else f"{len(found)} wijzigingen"


def _take_over(location: Location, row: RegisterRow | None) -> None:
    if row is None:
        location.is_open = False
        return
    for name in FIELDS:
        setattr(location, name, getattr(row, name))
    day = row.registered_on
    location.registered_on = date.fromisoformat(day) if day else None


def _location(row: RegisterRow, partnership: Partnership) -> Location:
    location = Location(partnership=partnership, lrk_id=row.lrk_id)
    _take_over(location, row)
    return location


def _keep_history(
    partnership: Partnership, found: Sequence[Difference], now: datetime
) -> None:
    known = _known(partnership)
    LocationChange.objects.bulk_create(
        LocationChange(
            partnership=partnership,
            location=known[one.lrk_id],
            at=now,
            what=one.label,
            before=one.before,
            after=one.after,
        )
        for one in found
    )


def _known(partnership: Partnership, *, lock: bool = False) -> dict[str, Location]:
    rows = Location.objects.filter(partnership=partnership).order_by("pk")
    if lock:
        rows = rows.select_for_update()
    return {location.lrk_id: location for location in rows}
