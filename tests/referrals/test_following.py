"""Time passes: what goes by itself goes, what is late climbs, and one mail a day."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.conf import settings
from django.core import mail
from django.core.management import call_command

from referrals.models import Event, Trajectory
from referrals.services.following import (
    Followed,
    follow,
    people_to_remind,
    remind,
    waiting_for,
)
from tests.conftest import person
from tests.factories import NOW, TODAY, RoleGrantFactory, WorkplaceFactory
from tests.referrals.building import SINCE, stored
from tests.referrals.referred import Scene
from vve_portal.accounts.models import Partnership, User
from vve_portal.accounts.roles import Role
from vve_portal.audit.models import Entry

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
InScope = Callable[[User], AbstractContextManager[None]]
Captured = Callable[..., AbstractContextManager[list[Callable[[], None]]]]


def later(days: int) -> datetime:
    """Return a moment some days after the day on which the tests play."""
    return NOW + timedelta(days=days)


def test_a_child_of_eleven_months_is_planned_for_the_test(scene: Scene) -> None:
    baby = stored(
        scene.versions["R-BASIS"],
        "S00",
        team=scene.team,
        birth_month=date(2025, 12, 1),
        since=date(2026, 1, 5),
    )
    younger = stored(
        scene.versions["R-BASIS"],
        "S00",
        team=scene.team,
        birth_month=date(2026, 1, 1),
        since=date(2026, 1, 5),
    )

    done = follow(partnership=scene.partnership, now=NOW)

    baby.refresh_from_db()
    younger.refresh_from_db()
    assert done.moved == 1
    # On the day of the age, not on the day on which somebody looked.
    assert (baby.state, baby.since) == ("S10", date(2026, 11, 1))
    assert (baby.owner, baby.is_open) == (Role.NURSE, True)
    assert younger.state == "S00"
    event = Event.objects.get(trajectory=baby)
    assert (event.actor, event.actor_role, event.organisation) == (None, "", None)
    [entry] = Entry.objects.about(baby)
    assert entry.actor_name == "Het portaal"


def test_a_move_by_itself_is_no_earlier_than_the_registration(scene: Scene) -> None:
    old = stored(
        scene.versions["R-BASIS"], "S00", team=scene.team, birth_month=date(2025, 9, 1)
    )

    follow(partnership=scene.partnership, now=NOW)

    old.refresh_from_db()
    assert (old.state, old.since) == ("S10", SINCE)


def test_a_late_step_is_the_next_ones(scene: Scene) -> None:
    letter = stored(
        scene.versions["R-BASIS"],
        "S40",
        team=scene.team,
        consent="yes",
        consent_on=SINCE,
        consent_by=Role.NURSE,
        letter_on=SINCE,
    )
    Trajectory.objects.filter(pk=letter.pk).update(
        owner=Role.PRESCHOOL_CONTACT, due_on=date(2026, 11, 9), next_step="Bevestig"
    )

    done = follow(partnership=scene.partnership, now=NOW)

    letter.refresh_from_db()
    assert done == Followed(moved=0, replanned=1)
    assert letter.next_step == "Bel de ouders: er is nog geen aanmelding"
    assert (letter.owner, letter.due_on) == (Role.NURSE, date(2026, 11, 16))
    assert (letter.escalates_to, letter.escalates_on) == (
        Role.VVE_COORDINATOR,
        date(2026, 11, 30),
    )
    # A form that somebody has open still fits: nothing happened to the child.
    assert letter.version == 0
    assert not Event.objects.exists()


def test_a_second_round_on_the_same_day_changes_nothing(scene: Scene) -> None:
    stored(
        scene.versions["R-BASIS"],
        "S00",
        team=scene.team,
        birth_month=date(2025, 12, 1),
    )
    stored(scene.versions["R-BASIS"], "S20", team=scene.team, since=date(2026, 9, 1))
    first = follow(partnership=scene.partnership, now=later(10))

    second = follow(partnership=scene.partnership, now=later(10))

    assert first.moved == 1
    assert second == Followed(moved=0, replanned=0)


def test_a_second_look_that_nobody_took_is_let_go(scene: Scene) -> None:
    version = scene.versions["R-BASIS"]
    left = stored(version, "S21", team=scene.team, birth_month=date(2025, 1, 1))
    kept = stored(version, "S21", team=scene.team, birth_month=date(2025, 1, 1))
    Trajectory.objects.filter(pk=left.pk).update(due_on=date(2026, 9, 1))
    Trajectory.objects.filter(pk=kept.pk).update(due_on=date(2026, 11, 1))

    follow(partnership=scene.partnership, now=NOW)

    left.refresh_from_db()
    kept.refresh_from_db()
    assert (left.due_on, left.owner, left.next_step) == (None, "", "")
    assert kept.due_on == date(2026, 11, 1)


@pytest.mark.usefixtures("stranger")
def test_other_towns_are_left_alone(scene: Scene) -> None:
    stored(scene.versions["R-BASIS"], "S20", team=scene.team, since=date(2026, 9, 1))
    other = Partnership.objects.exclude(pk=scene.partnership.pk).get()

    assert follow(partnership=other, now=later(60)) == Followed()


@pytest.fixture
def overdue(scene: Scene) -> list[Trajectory]:
    """Two trajectories that wait for the nurse, and one that still has time."""
    version = scene.versions["R-BASIS"]
    days = (date(2026, 10, 15), date(2026, 10, 20), date(2026, 11, 19))
    return [stored(version, "S20", team=scene.team, since=day) for day in days]


@pytest.mark.usefixtures("overdue")
def test_somebody_hears_once_a_day_how_many_steps_wait(
    nurse: User, django_capture_on_commit_callbacks: Captured
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        counts = [remind(person=nurse, now=NOW) for _ in range(2)]
        counts.append(remind(person=nurse, now=later(1)))

    assert counts == [2, 0, 2]
    assert [letter.subject for letter in mail.outbox] == [
        "U hebt 2 openstaande stappen",
        "U hebt 2 openstaande stappen",
    ]
    assert mail.outbox[0].to == [nurse.email]


def test_a_mail_says_a_number_and_nothing_about_a_child(
    overdue: list[Trajectory],
    nurse: User,
    django_capture_on_commit_callbacks: Captured,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        remind(person=nurse, now=NOW)

    [letter] = mail.outbox
    assert letter.body.split("\n") == [
        "Beste Fenna Proef,",
        "",
        "U hebt 2 openstaande stappen. Log in en bekijk welke:",
        f"{settings.PORTAL_URL}/",
        "",
        "U krijgt deze mail hooguit een keer per dag.",
        "",
        "VVE-portaal",
        "",
        "",
    ]
    assert not [one for one in overdue if one.code in letter.body]


def test_one_step_is_one_step(
    scene: Scene, nurse: User, django_capture_on_commit_callbacks: Captured
) -> None:
    stored(scene.versions["R-BASIS"], "S20", team=scene.team, since=date(2026, 10, 15))

    with django_capture_on_commit_callbacks(execute=True):
        remind(person=nurse, now=NOW)

    assert mail.outbox[0].subject == "U hebt 1 openstaande stap"


def test_nobody_is_mailed_about_a_child_that_died(
    scene: Scene, nurse: User, django_capture_on_commit_callbacks: Captured
) -> None:
    stored(scene.versions["R-BASIS"], "S96", team=scene.team, since=date(2026, 9, 1))

    with django_capture_on_commit_callbacks(execute=True):
        assert remind(person=nurse, now=NOW) == 0

    assert mail.outbox == []


@pytest.mark.usefixtures("overdue")
def test_who_does_not_work_with_children_gets_no_mail(
    advisor: User, manager: User, django_capture_on_commit_callbacks: Captured
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        assert [remind(person=one, now=NOW) for one in (advisor, manager)] == [0, 0]

    assert mail.outbox == []


def test_a_coordinator_hears_of_what_climbed(
    scene: Scene, coordinator: User, in_scope: InScope
) -> None:
    stored(scene.versions["R-BASIS"], "S20", team=scene.team, since=date(2026, 10, 1))

    with in_scope(coordinator):
        assert waiting_for(actor=coordinator, today=TODAY) == 1
        assert waiting_for(actor=coordinator, today=date(2026, 11, 1)) == 0


def test_a_preschool_hears_of_its_own_children_only(
    scene: Scene, preschool_contact: User
) -> None:
    WorkplaceFactory.create(user=preschool_contact, location=scene.location)
    version = scene.versions["R-BASIS"]
    day = date(2026, 10, 1)
    stored(version, "S50", team=scene.team, since=day, location=scene.location)
    stored(version, "S50", team=scene.team, since=day)

    assert remind(person=preschool_contact, now=NOW) == 1


@pytest.mark.usefixtures("overdue")
def test_a_reminder_is_on_record(nurse: User) -> None:
    remind(person=nurse, now=NOW)

    [entry] = Entry.objects.about(nurse)
    assert (entry.verb, entry.reach) == ("trajectory.remind", "organisation")
    assert entry.summary == "Fenna Proef kreeg een mail: 2 openstaande stappen."


def test_people_without_a_role_or_account_are_not_asked(scene: Scene) -> None:
    gone = person(scene.nurse.organisation, Role.NURSE, name="Weg Gegaan")
    gone.is_active = False
    gone.save(update_fields=["is_active"])
    RoleGrantFactory.create(user=scene.nurse, role=Role.DOCTOR)

    names = [one.name for one in people_to_remind()]

    assert names.count("Fenna Proef") == 1
    assert "Weg Gegaan" not in names


@pytest.mark.usefixtures("overdue")
@time_machine.travel(later(12), tick=False)
def test_the_command_says_what_it_did(
    scene: Scene, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("follow_terms", mail=False)

    told = capsys.readouterr().out.splitlines()
    assert told == [f"{scene.partnership.code}: 0 vanzelf verder, 2 opnieuw gepland."]
