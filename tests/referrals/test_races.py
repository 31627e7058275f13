"""Two people at one trajectory: one is first, the other hears of it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection

from referrals.models import Event, Trajectory
from referrals.services.bulk import BulkResult, move_many
from referrals.services.correcting import correct
from referrals.services.moving import move
from tests.conftest import person
from tests.factories import TODAY, TeamMembershipFactory
from tests.referrals.building import deed, stored
from tests.referrals.referred import Scene, make_scene
from vve_portal.access.scope import scope
from vve_portal.accounts.models import Partnership, User
from vve_portal.accounts.queries import with_reach
from vve_portal.accounts.roles import Role
from vve_portal.accounts.scopes import scope_of, scope_of_children_job
from vve_portal.audit.models import Entry

pytestmark = pytest.mark.postgresql
Deed = tuple[User, Callable[[], Any]]


@pytest.fixture
def shared(
    committed: None,  # noqa: ARG001 - both must see the same rows
    partnership: Partnership,
    nurse: User,
) -> Scene:
    """A scene that was really committed, so that two sessions reach it."""
    with scope(scope_of_children_job(partnership)):
        return make_scene(partnership, nurse)


@pytest.fixture
def colleague(shared: Scene) -> User:
    """Another nurse of the same team."""
    other = person(shared.nurse.organisation, Role.NURSE, name="Cor Collega")
    TeamMembershipFactory.create(team=shared.team, user=other)
    return with_reach(other, today=TODAY)


@pytest.fixture
def child(shared: Scene) -> Trajectory:
    """A child about whom they talk with its parents."""
    with scope(scope_of_children_job(shared.partnership)):
        return stored(shared.versions["R-BASIS"], "S30", team=shared.team)


def at_once(*deeds: Deed) -> list[Any]:
    """Let people do something at the same moment, each in a session."""
    barrier = Barrier(len(deeds))

    def one(actor: User, deed: Callable[[], Any]) -> Any:
        try:
            barrier.wait(timeout=5)
            with scope(scope_of(actor)):
                return deed()
        except (PermissionDenied, ValidationError) as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        waiting = [pool.submit(one, *each) for each in deeds]
        return [each.result(timeout=20) for each in waiting]


def test_of_two_who_move_one_trajectory_one_is_told(
    shared: Scene, child: Trajectory, colleague: User, now: datetime
) -> None:
    def refuse(actor: User, reason: str) -> Deed:
        return actor, lambda: move(
            trajectory=child,
            outcome="refuse",
            deed=deed(reason=reason),
            seen_version=0,
            actor=actor,
            now=now,
        )

    outcomes = at_once(refuse(shared.nurse, "RN03"), refuse(colleague, "RN04"))

    [told] = [one for one in outcomes if isinstance(one, ValidationError)]
    [moved] = [one for one in outcomes if isinstance(one, Trajectory)]
    assert told.messages == [
        (
            "Iemand anders was u net voor: dit traject staat nu op “Ouders willen "
            "niet”. Bekijk het opnieuw en kies dan uw volgende stap."
        )
    ]
    assert (moved.state, moved.version) == ("S31", 1)
    with scope(scope_of_children_job(shared.partnership)):
        child.refresh_from_db()
        assert (child.state, child.version) == ("S31", 1)
        assert Event.objects.filter(trajectory=child).count() == 1
        assert Entry.objects.about(child).count() == 1


def test_of_two_who_move_the_same_selection_each_child_goes_once(
    shared: Scene, colleague: User, now: datetime
) -> None:
    with scope(scope_of_children_job(shared.partnership)):
        version = shared.versions["R-BASIS"]
        children = [stored(version, "S20", team=shared.team) for _ in range(6)]
    forwards = {one.pk: 0 for one in children}
    backwards = dict(reversed(forwards.items()))

    def talk(actor: User, wanted: dict[int, int]) -> Deed:
        return actor, lambda: move_many(
            wanted=wanted, outcome="talk", deed=deed(), actor=actor, now=now
        )

    outcomes: list[BulkResult] = at_once(
        talk(shared.nurse, forwards), talk(colleague, backwards)
    )

    assert sorted(len(one.moved) for one in outcomes) == [0, 6]
    assert sorted(len(one.refused) for one in outcomes) == [0, 6]
    with scope(scope_of_children_job(shared.partnership)):
        assert Event.objects.filter(outcome="talk").count() == 6


def test_of_two_who_take_a_move_back_one_is_told(
    shared: Scene, child: Trajectory, colleague: User, now: datetime
) -> None:
    with scope(scope_of(shared.nurse)):
        move(
            trajectory=child,
            outcome="consent",
            deed=deed(),
            seen_version=0,
            actor=shared.nurse,
            now=now,
        )

    def take_back(actor: User) -> Deed:
        return actor, lambda: correct(
            trajectory=child, seen_version=1, actor=actor, now=now
        )

    outcomes = at_once(take_back(shared.nurse), take_back(colleague))

    refused = [one for one in outcomes if isinstance(one, ValidationError)]
    assert len(refused) == 1
    with scope(scope_of_children_job(shared.partnership)):
        child.refresh_from_db()
        assert (child.consent, child.version) == ("not_asked", 2)
        assert Event.objects.filter(kind="correction").count() == 1
