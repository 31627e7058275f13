"""What a preschool reports about a child it accepted, and how many places it has."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction

from referrals import policies_places
from referrals.lifecycle.deeds import Deed, Doer
from referrals.lifecycle.effects import refuse_hours, refuse_start
from referrals.lifecycle.guards import TALK, find_outcome
from referrals.lifecycle.moves import adjust
from referrals.models import Capacity, Event, Location, Trajectory
from referrals.queries.attendance import is_frequent
from referrals.queries.capacity import PLACED, REGISTERED, THERE, WAITING
from referrals.queries.grounds import ground_of
from referrals.queries.preschool import AT_ONCE, CONFIRMED, REGISTER
from referrals.reasons import Priority
from referrals.services.answering import send_back
from referrals.services.moving import lock, move_along, refuse_stale
from referrals.services.writing import save
from vve_portal.accounts.models import User
from vve_portal.accounts.roles import Role
from vve_portal.audit.models import Entry
from vve_portal.audit.services import record
from vve_portal.ui.dates import local_day, long_date

ABSENCE: Final = "absence"
NOT_FREQUENT: Final = (
    "Dit is nog geen frequent verzuim. Daarvan spreken we bij drie keer afwezig zonder"
    " bericht in vier weken, of als het kind meer dan een kwart van de uren mist."
)
ABSENCE_MISSING: Final = "Vul in hoe vaak het kind er in vier weken niet was."
NOTHING_TO_CHANGE: Final = "Dit kind heeft nog geen plaats en staat niet op de lijst."
NOTHING_CHANGED: Final = "Er is niets veranderd. Pas eerst iets aan."
STARTED: Final = "Dit kind is al begonnen. De startdatum ligt vast."
MOST_PLACES: Final = 500
TOO_MANY: Final = f"Vul hooguit {MOST_PLACES} plaatsen in."
GROUPS_MISSING: Final = "Vul in over hoeveel groepen de plaatsen zijn verdeeld."
SAME_PLACES: Final = "Dit aantal geldt op die dag al. Er verandert niets."


@dataclass(frozen=True, slots=True)
class Absence:
    """How often a child was away in four weeks; hours as offered and as attended."""

    unreported: int
    offered: Decimal
    attended: Decimal


@transaction.atomic
def report(
    *,
    trajectory: Trajectory,
    outcome: str,
    deed: Deed,
    seen_version: int,
    actor: User,
    now: datetime,
    absence: Absence | None = None,
) -> Trajectory:
    """Report what happened to a child at the actor's own preschool.

    Raises PermissionDenied, or ValidationError with one sentence.
    """
    current = lock(trajectory)
    policies_places.may_work_on(actor, current).enforce()
    refuse_stale(current, seen_version)
    if outcome == ABSENCE:
        _refuse_seldom(absence)
    steps = steps_to(current.state, outcome, deed)
    first = find_outcome(current, ground_of(current, local_day(now)), steps[0][0])
    if first.to == TALK:
        return send_back(
            trajectory=current,
            outcome=outcome,
            deed=deed,
            seen_version=seen_version,
            actor=actor,
            now=now,
        )
    return move_along(
        trajectory=current,
        steps=steps,
        seen_version=seen_version,
        actor=actor,
        now=now,
    )


def steps_to(state: str, outcome: str, deed: Deed) -> list[tuple[str, Deed]]:
    """Return the steps that one form reports: who gets a place was registered too."""
    if state == CONFIRMED and outcome in AT_ONCE:
        return [(REGISTER, Deed(occurred_on=deed.occurred_on)), (outcome, deed)]
    return [(outcome, deed)]


def _refuse_seldom(absence: Absence | None) -> None:
    if absence is None:
        raise ValidationError(ABSENCE_MISSING)
    if not is_frequent(absence.unreported, absence.offered, absence.attended):
        raise ValidationError(NOT_FREQUENT)


@dataclass(frozen=True, slots=True)
class Arrangement:
    """What was agreed with parents about a place; None leaves something as it is."""

    start_on: date | None = None
    hours_per_week: Decimal | None = None
    priority: str = ""


@transaction.atomic
def change_place(
    *,
    trajectory: Trajectory,
    wanted: Arrangement,
    seen_version: int,
    actor: User,
    now: datetime,
) -> Trajectory:
    """Change start, hours or priority of a child, without moving it on.

    Raises PermissionDenied, or ValidationError with one sentence.
    """
    current = lock(trajectory)
    policies_places.may_work_on(actor, current).enforce()
    refuse_stale(current, seen_version)
    today = local_day(now)
    change = adjust(
        trajectory=current,
        fields=_changed(current, wanted),
        kind=Event.Kind.PLACE,
        occurred_on=today,
        ground=ground_of(current, today),
        doer=Doer(actor, Role.PRESCHOOL_CONTACT, now),
    )
    if not change.event.changes:
        raise ValidationError(NOTHING_CHANGED)
    save([change], verb="trajectory.place")
    return current


def _changed(current: Trajectory, wanted: Arrangement) -> dict[str, object]:
    if current.state in {REGISTERED, WAITING}:
        if wanted.priority not in Priority.values:
            raise ValidationError({"priority": "Kies een voorrang uit de lijst."})
        return {"priority": wanted.priority}
    if current.state not in {PLACED, *THERE}:
        raise ValidationError(NOTHING_TO_CHANGE)
    fields: dict[str, object] = {"hours_per_week": refuse_hours(wanted.hours_per_week)}
    if current.state == PLACED:
        fields["start_on"] = refuse_start(current, wanted.start_on, current.since)
    elif wanted.start_on not in {None, current.start_on}:
        raise ValidationError({"start_on": STARTED})
    return fields


@transaction.atomic
def set_capacity(
    *,
    location: Location,
    places: int,
    groups: int,
    starts_on: date,
    actor: User,
    now: datetime,
) -> Capacity:
    """Say how many VE places a location has from a day on; what was said before stays.

    Raises PermissionDenied, or ValidationError with a sentence per field.
    """
    locked = Location.objects.select_for_update().get(pk=location.pk)
    policies_places.may_set_capacity(actor, locked).enforce()
    _refuse_places(places, groups)
    last = Capacity.objects.filter(location=locked).on(starts_on).first()
    if last and (last.places, last.groups) == (places, groups):
        raise ValidationError({"places": SAME_PLACES})
    capacity = Capacity.objects.create(
        partnership_id=locked.partnership_id,
        location=locked,
        starts_on=starts_on,
        places=places,
        groups=groups,
        set_by=actor,
        set_at=now,
    )
    record(
        at=now,
        actor=actor,
        verb="location.capacity",
        subject=capacity,
        summary=f"{locked.name} heeft {places} VE-plaatsen vanaf"
        f" {long_date(starts_on)}.",
        reach=Entry.Reach.CHILD,
        before=last.places if last else None,
        after=places,
    )
    return capacity


def _refuse_places(places: int, groups: int) -> None:
    if places > MOST_PLACES:
        raise ValidationError({"places": TOO_MANY})
    if places and not groups:
        raise ValidationError({"groups": GROUPS_MISSING})
