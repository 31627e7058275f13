"""The pages of advice, origin and feedback, as a nurse walks through them."""

from collections.abc import Callable
from datetime import date, timedelta
from http import HTTPStatus
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from referrals.models import Advice, Event, Trajectory
from tests.agreements.pages import errors_of, told, typed
from tests.factories import NOW, EventFactory
from tests.referrals.referred import Scene
from vve_portal.accounts.models import User
from vve_portal.audit.models import Entry

pytestmark = pytest.mark.sqlite

SignIn = Callable[[User], Client]
PLACED_ON = date(2026, 11, 12)


@pytest.fixture(autouse=True)
def still_clock(time_machine: Any) -> None:
    """Let the pages see the day on which the tests play."""
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def client_of_nurse(scene: Scene, as_user: SignIn) -> Client:
    """The nurse at her desk."""
    return as_user(scene.nurse)


def referred(scene: Scene, **changes: Any) -> Trajectory:
    """Make a child that the nurse referred and that has a place."""
    made = scene.child(
        "S60",
        **{
            "since": PLACED_ON,
            "letter_on": date(2026, 11, 5),
            "letter_by": scene.nurse,
            "location": scene.location,
            **changes,
        },
    )
    EventFactory.create(
        trajectory=made,
        kind=Event.Kind.MOVE,
        state="S60",
        occurred_on=PLACED_ON,
        registered_at=NOW - timedelta(days=2),
    )
    return made


def test_advice_without_a_trajectory_is_counted_and_can_be_taken_back(
    scene: Scene, client_of_nurse: Client
) -> None:
    url = reverse("referrals:advice")
    form = client_of_nurse.get(url)

    answer = client_of_nurse.post(
        url, typed(form, to="library", signalled_by="parents")
    )
    page = client_of_nurse.get(answer["Location"])
    advice = Advice.objects.get()
    counted = {row.name: row.total for row in page.context["rows"] if row.total}
    client_of_nurse.post(reverse("referrals:advice-withdraw", args=[advice.pk]))

    assert answer["Location"] == f"{url}?gemeente={scene.partnership.pk}"
    assert told(page) == ["Advies vastgelegd: Bibliotheek of BoekStart, november 2026."]
    assert counted == {"Bibliotheek of BoekStart": 1}
    assert (advice.month, advice.signalled_by) == (date(2026, 11, 1), "parents")
    assert Advice.objects.count() == 0


def test_advice_without_a_choice_is_asked_for(client_of_nurse: Client) -> None:
    page = client_of_nurse.post(reverse("referrals:advice"), {"month": "2026-11-01"})

    assert errors_of(page) == {"to": ["Kies waarheen u adviseerde."]}


def test_advice_beside_a_trajectory_stands_on_its_page(
    scene: Scene, client_of_nurse: Client
) -> None:
    child = scene.child()
    url = reverse("referrals:trajectory-advice", args=[child.pk])

    answer = client_of_nurse.post(url, {"to": "speech_therapy"})

    page = client_of_nurse.get(answer["Location"])
    assert [one.to for one in page.context["given"]] == ["speech_therapy"]
    assert told(page) == ["Advies vastgelegd: Logopedie, november 2026."]


def test_origin_is_changed_on_a_page_of_its_own(
    scene: Scene, client_of_nurse: Client
) -> None:
    child = scene.child()
    url = reverse("referrals:trajectory-origin", args=[child.pk])
    form = client_of_nurse.get(url)

    client_of_nurse.post(
        url, typed(form, first_signalled_by="preschool", referred_by="doctor")
    )
    stale = client_of_nurse.post(url, typed(form, first_signalled_by="parents"))

    child.refresh_from_db()
    assert (child.first_signalled_by, child.referred_by) == ("preschool", "doctor")
    assert list(errors_of(stale)) == ["__all__"]


def test_form_that_came_in_damaged_is_refused_with_a_sentence(
    scene: Scene, client_of_nurse: Client
) -> None:
    url = reverse("referrals:trajectory-origin", args=[scene.child().pk])

    page = client_of_nurse.post(url, {"first_signalled_by": "", "seen": "x"})

    sentence = "Dit formulier kwam niet heel aan. Open de bladzijde opnieuw."
    assert errors_of(page) == {"seen": [sentence]}
    assert sentence in page.content.decode()


def test_nurse_reads_what_became_of_it_and_says_that_she_saw(
    scene: Scene, client_of_nurse: Client
) -> None:
    child = referred(scene)
    url = reverse("referrals:feedback")
    page = client_of_nurse.get(url)

    answer = client_of_nurse.post(
        url, {"t": [str(child.pk)], "shown_at": page.context["shown_at"]}
    )

    after = client_of_nurse.get(answer["Location"])
    assert [one.words for one, _ in page.context["news"]] == [
        "Het kind heeft een plaats."
    ]
    assert after.context["news"] == []
    assert told(after) == ["Gezien. Wat hierna gebeurt, leest u hier weer."]


@pytest.mark.parametrize("shown_at", ["", "gisteren", "2026-11-20", "9999-99-99T00:00"])
def test_damaged_moment_counts_as_now(
    shown_at: str, scene: Scene, client_of_nurse: Client
) -> None:
    child = referred(scene)

    client_of_nurse.post(
        reverse("referrals:feedback"), {"t": [str(child.pk)], "shown_at": shown_at}
    )

    child.refresh_from_db()
    assert child.feedback_seen_at == NOW


@pytest.mark.parametrize("chosen", ["x", "-1", "99999999999999999999", "²"])
def test_child_that_cannot_be_is_passed_over(
    chosen: str, client_of_nurse: Client
) -> None:
    answer = client_of_nurse.post(reverse("referrals:feedback"), {"t": [chosen]})

    assert answer.status_code == HTTPStatus.FOUND


def test_looking_marks_nothing_as_seen_and_is_on_record(
    scene: Scene, client_of_nurse: Client
) -> None:
    child = referred(scene)

    client_of_nurse.get(reverse("referrals:feedback"))

    child.refresh_from_db()
    assert child.feedback_seen_at is None
    entry = Entry.objects.get(verb="trajectory.read")
    assert entry.details["codes"] == [child.code]


def test_referrer_outside_is_told_on_a_day_that_is_recorded(
    scene: Scene, client_of_nurse: Client
) -> None:
    child = referred(scene, referred_by="doctor")
    url = reverse("referrals:feedback-given", args=[child.pk])
    waiting = client_of_nurse.get(reverse("referrals:feedback")).context["waiting"]
    form = client_of_nurse.get(url)

    answer = client_of_nurse.post(url, typed(form, day="yesterday"))

    after = client_of_nurse.get(answer["Location"])
    assert [one.referrer for one, _ in waiting] == ["Huisarts of specialist"]
    assert after.context["waiting"] == []
    event = Event.objects.get(kind=Event.Kind.FEEDBACK)
    assert event.occurred_on == date(2026, 11, 19)


def test_day_that_cannot_be_is_told_at_the_day(
    scene: Scene, client_of_nurse: Client
) -> None:
    child = referred(scene, referred_by="doctor", since=date(2026, 11, 20))
    url = reverse("referrals:feedback-given", args=[child.pk])
    form = client_of_nurse.get(url)

    page = client_of_nurse.post(url, typed(form, day="yesterday"))

    assert errors_of(page) == {
        "other_day": ["Kies 20 november 2026 of later: toen was de uitkomst er pas."]
    }


def test_feedback_asks_as_many_questions_for_five_children_as_for_one(
    scene: Scene, client_of_nurse: Client
) -> None:
    client_of_nurse.get(reverse("referrals:feedback"))
    asked = []
    for _ in range(5):
        referred(scene, referred_by="doctor")
        with CaptureQueriesContext(connection) as queries:
            client_of_nurse.get(reverse("referrals:feedback"))
        asked.append(len(queries))

    assert asked == [asked[0]] * 5
