"""Taking a step: locked, judged, saved with its event and entry, or refused whole."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.test.utils import CaptureQueriesContext

from referrals.codes import shown_code
from referrals.models import Event, EventReason, IndicationGroup, Trajectory
from referrals.reasons import ReasonGroup
from referrals.services.moving import move, move_along
from tests.factories import TODAY, LocationFactory, PartnershipFactory
from tests.referrals.building import SINCE, deed, stored
from tests.referrals.referred import Scene
from vve_portal.access.scope import scope
from vve_portal.accounts.models import User
from vve_portal.accounts.roles import Role
from vve_portal.accounts.scopes import scope_of_children_job
from vve_portal.audit.models import Entry

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
InScope = Callable[[User], AbstractContextManager[None]]


@pytest.fixture
def referred(scene: Scene) -> Trajectory:
    """A child whose parents gave consent and chose a preschool, before the letter."""
    return stored(
        scene.versions["R-BASIS"],
        "S30",
        team=scene.team,
        consent="yes",
        consent_on=SINCE,
        consent_by=Role.NURSE,
        location_known=True,
        wished_location=scene.location,
    )


def test_a_step_changes_the_trajectory_and_says_what_comes_next(
    referred: Trajectory, nurse: User, now: datetime, in_scope: InScope
) -> None:
    with in_scope(nurse):
        move(
            trajectory=referred,
            outcome="refer",
            deed=deed(),
            seen_version=0,
            actor=nurse,
            now=now,
        )

    referred.refresh_from_db()
    assert (referred.state, referred.since, referred.version) == ("S40", TODAY, 1)
    assert (referred.letter_on, referred.letter_by) == (TODAY, nurse)
    assert (referred.owner, referred.due_on) == (
        Role.PRESCHOOL_CONTACT,
        date(2026, 11, 27),
    )
    assert (referred.escalates_to, referred.escalates_on) == (
        Role.NURSE,
        date(2026, 11, 27),
    )
    assert referred.next_step == "Bevestig de verwijsbrief met de trajectcode"


def test_a_step_is_an_event_with_both_days_and_who_did_it(
    referred: Trajectory, nurse: User, now: datetime, in_scope: InScope
) -> None:
    day = date(2026, 11, 18)

    with in_scope(nurse):
        move(
            trajectory=referred,
            outcome="refer",
            deed=deed(day),
            seen_version=0,
            actor=nurse,
            now=now,
        )

    event = Event.objects.get(trajectory=referred)
    assert (event.kind, event.step, event.outcome) == ("move", "talk", "refer")
    assert (event.from_state, event.state) == ("S30", "S40")
    assert (event.occurred_on, event.registered_at) == (day, now)
    assert (event.actor, event.actor_role) == (nurse, Role.NURSE)
    assert event.organisation == nurse.organisation
    assert event.changes == {
        "state": ["S30", "S40"],
        "since": ["2026-11-02", "2026-11-18"],
        "letter_on": [None, "2026-11-18"],
        "letter_by_id": [None, nurse.pk],
    }


def test_a_step_is_on_record_for_who_may_know_the_child(
    referred: Trajectory, nurse: User, now: datetime, in_scope: InScope
) -> None:
    with in_scope(nurse):
        move(
            trajectory=referred,
            outcome="refer",
            deed=deed(),
            seen_version=0,
            actor=nurse,
            now=now,
        )

    [entry] = Entry.objects.about(referred)
    assert (entry.verb, entry.reach) == ("trajectory.move", Entry.Reach.CHILD)
    assert (entry.actor, entry.at) == (nurse, now)
    code = shown_code(referred.code)
    assert entry.summary == (
        f"Traject {code}: van “In gesprek met ouders” naar “Verwezen”."
    )
    assert (entry.details["before"], entry.details["after"]) == ("S30", "S40")


def test_the_second_of_two_is_told_where_the_first_brought_it(
    referred: Trajectory, nurse: User, now: datetime, in_scope: InScope
) -> None:
    with in_scope(nurse):
        move(
            trajectory=referred,
            outcome="refer",
            deed=deed(),
            seen_version=0,
            actor=nurse,
            now=now,
        )
        with pytest.raises(ValidationError) as told:
            move(
                trajectory=referred,
                outcome="refuse",
                deed=deed(reason="RN03"),
                seen_version=0,
                actor=nurse,
                now=now,
            )

    [sentence] = told.value.messages
    assert sentence == (
        "Iemand anders was u net voor: dit traject staat nu op “Verwezen”. "
        "Bekijk het opnieuw en kies dan uw volgende stap."
    )
    referred.refresh_from_db()
    assert (referred.state, referred.version) == ("S40", 1)
    assert Event.objects.filter(trajectory=referred).count() == 1


def test_one_form_can_report_consent_wish_and_letter_at_once(
    scene: Scene, nurse: User, now: datetime, in_scope: InScope
) -> None:
    talking = stored(scene.versions["R-BASIS"], "S30", team=scene.team)

    with in_scope(nurse):
        move_along(
            trajectory=talking,
            steps=[
                ("consent", deed(consent_on=SINCE)),
                ("location", deed(is_free_choice=True)),
                ("refer", deed()),
            ],
            seen_version=0,
            actor=nurse,
            now=now,
        )

    talking.refresh_from_db()
    assert (talking.state, talking.version) == ("S40", 3)
    assert (talking.consent, talking.consent_on) == ("yes", SINCE)
    assert talking.consent_by == Role.NURSE
    assert (talking.location_known, talking.wished_location) == (True, None)
    events = Event.objects.filter(trajectory=talking).order_by("pk")
    assert [one.outcome for one in events] == ["consent", "location", "refer"]
    assert Entry.objects.about(talking).count() == 3


def test_parents_do_not_wish_for_a_preschool_of_another_town(
    scene: Scene, nurse: User, now: datetime, in_scope: InScope
) -> None:
    talking = stored(scene.versions["R-BASIS"], "S30", team=scene.team)
    elsewhere = PartnershipFactory.create()
    with scope(scope_of_children_job(elsewhere)):
        preschool = LocationFactory.create(partnership=elsewhere)

    with in_scope(nurse), pytest.raises(ValidationError, match="in de gemeente van"):
        move(
            trajectory=talking,
            outcome="location",
            deed=deed(location_id=preschool.pk),
            seen_version=0,
            actor=nurse,
            now=now,
        )

    talking.refresh_from_db()
    assert (talking.location_known, talking.wished_location) == (False, None)


def test_nothing_of_one_form_is_kept_when_a_part_of_it_cannot_be(
    scene: Scene, nurse: User, now: datetime, in_scope: InScope
) -> None:
    talking = stored(scene.versions["R-BASIS"], "S30", team=scene.team)

    with in_scope(nurse), pytest.raises(ValidationError, match="welke voorschool"):
        move_along(
            trajectory=talking,
            steps=[("consent", deed()), ("refer", deed())],
            seen_version=0,
            actor=nurse,
            now=now,
        )

    talking.refresh_from_db()
    assert (talking.state, talking.consent, talking.version) == ("S30", "not_asked", 0)
    assert not Event.objects.filter(trajectory=talking).exists()


def test_a_reason_is_kept_apart_from_the_event(
    referred: Trajectory, nurse: User, now: datetime, in_scope: InScope
) -> None:
    with in_scope(nurse):
        move(
            trajectory=referred,
            outcome="refuse",
            deed=deed(reason="RN02"),
            seen_version=0,
            actor=nurse,
            now=now,
        )

    event = Event.objects.get(trajectory=referred)
    assert EventReason.objects.get(event=event).code == "RN02"
    assert "RN02" not in str(event.changes)
    referred.refresh_from_db()
    assert (referred.is_open, referred.closed_on) == (False, TODAY)
    # The child is two and a half on the first of December.
    assert (referred.rule, referred.due_on) == ("E11", date(2026, 12, 1))


def test_only_the_groups_of_the_last_indication_are_kept(
    scene: Scene, nurse: User, now: datetime, in_scope: InScope
) -> None:
    seen = stored(scene.versions["R-BASIS"], "S21", team=scene.team)
    IndicationGroup.objects.create(
        partnership=scene.partnership, trajectory=seen, group=ReasonGroup.CHILD
    )

    with in_scope(nurse):
        move(
            trajectory=seen,
            outcome="indicate",
            deed=deed(groups=frozenset({"taal", "omgeving"})),
            seen_version=0,
            actor=nurse,
            now=now,
        )

    groups = IndicationGroup.objects.filter(trajectory=seen).order_by("group")
    assert [one.group for one in groups] == ["omgeving", "taal"]
    seen.refresh_from_db()
    assert (seen.is_open, seen.indicated_on, seen.closed_on) == (True, TODAY, None)


def test_a_step_cannot_lie_before_the_one_that_made_it_possible(
    referred: Trajectory, nurse: User, now: datetime, in_scope: InScope
) -> None:
    with in_scope(nurse):
        move(
            trajectory=referred,
            outcome="attempt",
            deed=deed(date(2026, 11, 16), channel="phone"),
            seen_version=0,
            actor=nurse,
            now=now,
        )
        with pytest.raises(ValidationError, match="Kies 16 november 2026 of later"):
            move(
                trajectory=referred,
                outcome="refer",
                deed=deed(date(2026, 11, 13)),
                seen_version=1,
                actor=nurse,
                now=now,
            )


def test_a_side_route_ends_when_the_child_has_moved(
    referred: Trajectory, scene: Scene, nurse: User, now: datetime, in_scope: InScope
) -> None:
    beside = stored(scene.versions["R-THUIS"], "T10", team=scene.team, main=referred)
    done = stored(scene.versions["R-THUIS"], "T80", team=scene.team, main=referred)

    with in_scope(nurse):
        move(
            trajectory=referred,
            outcome="moved",
            deed=deed(),
            seen_version=0,
            actor=nurse,
            now=now,
        )

    beside.refresh_from_db()
    done.refresh_from_db()
    assert (beside.state, beside.is_open, beside.due_on) == ("S94", False, None)
    assert done.state == "T80"


def test_a_side_route_goes_on_when_parents_refuse_the_preschool(
    referred: Trajectory, scene: Scene, nurse: User, now: datetime, in_scope: InScope
) -> None:
    beside = stored(scene.versions["R-THUIS"], "T10", team=scene.team, main=referred)

    with in_scope(nurse):
        move(
            trajectory=referred,
            outcome="refuse",
            deed=deed(reason="RN12"),
            seen_version=0,
            actor=nurse,
            now=now,
        )

    beside.refresh_from_db()
    assert (beside.state, beside.is_open) == ("T10", True)


def test_events_are_only_added(
    referred: Trajectory, nurse: User, now: datetime, in_scope: InScope
) -> None:
    with in_scope(nurse):
        move(
            trajectory=referred,
            outcome="refer",
            deed=deed(),
            seen_version=0,
            actor=nurse,
            now=now,
        )

    with pytest.raises(DatabaseError, match="only added to"), transaction.atomic():
        Event.objects.filter(trajectory=referred).update(occurred_on=SINCE)


@pytest.mark.parametrize(
    ("outcome", "reason", "queries"),
    [
        ("refer", "", 6),
        ("refuse", "RN03", 7),
    ],
)
def test_a_step_takes_few_queries(
    outcome: str,
    reason: str,
    queries: int,
    referred: Trajectory,
    nurse: User,
    now: datetime,
    in_scope: InScope,
) -> None:
    with (
        in_scope(nurse),
        CaptureQueriesContext(
            connection,
        ) as asked,
    ):
        move(
            trajectory=referred,
            outcome=outcome,
            deed=deed(reason=reason),
            seen_version=0,
            actor=nurse,
            now=now,
        )

    real = [one for one in asked if "SAVEPOINT" not in one["sql"]]
    assert len(real) == queries
