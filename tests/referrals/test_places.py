"""What a preschool reports about a child, from registering until school."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from referrals.lifecycle.deeds import Deed
from referrals.models import Event, EventReason, Trajectory
from referrals.queries.grounds import ground_of
from referrals.queries.preschool import (
    own_events,
    preschool_tasks,
    preschool_ways,
    usual_way,
)
from referrals.services.places import Arrangement, change_place, report
from tests.factories import NOW, TODAY, EventFactory
from tests.referrals.building import SINCE
from tests.referrals.preschools import Preschools
from vve_portal.access.scope import scope
from vve_portal.accounts.models import Partnership, User
from vve_portal.accounts.scopes import scope_of_children_job

pytestmark = pytest.mark.django_db

Opener = Callable[[User], AbstractContextManager[None]]
Job = Callable[[], AbstractContextManager[None]]
# Half past three on the day on which the tests play.
ALMOST_FOUR = date(2023, 5, 1)
FOUR = date(2022, 11, 1)


@pytest.fixture
def job(partnership: Partnership) -> Job:
    """Return what opens a scope for arranging and looking back."""
    return lambda: scope(scope_of_children_job(partnership))


def tell(made: Preschools, one: Trajectory, outcome: str, **parts: Any) -> Trajectory:
    """Report as the contact of the first preschool."""
    return report(
        trajectory=one,
        outcome=outcome,
        deed=Deed(**{"occurred_on": TODAY, **parts}),
        seen_version=one.version,
        actor=made.contact,
        now=NOW,
    )


def test_a_child_goes_from_registered_to_school(
    preschools: Preschools, in_scope: Opener, job: Job
) -> None:
    with job():
        one = preschools.accepted(birth_month=ALMOST_FOUR)
    day = SINCE

    def on_the_next(outcome: str, **parts: Any) -> str:
        nonlocal one, day
        day += timedelta(days=1)
        one = tell(preschools, one, outcome, occurred_on=day, **parts)
        return one.state

    with in_scope(preschools.contact):
        states = [
            on_the_next("register"),
            on_the_next("waiting", priority="1"),
            on_the_next(
                "place",
                start_on=day + timedelta(days=2),
                hours_per_week=Decimal(16),
            ),
            on_the_next("start"),
            on_the_next("interrupt"),
            on_the_next("resume"),
            on_the_next("handover"),
            on_the_next("warm"),
            on_the_next("school_confirmed"),
        ]
        told = own_events(preschools.contact, one).count()

    assert states == ["S50", "S51", "S60", "S70", "S72", "S70", "S80", "S81", "S81"]
    assert (one.priority, one.school_confirmed_on, told) == ("1", day, 9)
    assert one.is_open


def test_a_child_of_four_is_finished(
    preschools: Preschools, in_scope: Opener, job: Job
) -> None:
    with job():
        one = preschools.accepted("S82", birth_month=FOUR)

    with in_scope(preschools.contact):
        done = tell(preschools, one, "finish")

    assert (done.state, done.is_open) == ("S90", False)


@pytest.mark.parametrize(
    ("state", "outcome", "reason", "ends_in"),
    [
        ("S70", "stop", "RS03", "S91"),
        ("S60", "no_show", "RS99", "S91"),
        ("S50", "refuse", "RN03", "S31"),
        ("S51", "refuse", "RN06", "S31"),
    ],
)
def test_an_exit_has_a_reason_that_the_jgz_reads(
    preschools: Preschools,
    in_scope: Opener,
    job: Job,
    state: str,
    outcome: str,
    reason: str,
    ends_in: str,
) -> None:
    with job():
        one = preschools.accepted(state, start_on=SINCE, birth_month=date(2024, 3, 1))

    with in_scope(preschools.contact):
        with pytest.raises(ValidationError, match="Kies een reden"):
            tell(preschools, one, outcome)
        done = tell(preschools, one, outcome, reason=reason)

    assert (done.state, done.is_open) == (ends_in, False)
    with job():
        assert EventReason.objects.get().code == reason


def test_who_is_talked_with_for_another_reason_was_not_sent_back(
    preschools: Preschools, in_scope: Opener, job: Job, coordinator: User
) -> None:
    later = TODAY + timedelta(days=1)
    with job():
        one = preschools.accepted("S41")
    with in_scope(preschools.contact):
        tell(preschools, one, "decline", reason="RA02")
    with job():
        one.refresh_from_db()
        EventFactory.create(
            trajectory=one, from_state="S31", state="S30", occurred_on=later
        )
        Trajectory.objects.filter(pk=one.pk).update(since=later)

    with in_scope(coordinator):
        tasks = list(preschool_tasks(coordinator, today=later))

    assert tasks == []


@pytest.mark.parametrize("state", ["S41", "S50", "S51", "S60"])
def test_declining_after_acceptance_is_work_of_the_jgz(
    preschools: Preschools,
    in_scope: Opener,
    job: Job,
    coordinator: User,
    state: str,
) -> None:
    with job():
        one = preschools.accepted(
            state, start_on=TODAY, hours_per_week=Decimal(16), waiting_since=SINCE
        )

    with in_scope(preschools.contact):
        tell(preschools, one, "decline", reason="RA02")
        seen = Trajectory.objects.visible_to(preschools.contact).count()
    with in_scope(coordinator):
        one.refresh_from_db()
        tasks = [task.title for task in preschool_tasks(coordinator, today=TODAY)]
        event = Event.objects.get()

    assert seen == 0
    assert tasks == ["1 verwijzing is teruggestuurd door een voorschool"]
    assert (one.state, one.owner, one.location_id) == ("S30", "nurse", None)
    assert (one.start_on, one.hours_per_week, one.waiting_since) == (None, None, None)
    assert event.location_id == preschools.here.pk
    with job():
        assert EventReason.objects.get().code == "RA02"


def test_a_child_of_another_preschool_is_nobodys_business(
    preschools: Preschools, job: Job
) -> None:
    with job():
        one = preschools.accepted("S50", location=preschools.there)

    for outcome in ("waiting", "decline"):
        with job(), pytest.raises(PermissionDenied, match="niet bij deze locatie"):
            tell(preschools, one, outcome, reason="RA01")


def test_who_was_just_accepted_is_registered_and_placed_in_one_go(
    preschools: Preschools, in_scope: Opener, job: Job
) -> None:
    with job():
        one = preschools.accepted()

    with in_scope(preschools.contact):
        placed = tell(
            preschools, one, "place", start_on=TODAY, hours_per_week=Decimal(16)
        )
        told = list(Event.objects.order_by("pk").values_list("outcome", flat=True))

    assert (placed.state, told) == ("S60", ["register", "place"])


def test_one_go_is_all_or_nothing(
    preschools: Preschools, in_scope: Opener, job: Job
) -> None:
    with job():
        one = preschools.accepted()

    with in_scope(preschools.contact):
        with pytest.raises(ValidationError, match="dag in waarop het kind begint"):
            tell(preschools, one, "place")
        one.refresh_from_db()
        told = Event.objects.count()

    assert (one.state, told) == ("S41", 0)


@pytest.mark.parametrize(
    ("state", "offered", "usual"),
    [
        (
            "S41",
            ["waiting", "place", "register", "decline", "refuse", "elsewhere"],
            "place",
        ),
        ("S50", ["waiting", "place", "decline", "refuse", "elsewhere"], "place"),
        ("S60", ["start", "no_show", "decline", "elsewhere"], "start"),
        ("S71", ["resume", "stop", "elsewhere"], "resume"),
    ],
)
def test_a_preschool_is_offered_its_own_steps(
    preschools: Preschools,
    in_scope: Opener,
    job: Job,
    state: str,
    offered: list[str],
    usual: str,
) -> None:
    with job():
        one = preschools.accepted(state, birth_month=date(2024, 3, 1))

    with in_scope(preschools.contact):
        ways = preschool_ways(preschools.contact, one, ground_of(one, TODAY))
        first = usual_way(ways, one.state)

    assert sorted(way.outcome.key for way in ways) == sorted(offered)
    assert first is not None
    assert first.outcome.key == usual


def change(made: Preschools, one: Trajectory, **wanted: Any) -> Trajectory:
    """Change what was agreed as the contact of the first preschool."""
    return change_place(
        trajectory=one,
        wanted=Arrangement(**wanted),
        seen_version=one.version,
        actor=made.contact,
        now=NOW,
    )


def test_start_and_hours_change_without_a_step(
    preschools: Preschools, in_scope: Opener, job: Job
) -> None:
    with job():
        one = preschools.accepted(
            "S60", start_on=TODAY, hours_per_week=Decimal(16), since=SINCE
        )
    later = date(2026, 12, 7)

    with in_scope(preschools.contact):
        changed = change(preschools, one, start_on=later, hours_per_week=Decimal(12))
        event = Event.objects.get()

    assert (changed.state, changed.since) == ("S60", SINCE)
    assert (changed.start_on, changed.hours_per_week) == (later, Decimal(12))
    assert event.changes == {
        "start_on": ["2026-11-20", "2026-12-07"],
        "hours_per_week": ["16.0", "12.0"],
    }


@pytest.mark.parametrize(
    ("state", "wanted", "sentence"),
    [
        ("S70", {"hours_per_week": Decimal(16)}, "Er is niets veranderd"),
        ("S70", {"hours_per_week": Decimal(41)}, "tussen 1 en 40"),
        ("S60", {"hours_per_week": Decimal(12)}, "dag in waarop het kind begint"),
        ("S51", {"priority": "9"}, "Kies een voorrang"),
        ("S41", {"priority": "1"}, "nog geen plaats"),
        (
            "S70",
            {"hours_per_week": Decimal(12), "start_on": date(2026, 12, 1)},
            "al begonnen",
        ),
    ],
)
def test_what_can_not_be_agreed_is_refused(
    preschools: Preschools,
    in_scope: Opener,
    job: Job,
    state: str,
    wanted: dict[str, Any],
    sentence: str,
) -> None:
    with job():
        one = preschools.accepted(state, start_on=SINCE, hours_per_week=Decimal(16))

    with in_scope(preschools.contact):
        with pytest.raises(ValidationError, match=sentence):
            change(preschools, one, **wanted)
        told = Event.objects.count()

    assert told == 0


def test_who_looked_at_an_older_version_changes_nothing(
    preschools: Preschools, in_scope: Opener, job: Job
) -> None:
    with job():
        one = preschools.accepted("S51", waiting_since=SINCE)
        stale = Trajectory.objects.get(pk=one.pk)

    with in_scope(preschools.contact):
        change(preschools, one, priority="1")
        with pytest.raises(ValidationError, match="Iemand anders was u net voor"):
            change(preschools, stale, priority="3")
        one.refresh_from_db()

    assert one.priority == "1"


@pytest.mark.parametrize(
    ("due_on", "titles"),
    [
        (TODAY, ["1 kind vraagt iets van uw voorschool"]),
        (TODAY + timedelta(days=1), []),
    ],
)
def test_a_preschool_hears_of_what_is_due(
    preschools: Preschools,
    in_scope: Opener,
    job: Job,
    due_on: date,
    titles: list[str],
) -> None:
    with job():
        one = preschools.accepted("S50")
        there = preschools.accepted("S50", location=preschools.there)
        Trajectory.objects.filter(pk__in=[one.pk, there.pk]).update(due_on=due_on)

    with in_scope(preschools.contact):
        tasks = list(preschool_tasks(preschools.contact, today=TODAY))

    assert [task.title for task in tasks] == titles
