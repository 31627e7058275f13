"""Rows as PostgreSQL's COPY reads them, with holes for what differs per town.

One story serves many children: only the ids in it are of each child's own.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db import connection, models

from referrals.lifecycle.deeds import Change
from referrals.models import Event, Trajectory

NULL: Final = r"\N"
# Ids that stand for whoever it will be, in a story and in its `changes`.
LOCATION: Final = 7_100_000_000_001
NURSE: Final = 7_100_000_000_002
DEFINITION: Final = 7_100_000_000_003

OF_TRAJECTORY: Final = (
    "id",
    "partnership_id",
    "code",
    "neighbourhood_id",
    "pathway_version_id",
    "team_id",
    "assigned_to_id",
    "wished_location_id",
    "letter_by_id",
    "target_definition_id",
    "location_id",
)
OF_EVENT: Final = (
    "id",
    "partnership_id",
    "trajectory_id",
    "location_id",
    "actor_id",
    "organisation_id",
)


@dataclass(frozen=True, slots=True)
class Told:
    """One event of a story: its row without ids, who did it, and why."""

    row: str
    has_holes: bool
    role: str
    is_at_location: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Story:
    """A child's way along a route, ready to be given to any child of any town."""

    row: str
    has_wish: bool
    has_letter: bool
    is_indicated: bool
    is_at_location: bool
    groups: tuple[str, ...]
    events: tuple[Told, ...]


def columns(model: type[models.Model], holes: Sequence[str]) -> tuple[str, ...]:
    """Return the columns of a table in the order of its rows: the holes first."""
    return (*holes, *(str(field.column) for field in _rest(model, holes)))


def _rest(
    model: type[models.Model], holes: Sequence[str]
) -> list[models.Field[Any, Any]]:
    fields = model._meta.concrete_fields
    return [field for field in fields if field.column not in holes]


def story_of(changes: Sequence[Change]) -> Story:
    """Return what happened to one trajectory as a story for many."""
    trajectory = changes[-1].trajectory
    groups = [change.groups for change in changes if change.groups is not None]
    return Story(
        row=_row(trajectory, OF_TRAJECTORY),
        has_wish=trajectory.wished_location_id is not None,
        has_letter=trajectory.letter_by_id is not None,
        is_indicated=trajectory.target_definition_id is not None,
        is_at_location=trajectory.location_id is not None,
        groups=tuple(sorted(groups[-1])) if groups else (),
        events=tuple(_told(change) for change in changes),
    )


def _told(change: Change) -> Told:
    row = _row(change.event, OF_EVENT)
    return Told(
        row=row,
        has_holes=any(str(one) in row for one in (LOCATION, NURSE, DEFINITION)),
        role=change.event.actor_role,
        is_at_location=change.event.location_id is not None,
        reason=change.reason,
    )


def _row(instance: Trajectory | Event, holes: Sequence[str]) -> str:
    rest = _rest(type(instance), holes)
    return "\t".join(_text(field, instance) for field in rest)


def _text(field: models.Field[Any, Any], instance: models.Model) -> str:
    value = getattr(instance, field.attname)
    if isinstance(field, models.JSONField):
        return _escaped(json.dumps(value, ensure_ascii=False))
    prepared = field.get_db_prep_save(value, connection)
    if prepared is None:
        return NULL
    return _escaped(str(prepared))


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n")


def line(values: Iterable[object]) -> str:
    """Return a row of plain values; None is NULL."""
    return "\t".join(NULL if value is None else str(value) for value in values) + "\n"


def in_chunks(lines: Iterator[str], size: int = 2_000) -> Iterator[str]:
    """Give lines by the thousand: a write per line would take longer than the line."""
    chunk: list[str] = []
    for one in lines:
        chunk.append(one)
        if len(chunk) >= size:
            yield "".join(chunk)
            chunk.clear()
    yield "".join(chunk)
