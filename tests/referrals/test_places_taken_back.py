"""Taking back what a preschool reported by mistake."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse

from referrals.lifecycle.deeds import Deed
from referrals.models import Event, Trajectory, WrongCode
from referrals.services.answering import accept_by_code, take_back
from referrals.services.guessing import count_wrong_code
from referrals.services.places import report
from tests.factories import NOW, TODAY
from tests.referrals.preschools import Preschools
from vve_portal.access.scope import scope
from vve_portal.accounts.models import Partnership, User
from vve_portal.accounts.scopes import scope_of_children_job

pytestmark = pytest.mark.django_db

Opener = Callable[[User], AbstractContextManager[None]]
Job = Callable[[], AbstractContextManager[None]]


@pytest.fixture
def job(partnership: Partnership) -> Job:
    """Return what opens a scope for arranging and looking back."""
    return lambda: scope(scope_of_children_job(partnership))


def undo(made: Preschools, one: Trajectory) -> Trajectory:
    """Take back as the contact of the first preschool."""
    return take_back(
        trajectory=one, seen_version=one.version, actor=made.contact, now=NOW
    )


@pytest.fixture
def accepted(preschools: Preschools, in_scope: Opener, job: Job) -> Trajectory:
    """A child that the first preschool accepted with its code."""
    with job():
        one = preschools.referred()
    with in_scope(preschools.contact):
        return accept_by_code(
            typed=one.code,
            location=preschools.here,
            actor=preschools.contact,
            now=NOW,
        ).trajectory


def test_a_step_is_taken_back_with_its_reason_untold(
    preschools: Preschools, accepted: Trajectory, in_scope: Opener
) -> None:
    with in_scope(preschools.contact):
        stopped = report(
            trajectory=accepted,
            outcome="refuse",
            deed=Deed(occurred_on=TODAY, reason="RN03"),
            seen_version=accepted.version,
            actor=preschools.contact,
            now=NOW,
        )
        back = undo(preschools, stopped)

    assert (stopped.state, back.state, back.is_open) == ("S31", "S41", True)
    assert back.location_id == preschools.here.pk


def test_who_was_accepted_by_mistake_can_be_accepted_again(
    preschools: Preschools, accepted: Trajectory, in_scope: Opener, job: Job
) -> None:
    actor = preschools.contact

    with in_scope(actor):
        back = undo(preschools, accepted)
        seen = Trajectory.objects.count()
        again = accept_by_code(
            typed=accepted.code, location=preschools.here, actor=actor, now=NOW
        )

    assert (back.state, back.location_id, seen) == ("S40", None, 0)
    assert (again.is_new, again.trajectory.state) == (True, "S41")
    with job():
        kinds = Event.objects.order_by("pk").values_list("kind", flat=True)
        assert list(kinds) == ["move", "correction", "move"]


def test_a_code_that_was_taken_back_buys_no_new_guesses(
    preschools: Preschools, accepted: Trajectory, in_scope: Opener
) -> None:
    actor = preschools.contact
    for _ in range(4):
        count_wrong_code(actor=actor, now=NOW, verb="trajectory.wrong_code")

    with in_scope(actor):
        undo(preschools, accepted)
        accept_by_code(
            typed=accepted.code, location=preschools.here, actor=actor, now=NOW
        )

    assert WrongCode.objects.get(user=actor).count == 4


def test_what_the_jgz_reported_is_not_the_preschools_to_take_back(
    preschools: Preschools, in_scope: Opener, job: Job, coordinator: User
) -> None:
    with job():
        one = preschools.accepted("S41")
        Event.objects.create(
            partnership=one.partnership,
            trajectory=one,
            location=preschools.here,
            kind=Event.Kind.MOVE,
            from_state="S40",
            state="S41",
            changes={"state": ["S40", "S41"]},
            occurred_on=one.since,
            registered_at=NOW,
            actor=coordinator,
            organisation=coordinator.organisation,
        )

    with in_scope(preschools.contact), pytest.raises(PermissionDenied, match="andere"):
        undo(preschools, one)


def test_of_two_who_take_back_the_second_is_told(
    preschools: Preschools, accepted: Trajectory, in_scope: Opener
) -> None:
    with in_scope(preschools.contact):
        registered = report(
            trajectory=accepted,
            outcome="register",
            deed=Deed(occurred_on=TODAY),
            seen_version=accepted.version,
            actor=preschools.contact,
            now=NOW,
        )
        stale = Trajectory.objects.get(pk=registered.pk)
        undo(preschools, registered)
        with pytest.raises(ValidationError, match="Iemand anders was u net voor"):
            undo(preschools, stale)


def test_another_preschool_takes_nothing_back(
    preschools: Preschools, accepted: Trajectory, job: Job
) -> None:
    with job(), pytest.raises(PermissionDenied, match="niet bij deze locatie"):
        take_back(
            trajectory=accepted,
            seen_version=accepted.version,
            actor=preschools.other,
            now=NOW,
        )


@time_machine.travel(NOW, tick=False)
def test_the_page_says_what_will_be_taken_back(
    preschools: Preschools, accepted: Trajectory, as_user: Callable[[User], Client]
) -> None:
    client = as_user(preschools.contact)
    url = reverse("referrals:preschool-take-back", args=[accepted.pk])

    page = client.get(url)
    done = client.post(url, {"version": page.context["form"]["version"].value()})

    assert page.context["event"].state == "S41"
    assert "alsof de code niet is ingevuld" in page.content.decode()
    assert done["Location"] == reverse("referrals:preschool")
    assert client.get(url).status_code == 404
