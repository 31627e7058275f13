"""Reading routes: what holds, what comes, what is made, and who is asked something."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from agreements.queries import Task
from referrals.queries.pathways import route_tasks, towns_of, versions_for
from tests.factories import TODAY
from tests.referrals.routing import begin, confirm, make_published, offer, start
from vve_portal.access.scope import scope
from vve_portal.accounts.models import Partnership, User
from vve_portal.accounts.scopes import scope_of_job

pytestmark = [pytest.mark.sqlite, pytest.mark.usefixtures("at_work")]

LATER = TODAY + timedelta(days=30)


@pytest.fixture
def at_work(partnership: Partnership) -> Iterator[None]:
    """Work in the scope of the cast's partnership."""
    with scope(scope_of_job(partnership)):
        yield


def test_list_tells_what_holds_what_comes_and_what_is_made(
    partnership: Partnership, advisor: User, manager: User
) -> None:
    first = make_published(partnership, advisor, manager)
    second = confirm(offer(begin(first, manager), manager, LATER), advisor)
    third = begin(first, manager)

    (town,) = towns_of(advisor, TODAY)

    (line,) = town.lines
    assert (line.current, line.coming, line.making) == (first, second, third)
    assert line.shown == first


def test_strangers_see_nothing_of_it(
    partnership: Partnership, advisor: User, manager: User, stranger: User
) -> None:
    version = make_published(partnership, advisor, manager)

    assert list(versions_for(stranger)) == []
    assert list(versions_for(manager)) == [version]


def test_start_page_asks_the_other_party_to_confirm(
    partnership: Partnership, advisor: User, manager: User, nurse: User
) -> None:
    version = offer(start(partnership, advisor), advisor, LATER)

    asked = {who: list(route_tasks(who, today=TODAY)) for who in (manager, nurse)}

    assert asked == {
        manager: [
            Task(
                title="Stel route R-BASIS vast",
                url=f"/routes/{version.pk}/",
                why=f"{advisor.organisation} legde versie 1 aan u voor.",
                due=LATER,
            )
        ],
        nurse: [],
    }
    assert list(route_tasks(advisor, today=TODAY)) == []
