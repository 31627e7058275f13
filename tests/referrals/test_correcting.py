"""A correction is an event: it takes the last move back, or gives it another day."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from referrals.lifecycle.deeds import Deed
from referrals.lifecycle.effects import values_of
from referrals.models import (
    Event,
    EventReason,
    IndicationGroup,
    TargetDefinition,
    Trajectory,
)
from referrals.services.correcting import correct
from referrals.services.moving import move
from tests.factories import TODAY, EventFactory, WorkplaceFactory
from tests.referrals.building import SINCE, deed, placing, stored
from tests.referrals.referred import Scene
from vve_portal.accounts.models import User
from vve_portal.accounts.queries import with_reach
from vve_portal.accounts.roles import Role
from vve_portal.audit.models import Entry

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
InScope = Callable[[User], AbstractContextManager[None]]
THURSDAY = date(2026, 11, 19)


@pytest.fixture
def talking(scene: Scene) -> Trajectory:
    """A child about whom the nurse talks with its parents."""
    return stored(scene.versions["R-BASIS"], "S30", team=scene.team)


@pytest.fixture
def took(now: datetime, in_scope: InScope) -> Callable[..., Trajectory]:
    """Return what takes a step for somebody and gives the trajectory as it is then."""

    def take(who: User, child: Trajectory, outcome: str, done: Deed) -> Trajectory:
        child.refresh_from_db()
        with in_scope(who):
            return move(
                trajectory=child,
                outcome=outcome,
                deed=done,
                seen_version=child.version,
                actor=who,
                now=now,
            )

    return take


@pytest.fixture
def corrected(now: datetime, in_scope: InScope) -> Callable[..., Trajectory]:
    """Return what corrects for somebody."""

    def take_back(who: User, child: Trajectory, **rest: Any) -> Trajectory:
        child.refresh_from_db()
        with in_scope(who):
            return correct(
                trajectory=child,
                seen_version=child.version,
                actor=who,
                now=now,
                **rest,
            )

    return take_back


Step = Callable[..., Trajectory]


def test_everything_is_as_it_was_before_the_move(
    talking: Trajectory, nurse: User, took: Step, corrected: Step
) -> None:
    before = values_of(talking)
    plan = (talking.next_step, talking.owner, talking.due_on)
    took(nurse, talking, "refuse", deed(reason="RN03"))

    corrected(nurse, talking)

    talking.refresh_from_db()
    assert values_of(talking) == before
    assert (talking.next_step, talking.owner, talking.due_on) == plan
    assert (talking.is_open, talking.closed_on, talking.version) == (True, None, 2)


def test_the_correction_is_an_event_that_names_what_it_takes_back(
    talking: Trajectory, nurse: User, took: Step, corrected: Step
) -> None:
    took(nurse, talking, "refuse", deed(reason="RN03"))

    corrected(nurse, talking)

    wrong, correction = Event.objects.filter(trajectory=talking).order_by("pk")
    assert (correction.kind, correction.corrects) == ("correction", wrong)
    assert (correction.from_state, correction.state) == ("S31", "S30")
    assert EventReason.objects.filter(event=wrong).exists()
    entry = Entry.objects.about(talking).order_by("-pk").first()
    assert entry is not None
    assert (entry.verb, entry.summary.rpartition(": ")[2]) == (
        "trajectory.correct",
        "teruggezet naar “In gesprek met ouders”.",
    )


def test_moves_are_taken_back_one_by_one_from_the_last(
    talking: Trajectory, nurse: User, took: Step, corrected: Step
) -> None:
    before = values_of(talking)
    took(nurse, talking, "consent", deed(THURSDAY))
    took(nurse, talking, "location", deed(THURSDAY, is_free_choice=True))
    took(nurse, talking, "refer", deed())

    after_first = corrected(nurse, talking)
    assert (after_first.state, after_first.location_known) == ("S30", True)
    after_second = corrected(nurse, talking)
    assert (after_second.consent, after_second.location_known) == ("yes", False)
    corrected(nurse, talking)

    talking.refresh_from_db()
    assert values_of(talking) == before
    with pytest.raises(ValidationError, match="niets om te corrigeren"):
        corrected(nurse, talking)


def test_an_earlier_day_is_possible_again_after_a_correction(
    talking: Trajectory, nurse: User, took: Step, corrected: Step
) -> None:
    took(nurse, talking, "attempt", deed(TODAY, channel="phone"))
    corrected(nurse, talking)

    took(nurse, talking, "attempt", deed(THURSDAY, channel="visit"))

    talking.refresh_from_db()
    assert (talking.attempts, talking.channels) == (1, ["visit"])


def test_a_move_gets_another_day(
    talking: Trajectory, nurse: User, took: Step, corrected: Step
) -> None:
    took(nurse, talking, "consent", deed(TODAY))

    corrected(nurse, talking, occurred_on=THURSDAY)

    talking.refresh_from_db()
    assert (talking.consent, talking.consent_on) == ("yes", THURSDAY)
    kinds = Event.objects.filter(trajectory=talking).order_by("pk")
    assert [(one.kind, one.outcome, one.occurred_on) for one in kinds] == [
        ("move", "consent", TODAY),
        ("correction", "", TODAY),
        ("move", "consent", THURSDAY),
    ]


@pytest.fixture
def begun(scene: Scene, preschool_contact: User, took: Step) -> tuple[User, Trajectory]:
    """A child that was to begin on Monday and began on Thursday, and who said so."""
    WorkplaceFactory.create(user=preschool_contact, location=scene.location)
    contact = with_reach(preschool_contact, today=TODAY)
    placed = stored(
        scene.versions["R-BASIS"],
        "S60",
        team=scene.team,
        location=scene.location,
        birth_month=date(2024, 3, 1),
        start_on=date(2026, 11, 16),
        hours_per_week=16,
    )
    took(contact, placed, "start", deed(THURSDAY))
    return contact, placed


def test_a_beginning_on_another_day_is_the_day_a_child_began(
    begun: tuple[User, Trajectory], corrected: Step
) -> None:
    contact, placed = begun

    corrected(contact, placed, occurred_on=date(2026, 11, 18))

    placed.refresh_from_db()
    assert (placed.state, placed.since, placed.start_on) == (
        "S70",
        date(2026, 11, 18),
        date(2026, 11, 18),
    )


def test_a_beginning_cannot_get_a_day_before_the_agreed_one(
    begun: tuple[User, Trajectory], corrected: Step
) -> None:
    contact, placed = begun

    with pytest.raises(ValidationError, match="startdatum is 16 november 2026"):
        corrected(contact, placed, occurred_on=date(2026, 11, 13))

    placed.refresh_from_db()
    assert (placed.state, placed.start_on) == ("S70", THURSDAY)


def test_an_indication_on_another_day_refers_to_the_definition_of_that_day(
    scene: Scene, nurse: User, took: Step, corrected: Step
) -> None:
    older, newer = (
        TargetDefinition.objects.create(
            partnership=scene.partnership,
            year=2026,
            number=number,
            name="Doelgroep",
            text="Peuters die extra taal nodig hebben.",
            hours_per_week=16,
            starts_on=day,
            decided_on=SINCE,
        )
        for number, day in enumerate((SINCE, TODAY), start=1)
    )
    tested = stored(scene.versions["R-BASIS"], "S10", team=scene.team)
    took(nurse, tested, "indicate", deed(TODAY, groups=frozenset({"taal"})))
    tested.refresh_from_db()
    assert tested.target_definition == newer

    corrected(nurse, tested, occurred_on=THURSDAY)

    tested.refresh_from_db()
    assert (tested.indicated_on, tested.target_definition) == (THURSDAY, older)


def test_a_talk_cannot_get_a_day_before_the_consent_it_reports(
    talking: Trajectory, nurse: User, took: Step, corrected: Step
) -> None:
    took(nurse, talking, "consent", deed(TODAY, consent_on=THURSDAY))

    with pytest.raises(ValidationError, match="niet later zijn dan deze stap"):
        corrected(nurse, talking, occurred_on=date(2026, 11, 18))

    talking.refresh_from_db()
    assert (talking.consent_on, talking.version) == (THURSDAY, 1)


def test_a_move_keeps_its_reason_on_another_day(
    talking: Trajectory, nurse: User, took: Step, corrected: Step
) -> None:
    took(nurse, talking, "refuse", deed(reason="RN02"))

    corrected(nurse, talking, occurred_on=THURSDAY)

    talking.refresh_from_db()
    assert (talking.state, talking.since, talking.closed_on) == (
        "S31",
        THURSDAY,
        THURSDAY,
    )
    assert talking.rule == "E11"
    last = Event.objects.filter(trajectory=talking).order_by("-pk").first()
    assert last is not None
    assert EventReason.objects.get(event=last).code == "RN02"


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 11, 21), "moet al gebeurd zijn"),
        (date(2024, 5, 31), "voor de geboortemaand"),
        (TODAY, "Deze dag stond er al"),
    ],
)
def test_a_move_cannot_get_a_day_that_cannot_be(
    day: date,
    words: str,
    talking: Trajectory,
    nurse: User,
    took: Step,
    corrected: Step,
) -> None:
    took(nurse, talking, "consent", deed(TODAY))

    with pytest.raises(ValidationError, match=words):
        corrected(nurse, talking, occurred_on=day)

    talking.refresh_from_db()
    assert (talking.consent_on, talking.version) == (TODAY, 1)
    assert Event.objects.filter(trajectory=talking).count() == 1


def test_a_move_cannot_get_a_day_before_the_one_that_made_it_possible(
    talking: Trajectory, nurse: User, took: Step, corrected: Step
) -> None:
    took(nurse, talking, "attempt", deed(THURSDAY, channel="phone"))
    took(nurse, talking, "refuse", deed(TODAY, reason="RN03"))

    with pytest.raises(ValidationError, match="Kies 19 november 2026 of later"):
        corrected(nurse, talking, occurred_on=date(2026, 11, 18))

    talking.refresh_from_db()
    assert (talking.state, talking.since) == ("S31", TODAY)


def test_taking_back_an_indication_takes_its_groups_too(
    scene: Scene, nurse: User, took: Step, corrected: Step
) -> None:
    tested = stored(scene.versions["R-BASIS"], "S10", team=scene.team)
    took(nurse, tested, "indicate", deed(groups=frozenset({"taal"})))
    assert IndicationGroup.objects.filter(trajectory=tested).exists()

    corrected(nurse, tested)

    tested.refresh_from_db()
    assert (tested.state, tested.indicated_on) == ("S10", None)
    assert not IndicationGroup.objects.filter(trajectory=tested).exists()


def test_parents_who_wanted_to_wait_are_asked_again_after_a_correction(
    talking: Trajectory, nurse: User, took: Step, corrected: Step
) -> None:
    took(nurse, talking, "refuse", deed(THURSDAY, reason="RN02"))
    took(nurse, talking, "talk", deed(TODAY))

    corrected(nurse, talking)

    talking.refresh_from_db()
    assert (talking.state, talking.rule) == ("S31", "E11")
    assert talking.due_on == date(2026, 12, 1)


def test_another_organisations_move_is_not_yours_to_take_back(
    scene: Scene,
    nurse: User,
    preschool_contact: User,
    took: Step,
    corrected: Step,
) -> None:
    WorkplaceFactory.create(user=preschool_contact, location=scene.location)
    contact = with_reach(preschool_contact, today=TODAY)
    waiting = stored(
        scene.versions["R-BASIS"], "S50", team=scene.team, location=scene.location
    )
    took(contact, waiting, "place", placing())

    with pytest.raises(PermissionDenied, match="een andere organisatie"):
        corrected(nurse, waiting)
    corrected(contact, waiting)

    waiting.refresh_from_db()
    assert (waiting.state, waiting.start_on) == ("S50", None)


def test_the_second_of_two_who_correct_is_told(
    talking: Trajectory, nurse: User, now: datetime, took: Step, in_scope: InScope
) -> None:
    took(nurse, talking, "consent", deed())

    with in_scope(nurse), pytest.raises(ValidationError, match="was u net voor"):
        correct(trajectory=talking, seen_version=0, actor=nurse, now=now)


def test_what_came_from_a_file_without_its_history_stays(
    scene: Scene, nurse: User, corrected: Step
) -> None:
    imported = stored(scene.versions["R-BASIS"], "S20", team=scene.team)
    EventFactory.create(
        trajectory=imported,
        kind=Event.Kind.IMPORT,
        state="S20",
        organisation=nurse.organisation,
        occurred_on=SINCE,
    )

    with pytest.raises(ValidationError, match="komt uit een bestand"):
        corrected(nurse, imported)


def test_a_coordinator_takes_back_what_the_portal_did_by_itself(
    scene: Scene, coordinator: User, corrected: Step
) -> None:
    planned = stored(scene.versions["R-BASIS"], "S10", team=scene.team)
    EventFactory.create(
        trajectory=planned,
        kind=Event.Kind.MOVE,
        from_state="S00",
        state="S10",
        changes={"state": ["S00", "S10"]},
    )

    corrected(coordinator, planned)

    planned.refresh_from_db()
    assert planned.state == "S00"
    last = Event.objects.filter(trajectory=planned).order_by("-pk").first()
    assert last is not None
    assert (last.kind, last.actor_role) == ("correction", Role.VVE_COORDINATOR)
