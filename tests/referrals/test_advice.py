"""Advice and origin: counted where nobody counted, and never a reason in it."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from referrals.models import Advice, Event, Trajectory
from referrals.policies_counts import OTHERS_ADVICE
from referrals.services.advice import (
    NOT_BEGUN,
    SIGNALLER_UNKNOWN,
    TO_UNKNOWN,
    note_advice,
    note_advice_for,
    set_origin,
    withdraw_advice,
)
from referrals.services.moving import STALE
from tests.conftest import person
from tests.referrals.referred import Scene
from vve_portal.accounts.models import User
from vve_portal.accounts.roles import Role
from vve_portal.audit.models import Entry

pytestmark = pytest.mark.sqlite

OCTOBER = date(2026, 10, 1)
InScope = Callable[[User], AbstractContextManager[None]]


def entries(verb: str) -> list[tuple[str, str]]:
    """Return summary and reach of the entries of a deed."""
    rows = Entry.objects.filter(verb=verb).order_by("pk")
    return list(rows.values_list("summary", "reach"))


def test_advice_without_a_trajectory_is_kept_with_its_month(
    scene: Scene, now: datetime, in_scope: InScope
) -> None:
    with in_scope(scene.nurse):
        advice = note_advice(
            partnership=scene.partnership,
            to="speech_therapy",
            signalled_by="preschool",
            month=date(2026, 10, 14),
            actor=scene.nurse,
            now=now,
        )

    assert advice.month == OCTOBER
    assert (advice.to, advice.signalled_by, advice.trajectory) == (
        "speech_therapy",
        "preschool",
        None,
    )
    assert entries("advice.noted") == [
        ("Advies vastgelegd voor oktober 2026: Logopedie.", Entry.Reach.ORGANISATION)
    ]


def test_advice_beside_a_trajectory_takes_this_month_and_who_saw_it_first(
    scene: Scene, now: datetime, in_scope: InScope
) -> None:
    child = scene.child(code="K7QM4X2PK", first_signalled_by="doctor")

    with in_scope(scene.nurse):
        advice = note_advice_for(
            trajectory=child, to="library", actor=scene.nurse, now=now
        )

    assert advice.month == date(2026, 11, 1)
    assert advice.signalled_by == "doctor"
    assert advice.trajectory == child
    assert entries("advice.noted") == [
        (
            "Advies vastgelegd voor traject K7QM-4X2P-K: Bibliotheek of BoekStart.",
            Entry.Reach.CHILD,
        )
    ]


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"to": "moon"}, {"to": [TO_UNKNOWN]}),
        ({"signalled_by": "neighbour"}, {"signalled_by": [SIGNALLER_UNKNOWN]}),
        ({"month": date(2026, 12, 1)}, {"month": [NOT_BEGUN]}),
    ],
)
def test_advice_that_cannot_be_is_refused_with_what_to_choose(
    changes: dict[str, object],
    fault: dict[str, list[str]],
    scene: Scene,
    now: datetime,
    in_scope: InScope,
) -> None:
    values: dict[str, object] = {
        "to": "library",
        "signalled_by": "",
        "month": OCTOBER,
        **changes,
    }

    with in_scope(scene.nurse), pytest.raises(ValidationError) as caught:
        note_advice(
            partnership=scene.partnership,
            actor=scene.nurse,
            now=now,
            **values,  # type: ignore[arg-type]  # each test gives the right kinds
        )

    assert caught.value.message_dict == fault
    assert Advice.objects.count() == 0


@pytest.mark.parametrize("who", ["advisor", "manager", "stranger", "preschool_contact"])
def test_nobody_else_notes_advice(
    who: str,
    scene: Scene,
    now: datetime,
    in_scope: InScope,
    request: pytest.FixtureRequest,
) -> None:
    actor = request.getfixturevalue(who)

    with in_scope(actor), pytest.raises(PermissionDenied):
        note_advice(
            partnership=scene.partnership,
            to="library",
            signalled_by="",
            month=OCTOBER,
            actor=actor,
            now=now,
        )

    assert Advice.objects.count() == 0


@pytest.fixture
def advice(scene: Scene, now: datetime, in_scope: InScope) -> Advice:
    """Advice that the nurse noted."""
    with in_scope(scene.nurse):
        return note_advice(
            partnership=scene.partnership,
            to="library",
            signalled_by="",
            month=OCTOBER,
            actor=scene.nurse,
            now=now,
        )


def test_advice_noted_by_mistake_is_taken_back_and_stays_in_the_record(
    advice: Advice, scene: Scene, now: datetime, in_scope: InScope
) -> None:
    with in_scope(scene.nurse):
        withdraw_advice(advice=advice, actor=scene.nurse, now=now)

    assert Advice.objects.count() == 0
    assert entries("advice.withdrawn") == [
        (
            "Advies teruggenomen voor oktober 2026: Bibliotheek of BoekStart.",
            Entry.Reach.ORGANISATION,
        )
    ]


def test_colleague_leaves_advice_to_who_noted_it_and_the_coordinator_does_not(
    advice: Advice,
    scene: Scene,
    coordinator: User,
    now: datetime,
    in_scope: InScope,
) -> None:
    colleague = person(scene.nurse.organisation, Role.NURSE, name="Cato Collega")

    with in_scope(colleague), pytest.raises(PermissionDenied, match=OTHERS_ADVICE):
        withdraw_advice(advice=advice, actor=colleague, now=now)
    with in_scope(coordinator):
        withdraw_advice(advice=advice, actor=coordinator, now=now)

    assert Advice.objects.count() == 0


def test_who_saw_a_child_first_and_who_referred_are_two_things(
    scene: Scene, now: datetime, in_scope: InScope
) -> None:
    child = scene.child()

    with in_scope(scene.nurse):
        set_origin(
            trajectory=child,
            first_signalled_by="preschool",
            referred_by="doctor",
            seen_version=child.version,
            actor=scene.nurse,
            now=now,
        )

    child.refresh_from_db()
    assert (child.first_signalled_by, child.referred_by) == ("preschool", "doctor")
    assert (child.state, child.version) == ("S30", 1)
    event = Event.objects.get(trajectory=child)
    assert (event.kind, event.state, event.changes) == ("origin", "S30", {})


def test_same_origin_again_leaves_no_event(
    scene: Scene, now: datetime, in_scope: InScope
) -> None:
    child = scene.child(first_signalled_by="parents")

    with in_scope(scene.nurse):
        set_origin(
            trajectory=child,
            first_signalled_by="parents",
            referred_by="",
            seen_version=child.version,
            actor=scene.nurse,
            now=now,
        )

    assert Event.objects.filter(trajectory=child).count() == 0


@pytest.mark.parametrize(
    ("first", "version", "sentence"),
    [
        ("neighbour", 0, SIGNALLER_UNKNOWN),
        ("parents", 7, STALE.format("In gesprek met ouders")),
    ],
)
def test_origin_that_cannot_be_or_comes_second_is_refused(
    first: str,
    version: int,
    sentence: str,
    scene: Scene,
    now: datetime,
    in_scope: InScope,
) -> None:
    child = scene.child()

    with in_scope(scene.nurse), pytest.raises(ValidationError) as caught:
        set_origin(
            trajectory=child,
            first_signalled_by=first,
            referred_by="",
            seen_version=version,
            actor=scene.nurse,
            now=now,
        )

    assert caught.value.messages == [sentence]
    assert Trajectory.objects.get(pk=child.pk).first_signalled_by == ""
