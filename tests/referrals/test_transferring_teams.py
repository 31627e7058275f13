"""Giving a trajectory to another team, or to a colleague."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime

import pytest
from django.core.exceptions import ValidationError

from referrals.models import Event, PathwayVersion, Trajectory
from referrals.services.transferring import (
    to_team,
)
from tests.conftest import person
from tests.factories import (
    NOW,
    TODAY,
    PartnershipFactory,
    TeamFactory,
    TeamMembershipFactory,
)
from tests.referrals.building import publish, stored
from tests.referrals.referred import Scene
from vve_portal.access.scope import scope
from vve_portal.accounts.models import Partnership, Team, User
from vve_portal.accounts.queries import with_reach
from vve_portal.accounts.roles import Role
from vve_portal.accounts.scopes import scope_of_children_job
from vve_portal.audit.models import Entry

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
InScope = Callable[[User], AbstractContextManager[None]]


@dataclass
class Elsewhere:
    """Another town with its own JGZ, where the family moves to."""

    partnership: Partnership
    version: PathwayVersion
    nurse: User
    team: Team


@pytest.fixture
def elsewhere(db: None) -> Elsewhere:  # noqa: ARG001 - opens the database
    """The JGZ that takes over, in a town of its own."""
    partnership: Partnership = PartnershipFactory.create(code="NDZ")
    nurse = person(partnership.provider, Role.NURSE, name="Ned Nieuw")
    team: Team = TeamFactory.create(organisation=partnership.provider)
    TeamMembershipFactory.create(team=team, user=nurse)
    with scope(scope_of_children_job(partnership)):
        version = publish(partnership)
    return Elsewhere(partnership, version, with_reach(nurse, today=TODAY), team)


@pytest.fixture
def referred(scene: Scene) -> Trajectory:
    """A child that waits for an answer of its preschool."""
    return stored(
        scene.versions["R-BASIS"],
        "S41",
        team=scene.team,
        location=scene.location,
        first_signalled_by="parents",
    )


def test_a_trajectory_goes_to_another_team_and_a_colleague(
    referred: Trajectory, nurse: User, now: datetime, in_scope: InScope
) -> None:
    team = TeamFactory.create(organisation=nurse.organisation, name="Team Zuid")
    colleague = person(nurse.organisation, Role.NURSE, name="Zus Zuid")

    with in_scope(nurse):
        to_team(
            trajectory=referred,
            team=team,
            assigned_to=colleague,
            seen_version=0,
            actor=nurse,
            now=now,
        )

    referred.refresh_from_db()
    assert (referred.team, referred.assigned_to) == (team, colleague)
    assert (referred.state, referred.version) == ("S41", 1)
    event = Event.objects.get(trajectory=referred)
    assert event.kind == "transfer"
    assert event.changes["assigned_to_id"] == [None, colleague.pk]
    [entry] = Entry.objects.about(referred)
    assert entry.verb == "trajectory.assign"


@pytest.mark.parametrize(
    ("whose", "words"),
    [("team", "een team van uw eigen"), ("person", "iemand van uw eigen")],
)
def test_a_trajectory_goes_to_nobody_of_another_organisation(
    whose: str,
    words: str,
    referred: Trajectory,
    elsewhere: Elsewhere,
    nurse: User,
    now: datetime,
    in_scope: InScope,
) -> None:
    with in_scope(nurse), pytest.raises(ValidationError, match=words):
        to_team(
            trajectory=referred,
            team=elsewhere.team if whose == "team" else referred.team,
            assigned_to=elsewhere.nurse if whose == "person" else None,
            seen_version=0,
            actor=nurse,
            now=now,
        )

    referred.refresh_from_db()
    assert (referred.assigned_to, referred.version) == (None, 0)


def test_a_team_that_ended_takes_nobody(
    referred: Trajectory, nurse: User, now: datetime, in_scope: InScope
) -> None:
    ended = TeamFactory.create(organisation=nurse.organisation, ended_at=NOW)

    with in_scope(nurse), pytest.raises(ValidationError, match="bestaat niet meer"):
        to_team(
            trajectory=referred,
            team=ended,
            assigned_to=None,
            seen_version=0,
            actor=nurse,
            now=now,
        )
