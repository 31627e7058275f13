"""Accepting a child with the code of its letter, and everything that is no code."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from referrals.codes import new_code
from referrals.models import Event, Trajectory, WrongCode
from referrals.services.answering import accept_by_code
from referrals.services.guessing import UNKNOWN_CODE, GuessError, count_wrong_code
from tests.conftest import person
from tests.factories import (
    NOW,
    TODAY,
    LocationFactory,
    PartnershipFactory,
    WorkplaceFactory,
)
from tests.referrals.building import publish, stored
from tests.referrals.preschools import CONSENTED, Preschools, contact_at
from vve_portal.access.scope import scope
from vve_portal.accounts.models import Partnership, User
from vve_portal.accounts.queries import with_reach
from vve_portal.accounts.roles import Role
from vve_portal.accounts.scopes import scope_of, scope_of_children_job
from vve_portal.audit.models import Entry

pytestmark = pytest.mark.django_db

Opener = Callable[[User], AbstractContextManager[None]]
Job = Callable[[], AbstractContextManager[None]]
WRONG = (
    "nobody's",
    "another preschool's",
    "not referred",
    "visited without a letter",
    "of another town",
    "accepted elsewhere",
    "closed",
)


@pytest.fixture
def job(partnership: Partnership) -> Job:
    """Return what opens a scope for arranging and looking back."""
    return lambda: scope(scope_of_children_job(partnership))


def wrong_code(which: str, made: Preschools) -> str:
    """Return a code that is well-formed and still no code for the first preschool."""
    if which == "nobody's":
        return new_code()
    if which == "of another town":
        return _code_elsewhere()
    changes: dict[str, dict[str, Any]] = {
        "another preschool's": {"wished_location": made.there},
        "not referred": {"state": "S30", "letter_on": None},
        "visited without a letter": {"state": "S42", "letter_on": None},
        "accepted elsewhere": {
            "state": "S50",
            "wished_location": None,
            "location": made.there,
        },
        "closed": {"state": "S31"},
    }
    with scope(scope_of_children_job(made.here.partnership)):
        return made.referred(**changes[which]).code


def _code_elsewhere() -> str:
    elsewhere = PartnershipFactory.create()
    with scope(scope_of_children_job(elsewhere)):
        return stored(publish(elsewhere), "S40", **CONSENTED).code


def test_a_code_brings_a_child_to_the_preschool(
    preschools: Preschools, in_scope: Opener, job: Job
) -> None:
    with job():
        child = preschools.referred()
    actor = preschools.contact

    with in_scope(actor):
        before = Trajectory.objects.count()
        answer = accept_by_code(
            typed=child.code.lower(), location=preschools.here, actor=actor, now=NOW
        )

        seen = Trajectory.objects.visible_to(actor).get()

    assert before == 0
    assert answer.is_new
    assert (seen.pk, seen.state, seen.location_id) == (
        child.pk,
        "S41",
        preschools.here.pk,
    )
    assert seen.accepted_on == TODAY
    with job():
        event = Event.objects.get(trajectory=child)
        assert (event.outcome, event.location_id) == ("confirm", preschools.here.pk)
        entry = Entry.objects.get(verb="trajectory.accept")
        assert (entry.actor, entry.location_id) == (actor, preschools.here.pk)


@pytest.mark.parametrize("state", ["S42", "S50", "S51"])
def test_who_is_further_on_is_accepted_and_stays_there(
    preschools: Preschools, in_scope: Opener, job: Job, state: str
) -> None:
    with job():
        child = preschools.referred(state=state, wished_location=None)
    actor = preschools.contact

    with in_scope(actor):
        answer = accept_by_code(
            typed=child.code, location=preschools.here, actor=actor, now=NOW
        )

    assert (answer.trajectory.state, answer.trajectory.location_id) == (
        state,
        preschools.here.pk,
    )


def what_is_asked(code: str, preschools: Preschools, in_scope: Opener) -> list[str]:
    """Return every statement that a wrong code costs, without the code itself."""
    actor = preschools.contact
    with in_scope(actor), CaptureQueriesContext(connection) as asked:
        with pytest.raises(GuessError) as refusal:
            accept_by_code(typed=code, location=preschools.here, actor=actor, now=NOW)
        assert refusal.value.messages == [UNKNOWN_CODE]
    return [
        re.sub(r'SAVEPOINT "\w+"', "SAVEPOINT", one["sql"].replace(code, "?"))
        for one in asked.captured_queries
    ]


def test_who_was_registered_after_a_visit_needs_no_letter(
    preschools: Preschools, in_scope: Opener, job: Job
) -> None:
    with job():
        child = preschools.referred(
            state="S50", letter_on=None, wished_location=None, location_known=False
        )

    with in_scope(preschools.contact):
        answer = accept_by_code(
            typed=child.code,
            location=preschools.here,
            actor=preschools.contact,
            now=NOW,
        )

    assert (answer.trajectory.state, answer.is_new) == ("S50", True)


def test_a_child_is_not_accepted_at_a_location_in_another_town(
    preschools: Preschools, in_scope: Opener, job: Job
) -> None:
    elsewhere = PartnershipFactory.create()
    with scope(scope_of_children_job(elsewhere)):
        there = LocationFactory.create(partnership=elsewhere)
        WorkplaceFactory.create(user=preschools.contact, location=there)
    with job():
        child = preschools.referred(wished_location=None)
    actor = with_reach(preschools.contact, today=TODAY)

    with in_scope(actor), pytest.raises(ValidationError, match="andere gemeente"):
        accept_by_code(typed=child.code, location=there, actor=actor, now=NOW)

    with job():
        child.refresh_from_db()
    assert (child.state, child.location_id) == ("S40", None)


@pytest.mark.parametrize("which", WRONG)
def test_every_wrong_code_gets_one_answer_after_the_same_queries(
    preschools: Preschools, in_scope: Opener, which: str
) -> None:
    code = wrong_code(which, preschools)

    asked = what_is_asked(code, preschools, in_scope)

    assert asked == what_is_asked(new_code(), preschools, in_scope)
    assert len([one for one in asked if "referrals_trajectory" in one]) == 2


@pytest.mark.parametrize("which", WRONG)
def test_a_wrong_code_changes_nothing(
    preschools: Preschools, in_scope: Opener, job: Job, which: str
) -> None:
    code = wrong_code(which, preschools)
    with job():
        before = list(Trajectory.objects.order_by("pk").values())

    with in_scope(preschools.contact), pytest.raises(GuessError):
        accept_by_code(
            typed=code, location=preschools.here, actor=preschools.contact, now=NOW
        )

    with job():
        assert list(Trajectory.objects.order_by("pk").values()) == before


def test_a_typing_error_is_told_and_is_no_guess(
    preschools: Preschools, in_scope: Opener
) -> None:
    with in_scope(preschools.contact), pytest.raises(ValidationError) as refusal:
        accept_by_code(
            typed="K7QM-4X2P-J",
            location=preschools.here,
            actor=preschools.contact,
            now=NOW,
        )

    assert refusal.value.message_dict == {
        "code": ["Dit is een typefout: de code klopt niet. Kijk op de verwijsbrief."]
    }
    assert WrongCode.objects.count() == 0


def test_five_wrong_codes_close_the_door_for_half_an_hour(
    preschools: Preschools, in_scope: Opener, job: Job
) -> None:
    actor = preschools.contact
    with job():
        child = preschools.referred()
    for _ in range(5):
        count_wrong_code(actor=actor, now=NOW, verb="trajectory.wrong_code")

    with in_scope(actor), pytest.raises(ValidationError, match="half uur"):
        accept_by_code(typed=child.code, location=preschools.here, actor=actor, now=NOW)
    with in_scope(actor):
        later = accept_by_code(
            typed=child.code,
            location=preschools.here,
            actor=actor,
            now=NOW + timedelta(minutes=30),
        )

    assert later.is_new
    assert WrongCode.objects.get(user=actor).count == 0


def test_a_second_click_finds_the_child_on_the_list(
    preschools: Preschools, in_scope: Opener, job: Job
) -> None:
    with job():
        child = preschools.accepted()
    actor = preschools.contact

    with in_scope(actor):
        answer = accept_by_code(
            typed=child.code, location=preschools.here, actor=actor, now=NOW
        )

    assert (answer.trajectory, answer.is_new) == (child, False)
    with job():
        assert Event.objects.count() == 0


def test_a_letter_for_the_other_own_location_says_so(
    preschools: Preschools, in_scope: Opener, job: Job
) -> None:
    actor = preschools.contact
    with job():
        child = preschools.referred(wished_location=preschools.there)
        WorkplaceFactory.create(user=actor, location=preschools.there)
    actor = with_reach(actor, today=TODAY)

    with in_scope(actor), pytest.raises(ValidationError) as refusal:
        accept_by_code(typed=child.code, location=preschools.here, actor=actor, now=NOW)

    assert refusal.value.message_dict == {
        "location": ["Deze brief is voor Voorschool Daar. Kies die locatie."]
    }


def test_nobody_accepts_for_a_location_where_he_does_not_work(
    preschools: Preschools, in_scope: Opener, job: Job
) -> None:
    with job():
        child = preschools.referred(wished_location=None)

    with in_scope(preschools.contact), pytest.raises(ValidationError) as refusal:
        accept_by_code(
            typed=child.code,
            location=preschools.there,
            actor=preschools.contact,
            now=NOW,
        )

    assert refusal.value.message_dict == {
        "location": ["Kies een locatie waar u werkt."]
    }


def test_who_works_nowhere_accepts_nobody(preschools: Preschools, job: Job) -> None:
    holder = preschools.contact.organisation
    newcomer = person(holder, Role.PRESCHOOL_CONTACT, name="Nina Nieuw")

    with job(), pytest.raises(PermissionDenied, match="nog bij geen locatie"):
        accept_by_code(
            typed=new_code(), location=preschools.here, actor=newcomer, now=NOW
        )


def test_a_nurse_does_not_accept_for_a_preschool(
    preschools: Preschools, nurse: User, job: Job
) -> None:
    with job(), pytest.raises(PermissionDenied, match="contactpersoon"):
        accept_by_code(typed=new_code(), location=preschools.here, actor=nurse, now=NOW)


@pytest.mark.postgresql
def test_two_colleagues_at_once_both_find_the_child_here(
    committed: None,  # noqa: ARG001 - two connections see what is committed
    request: pytest.FixtureRequest,
) -> None:
    made: Preschools = request.getfixturevalue("preschools")
    with scope(scope_of_children_job(made.here.partnership)):
        child = made.referred()
        colleague = contact_at(made.here, name="Cor Collega")
    answers: list[bool] = []
    gate = Barrier(2)

    def press(actor: User) -> None:
        try:
            gate.wait(timeout=10)
            with scope(scope_of(actor)):
                answer = accept_by_code(
                    typed=child.code, location=made.here, actor=actor, now=NOW
                )
            answers.append(answer.is_new)
        finally:
            connection.close()

    hands = [Thread(target=press, args=[one]) for one in (made.contact, colleague)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()

    assert sorted(answers) == [False, True]
