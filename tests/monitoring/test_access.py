"""Who gets which answer on which page of monitoring; rows written out by hand."""

from collections.abc import Callable
from typing import Final

import pytest
import time_machine
from django.db import transaction
from django.test import Client
from django.urls import reverse

from monitoring import urls
from tests.factories import NOW
from tests.monitoring.access import (
    figures,
    hours,
    meetings,
    releases,
    reports,
    screens,
    telling,
)
from tests.monitoring.access.rows import PEOPLE, Row
from tests.monitoring.scenes import World
from vve_portal.accounts.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("every_figure")]

ACCESS: Final[dict[str, Row]] = {
    **figures.ROWS,
    **hours.ROWS,
    **meetings.ROWS,
    **releases.ROWS,
    **reports.ROWS,
    **screens.ROWS,
    **telling.ROWS,
}
# For anybody, or whoever has the secret address; tests of their own attack these.
BY_SECRET: Final[set[str]] = {"calendar-feed", *releases.FOR_ANYBODY}


def names() -> set[str]:
    """Name every page of monitoring that exists."""
    return {str(pattern.name) for pattern in urls.urlpatterns}


def test_every_page_has_its_row() -> None:
    assert ACCESS.keys() | BY_SECRET == names()


def answer(client: Client, name: str, row: Row, world: World) -> int:
    """Return how a page answers; what it changed is undone for the next one."""
    with transaction.atomic():
        path = reverse(f"monitoring:{name}", args=row.about(world))
        status: int = getattr(client, row.method)(path).status_code
        transaction.set_rollback(True)
    return status


@time_machine.travel(NOW, tick=False)
@pytest.mark.parametrize("who", PEOPLE)
def test_every_page_answers_whom_it_should(
    request: pytest.FixtureRequest,
    world: World,
    as_user: Callable[[User], Client],
    who: str,
) -> None:
    user = world.people.get(who) or request.getfixturevalue(who)
    client = as_user(user)

    answers = {name: answer(client, name, row, world) for name, row in ACCESS.items()}

    at = PEOPLE.index(who)
    assert answers == {name: row.answers[at] for name, row in ACCESS.items()}
