"""Two people at once: what one did is not undone by the other, and nothing twice."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Barrier
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection

from monitoring.models import (
    Bottleneck,
    CalendarFeed,
    Escalation,
    Meeting,
    MeetingSeries,
)
from monitoring.services.bottlenecks import escalate
from monitoring.services.feeds import make_feed
from monitoring.services.meetings import plan_meetings
from monitoring.services.minutes import Written, save_minutes
from monitoring.services.stale import Stale
from tests.factories import NOW
from tests.monitoring.meetings.building import (
    NEXT_WEEK,
    bottleneck_of,
    items_of,
    running_of,
    series_of,
)
from vve_portal.access.scope import scope
from vve_portal.accounts.models import Partnership, User
from vve_portal.accounts.scopes import scope_of, scope_of_job

pytestmark = pytest.mark.postgresql
Deed = tuple[User, Callable[[], Any]]


@dataclass
class Table:
    """What was really committed, so that two sessions reach it."""

    series: MeetingSeries
    meeting: Meeting
    bottleneck: Bottleneck


@pytest.fixture
def table(
    committed: None,  # noqa: ARG001 - both must see the same rows
    partnership: Partnership,
) -> Table:
    """A series, a meeting that is going on and an open bottleneck."""
    with scope(scope_of_job(partnership)):
        series = series_of(partnership)
        return Table(series, running_of(series), bottleneck_of(partnership))


def at_once(*deeds: Deed) -> list[Any]:
    """Let people do something at the same moment, each in a session."""
    barrier = Barrier(len(deeds))

    def one(actor: User, deed: Callable[[], Any]) -> Any:
        try:
            barrier.wait(timeout=5)
            with scope(scope_of(actor)):
                return deed()
        except (Stale, PermissionDenied, ValidationError) as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        waiting = [pool.submit(one, *deed) for deed in deeds]
        return [each.result(timeout=20) for each in waiting]


def test_of_two_writers_one_is_shown_both_texts(
    table: Table, partnership: Partnership, advisor: User, coordinator: User
) -> None:
    with scope(scope_of_job(partnership)):
        item = items_of(table.meeting)[0]

    def write(actor: User, said: str) -> Deed:
        written = [Written(item.pk, 0, said=said)]
        return actor, lambda: save_minutes(
            meeting=table.meeting, written=written, present=None, actor=actor, now=NOW
        )

    clashes = at_once(write(advisor, "Van de een."), write(coordinator, "Van ander."))

    with scope(scope_of_job(partnership)):
        kept = items_of(table.meeting)[0].said
    (clash,) = [one for found in clashes for one in found]
    assert sorted(clash.together.split("\n\n")) == ["Van ander.", "Van de een."]
    assert clash.together.startswith(kept)


def test_same_year_is_planned_once(
    table: Table, partnership: Partnership, advisor: User, coordinator: User
) -> None:
    def plan(actor: User) -> Deed:
        return actor, lambda: plan_meetings(
            series=table.series, moments=[NEXT_WEEK], actor=actor, now=NOW
        )

    planned = at_once(plan(advisor), plan(coordinator))

    with scope(scope_of_job(partnership)):
        assert Meeting.objects.filter(starts_at=NEXT_WEEK).count() == 1
    assert sorted(len(one) for one in planned) == [0, 1]


def test_bottleneck_goes_up_one_level_only(
    table: Table, partnership: Partnership, advisor: User, coordinator: User
) -> None:
    def up(actor: User) -> Deed:
        return actor, lambda: escalate(
            bottleneck=table.bottleneck,
            reason="Lukt niet.",
            seen_version=0,
            actor=actor,
            now=NOW,
        )

    answers = at_once(up(advisor), up(coordinator))

    with scope(scope_of_job(partnership)):
        table.bottleneck.refresh_from_db()
        steps = Escalation.objects.count()
    assert (table.bottleneck.level, steps) == ("managers", 1)
    assert sorted(type(one).__name__ for one in answers) == ["Escalation", "Stale"]


def test_two_windows_leave_one_address_that_works(
    table: Table,  # noqa: ARG001 - commits
    coordinator: User,
) -> None:
    def make() -> Deed:
        return coordinator, lambda: make_feed(actor=coordinator, now=NOW)

    secrets = at_once(make(), make())

    assert CalendarFeed.objects.filter(revoked_at__isnull=True).count() == 1
    assert len(set(secrets)) == 2
