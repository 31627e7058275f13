"""An offer to another JGZ and a child that stays after all do not go together."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.core.exceptions import ValidationError

from referrals.models import Trajectory, Transfer
from referrals.services.correcting import correct
from referrals.services.guessing import GuessError
from referrals.services.transferring import offer, take_over, withdraw
from tests.conftest import person
from tests.factories import NOW, TODAY, PartnershipFactory
from tests.referrals.building import publish, stored
from tests.referrals.referred import Scene
from vve_portal.access.scope import scope
from vve_portal.accounts.models import Partnership, User
from vve_portal.accounts.roles import Role
from vve_portal.accounts.scopes import scope_of_children_job

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
InScope = Callable[[User], AbstractContextManager[None]]


def offered(child: Trajectory, nurse: User) -> tuple[Transfer, str]:
    """Offer a child to another JGZ."""
    return offer(
        trajectory=child, occurred_on=TODAY, seen_version=0, actor=nurse, now=NOW
    )


def test_the_code_is_withdrawn_before_a_move_away_is_taken_back(
    scene: Scene, nurse: User, in_scope: InScope
) -> None:
    child = stored(scene.versions["R-BASIS"], "S41", team=scene.team)
    with in_scope(nurse):
        transfer, _ = offered(child, nurse)

    with in_scope(nurse), pytest.raises(ValidationError) as refusal:
        correct(trajectory=child, seen_version=1, actor=nurse, now=NOW)
    with in_scope(nurse):
        kept = withdraw(transfer=transfer, actor=nurse, now=NOW)

    assert refusal.value.messages == [
        "Er is nog een overdrachtscode voor een andere JGZ. Trek die eerst in."
    ]
    assert (kept.state, kept.is_open) == ("S41", True)


def test_who_came_back_by_a_file_goes_on_here_and_is_not_taken_over(
    scene: Scene, nurse: User, in_scope: InScope
) -> None:
    child = stored(scene.versions["R-BASIS"], "S94", team=scene.team)
    with in_scope(nurse):
        transfer, code = offered(child, nurse)
    back = {"state": "S41", "is_open": True, "closed_on": None}
    Trajectory.objects.filter(pk=child.pk).update(**back)
    town: Partnership = PartnershipFactory.create()
    other = person(town.provider, Role.VVE_COORDINATOR, name="Ned Nieuw")
    with scope(scope_of_children_job(town)):
        version = publish(town)

    with in_scope(other), pytest.raises(GuessError):
        take_over(code=code, pathway_version=version, team=None, actor=other, now=NOW)
    with in_scope(nurse):
        kept = withdraw(transfer=transfer, actor=nurse, now=NOW)

    assert (kept.state, kept.is_open, kept.owner) == ("S41", True, Role.NURSE)
