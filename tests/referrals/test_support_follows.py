"""Support follows the child: a preschool reads of it for as long as the child comes."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date

import pytest

from referrals.lifecycle.deeds import Deed
from referrals.models import Event, Import, Location, Trajectory
from referrals.services.answering import accept_by_code, take_back
from referrals.services.bulk import move_many
from referrals.services.places import report
from referrals.services.support import begin_side_route
from tests.factories import NOW, TODAY, LocationFactory
from tests.referrals.delivering import Desk, row
from tests.referrals.preschools import contact_at
from tests.referrals.referred import Scene
from vve_portal.accounts.models import User
from vve_portal.accounts.roles import Role

pytestmark = pytest.mark.sqlite
InScope = Callable[[User], AbstractContextManager[None]]


@pytest.fixture
def main(scene: Scene) -> Trajectory:
    """A child that a preschool accepted."""
    return scene.child("S41", location=scene.location, accepted_on=date(2026, 11, 3))


@pytest.fixture
def beside(main: Trajectory, scene: Scene, in_scope: InScope) -> Trajectory:
    """The support of that child."""
    with in_scope(scene.nurse):
        return begin_side_route(
            main=main,
            pathway_version=scene.versions["R-AANV"],
            occurred_on=TODAY,
            actor=scene.nurse,
            now=NOW,
        )


def test_who_sends_a_child_back_reads_nothing_of_its_support(
    scene: Scene, main: Trajectory, beside: Trajectory, in_scope: InScope
) -> None:
    contact = contact_at(scene.location, name="Pim Peuter")

    with in_scope(contact):
        report(
            trajectory=main,
            outcome="decline",
            deed=Deed(occurred_on=TODAY, reason="RA01"),
            seen_version=0,
            actor=contact,
            now=NOW,
        )
        seen = Trajectory.objects.visible_to(contact).count()

    beside.refresh_from_db()
    assert (beside.location, beside.owner) == (None, Role.NURSE)
    assert seen == 0


def test_many_that_go_back_take_their_support_along(
    scene: Scene, main: Trajectory, beside: Trajectory, in_scope: InScope
) -> None:
    Trajectory.objects.filter(pk=main.pk).update(state="S32")

    with in_scope(scene.nurse):
        move_many(
            wanted={main.pk: 0},
            outcome="talk",
            deed=Deed(occurred_on=TODAY),
            actor=scene.nurse,
            now=NOW,
        )

    beside.refresh_from_db()
    assert beside.location is None


def test_support_comes_to_who_accepts_the_child_and_goes_with_a_mistake(
    scene: Scene, main: Trajectory, beside: Trajectory, in_scope: InScope
) -> None:
    there: Location = LocationFactory.create(partnership=scene.partnership)
    contact = contact_at(there, name="Otto Ook")
    Trajectory.objects.filter(pk__in=[main.pk, beside.pk]).update(location=None)
    Trajectory.objects.filter(pk=main.pk).update(
        state="S40", step="confirm", letter_on=TODAY, wished_location=there
    )

    with in_scope(contact):
        answer = accept_by_code(typed=main.code, location=there, actor=contact, now=NOW)
    beside.refresh_from_db()
    came = (beside.location, beside.owner)
    with in_scope(contact):
        take_back(
            trajectory=answer.trajectory,
            seen_version=answer.trajectory.version,
            actor=contact,
            now=NOW,
        )

    beside.refresh_from_db()
    assert came == (there, Role.PRESCHOOL_CONTACT)
    assert beside.location is None


def test_a_child_that_moved_takes_ticked_support_along_once(
    scene: Scene, main: Trajectory, beside: Trajectory, in_scope: InScope
) -> None:
    with in_scope(scene.nurse):
        result = move_many(
            wanted={main.pk: 0, beside.pk: beside.version},
            outcome="moved",
            deed=Deed(occurred_on=TODAY),
            actor=scene.nurse,
            now=NOW,
        )

    events = Event.objects.filter(trajectory=beside).order_by("pk")
    assert result.moved == [main, beside]
    assert list(events.values_list("state", flat=True)) == ["Z00", "S94"]


@pytest.mark.parametrize(
    ("state", "reason", "came"), [("S30", "RA01", "Z00"), ("S94", "", "S94")]
)
def test_a_file_takes_support_along_too(
    state: str,
    reason: str,
    came: str,
    scene: Scene,
    main: Trajectory,
    beside: Trajectory,
    coordinator: User,
    in_scope: InScope,
) -> None:
    told = {
        "code": main.code,
        "geboortemaand": f"{main.birth_month:%Y-%m}",
        "wijkcode": "",
        "reden_code": reason,
    }
    desk = Desk(scene.partnership, coordinator, NOW, scene.versions["R-BASIS"])
    with in_scope(coordinator):
        done = desk.deliver(row(state, "2026-11-20", **told))

    beside.refresh_from_db()
    kept = scene.location if state == "S94" else None
    assert done.status == Import.Status.APPLIED
    assert (beside.state, beside.location) == (came, kept)
