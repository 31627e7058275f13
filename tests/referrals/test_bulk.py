"""Many trajectories at once: locked once, each judged by itself, few queries."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from referrals.codes import shown_code
from referrals.lifecycle.deeds import Deed
from referrals.models import Event, EventReason, Trajectory
from referrals.services.assigning import give_many
from referrals.services.bulk import BulkResult, Refused, move_many
from tests.factories import TODAY, LocationFactory, PartnershipFactory, TeamFactory
from tests.referrals.building import deed, publish, stored
from tests.referrals.referred import Scene
from vve_portal.access.scope import scope
from vve_portal.accounts.models import User
from vve_portal.accounts.queries import with_reach
from vve_portal.accounts.scopes import scope_of_children_job
from vve_portal.audit.models import Entry

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
InScope = Callable[[User], AbstractContextManager[None]]


def of_team(scene: Scene, *states: str) -> list[Trajectory]:
    """Store trajectories of the nurse's team."""
    version = scene.versions["R-BASIS"]
    return [stored(version, state, team=scene.team) for state in states]


def seen(children: list[Trajectory]) -> dict[int, int]:
    """Return the versions that are on the screen."""
    return {child.pk: child.version for child in children}


def states_of(children: list[Trajectory]) -> list[str]:
    """Return where trajectories stand now."""
    for child in children:
        child.refresh_from_db()
    return [child.state for child in children]


def test_all_move_with_an_event_and_an_entry_each(
    scene: Scene, nurse: User, now: datetime, in_scope: InScope
) -> None:
    children = of_team(scene, "S20", "S20", "S20")

    with in_scope(nurse):
        result = move_many(
            wanted=seen(children), outcome="talk", deed=deed(), actor=nurse, now=now
        )

    assert result == BulkResult(moved=children, refused=[])
    assert states_of(children) == ["S30", "S30", "S30"]
    assert [child.version for child in children] == [1, 1, 1]
    assert Event.objects.filter(outcome="talk").count() == 3
    assert Entry.objects.filter(verb="trajectory.move").count() == 3


def test_who_cannot_go_is_told_with_code_and_reason_and_the_rest_goes(
    scene: Scene, nurse: User, now: datetime, in_scope: InScope
) -> None:
    fits, elsewhere, stale = of_team(scene, "S20", "S00", "S20")
    wanted = {fits.pk: 0, elsewhere.pk: 0, stale.pk: 7}

    with in_scope(nurse):
        result = move_many(
            wanted=wanted, outcome="talk", deed=deed(), actor=nurse, now=now
        )

    assert result.moved == [fits]
    assert result.refused == [
        Refused(
            shown_code(elsewhere.code),
            "Deze stap kan niet meer: het traject staat nu op “Gesignaleerd”. "
            "Bekijk het traject opnieuw en kies dan.",
        ),
        Refused(
            shown_code(stale.code),
            "Iemand anders was u net voor: dit traject staat nu op “Geïndiceerd”. "
            "Bekijk het opnieuw en kies dan uw volgende stap.",
        ),
    ]
    assert states_of([fits, elsewhere, stale]) == ["S30", "S00", "S20"]


def test_none_goes_when_all_or_none_was_asked(
    scene: Scene, nurse: User, now: datetime, in_scope: InScope
) -> None:
    children = of_team(scene, "S20", "S00")

    with in_scope(nurse):
        result = move_many(
            wanted=seen(children),
            outcome="talk",
            deed=deed(),
            actor=nurse,
            now=now,
            or_none=True,
        )

    assert (result.moved, len(result.refused)) == ([], 1)
    assert states_of(children) == ["S20", "S00"]
    assert not Event.objects.exists()


def test_what_one_does_not_know_of_is_passed_over(
    scene: Scene, nurse: User, now: datetime, in_scope: InScope
) -> None:
    [own] = of_team(scene, "S20")
    other_team = TeamFactory.create(organisation=nurse.organisation)
    theirs = stored(scene.versions["R-BASIS"], "S20", team=other_team)

    with in_scope(nurse):
        result = move_many(
            wanted=seen([own, theirs]),
            outcome="talk",
            deed=deed(),
            actor=nurse,
            now=now,
        )

    assert result == BulkResult(moved=[own], refused=[])
    assert states_of([own, theirs]) == ["S30", "S20"]


def test_each_gets_its_own_reason(
    scene: Scene, nurse: User, now: datetime, in_scope: InScope
) -> None:
    children = of_team(scene, "S30", "S30")

    with in_scope(nurse):
        move_many(
            wanted=seen(children),
            outcome="refuse",
            deed=deed(reason="RN04"),
            actor=nurse,
            now=now,
        )

    assert states_of(children) == ["S31", "S31"]
    reasons = EventReason.objects.filter(event__trajectory__in=children)
    assert [reason.code for reason in reasons] == ["RN04", "RN04"]


def test_each_is_judged_by_its_own_last_day(
    scene: Scene, nurse: User, now: datetime, in_scope: InScope
) -> None:
    early, late = of_team(scene, "S30", "S30")
    with in_scope(nurse):
        move_many(
            wanted={late.pk: 0},
            outcome="attempt",
            deed=deed(date(2026, 11, 19), channel="phone"),
            actor=nurse,
            now=now,
        )

        result = move_many(
            wanted={early.pk: 0, late.pk: 1},
            outcome="attempt",
            deed=deed(date(2026, 11, 10), channel="phone"),
            actor=nurse,
            now=now,
        )

    assert result.moved == [early]
    assert result.refused == [
        Refused(
            shown_code(late.code),
            "Kies 19 november 2026 of later: toen was de vorige stap.",
        )
    ]


def test_a_wish_is_for_a_preschool_of_the_own_town(
    scene: Scene, nurse: User, now: datetime, in_scope: InScope
) -> None:
    [here] = of_team(scene, "S30")
    elsewhere = PartnershipFactory.create(provider=nurse.organisation)
    with scope(scope_of_children_job(elsewhere)):
        there = stored(publish(elsewhere), "S30", team=scene.team)
        preschool = LocationFactory.create(partnership=elsewhere)
    both = with_reach(nurse, today=TODAY)

    with in_scope(both):
        result = move_many(
            wanted=seen([here, there]),
            outcome="location",
            deed=deed(location_id=preschool.pk),
            actor=both,
            now=now,
        )

    assert result.moved == [there]
    assert result.refused == [
        Refused(
            shown_code(here.code),
            "Kies een voorschool in de gemeente van dit traject.",
        )
    ]
    here.refresh_from_db()
    assert (here.location_known, here.wished_location) == (False, None)


@pytest.mark.parametrize("rows", [2, 6])
@pytest.mark.parametrize(
    ("state", "outcome", "done", "number"),
    [
        ("S30", "refuse", deed(reason="RN04"), 7),
        ("S10", "indicate", deed(groups=frozenset({"taal"})), 9),
    ],
)
def test_many_take_as_many_queries_as_few(
    rows: int,
    state: str,
    outcome: str,
    done: Deed,
    number: int,
    scene: Scene,
    nurse: User,
    now: datetime,
    in_scope: InScope,
) -> None:
    children = of_team(scene, *[state] * rows)

    with in_scope(nurse), CaptureQueriesContext(connection) as asked:
        move_many(
            wanted=seen(children), outcome=outcome, deed=done, actor=nurse, now=now
        )

    real = [one for one in asked if "SAVEPOINT" not in one["sql"]]
    assert len(real) == number


def test_giving_many_tells_of_each_that_stays(
    scene: Scene, nurse: User, now: datetime, in_scope: InScope
) -> None:
    other_team = TeamFactory.create(organisation=nurse.organisation)
    fits, closed, stale = of_team(scene, "S30", "S31", "S30")

    with in_scope(nurse):
        result = give_many(
            wanted={fits.pk: 0, closed.pk: 0, stale.pk: 7},
            team=other_team,
            assigned_to=None,
            actor=nurse,
            now=now,
        )

    assert result.moved == [fits]
    assert [one.code for one in result.refused] == [
        shown_code(closed.code),
        shown_code(stale.code),
    ]
    for one, team in ((fits, other_team), (closed, scene.team), (stale, scene.team)):
        one.refresh_from_db()
        assert one.team == team


@pytest.mark.parametrize("rows", [2, 6])
def test_giving_many_takes_as_many_queries_as_giving_few(
    rows: int, scene: Scene, nurse: User, now: datetime, in_scope: InScope
) -> None:
    children = of_team(scene, *["S30"] * rows)
    other_team = TeamFactory.create(organisation=nurse.organisation)

    with in_scope(nurse), CaptureQueriesContext(connection) as asked:
        give_many(
            wanted=seen(children),
            team=other_team,
            assigned_to=None,
            actor=nurse,
            now=now,
        )

    real = [one for one in asked if "SAVEPOINT" not in one["sql"]]
    assert len(real) == 5
