"""Attendance: noted per month, locked when complete, corrected on request only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction

from referrals import policies_places
from referrals.codes import shown_code
from referrals.lifecycle.deeds import Deed
from referrals.models import (
    Attendance,
    AttendanceRequest,
    Location,
    MonthLock,
    Trajectory,
)
from referrals.queries.attendance import (
    children_in_month,
    is_frequent,
    last_day_of,
    most_hours_in,
    noted_in_month,
)
from referrals.queries.grounds import ground_of
from referrals.routes.facts import day_of_age
from referrals.services.moving import move
from referrals.services.places import ABSENCE
from vve_portal.accounts.models import User
from vve_portal.audit.models import Entry
from vve_portal.audit.services import record
from vve_portal.ui.dates import local_day, month_year
from vve_portal.ui.numbers import decimal_number

TAKES_PART: Final = "S70"
LOCKED: Final = (
    "Deze maand is afgesloten. Vraag bij het kind om een correctie; de JGZ beslist."
)
FUTURE: Final = "Deze maand moet nog beginnen. Vul de aanwezigheid later in."
STRANGER: Final = "In het formulier staat een kind dat hier in deze maand niet was."
MORE_THAN_OFFERED: Final = (
    "{}: vul niet meer uren in dan er zijn aangeboden ({} van {})."
)
MORE_THAN_COUNTS: Final = (
    "{}: er tellen hooguit zes uren per dag. In deze maand zijn dat er {}."
)
INCOMPLETE: Final = "Vul eerst alle kinderen in. Nu ontbreekt nog: {}."
NOT_OVER: Final = "Deze maand is nog niet voorbij. Sluit haar af als hij om is."
LOCKED_ALREADY: Final = "Deze maand is al afgesloten."
STILL_OPEN: Final = "Deze maand is nog open. Pas de aanwezigheid zelf aan."
ASKED_ALREADY: Final = "U vroeg hiervoor al om een correctie. De JGZ beslist."
NOTHING_NEW: Final = "Dit staat er al. Vul in wat het moet worden."


@dataclass(frozen=True, slots=True)
class Row:
    """What somebody noted of one child in a month."""

    trajectory_id: int
    offered_hours: Decimal
    attended_hours: Decimal
    unreported_absences: int


@dataclass(frozen=True, slots=True)
class Noted:
    """How many rows changed, and who is now known to be absent often."""

    changed: int
    absent: list[Trajectory]


@transaction.atomic
def note_month(
    *,
    location: Location,
    month: date,
    rows: Sequence[Row],
    actor: User,
    now: datetime,
) -> Noted:
    """Write down a month at a location; who is absent often gets that status.

    Raises PermissionDenied, or ValidationError with one sentence when the month is
    locked or something can't be; then nothing is written.
    """
    locked = _lock_place(location)
    policies_places.may_note_attendance(actor, locked).enforce()
    _refuse_month(locked, month, local_day(now))
    children = {one.pk: one for one in children_in_month(actor, locked, month)}
    for row in rows:
        if row.trajectory_id not in children:
            raise ValidationError(STRANGER)
        _refuse_row(row, children[row.trajectory_id], month)

    before = noted_in_month(actor, locked, month)
    changed = [row for row in rows if _differs(before.get(row.trajectory_id), row)]
    for row in changed:
        _write(row, locked, month, actor, now)
    if changed:
        record(
            at=now,
            actor=actor,
            verb="attendance.noted",
            subject=_about(locked, month),
            summary=f"Aanwezigheid {month_year(month)} bij {locked.name}:"
            f" {_children(len(changed))} ingevuld of gewijzigd.",
            reach=Entry.Reach.CHILD,
            codes=[children[row.trajectory_id].code for row in changed],
        )
    absent = _signal(changed, children, month, actor, now)
    return Noted(len(changed), absent)


def _children(count: int) -> str:
    return "1 kind" if count == 1 else f"{count} kinderen"


def _lock_place(location: Location) -> Location:
    """Lock the location: who notes and who locks a month wait for each other."""
    rows = Location.objects.select_for_update(of=("self",))
    found: Location = rows.get(pk=location.pk)
    return found


def _refuse_month(location: Location, month: date, today: date) -> None:
    if month > today:
        raise ValidationError(FUTURE)
    if is_locked(location, month):
        raise ValidationError(LOCKED)


def is_locked(location: Location, month: date) -> bool:
    """Return whether a month changes on request only."""
    found: bool = MonthLock.objects.filter(location=location, month=month).exists()
    return found


def _refuse_row(row: Row, child: Trajectory, month: date) -> None:
    most, code = most_hours_in(month), shown_code(child.code)
    if row.offered_hours > most:
        raise ValidationError(MORE_THAN_COUNTS.format(code, most))
    if row.attended_hours > row.offered_hours:
        attended = decimal_number(row.attended_hours)
        offered = decimal_number(row.offered_hours)
        raise ValidationError(MORE_THAN_OFFERED.format(code, attended, offered))


def _differs(noted: Attendance | None, row: Row) -> bool:
    return noted is None or (
        noted.offered_hours,
        noted.attended_hours,
        noted.unreported_absences,
    ) != (row.offered_hours, row.attended_hours, row.unreported_absences)


def _write(
    row: Row, location: Location, month: date, actor: User, now: datetime
) -> None:
    Attendance.objects.update_or_create(
        trajectory_id=row.trajectory_id,
        location=location,
        month=month,
        defaults={
            "partnership_id": location.partnership_id,
            "offered_hours": row.offered_hours,
            "attended_hours": row.attended_hours,
            "unreported_absences": row.unreported_absences,
            "noted_by": actor,
            "noted_at": now,
        },
    )


def _about(location: Location, month: date) -> MonthLock:
    """Return what an entry about a month is about: it may have no lock yet."""
    return MonthLock(
        partnership_id=location.partnership_id, location=location, month=month
    )


def _signal(
    rows: Sequence[Row],
    children: Mapping[int, Trajectory],
    month: date,
    actor: User,
    now: datetime,
) -> list[Trajectory]:
    """Move on who was absent often in a month that can still be acted on."""
    today = local_day(now)
    if month < day_of_age(today.replace(day=1), -1):
        return []
    day = min(today, last_day_of(month))
    often = [
        children[row.trajectory_id]
        for row in rows
        if is_frequent(row.unreported_absences, row.offered_hours, row.attended_hours)
    ]
    return [
        move(
            trajectory=child,
            outcome=ABSENCE,
            deed=Deed(occurred_on=day),
            seen_version=child.version,
            actor=actor,
            now=now,
        )
        for child in often
        if _can_be_signalled(child, day, today)
    ]


def _can_be_signalled(child: Trajectory, day: date, today: date) -> bool:
    """Who came back, or began, after that day was spoken with already."""
    if child.state != TAKES_PART or child.since > day:
        return False
    ways = ground_of(child, today).route.outcomes_at(child.state)
    return any(way.key == ABSENCE for way in ways)


@transaction.atomic
def lock_month(
    *, location: Location, month: date, actor: User, now: datetime
) -> MonthLock:
    """Close a month of which all children are noted; it changes on request only.

    Raises PermissionDenied, or ValidationError when the month runs, misses a child or
    is closed already.
    """
    locked = _lock_place(location)
    policies_places.may_note_attendance(actor, locked).enforce()
    if local_day(now) <= last_day_of(month):
        raise ValidationError(NOT_OVER)
    if is_locked(locked, month):
        raise ValidationError(LOCKED_ALREADY)
    noted = noted_in_month(actor, locked, month)
    missing = [
        shown_code(child.code)
        for child in children_in_month(actor, locked, month)
        if child.pk not in noted
    ]
    if missing:
        raise ValidationError(INCOMPLETE.format(", ".join(missing)))
    lock: MonthLock = MonthLock.objects.create(
        partnership_id=locked.partnership_id,
        location=locked,
        month=month,
        locked_by=actor,
        locked_at=now,
    )
    record(
        at=now,
        actor=actor,
        verb="attendance.locked",
        subject=lock,
        summary=f"Aanwezigheid {month_year(month)} bij {locked.name} is afgesloten.",
        reach=Entry.Reach.CHILD,
    )
    return lock


@transaction.atomic
def ask_correction(
    *,
    attendance: Attendance,
    attended_hours: Decimal,
    unreported_absences: int,
    actor: User,
    now: datetime,
) -> AttendanceRequest:
    """Ask the JGZ to correct what was noted of a child in a locked month.

    Raises PermissionDenied, or ValidationError with one sentence.
    """
    current = _lock_row(attendance)
    policies_places.may_ask_correction(actor, current).enforce()
    if not is_locked(current.location, current.month):
        raise ValidationError(STILL_OPEN)
    _refuse_correction(current, attended_hours, unreported_absences)
    asked: AttendanceRequest = AttendanceRequest.objects.create(
        partnership_id=current.partnership_id,
        location=current.location,
        attendance=current,
        attended_hours=attended_hours,
        unreported_absences=unreported_absences,
        asked_by=actor,
        asked_at=now,
    )
    _record_request(asked, "asked", "gevraagd", actor, now)
    return asked


def _refuse_correction(current: Attendance, hours: Decimal, absences: int) -> None:
    if (current.attended_hours, current.unreported_absences) == (hours, absences):
        raise ValidationError(NOTHING_NEW)
    if hours > current.offered_hours:
        offered = decimal_number(current.offered_hours)
        sentence = f"Vul hooguit {offered} uur in: meer is er niet aangeboden."
        raise ValidationError({"attended_hours": sentence})
    open_ones = current.requests.filter(status=AttendanceRequest.Status.OPEN)
    if open_ones.exists():
        raise ValidationError(ASKED_ALREADY)


@transaction.atomic
def answer_correction(
    *, asked: AttendanceRequest, grants: bool, actor: User, now: datetime
) -> AttendanceRequest:
    """Grant or refuse a correction; granted, the attendance changes with it.

    Raises PermissionDenied when the actor may not, or when it was answered already.
    """
    rows = AttendanceRequest.objects.select_for_update(of=("self",))
    current: AttendanceRequest = rows.get(pk=asked.pk)
    policies_places.may_answer_correction(actor, current).enforce()
    status = AttendanceRequest.Status
    current.status = status.GRANTED if grants else status.REFUSED
    current.answered_by, current.answered_at = actor, now
    current.save(update_fields=["status", "answered_by", "answered_at"])
    if grants:
        noted = _lock_row(current.attendance)
        noted.attended_hours = current.attended_hours
        noted.unreported_absences = current.unreported_absences
        noted.noted_by, noted.noted_at = actor, now
        fields = ["attended_hours", "unreported_absences", "noted_by", "noted_at"]
        noted.save(update_fields=fields)
    word = "doorgevoerd" if grants else "afgewezen"
    _record_request(current, current.status, word, actor, now)
    return current


def _lock_row(attendance: Attendance) -> Attendance:
    rows = Attendance.objects.select_for_update(of=("self",))
    found: Attendance = rows.select_related("location").get(pk=attendance.pk)
    return found


def _record_request(
    asked: AttendanceRequest, deed: str, word: str, actor: User, now: datetime
) -> None:
    noted = asked.attendance
    record(
        at=now,
        actor=actor,
        verb=f"attendance.correction_{deed}",
        subject=asked,
        summary=f"Correctie van de aanwezigheid {month_year(noted.month)} van"
        f" {shown_code(noted.trajectory.code)} is {word}.",
        reach=Entry.Reach.CHILD,
        before=[str(noted.attended_hours), noted.unreported_absences],
        after=[str(asked.attended_hours), asked.unreported_absences],
    )
