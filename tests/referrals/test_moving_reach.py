"""Who moves which child: by team, by role, and a preschool its own only."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from referrals.models import EventReason, Trajectory
from referrals.services.moving import move
from tests.conftest import person
from tests.factories import (
    TODAY,
    OrganisationFactory,
    TeamFactory,
    WorkplaceFactory,
)
from tests.referrals.building import SINCE, deed, placing, stored
from tests.referrals.referred import Scene
from vve_portal.accounts.models import User
from vve_portal.accounts.queries import with_reach
from vve_portal.accounts.roles import Role
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


@pytest.fixture
def contact(scene: Scene, preschool_contact: User) -> User:
    """Somebody who works at the preschool."""
    WorkplaceFactory.create(user=preschool_contact, location=scene.location)
    return with_reach(preschool_contact, today=TODAY)


def test_a_colleague_of_another_team_may_not(
    referred: Trajectory, now: datetime, scene: Scene, in_scope: InScope
) -> None:
    other = person(scene.nurse.organisation, Role.NURSE, name="Ot Anders")
    referred.team = TeamFactory.create(organisation=scene.nurse.organisation)
    referred.save(update_fields=["team"])

    with in_scope(other), pytest.raises(PermissionDenied, match="een ander team"):
        move(
            trajectory=referred,
            outcome="refer",
            deed=deed(),
            seen_version=0,
            actor=other,
            now=now,
        )


def test_a_nurse_does_not_place_a_child(
    scene: Scene, nurse: User, now: datetime, in_scope: InScope
) -> None:
    waiting = stored(
        scene.versions["R-BASIS"], "S50", team=scene.team, location=scene.location
    )

    with in_scope(nurse), pytest.raises(PermissionDenied) as refusal:
        move(
            trajectory=waiting,
            outcome="place",
            deed=placing(),
            seen_version=0,
            actor=nurse,
            now=now,
        )

    assert str(refusal.value) == "Deze stap zet een contactpersoon voorschool."


def test_a_preschool_places_a_child_of_its_own(
    scene: Scene, contact: User, now: datetime, in_scope: InScope
) -> None:
    waiting = stored(
        scene.versions["R-BASIS"], "S50", team=scene.team, location=scene.location
    )

    with in_scope(contact):
        move(
            trajectory=waiting,
            outcome="place",
            deed=placing(start_on=date(2026, 12, 7), hours_per_week=Decimal("16.0")),
            seen_version=0,
            actor=contact,
            now=now,
        )

    waiting.refresh_from_db()
    assert (waiting.state, waiting.start_on) == ("S60", date(2026, 12, 7))
    assert waiting.hours_per_week == Decimal(16)
    [entry] = Entry.objects.about(waiting)
    assert entry.location_id == scene.location.pk


def test_a_preschool_does_not_touch_a_child_elsewhere(
    scene: Scene, contact: User, now: datetime, in_scope: InScope
) -> None:
    elsewhere = stored(scene.versions["R-BASIS"], "S50", team=scene.team)

    with in_scope(contact), pytest.raises((PermissionDenied, Trajectory.DoesNotExist)):
        move(
            trajectory=elsewhere,
            outcome="place",
            deed=placing(),
            seen_version=0,
            actor=contact,
            now=now,
        )

    elsewhere.refresh_from_db()
    assert elsewhere.state == "S50"


def test_a_helper_tells_why_parents_refuse_and_knows_of_the_child_no_more(
    scene: Scene, now: datetime, in_scope: InScope
) -> None:
    partner = OrganisationFactory.create()
    helper = person(partner, Role.OUTREACH_WORKER, name="Hilde Helpt")
    WorkplaceFactory.create(user=helper, location=None, partnership=scene.partnership)
    helper = with_reach(helper, today=TODAY)
    visited = stored(scene.versions["R-BASIS"], "S42", team=scene.team)

    with in_scope(helper):
        move(
            trajectory=visited,
            outcome="refuse",
            deed=deed(reason="RN09"),
            seen_version=0,
            actor=helper,
            now=now,
        )
        known = Trajectory.objects.visible_to(helper).exists()

    visited.refresh_from_db()
    assert (visited.state, known) == ("S31", False)
    assert EventReason.objects.get(event__trajectory=visited).code == "RN09"
