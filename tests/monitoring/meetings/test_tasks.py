"""What meetings ask on the start page, of whom and when."""

from datetime import UTC, date, datetime

import pytest

from monitoring.models import Meeting
from monitoring.queries.meeting_tasks import meeting_tasks
from tests.monitoring.factories import ActionFactory, AgendaItemFactory
from tests.monitoring.meetings.building import (
    LAST_WEEK,
    NEXT_WEEK,
    bottleneck_of,
    meeting_of,
    series_of,
)
from vve_portal.accounts.models import Partnership, User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("everywhere")]


def told(actor: User, today: date) -> list[tuple[str, date | None]]:
    """Return the tasks with their days."""
    return [(one.title, one.due) for one in meeting_tasks(actor, today=today)]


def test_own_actions_come_two_weeks_ahead(
    partnership: Partnership, advisor: User, coordinator: User, today: date
) -> None:
    for day, owner in ((1, advisor), (4, advisor), (5, advisor), (2, coordinator)):
        ActionFactory.create(
            partnership=partnership,
            owner=owner,
            organisation=owner.organisation,
            text=f"Actie van {day} december",
            due_on=date(2026, 12, day),
        )

    assert told(advisor, today) == [
        ("Actie van 1 december", date(2026, 12, 1)),
        ("Actie van 4 december", date(2026, 12, 4)),
    ]


def test_agenda_is_asked_five_working_days_before(
    partnership: Partnership, coordinator: User, today: date
) -> None:
    series = series_of(partnership)
    meeting_of(series, NEXT_WEEK)
    ready = meeting_of(series, datetime(2026, 11, 30, 9, 0, tzinfo=UTC))
    AgendaItemFactory.create(meeting=ready)
    meeting_of(series, datetime(2026, 12, 7, 9, 0, tzinfo=UTC))

    assert told(coordinator, today) == [
        ("Maak de agenda: Kwartaaloverleg van 27 november 2026", today),
    ]


def test_what_was_asks_whether_it_was_held_and_for_its_minutes(
    partnership: Partnership, coordinator: User, today: date, now: datetime
) -> None:
    series = series_of(partnership)
    meeting_of(series, LAST_WEEK)
    held = Meeting.Status.HELD
    meeting_of(series, datetime(2026, 11, 12, 9, 0, tzinfo=UTC), status=held)
    meeting_of(series, LAST_WEEK, status=held, closed_at=now)

    assert told(coordinator, today) == [
        (
            "Stel het verslag vast: Kwartaaloverleg van 12 november 2026",
            date(2026, 11, 19),
        ),
        (
            "Ging dit door? Kwartaaloverleg van 13 november 2026",
            date(2026, 11, 13),
        ),
    ]


def test_ripe_bottleneck_is_proposed(
    partnership: Partnership, coordinator: User, today: date
) -> None:
    bottleneck_of(partnership, times_discussed=2)
    bottleneck_of(partnership, title="Een keer", times_discussed=1)

    assert told(coordinator, today) == [
        ("Breng een niveau hoger: Wachtlijst in Noord", None),
    ]


@pytest.mark.parametrize("who", ["nurse", "alderman", "clerk", "stranger"])
def test_others_are_not_asked(
    request: pytest.FixtureRequest, partnership: Partnership, today: date, who: str
) -> None:
    actor = request.getfixturevalue(who)
    meeting_of(series_of(partnership), LAST_WEEK)
    bottleneck_of(partnership, times_discussed=2)

    assert told(actor, today) == []
