"""With more meetings, actions and bottlenecks the pages ask the database no more."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from monitoring.models import Meeting
from tests.monitoring.factories import (
    ActionFactory,
    AgendaItemFactory,
    DecisionFactory,
    ParticipantFactory,
)
from tests.monitoring.meetings.building import (
    NEXT_WEEK,
    bottleneck_of,
    meeting_of,
    progress_of,
    running_of,
    series_of,
)
from vve_portal.accounts.models import Partnership, User

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("everywhere", "on_the_day"),
]


@pytest.fixture
def desk(as_user: Callable[[User], Client], coordinator: User) -> Client:
    """The coordinator, signed in."""
    return as_user(coordinator)


def fill(partnership: Partnership, number: int) -> Meeting:
    """Make so many of everything, and one meeting that holds as many of each part."""
    series = series_of(partnership, name=f"Reeks {number}")
    progress_of(partnership, name=f"Voortgang {number}")
    meeting = running_of(series)
    for n in range(number):
        meeting_of(series, NEXT_WEEK + timedelta(days=7 * n))
        meeting_of(series, status="held")
        bottleneck = bottleneck_of(partnership, title=f"Knelpunt {number} {n}")
        ParticipantFactory.create(meeting=meeting)
        item = AgendaItemFactory.create(
            meeting=meeting, bottleneck=bottleneck, position=50 + n
        )
        decision = DecisionFactory.create(meeting=meeting, item=item)
        ActionFactory.create(
            partnership=partnership, decision=decision, bottleneck=bottleneck
        )
    return meeting


# With the session, the person with his reach, the scope and its savepoint.
MOST_QUERIES = 20


@pytest.mark.parametrize(
    "name",
    ["meetings", "series", "actions", "bottlenecks", "meeting", "meeting-minutes"],
)
def test_more_rows_take_no_more_queries(
    partnership: Partnership, desk: Client, name: str
) -> None:
    counts = []
    desk.get(reverse("home:today"))  # The session is noted once.
    for number in (1, 5):
        meeting = fill(partnership, number)
        is_about_one = name in {"meeting", "meeting-minutes"}
        path = reverse(f"monitoring:{name}", args=[meeting.pk] if is_about_one else [])
        with CaptureQueriesContext(connection) as captured:
            desk.get(path, {"toon": "alle"})
        counts.append(len(captured))

    assert counts[0] == counts[1]
    assert counts[1] <= MOST_QUERIES
