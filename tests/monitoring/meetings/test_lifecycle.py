"""A meeting goes along its table and no other way; written out by hand."""

from datetime import datetime, timedelta
from itertools import product
from typing import Final

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from monitoring.lifecycle_meetings import MOVES, Step
from monitoring.models import Bottleneck, Meeting
from monitoring.services.meetings import take_step
from tests.monitoring.factories import AgendaItemFactory, ParticipantFactory
from tests.monitoring.meetings.building import (
    LAST_WEEK,
    NEXT_WEEK,
    bottleneck_of,
    meeting_of,
    progress_of,
    series_of,
)
from vve_portal.accounts.models import Partnership, User
from vve_portal.audit.models import Entry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("everywhere")]
Status = Meeting.Status
CLOSED: Final = "closed"
STATES: Final = (*Status, CLOSED)

ALLOWED: Final[dict[tuple[str, Step], str]] = {
    (Status.PLANNED, Step.START): Status.RUNNING,
    (Status.PLANNED, Step.HOLD): Status.HELD,
    (Status.PLANNED, Step.MISS): Status.MISSED,
    (Status.PLANNED, Step.CANCEL): Status.CANCELLED,
    (Status.RUNNING, Step.BACK): Status.PLANNED,
    (Status.RUNNING, Step.HOLD): Status.HELD,
    (Status.HELD, Step.CLOSE): Status.HELD,
    (Status.MISSED, Step.RESTORE): Status.PLANNED,
    (Status.CANCELLED, Step.RESTORE): Status.PLANNED,
}
WHO: Final = ("advisor", "manager", "coordinator", "nurse", "alderman", "stranger")
MAY: Final = {"advisor", "manager", "coordinator"}


def made(partnership: Partnership, state: str, now: datetime) -> Meeting:
    """Make a meeting of last week in a state."""
    is_closed = state == CLOSED
    status = Status.HELD if is_closed else state
    reason = "Te weinig mensen." if status in {Status.MISSED, Status.CANCELLED} else ""
    meeting = meeting_of(
        series_of(partnership),
        LAST_WEEK,
        status=status,
        status_reason=reason,
        closed_at=now if is_closed else None,
    )
    ParticipantFactory.create(meeting=meeting, was_present=True)
    return meeting


@pytest.mark.parametrize(("state", "step"), list(product(STATES, Step)))
def test_step_is_taken_or_refused(
    partnership: Partnership, coordinator: User, now: datetime, state: str, step: Step
) -> None:
    meeting = made(partnership, state, now)
    before = meeting.status

    try:
        take_step(
            step=step, meeting=meeting, actor=coordinator, now=now, reason="Ziekte."
        )
        taken = True
    except PermissionDenied:
        taken = False

    meeting.refresh_from_db()
    assert taken == ((state, step) in ALLOWED)
    assert meeting.status == ALLOWED.get((state, step), before)


@pytest.mark.parametrize("who", WHO)
def test_only_who_arranges_meetings_takes_a_step(
    request: pytest.FixtureRequest, partnership: Partnership, now: datetime, who: str
) -> None:
    actor = request.getfixturevalue(who)
    meeting = made(partnership, Status.PLANNED, now)

    try:
        take_step(step=Step.HOLD, meeting=meeting, actor=actor, now=now)
        taken = True
    except PermissionDenied:
        taken = False

    assert taken == (who in MAY)


def test_table_has_every_step() -> None:
    assert set(MOVES) == set(Step)


@pytest.mark.parametrize("step", [Step.MISS, Step.CANCEL])
def test_not_meeting_asks_why(
    partnership: Partnership, advisor: User, now: datetime, step: Step
) -> None:
    meeting = made(partnership, Status.PLANNED, now)

    with pytest.raises(ValidationError) as refusal:
        take_step(step=step, meeting=meeting, actor=advisor, now=now, reason=" ")

    assert list(refusal.value.message_dict) == ["reason"]
    meeting.refresh_from_db()
    assert meeting.status == Status.PLANNED


def test_reason_that_names_a_child_is_refused(
    partnership: Partnership, advisor: User, now: datetime
) -> None:
    meeting = made(partnership, Status.PLANNED, now)

    with pytest.raises(ValidationError):
        take_step(
            step=Step.MISS,
            meeting=meeting,
            actor=advisor,
            now=now,
            reason="De moeder van Jayden belde af.",
        )

    meeting.refresh_from_db()
    assert meeting.status == Status.PLANNED


@pytest.mark.parametrize("step", [Step.START, Step.HOLD, Step.MISS])
def test_meeting_of_next_week_is_not_over_today(
    partnership: Partnership, advisor: User, now: datetime, step: Step
) -> None:
    meeting = meeting_of(series_of(partnership), NEXT_WEEK)

    with pytest.raises(PermissionDenied):
        take_step(step=step, meeting=meeting, actor=advisor, now=now, reason="Ziek.")

    meeting.refresh_from_db()
    assert meeting.status == Status.PLANNED


def test_who_begins_writes_the_minutes(
    partnership: Partnership, coordinator: User, now: datetime
) -> None:
    meeting = made(partnership, Status.PLANNED, now)

    taken = take_step(step=Step.START, meeting=meeting, actor=coordinator, now=now)

    assert taken.minutes_by == coordinator


def test_no_way_back_once_something_was_written(
    partnership: Partnership, advisor: User, now: datetime
) -> None:
    meeting = made(partnership, Status.RUNNING, now)
    AgendaItemFactory.create(meeting=meeting, said="We spraken over plaatsen.")

    with pytest.raises(PermissionDenied):
        take_step(step=Step.BACK, meeting=meeting, actor=advisor, now=now)

    meeting.refresh_from_db()
    assert meeting.status == Status.RUNNING


def test_minutes_are_settled_only_with_who_was_there(
    partnership: Partnership, advisor: User, now: datetime
) -> None:
    meeting = made(partnership, Status.HELD, now)
    meeting.participants.update(was_present=None)

    with pytest.raises(PermissionDenied):
        take_step(step=Step.CLOSE, meeting=meeting, actor=advisor, now=now)

    meeting.participants.update(was_present=True)
    closed = take_step(step=Step.CLOSE, meeting=meeting, actor=advisor, now=now)
    assert closed.closed_at == now


@pytest.mark.parametrize(
    ("step", "rises"),
    [(Step.CANCEL, 1), (Step.MISS, 1), (Step.START, 0), (Step.HOLD, 0)],
)
def test_calendars_hear_of_what_does_not_go_on(
    partnership: Partnership, advisor: User, now: datetime, step: Step, rises: int
) -> None:
    meeting = made(partnership, Status.PLANNED, now)

    taken = take_step(
        step=step, meeting=meeting, actor=advisor, now=now, reason="Ziek."
    )

    assert taken.sequence == rises


def test_each_step_is_on_record_for_both_parties(
    partnership: Partnership, advisor: User, now: datetime
) -> None:
    meeting = made(partnership, Status.PLANNED, now)

    take_step(step=Step.MISS, meeting=meeting, actor=advisor, now=now, reason="Ziek.")

    entry = Entry.objects.about(meeting).get()
    assert (entry.verb, entry.reach) == ("meeting.miss", Entry.Reach.SHARED)
    assert entry.details == {"before": "planned", "after": "missed"}


def test_held_meeting_counts_for_the_bottlenecks_of_its_level(
    partnership: Partnership, advisor: User, now: datetime
) -> None:
    meeting = meeting_of(progress_of(partnership), LAST_WEEK)
    here = bottleneck_of(partnership)
    higher = bottleneck_of(partnership, title="Geld", level="managers")
    solved = bottleneck_of(
        partnership,
        title="Oud",
        status=Bottleneck.Status.SOLVED,
        solution="Klaar.",
        solved_on=now.date() - timedelta(days=1),
    )
    elsewhere = bottleneck_of(partnership, title="Niet op tafel")
    for one in (here, higher, solved):
        AgendaItemFactory.create(meeting=meeting, bottleneck=one)

    take_step(step=Step.HOLD, meeting=meeting, actor=advisor, now=now)

    counted = dict(Bottleneck.objects.values_list("pk", "times_discussed"))
    assert counted == {here.pk: 1, higher.pk: 0, solved.pk: 0, elsewhere.pk: 0}
