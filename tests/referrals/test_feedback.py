"""Feedback: who wrote the letter sees what became of it, who is outside is told."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from referrals.models import Event, EventReason, Trajectory
from referrals.policies_counts import INSIDE
from referrals.queries.feedback import feedback_tasks, new_outcomes, untold
from referrals.services.feedback import BEFORE_IT, TO_COME, give_feedback, mark_seen
from referrals.services.moving import STALE
from tests.conftest import person
from tests.factories import NOW, TODAY, EventFactory, TeamMembershipFactory
from tests.referrals.referred import Scene, close
from vve_portal.accounts.models import User
from vve_portal.accounts.queries import with_reach
from vve_portal.accounts.roles import Role
from vve_portal.audit.models import Entry

pytestmark = pytest.mark.sqlite

LETTER_ON = date(2026, 11, 5)
PLACED_ON = date(2026, 11, 12)
InScope = Callable[[User], AbstractContextManager[None]]


def referred(scene: Scene, state: str = "S60", **changes: Any) -> Trajectory:
    """Make a child that the nurse referred and that has a place since."""
    made = scene.child(
        state,
        **{
            "since": PLACED_ON,
            "letter_on": LETTER_ON,
            "letter_by": scene.nurse,
            "location": scene.location,
            **changes,
        },
    )
    EventFactory.create(
        trajectory=made,
        kind=Event.Kind.MOVE,
        state=state,
        occurred_on=PLACED_ON,
        registered_at=NOW - timedelta(days=2),
    )
    return made


def words_of(actor: User) -> list[tuple[str, str]]:
    """Return what the feedback page tells: words and reason."""
    return [(one.words, one.reason) for one in new_outcomes(actor)]


def test_nurse_reads_in_words_what_became_of_her_referrals(
    scene: Scene, in_scope: InScope
) -> None:
    referred(scene)
    refused = referred(scene, "S42")
    close(refused, "S31", date(2026, 11, 14))
    event = EventFactory.create(
        trajectory=refused,
        kind=Event.Kind.MOVE,
        state="S31",
        occurred_on=date(2026, 11, 14),
    )
    EventReason.objects.create(event=event, partnership=scene.partnership, code="RN02")

    with in_scope(scene.nurse):
        words = words_of(scene.nurse)

    assert words == [
        ("Ouders willen niet.", "Ouders vinden het kind te jong of willen wachten"),
        ("Het kind heeft een plaats.", ""),
    ]


def test_who_may_not_know_why_reads_what_became_of_a_child_without_reasons(
    scene: Scene, in_scope: InScope
) -> None:
    refused = referred(scene, "S42", referred_by="doctor")
    close(refused, "S31", date(2026, 11, 14))
    event = EventFactory.create(
        trajectory=refused, state="S31", occurred_on=date(2026, 11, 14)
    )
    EventReason.objects.create(event=event, partnership=scene.partnership, code="RN02")
    planner = person(scene.nurse.organisation, Role.PLANNER, name="Pia Planner")
    TeamMembershipFactory.create(team=scene.team, user=planner)
    planner = with_reach(planner, today=TODAY)

    told = {}
    for reader in (scene.nurse, planner):
        with in_scope(reader):
            told[reader.name] = [one.reason for one in untold(reader, TODAY)]

    assert told == {
        scene.nurse.name: ["Ouders vinden het kind te jong of willen wachten"],
        "Pia Planner": [""],
    }


def test_what_she_did_herself_and_what_others_wrote_is_no_news(
    scene: Scene, in_scope: InScope
) -> None:
    own = scene.child("S42", letter_on=LETTER_ON, letter_by=scene.nurse)
    EventFactory.create(
        trajectory=own,
        kind=Event.Kind.MOVE,
        state="S42",
        occurred_on=PLACED_ON,
        actor=scene.nurse,
    )
    colleague = person(scene.nurse.organisation, Role.NURSE, name="Cato Collega")
    referred(scene, letter_by=colleague)

    with in_scope(scene.nurse):
        words = words_of(scene.nurse)

    assert words == []


def test_what_happened_before_the_letter_is_no_news(
    scene: Scene, in_scope: InScope
) -> None:
    child = scene.child("S40", letter_on=LETTER_ON, letter_by=scene.nurse)
    EventFactory.create(trajectory=child, state="S20", occurred_on=date(2026, 11, 1))

    with in_scope(scene.nurse):
        words = words_of(scene.nurse)

    assert words == []


def test_seen_is_gone_until_something_else_happens(
    scene: Scene, now: datetime, in_scope: InScope
) -> None:
    child = referred(scene)

    with in_scope(scene.nurse):
        marked = mark_seen(pks=[child.pk], shown_at=now, actor=scene.nurse, now=now)
        after_seeing = words_of(scene.nurse)
    EventFactory.create(
        trajectory=child,
        kind=Event.Kind.MOVE,
        state="S70",
        occurred_on=date(2026, 11, 20),
        registered_at=now + timedelta(hours=1),
    )
    Trajectory.objects.filter(pk=child.pk).update(state="S70")
    with in_scope(scene.nurse):
        after_news = words_of(scene.nurse)

    assert (marked, after_seeing) == (1, [])
    assert after_news == [("Het kind is begonnen.", "")]


def test_what_happened_after_the_page_was_shown_stays_new(
    scene: Scene, now: datetime, in_scope: InScope
) -> None:
    child = referred(scene)

    with in_scope(scene.nurse):
        shown_at = now - timedelta(days=3)
        mark_seen(pks=[child.pk], shown_at=shown_at, actor=scene.nurse, now=now)
        words = words_of(scene.nurse)

    assert words == [("Het kind heeft een plaats.", "")]


def test_seen_leaves_the_version_alone_and_is_on_record(
    scene: Scene, now: datetime, in_scope: InScope
) -> None:
    child = referred(scene)

    with in_scope(scene.nurse):
        mark_seen(pks=[child.pk], shown_at=now, actor=scene.nurse, now=now)

    child.refresh_from_db()
    assert (child.version, child.feedback_seen_at) == (0, now)
    entry = Entry.objects.get(verb="trajectory.read")
    assert entry.summary == "1 traject gelezen: terugkoppeling gezien."
    assert entry.details["codes"] == [child.code]


def test_nobody_marks_what_another_wrote(
    scene: Scene, now: datetime, in_scope: InScope, coordinator: User
) -> None:
    child = referred(scene)

    with in_scope(coordinator):
        marked = mark_seen(pks=[child.pk], shown_at=now, actor=coordinator, now=now)

    child.refresh_from_db()
    assert (marked, child.feedback_seen_at) == (0, None)


@pytest.mark.parametrize("who", ["advisor", "preschool_contact", "manager"])
def test_others_mark_nothing(
    who: str,
    scene: Scene,
    now: datetime,
    in_scope: InScope,
    request: pytest.FixtureRequest,
) -> None:
    child, actor = referred(scene), request.getfixturevalue(who)

    with in_scope(actor), pytest.raises(PermissionDenied):
        mark_seen(pks=[child.pk], shown_at=now, actor=actor, now=now)


@pytest.mark.parametrize(
    ("origin", "listed"),
    [
        ({"referred_by": "doctor"}, 1),
        ({"first_signalled_by": "local_team"}, 1),
        ({"first_signalled_by": "doctor", "referred_by": "jgz"}, 0),
        ({"first_signalled_by": "parents"}, 0),
        ({}, 0),
    ],
)
def test_referrer_outside_the_portal_waits_for_word(
    origin: dict[str, str], listed: int, scene: Scene, today: date, in_scope: InScope
) -> None:
    referred(scene, **origin)

    with in_scope(scene.nurse):
        found = untold(scene.nurse, today)

    assert len(found) == listed


@pytest.mark.parametrize(
    ("state", "since", "listed"),
    [
        ("S50", PLACED_ON, 0),
        ("S70", PLACED_ON, 1),
        ("S60", date(2026, 5, 1), 0),
    ],
)
def test_word_is_asked_once_the_outcome_is_there_and_not_for_ever(
    state: str, since: date, listed: int, scene: Scene, today: date, in_scope: InScope
) -> None:
    referred(scene, state, since=since, referred_by="doctor")

    with in_scope(scene.nurse):
        found = untold(scene.nurse, today)

    assert len(found) == listed


def test_nobody_is_asked_to_call_about_a_child_that_died(
    scene: Scene, today: date, in_scope: InScope
) -> None:
    child = referred(scene, referred_by="doctor")
    close(child, "S96", PLACED_ON)

    with in_scope(scene.nurse):
        found = untold(scene.nurse, today)

    assert found == []


def test_word_that_was_given_is_an_event_and_the_referrer_waits_no_more(
    scene: Scene, now: datetime, today: date, in_scope: InScope
) -> None:
    child = referred(scene, referred_by="doctor")

    with in_scope(scene.nurse):
        give_feedback(
            trajectory=child,
            told_on=date(2026, 11, 18),
            seen_version=child.version,
            actor=scene.nurse,
            now=now,
        )
        found = untold(scene.nurse, today)

    assert found == []
    event = Event.objects.get(trajectory=child, kind=Event.Kind.FEEDBACK)
    assert (event.occurred_on, event.state) == (date(2026, 11, 18), "S60")


@pytest.mark.parametrize(
    ("told_on", "sentence"),
    [
        (date(2026, 11, 21), TO_COME),
        (date(2026, 11, 11), BEFORE_IT.format("12 november 2026")),
    ],
)
def test_word_on_a_day_that_cannot_be_is_refused(
    told_on: date, sentence: str, scene: Scene, now: datetime, in_scope: InScope
) -> None:
    child = referred(scene, referred_by="doctor")

    with in_scope(scene.nurse), pytest.raises(ValidationError) as caught:
        give_feedback(
            trajectory=child,
            told_on=told_on,
            seen_version=child.version,
            actor=scene.nurse,
            now=now,
        )

    assert caught.value.message_dict == {"other_day": [sentence]}


def test_word_about_an_older_state_is_refused(
    scene: Scene, now: datetime, in_scope: InScope
) -> None:
    child = referred(scene, referred_by="doctor")

    with in_scope(scene.nurse), pytest.raises(ValidationError) as caught:
        give_feedback(
            trajectory=child,
            told_on=PLACED_ON,
            seen_version=child.version + 1,
            actor=scene.nurse,
            now=now,
        )

    assert caught.value.messages == [STALE.format("Geplaatst")]


def test_who_reads_along_in_the_portal_is_not_told_again(
    scene: Scene, now: datetime, in_scope: InScope
) -> None:
    child = referred(scene, referred_by="preschool")

    with in_scope(scene.nurse), pytest.raises(PermissionDenied, match=INSIDE):
        give_feedback(
            trajectory=child,
            told_on=PLACED_ON,
            seen_version=child.version,
            actor=scene.nurse,
            now=now,
        )


def tasks_of(actor: User, today: date) -> list[tuple[str, str]]:
    """Return what feedback asks of somebody on the start page."""
    return [(task.title, task.why) for task in feedback_tasks(actor, today=today)]


def test_start_page_tells_of_news_and_of_who_is_to_be_told(
    scene: Scene, today: date, in_scope: InScope
) -> None:
    referred(scene, referred_by="doctor")
    referred(scene)

    with in_scope(scene.nurse):
        tasks = tasks_of(scene.nurse, today)

    assert tasks == [
        ("Lees wat er van uw verwijzingen werd", "Er is nieuws over 2 kinderen."),
        (
            "Laat verwijzers weten hoe het afliep",
            "Wie 1 kind zag of verwees, weet het nog niet.",
        ),
    ]


@pytest.mark.parametrize("who", ["advisor", "manager", "preschool_contact"])
def test_start_page_asks_nothing_of_who_refers_nobody(
    who: str,
    scene: Scene,
    today: date,
    in_scope: InScope,
    request: pytest.FixtureRequest,
) -> None:
    referred(scene, referred_by="doctor")
    actor = request.getfixturevalue(who)

    with in_scope(actor):
        tasks = tasks_of(actor, today)

    assert tasks == []
