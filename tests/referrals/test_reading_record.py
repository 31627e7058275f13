"""Who saw which children is on record: one entry per page or export."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from referrals.services.reading import record_read
from tests.factories import TODAY, LocationFactory, WorkplaceFactory
from tests.referrals.building import stored
from tests.referrals.referred import Scene
from vve_portal.accounts.models import User
from vve_portal.accounts.queries import with_reach
from vve_portal.audit.models import Entry

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
InScope = Callable[[User], AbstractContextManager[None]]


def test_a_page_is_one_entry_with_the_codes_shown(
    scene: Scene, nurse: User, now: datetime, in_scope: InScope
) -> None:
    version = scene.versions["R-BASIS"]
    shown = [stored(version, "S20", team=scene.team) for _ in range(2)]

    with in_scope(nurse):
        record_read(trajectories=shown, actor=nurse, now=now, how="werklijst")

    [entry] = Entry.objects.filter(verb="trajectory.read")
    assert (entry.summary, entry.reach) == ("2 trajecten gelezen: werklijst.", "child")
    assert (entry.actor, entry.at) == (nurse, now)
    assert entry.partnership == scene.partnership
    assert entry.details == {
        "how": "werklijst",
        "codes": [one.code for one in shown],
    }


def test_one_child_is_one_child(
    scene: Scene, nurse: User, now: datetime, in_scope: InScope
) -> None:
    shown = stored(scene.versions["R-BASIS"], "S20", team=scene.team)

    with in_scope(nurse):
        record_read(trajectories=[shown], actor=nurse, now=now, how="traject")

    [entry] = Entry.objects.filter(verb="trajectory.read")
    assert entry.summary == "1 traject gelezen: traject."


def test_an_empty_page_is_no_entry(
    nurse: User, now: datetime, scene: Scene, in_scope: InScope
) -> None:
    del scene
    with in_scope(nurse):
        record_read(trajectories=[], actor=nurse, now=now, how="werklijst")

    assert not Entry.objects.filter(verb="trajectory.read").exists()


def test_a_preschool_leaves_an_entry_per_location(
    scene: Scene, preschool_contact: User, now: datetime, in_scope: InScope
) -> None:
    second = LocationFactory.create(partnership=scene.partnership)
    for place in (scene.location, second):
        WorkplaceFactory.create(user=preschool_contact, location=place)
    contact = with_reach(preschool_contact, today=TODAY)
    version = scene.versions["R-BASIS"]
    shown = [
        stored(version, "S50", location=place)
        for place in (scene.location, scene.location, second)
    ]

    with in_scope(contact):
        record_read(trajectories=shown, actor=contact, now=now, how="lijst")

    entries = Entry.objects.filter(verb="trajectory.read").order_by("pk")
    assert [(one.location_id, len(one.details["codes"])) for one in entries] == [
        (scene.location.pk, 2),
        (second.pk, 1),
    ]


@pytest.mark.parametrize("rows", [1, 5])
def test_reading_many_costs_as_much_as_reading_one(
    rows: int, scene: Scene, nurse: User, now: datetime, in_scope: InScope
) -> None:
    version = scene.versions["R-BASIS"]
    shown = [stored(version, "S20", team=scene.team) for _ in range(rows)]

    with in_scope(nurse), CaptureQueriesContext(connection) as asked:
        record_read(trajectories=shown, actor=nurse, now=now, how="export (CSV)")

    real = [one for one in asked if "SAVEPOINT" not in one["sql"]]
    assert len(real) == 1
