"""What tests about figures and meetings share."""

from collections.abc import Iterator

import pytest
import time_machine

from tests.factories import NOW
from tests.monitoring.scenes import World, build_world, everything
from vve_portal.access.scope import scope
from vve_portal.accounts.models import Partnership, User


@pytest.fixture
def every_figure(
    partnership: Partnership,  # noqa: ARG001 - is reached
    stranger: User,  # noqa: ARG001 - is reached
) -> Iterator[None]:
    """Reach every child, figure and word of the cast: for arranging, not for acting."""
    with scope(everything()):
        yield


@pytest.fixture
def world(
    partnership: Partnership,
    every_figure: None,  # noqa: ARG001 - opens the scope
) -> World:
    """Everybody around one quarter, with all of it in reach."""
    return build_world(partnership)


@pytest.fixture
def on_the_day() -> Iterator[None]:
    """Let the pages be looked at on the day on which the tests play."""
    with time_machine.travel(NOW, tick=False):
        yield
