"""Saving what a whole file changes: a few statements per thousand rows."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Final

from referrals.lifecycle.deeds import Change
from referrals.models import Event, Import, Trajectory
from referrals.services import writing
from referrals.services.moving import close_side_routes, take_side_routes_along
from referrals.services.writing import save_reasons
from vve_portal.accounts.models import User
from vve_portal.audit.models import Entry
from vve_portal.audit.services import entry_of, record_all

ROWS_AT_A_TIME: Final = 1_000
# One entry names so many codes, so that the record stays readable.
CODES_AT_A_TIME: Final = 1_000
WRITTEN: Final = tuple(
    field.name
    for field in Trajectory._meta.concrete_fields
    if field.name not in {"id", "partnership", "code"}
)
TAKEN: Final = (
    "Een van de nieuwe trajectcodes is al in gebruik. "
    "Geef nieuwe kinderen een code die het portaal maakt."
)


def save(
    changes: Sequence[Change],
    *,
    known: Collection[str],
    upload: Import,
    actor: User,
    now: datetime,
) -> None:
    """Save changes in the order in which they were made; the caller holds the locks.

    `known` are the codes of trajectories that exist. Raises IntegrityError when a new
    code exists after all.
    """
    children = {change.trajectory.code: change.trajectory for change in changes}
    _save_children(children, known)
    Event.objects.bulk_create([change.event for change in changes], ROWS_AT_A_TIME)
    save_reasons(changes)
    record_all(_entries(list(children), upload=upload, actor=actor, now=now))
    told = [one for one in changes if one.trajectory.code in known]
    writing.save(_beside(told, actor, now), verb="trajectory.move")


def _beside(changes: Sequence[Change], actor: User, now: datetime) -> list[Change]:
    """Let what runs beside a child end or go along with it, as a step by hand does."""
    by_child: dict[str, list[Change]] = {}
    for change in changes:
        by_child.setdefault(change.trajectory.code, []).append(change)
    found: list[Change] = []
    for some in by_child.values():
        current = some[0].trajectory
        found += close_side_routes(current=current, actor=actor, now=now)
        found += take_side_routes_along(changes=some, actor=actor, now=now)
    return found


def _save_children(children: Mapping[str, Trajectory], known: Collection[str]) -> None:
    new = [child for code, child in children.items() if code not in known]
    changed = [child for code, child in children.items() if code in known]
    Trajectory.objects.bulk_create(new, ROWS_AT_A_TIME)
    # An update of so many columns takes one statement per row, or a CASE per cell.
    Trajectory.objects.bulk_create(
        changed,
        ROWS_AT_A_TIME,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=WRITTEN,
    )


def _entries(
    codes: Sequence[str], *, upload: Import, actor: User, now: datetime
) -> list[Entry]:
    parts = [
        codes[at : at + CODES_AT_A_TIME] for at in range(0, len(codes), CODES_AT_A_TIME)
    ]
    return [
        entry_of(
            at=now,
            actor=actor,
            verb="import.apply",
            subject=upload,
            summary=f"{len(part)} trajecten bijgewerkt uit een bestand.",
            reach=Entry.Reach.CHILD,
            codes=part,
        )
        for part in parts
    ]
