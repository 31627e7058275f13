"""What tests about routes and children share."""

from collections.abc import Callable, Iterator

import pytest
import time_machine
from django.test import Client

from referrals.models import Trajectory
from tests.factories import NOW
from tests.referrals.building import stored
from tests.referrals.preschools import Preschools, build_preschools
from tests.referrals.referred import Scene, make_scene
from tests.referrals.scenes import World, build_world
from vve_portal.access.scope import Scope, scope
from vve_portal.accounts.models import Organisation, Partnership, User
from vve_portal.accounts.scopes import scope_of_children_job


@pytest.fixture
def every_child(
    partnership: Partnership,  # noqa: ARG001 - is reached
    stranger: User,  # noqa: ARG001 - is reached
) -> Iterator[None]:
    """Reach every child of the cast and the stranger: for arranging, never for acting.

    Only a test can say this: it names every partnership and organisation there is.
    """
    partnerships = frozenset(Partnership.objects.values_list("pk", flat=True))
    organisations = frozenset(Organisation.objects.values_list("pk", flat=True))
    reach = Scope(
        partnerships,
        children=partnerships,
        locations="all",
        reasons=True,
        organisations=organisations | {0},
    )
    with scope(reach):
        yield


@pytest.fixture
def scene(partnership: Partnership, nurse: User, every_child: None) -> Scene:  # noqa: ARG001 - opens the scope
    """A nurse in a team, a preschool and the starting routes."""
    return make_scene(partnership, nurse)


@pytest.fixture
def preschools(partnership: Partnership) -> Preschools:
    """Two preschools with who works there; made in a scope that ends with it."""
    with scope(scope_of_children_job(partnership)):
        return build_preschools(partnership)


@pytest.fixture
def world(
    partnership: Partnership,
    every_child: None,  # noqa: ARG001 - opens the scope
) -> World:
    """Everybody around one trajectory, with all of it in reach."""
    return build_world(partnership)


@pytest.fixture
def on_the_day() -> Iterator[None]:
    """Let the pages be looked at on the day on which the tests play."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def desk(world: World, as_user: Callable[[User], Client]) -> Client:
    """The nurse of the first team, signed in."""
    return as_user(world.people["nurse"])


@pytest.fixture
def talking(world: World) -> Trajectory:
    """A child whose parents a nurse of the first team talks with."""
    return stored(world.version, "S30", team=world.team)


@pytest.fixture
def own_nurse(world: World) -> User:
    """The nurse of the first team, which has no trajectory yet."""
    Trajectory.objects.filter(pk=world.trajectory.pk).update(team=None)
    return world.people["nurse"]
