"""Writing the record: `record` beside a deed, `record_refusal` after one failed."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Protocol

from django.db import models

from vve_portal.access.scope import PORTAL_ITSELF, Scope, scope
from vve_portal.audit.models import Entry


class Actor(Protocol):
    """Whoever does something: a user with an organisation."""

    pk: Any
    name: Any
    organisation_id: Any
    organisation: Any


def record(
    *,
    at: datetime,
    actor: Actor | None,
    verb: str,
    subject: models.Model,
    summary: str,
    reach: Entry.Reach = Entry.Reach.SHARED,
    location_id: int | None = None,
    **details: Any,
) -> Entry:
    """Add an entry about `subject`, in the transaction of the deed itself.

    `verb` is `<noun>.<deed>`; `summary` is one Dutch sentence; `details` are JSON
    values such as `before` and `after`. Without an actor the portal itself did it. A
    subject without partnership gets an entry of the actor's own organisation; without
    `location_id` it lies where its subject does.
    """
    entry = entry_of(
        at=at,
        actor=actor,
        verb=verb,
        subject=subject,
        summary=summary,
        reach=reach,
        location_id=location_id,
        **details,
    )
    entry.save(force_insert=True)
    return entry


def record_all(entries: Iterable[Entry]) -> None:
    """Add what `entry_of` made, of many deeds at once."""
    Entry.objects.bulk_create(entries)


def entry_of(
    *,
    at: datetime,
    actor: Actor | None,
    verb: str,
    subject: models.Model,
    summary: str,
    reach: Entry.Reach,
    location_id: int | None = None,
    **details: Any,
) -> Entry:
    """Return the entry that `record` would add, not saved yet."""
    partnership = _partnership_of(subject)
    if partnership is None:
        reach = Entry.Reach.ORGANISATION
    return Entry(
        at=at,
        verb=verb,
        summary=summary,
        reach=reach,
        partnership_id=partnership,
        location_id=location_id or getattr(subject, "location_id", None),
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        details=details,
        **_who(actor),
    )


def record_refusal(
    *,
    at: datetime,
    actor: Actor | None,
    verb: str,
    summary: str,
    **details: Any,
) -> Entry:
    """Add an entry of a refusal or wrong code, in a transaction of its own."""
    who = _who(actor)
    home = who["organisation_id"] or PORTAL_ITSELF
    with scope(Scope(organisations=frozenset({home}))):
        return Entry.objects.create(
            at=at,
            verb=verb,
            summary=summary,
            reach=Entry.Reach.ORGANISATION,
            subject_type="refusal",
            details=details,
            **who,
        )


def _who(actor: Actor | None) -> dict[str, Any]:
    if actor is None:
        return {"actor_id": None, "actor_name": "Het portaal", "organisation_id": None}
    return {
        "actor_id": actor.pk,
        "actor_name": actor.name,
        "organisation_id": actor.organisation_id,
        "organisation_name": actor.organisation.name,
    }


def _partnership_of(subject: models.Model) -> int | None:
    if subject._meta.label == "accounts.Partnership":
        return int(subject.pk)
    found: int | None = getattr(subject, "partnership_id", None)
    return found
