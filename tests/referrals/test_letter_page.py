"""The page of the letter: who may make one, what comes back, and what comes next."""

import io
from collections.abc import Callable
from datetime import date
from http import HTTPStatus
from typing import Any

import pypdf
import pytest
from django.test import Client
from django.urls import reverse

from referrals import policies_counts as policies
from referrals.models import Event, Trajectory
from referrals.policies import NO_ROLE
from referrals.policies_counts import (
    CLOSED,
    GONE,
    NO_CONSENT,
    NO_WISH,
    NOT_NOW,
    NOT_THIS_ROUTE,
    may_print_letter,
)
from tests.agreements.pages import errors_of, refused, told, typed
from tests.conftest import person
from tests.factories import NOW, TeamMembershipFactory, WorkplaceFactory
from tests.referrals.referred import Scene, close
from vve_portal.accounts.models import User
from vve_portal.accounts.roles import Role
from vve_portal.audit.models import Entry

pytestmark = pytest.mark.sqlite

SignIn = Callable[[User], Client]
TYPED = {"child": "Kindnaam", "address": "", "phone": "010 000 00 00"}


@pytest.fixture(autouse=True)
def still_clock(time_machine: Any) -> None:
    """Let the pages see the day on which the tests play."""
    time_machine.move_to(NOW, tick=False)


def letter_url(trajectory: Trajectory) -> str:
    """Return the address of the page of a letter."""
    return reverse("referrals:trajectory-letter", args=[trajectory.pk])


def sent_url(trajectory: Trajectory) -> str:
    """Return the address that says the letter went."""
    return reverse("referrals:letter-sent", args=[trajectory.pk])


def words_of(pdf: bytes) -> str:
    """Return the text of a letter on one line."""
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_letter_comes_as_a_file_that_nobody_keeps(
    scene: Scene, as_user: SignIn
) -> None:
    child = scene.child(code="K7QM4X2PK")
    client = as_user(scene.nurse)
    page = client.get(letter_url(child))

    answer = client.post(letter_url(child), typed(page, **TYPED))

    assert answer.status_code == HTTPStatus.OK
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="verwijsbrief.pdf"'
    assert answer["Cache-Control"] == "private, no-store"
    text = words_of(answer.content)
    said = [
        "Aan de ouders van Kindnaam",
        "K7QM-4X2P-K",
        "De Waterlelie, Verzonnenstraat 12, 1234 AB Waterrijk",
        "Op 3 november 2026 gaf u toestemming",
        "aan onze jeugdverpleegkundige",
        f"Ga naar 127.0.0.1:8000{reverse('referrals:preschool')} en log in.",
        f"{scene.nurse.name}, jeugdverpleegkundige",
    ]
    assert [line for line in said if line not in text] == []


def test_print_is_on_record_with_the_code_alone_and_moves_nothing(
    scene: Scene, as_user: SignIn
) -> None:
    child = scene.child(code="K7QM4X2PK")
    client = as_user(scene.nurse)

    client.post(letter_url(child), {**TYPED, "writer": "Fenna Proef"})

    entry = Entry.objects.get(verb="letter.printed")
    assert entry.summary == "Verwijsbrief gemaakt voor traject K7QM-4X2P-K."
    assert (entry.reach, entry.details) == (Entry.Reach.CHILD, {})
    assert entry.subject_id == child.pk
    after = Trajectory.objects.get(pk=child.pk)
    assert (after.state, after.version, after.letter_on) == ("S30", 0, None)


def test_looking_at_the_page_changes_nothing(scene: Scene, as_user: SignIn) -> None:
    child = scene.child()

    as_user(scene.nurse).get(letter_url(child))

    after = Trajectory.objects.get(pk=child.pk)
    assert (after.state, after.version, after.letter_on) == ("S30", 0, None)
    assert Entry.objects.filter(verb="letter.printed").count() == 0


def test_error_shows_the_form_again_and_makes_no_letter(
    scene: Scene, as_user: SignIn
) -> None:
    child = scene.child()
    client = as_user(scene.nurse)

    page = client.post(letter_url(child), {**TYPED, "child": "", "writer": "Fenna"})

    assert errors_of(page) == {"child": ["Vul de naam van het kind in."]}
    assert Entry.objects.filter(verb="letter.printed").count() == 0


# What stands in the way of a letter, and the sentence about it.
REFUSALS: list[tuple[str, dict[str, Any], str]] = [
    ("S30", {"consent": "not_asked", "consent_on": None, "consent_by": ""}, NO_CONSENT),
    ("S30", {"consent": "no"}, NO_CONSENT),
    ("S30", {"location_known": False}, NO_WISH),
    ("S20", {}, NOT_NOW),
    ("S50", {}, NOT_NOW),
    ("S70", {}, NOT_NOW),
]


@pytest.mark.parametrize(("state", "changes", "sentence"), REFUSALS)
def test_letter_waits_for_consent_a_wish_and_its_step(
    state: str,
    changes: dict[str, Any],
    sentence: str,
    scene: Scene,
    as_user: SignIn,
) -> None:
    child = scene.child(state, **changes)
    client = as_user(scene.nurse)

    answers = [
        refused(client.get(letter_url(child))),
        refused(client.post(letter_url(child), {**TYPED, "writer": "Fenna"})),
        refused(client.post(sent_url(child), {"day": "today", "seen": "0"})),
    ]

    assert answers == [(403, sentence)] * 3
    assert Entry.objects.filter(verb="letter.printed").count() == 0
    assert Trajectory.objects.get(pk=child.pk).state == state


def test_closed_trajectory_and_a_side_route_get_no_letter(scene: Scene) -> None:
    closed, side = scene.child(), scene.child("Z20", route="R-AANV")
    close(closed, "S94", date(2026, 11, 10))
    closed.refresh_from_db()

    verdicts = [may_print_letter(scene.nurse, one).reason for one in (closed, side)]

    assert verdicts == [CLOSED, NOT_THIS_ROUTE]


@pytest.mark.parametrize("state", ["S30", "S40", "S41", "S42"])
def test_letter_that_got_lost_is_made_again(state: str, scene: Scene) -> None:
    child = scene.child(state, letter_on=date(2026, 11, 5))

    assert may_print_letter(scene.nurse, child)


def test_letter_without_a_wish_tells_parents_to_choose(
    scene: Scene, as_user: SignIn
) -> None:
    child = scene.child(wished_location=None)

    answer = as_user(scene.nurse).post(
        letter_url(child), {**TYPED, "writer": "Fenna Proef"}
    )

    assert "Voorschool een voorschool naar keuze" in words_of(answer.content)


@pytest.mark.parametrize("who", ["advisor", "stranger", "manager"])
def test_page_is_not_there_for_who_knows_of_no_child(
    who: str, scene: Scene, as_user: SignIn, request: pytest.FixtureRequest
) -> None:
    child = scene.child()
    client = as_user(request.getfixturevalue(who))

    statuses = [
        client.get(letter_url(child)).status_code,
        client.post(letter_url(child), {**TYPED, "writer": "x"}).status_code,
        client.post(sent_url(child), {"day": "today", "seen": "0"}).status_code,
    ]

    assert statuses == [HTTPStatus.NOT_FOUND] * 3
    assert Trajectory.objects.get(pk=child.pk).state == "S30"


def test_preschool_of_the_child_finds_no_letter_page(
    scene: Scene, preschool_contact: User, as_user: SignIn
) -> None:
    WorkplaceFactory.create(user=preschool_contact, location=scene.location)
    child = scene.child("S41", location=scene.location)

    response = as_user(preschool_contact).get(letter_url(child))

    assert response.status_code == HTTPStatus.NOT_FOUND


def test_planner_reads_trajectories_and_makes_no_letter(
    scene: Scene, as_user: SignIn
) -> None:
    planner = person(scene.nurse.organisation, Role.PLANNER, name="Puck Plan")
    TeamMembershipFactory.create(team=scene.team, user=planner)
    child = scene.child()

    response = as_user(planner).get(letter_url(child))

    assert refused(response) == (403, NO_ROLE)


def test_letter_that_went_takes_the_step_of_the_route(
    scene: Scene, as_user: SignIn
) -> None:
    child = scene.child()
    client = as_user(scene.nurse)
    page = client.get(letter_url(child))
    form = page.context["sent_form"]

    answer = client.post(
        sent_url(child),
        {
            "day": "other",
            "other_day_day": "19",
            "other_day_month": "11",
            "other_day_year": "2026",
            "seen": str(form.initial["seen"]),
        },
    )

    after = Trajectory.objects.get(pk=child.pk)
    assert (after.state, after.letter_on, after.letter_by) == (
        "S40",
        date(2026, 11, 19),
        scene.nurse,
    )
    event = Event.objects.get(trajectory=child)
    assert (event.outcome, event.occurred_on) == ("refer", date(2026, 11, 19))
    assert answer["Location"] == reverse("referrals:trajectory", args=[child.pk])
    assert told(client.get(answer["Location"])) == [
        f"Vastgelegd. Nu: {after.next_step}."
    ]


def test_letter_that_already_went_does_not_go_twice(
    scene: Scene, as_user: SignIn
) -> None:
    child = scene.child("S40", letter_on=date(2026, 11, 5), letter_by=scene.nurse)
    client = as_user(scene.nurse)

    page = client.get(letter_url(child))
    answer = client.post(sent_url(child), {"day": "today", "seen": "0"})

    assert page.context["sent_form"] is None
    assert refused(answer) == (403, GONE)


def test_colleague_who_was_first_is_told_of(scene: Scene, as_user: SignIn) -> None:
    child = scene.child(version=3)
    client = as_user(scene.nurse)

    page = client.post(sent_url(child), {"day": "today", "seen": "2"})

    assert list(errors_of(page)) == ["__all__"]
    assert Trajectory.objects.get(pk=child.pk).state == "S30"


def test_refer_outcome_is_the_one_of_the_route(scene: Scene) -> None:
    ways = [policies.refer_outcome(scene.child(state)) for state in ("S30", "S40")]

    assert ways == ["refer", ""]
