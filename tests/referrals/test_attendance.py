"""Attendance: a month noted, locked and corrected, and the line of 960 hours."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from referrals.models import Attendance, AttendanceRequest, Event, Trajectory
from referrals.queries.attendance import children_in_month, late_months
from referrals.queries.preschool import preschool_tasks
from referrals.services.attendance import (
    Row,
    answer_correction,
    ask_correction,
    lock_month,
    note_month,
)
from tests.factories import NOW, TODAY
from tests.referrals.preschools import Preschools
from vve_portal.access.scope import scope
from vve_portal.accounts.models import Partnership, User
from vve_portal.accounts.scopes import scope_of_children_job
from vve_portal.audit.models import Entry

pytestmark = pytest.mark.django_db

Opener = Callable[[User], AbstractContextManager[None]]
Job = Callable[[], AbstractContextManager[None]]
SignIn = Callable[[User], Client]
OCTOBER = date(2026, 10, 1)
NOVEMBER = date(2026, 11, 1)


@pytest.fixture
def job(partnership: Partnership) -> Job:
    """Return what opens a scope for arranging and looking back."""
    return lambda: scope(scope_of_children_job(partnership))


@pytest.fixture
def taking_part(preschools: Preschools, job: Job) -> Trajectory:
    """A child that comes to the first preschool since September."""
    with job():
        return preschools.accepted(
            "S70",
            start_on=date(2026, 9, 1),
            since=date(2026, 9, 1),
            birth_month=date(2024, 3, 1),
            hours_per_week=Decimal(16),
        )


def row(
    one: Trajectory, offered: str = "64", attended: str = "60", times: int = 0
) -> Row:
    return Row(one.pk, Decimal(offered), Decimal(attended), times)


def note(made: Preschools, *rows: Row, month: date = OCTOBER, **changes: Any) -> Any:
    """Note a month as the contact of the first preschool."""
    fields: dict[str, Any] = {
        "location": made.here,
        "actor": made.contact,
        "now": NOW,
    }
    return note_month(month=month, rows=rows, **{**fields, **changes})


def test_a_month_is_noted_and_noted_again(
    preschools: Preschools, taking_part: Trajectory, in_scope: Opener
) -> None:
    with in_scope(preschools.contact):
        first = note(preschools, row(taking_part))
        same = note(preschools, row(taking_part))
        other = note(preschools, row(taking_part, attended="58.5"))
        kept = Attendance.objects.get()
        entries = Entry.objects.filter(verb="attendance.noted")
        codes = [entry.details["codes"] for entry in entries]

    assert (first.changed, same.changed, other.changed) == (1, 0, 1)
    assert (kept.attended_hours, kept.month) == (Decimal("58.5"), OCTOBER)
    assert codes == [[taking_part.code]] * 2


@pytest.mark.parametrize(
    ("offered", "attended", "sentence"),
    [
        ("64", "65", "vul niet meer uren in dan er zijn aangeboden (65 van 64)"),
        ("132.5", "60", "In deze maand zijn dat er 132"),
    ],
)
def test_impossible_hours_are_refused_and_nothing_is_kept(
    preschools: Preschools,
    taking_part: Trajectory,
    in_scope: Opener,
    offered: str,
    attended: str,
    sentence: str,
) -> None:
    with in_scope(preschools.contact):
        with pytest.raises(ValidationError) as refusal:
            note(preschools, row(taking_part, offered, attended))
        kept = Attendance.objects.count()

    assert sentence in refusal.value.message
    assert kept == 0


def test_a_child_of_another_preschool_is_not_noted_here(
    preschools: Preschools, in_scope: Opener, job: Job
) -> None:
    with job():
        there = preschools.accepted(
            "S70", location=preschools.there, start_on=date(2026, 9, 1)
        )

    with in_scope(preschools.contact), pytest.raises(ValidationError, match="hier in"):
        note(preschools, row(there))


def test_nobody_notes_at_another_preschool(
    preschools: Preschools, in_scope: Opener
) -> None:
    with in_scope(preschools.contact), pytest.raises(PermissionDenied):
        note(preschools, location=preschools.there)


def test_a_month_that_must_begin_is_not_noted(
    preschools: Preschools, in_scope: Opener
) -> None:
    with in_scope(preschools.contact), pytest.raises(ValidationError, match="beginnen"):
        note(preschools, month=date(2026, 12, 1))


@pytest.mark.parametrize(
    ("unreported", "attended", "is_absent"),
    [(2, "48", False), (3, "64", True), (0, "47.5", True)],
)
def test_frequent_absence_follows_from_the_month(
    preschools: Preschools,
    taking_part: Trajectory,
    in_scope: Opener,
    unreported: int,
    attended: str,
    is_absent: bool,  # noqa: FBT001 - a row of the table above
) -> None:
    with in_scope(preschools.contact):
        noted = note(preschools, row(taking_part, "64", attended, unreported))
        taking_part.refresh_from_db()
        events = list(Event.objects.values_list("outcome", "occurred_on"))

    assert [one.pk for one in noted.absent] == ([taking_part.pk] if is_absent else [])
    assert taking_part.state == ("S71" if is_absent else "S70")
    assert events == ([("absence", date(2026, 10, 31))] if is_absent else [])


def test_who_was_spoken_with_since_is_not_signalled_again(
    preschools: Preschools, in_scope: Opener, job: Job
) -> None:
    with job():
        back = preschools.accepted(
            "S70", start_on=date(2026, 9, 1), since=date(2026, 11, 9)
        )

    with in_scope(preschools.contact):
        noted = note(preschools, row(back, times=5))
        back.refresh_from_db()

    assert (noted.absent, back.state) == ([], "S70")


def test_old_months_raise_no_alarm(
    preschools: Preschools, taking_part: Trajectory, in_scope: Opener
) -> None:
    with in_scope(preschools.contact):
        noted = note(preschools, row(taking_part, times=5), month=date(2026, 9, 1))

    assert noted.absent == []


def lock(made: Preschools, month: date = OCTOBER, now: datetime = NOW) -> Any:
    """Lock a month as the contact of the first preschool."""
    return lock_month(location=made.here, month=month, actor=made.contact, now=now)


def test_a_month_is_locked_when_every_child_is_noted(
    preschools: Preschools, taking_part: Trajectory, in_scope: Opener
) -> None:
    with in_scope(preschools.contact):
        with pytest.raises(ValidationError, match="Vul eerst alle kinderen in"):
            lock(preschools)
        note(preschools, row(taking_part))
        lock(preschools)
        with pytest.raises(ValidationError, match="al afgesloten"):
            lock(preschools)
        with pytest.raises(ValidationError, match="Vraag bij het kind"):
            note(preschools, row(taking_part, attended="12"))
        kept = Attendance.objects.get()

    assert kept.attended_hours == Decimal(60)


def test_a_month_that_runs_is_not_locked(
    preschools: Preschools, in_scope: Opener
) -> None:
    last_day = datetime(2026, 11, 30, 9, tzinfo=UTC)

    with in_scope(preschools.contact):
        with pytest.raises(ValidationError, match="nog niet voorbij"):
            lock(preschools, NOVEMBER, now=last_day)
        locked = lock(preschools, NOVEMBER, now=last_day + timedelta(days=1))

    assert locked.month == NOVEMBER


@pytest.fixture
def locked(
    preschools: Preschools, taking_part: Trajectory, in_scope: Opener
) -> Attendance:
    """What was noted in a month that is locked."""
    with in_scope(preschools.contact):
        note(preschools, row(taking_part))
        lock(preschools)
        found: Attendance = Attendance.objects.select_related("location").get()
        return found


def ask(made: Preschools, noted: Attendance, hours: str = "50") -> AttendanceRequest:
    """Ask to correct as the contact of the first preschool."""
    return ask_correction(
        attendance=noted,
        attended_hours=Decimal(hours),
        unreported_absences=1,
        actor=made.contact,
        now=NOW,
    )


@pytest.mark.parametrize(
    ("grants", "hours", "status"),
    [(True, "50.0", "granted"), (False, "60.0", "refused")],
)
def test_the_coordinator_decides_about_a_correction(
    preschools: Preschools,
    locked: Attendance,
    coordinator: User,
    in_scope: Opener,
    grants: bool,  # noqa: FBT001 - a row of the table above
    hours: str,
    status: str,
) -> None:
    with in_scope(preschools.contact):
        asked = ask(preschools, locked)
    with in_scope(coordinator):
        tasks = [task.title for task in preschool_tasks(coordinator, today=TODAY)]
        answer_correction(asked=asked, grants=grants, actor=coordinator, now=NOW)
        with pytest.raises(PermissionDenied, match="al beantwoord"):
            answer_correction(asked=asked, grants=True, actor=coordinator, now=NOW)
        locked.refresh_from_db()
        asked.refresh_from_db()

    assert tasks == ["1 correctie wacht op uw antwoord"]
    assert (locked.attended_hours, asked.status) == (Decimal(hours), status)


def test_a_preschool_does_not_grant_its_own_correction(
    preschools: Preschools, locked: Attendance, in_scope: Opener
) -> None:
    actor = preschools.contact

    with in_scope(actor):
        asked = ask(preschools, locked)
        with pytest.raises(PermissionDenied, match="VVE-coördinator"):
            answer_correction(asked=asked, grants=True, actor=actor, now=NOW)


def test_a_correction_is_asked_once_and_of_something_else(
    preschools: Preschools, locked: Attendance, in_scope: Opener
) -> None:
    with in_scope(preschools.contact):
        with pytest.raises(ValidationError) as refusal:
            ask(preschools, locked, hours="65")
        ask(preschools, locked)
        with pytest.raises(ValidationError, match="al om een correctie"):
            ask(preschools, locked)

    assert refusal.value.message_dict == {
        "attended_hours": ["Vul hooguit 64 uur in: meer is er niet aangeboden."]
    }


def test_an_open_month_needs_no_request(
    preschools: Preschools, taking_part: Trajectory, in_scope: Opener
) -> None:
    with in_scope(preschools.contact):
        note(preschools, row(taking_part))
        noted = Attendance.objects.select_related("location").get()
        with pytest.raises(ValidationError, match="nog open"):
            ask(preschools, noted)


@pytest.mark.parametrize(
    ("state", "left_on", "counts"),
    [
        ("S91", date(2026, 10, 20), True),
        ("S93", date(2026, 10, 20), True),
        ("S94", date(2026, 10, 20), True),
        ("S94", date(2026, 9, 30), False),
        ("S94", date(2026, 8, 20), False),
    ],
)
def test_who_left_in_a_month_is_noted_in_it(
    preschools: Preschools,
    in_scope: Opener,
    job: Job,
    state: str,
    left_on: date,
    counts: bool,  # noqa: FBT001 - a row of the table above
) -> None:
    with job():
        gone = preschools.accepted(state, start_on=date(2026, 9, 1), since=left_on)
    actor = preschools.contact

    with in_scope(actor):
        found = list(children_in_month(actor, preschools.here, OCTOBER))
        late = late_months(actor, today=date(2026, 11, 11))

    assert found == [gone] * counts
    assert ((preschools.here, OCTOBER) in late) is counts


@pytest.mark.parametrize(
    ("day", "late"),
    [(date(2026, 11, 10), []), (date(2026, 11, 11), [OCTOBER])],
)
def test_a_month_is_late_after_the_tenth(
    preschools: Preschools,
    in_scope: Opener,
    job: Job,
    day: date,
    late: list[date],
) -> None:
    with job():
        preschools.accepted("S70", start_on=date(2026, 10, 5), since=OCTOBER)
    actor = preschools.contact

    with in_scope(actor):
        found = late_months(actor, today=day)
        tasks = [task.due for task in preschool_tasks(actor, today=day) if task.due]

    assert found == [(preschools.here, month) for month in late]
    assert tasks == [date(2026, 11, 10) for _ in late]
