"""Series come from the clauses of area 6; a year is planned from one."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from monitoring.models import Level, Meeting, MeetingKind, MeetingSeries
from monitoring.queries.meeting_series import proposals_for
from monitoring.queries.meetings import standings
from monitoring.services.meetings import move_meeting, plan_meetings
from monitoring.services.series import SeriesContent, change_series, make_series
from monitoring.services.stale import Stale
from tests.conftest import person
from tests.monitoring.meetings.building import (
    LAST_WEEK,
    NEXT_WEEK,
    THIS_MORNING,
    clause_of,
    in_force,
    meeting_of,
    people_at,
    progress_of,
    series_of,
)
from vve_portal.accounts.models import Partnership, User
from vve_portal.accounts.roles import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("every_figure")]
CONTENT = SeriesContent(
    kind=MeetingKind.QUARTERLY,
    name="Kwartaaloverleg",
    level=Level.MANAGERS,
    per_year=4,
    minutes=90,
    starts_on=date(2026, 1, 1),
    required=((Role.VVE_COORDINATOR, "De cijfers"),),
    fixed_items=("Opening", "Rondvraag"),
)


def test_clauses_propose_what_is_not_there_yet(
    partnership: Partnership, today: date
) -> None:
    agreement = in_force(partnership)
    made = clause_of(agreement, "G6-01", "Voortgangsoverleg", "elke drie weken")
    clause_of(agreement, "G6-02", "Kwartaaloverleg", "vier keer per jaar")
    clause_of(agreement, "G6-04", "Bestuurlijk overleg", "één of twee keer per jaar")
    clause_of(agreement, "G6-06", "Actielijst en opvolging", "doorlopend")
    progress_of(partnership, clause=made)

    found = proposals_for(partnership, today=today)

    assert [(one.clause.code, one.kind, one.per_year) for one in found] == [
        ("G6-02", MeetingKind.QUARTERLY, 4),
        ("G6-04", MeetingKind.BOARD, 1),
    ]
    assert [one.habit.level for one in found] == [Level.MANAGERS, Level.BOARD]


def test_agreement_that_is_over_proposes_nothing(
    partnership: Partnership, today: date
) -> None:
    agreement = in_force(
        partnership, starts_on=date(2025, 1, 1), ends_on=date(2025, 12, 31)
    )
    clause_of(agreement, "G6-02", "Kwartaaloverleg", "vier keer per jaar")

    assert proposals_for(partnership, today=today) == []


def test_series_is_made_once_by_who_arranges_meetings(
    partnership: Partnership, advisor: User, nurse: User, now: datetime
) -> None:
    with pytest.raises(PermissionDenied):
        make_series(
            partnership=partnership, clause=None, content=CONTENT, actor=nurse, now=now
        )
    make_series(
        partnership=partnership, clause=None, content=CONTENT, actor=advisor, now=now
    )
    with pytest.raises(ValidationError):
        make_series(
            partnership=partnership,
            clause=None,
            content=CONTENT,
            actor=advisor,
            now=now,
        )

    series = MeetingSeries.objects.get()
    assert (series.per_year, series.required) == (
        4,
        [["vve_coordinator", "De cijfers"]],
    )


def test_series_of_a_stranger_is_no_business_of_ours(
    partnership: Partnership, stranger: User, now: datetime
) -> None:
    with pytest.raises(PermissionDenied):
        make_series(
            partnership=partnership,
            clause=None,
            content=CONTENT,
            actor=stranger,
            now=now,
        )

    assert MeetingSeries.objects.count() == 0


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"per_year": 0}, "per_year"),
        ({"per_year": 53}, "per_year"),
        ({"ends_on": date(2025, 12, 31)}, "ends_on"),
        ({"fixed_items": ("x" * 201,)}, "fixed_items"),
        ({"required": (("x" * 121, ""),)}, "required"),
        ({"required": (("Manager", "Het verhaal van Jayden"),)}, "required"),
    ],
)
def test_series_that_makes_no_sense_is_refused(
    partnership: Partnership,
    advisor: User,
    now: datetime,
    changes: dict[str, object],
    field: str,
) -> None:
    content = replace(CONTENT, **changes)  # type: ignore[arg-type]  # mixed values

    with pytest.raises(ValidationError) as refusal:
        make_series(
            partnership=partnership,
            clause=None,
            content=content,
            actor=advisor,
            now=now,
        )

    assert list(refusal.value.message_dict) == [field]


def test_changing_a_series_leaves_its_meetings(
    partnership: Partnership, advisor: User, now: datetime
) -> None:
    series = series_of(partnership)
    meeting = meeting_of(series, place="Stadhuis")

    change_series(
        series=series,
        content=replace(CONTENT, place="De Delta", per_year=6),
        actor=advisor,
        now=now,
    )

    series.refresh_from_db()
    meeting.refresh_from_db()
    assert (series.place, series.per_year) == ("De Delta", 6)
    assert meeting.place == "Stadhuis"


def test_year_is_planned_with_who_must_be_there(
    partnership: Partnership, advisor: User, coordinator: User, now: datetime
) -> None:
    series = series_of(partnership, minutes=90)
    person(partnership.provider, Role.NURSE, name="Fenna Proef")

    planned = plan_meetings(series=series, moments=[NEXT_WEEK], actor=advisor, now=now)

    (meeting,) = planned
    assert (meeting.ends_at - meeting.starts_at).total_seconds() == 90 * 60
    assert [(one.user, one.function, one.brings) for one in people_at(meeting)] == [
        (advisor, "Beleidsadviseur", "Nieuws uit de raad"),
        (coordinator, "VVE-coördinator", "De cijfers"),
        (None, "Managers kinderopvang", "De wachtlijst"),
    ]


def test_with_two_of_a_role_the_parties_say_who_comes(
    partnership: Partnership, advisor: User, now: datetime
) -> None:
    person(partnership.municipality, Role.POLICY_ADVISOR, name="Sem Tweede")

    (meeting,) = plan_meetings(
        series=series_of(partnership), moments=[NEXT_WEEK], actor=advisor, now=now
    )

    assert [one.user for one in people_at(meeting)] == [None, None, None]


def test_pressing_twice_plans_once(
    partnership: Partnership, advisor: User, now: datetime
) -> None:
    series = series_of(partnership)
    moments = [NEXT_WEEK, datetime(2026, 12, 4, 13, 0, tzinfo=UTC)]

    for _again in range(2):
        planned = plan_meetings(series=series, moments=moments, actor=advisor, now=now)

    assert planned == []
    assert Meeting.objects.filter(series=series).count() == 2


def test_no_day_plans_nothing(
    partnership: Partnership, advisor: User, now: datetime
) -> None:
    with pytest.raises(ValidationError):
        plan_meetings(series=series_of(partnership), moments=[], actor=advisor, now=now)


def test_moved_meeting_tells_calendars(
    partnership: Partnership, advisor: User, now: datetime
) -> None:
    meeting = meeting_of(series_of(partnership), NEXT_WEEK)
    begin = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
    end = datetime(2026, 12, 1, 10, 0, tzinfo=UTC)

    moved = move_meeting(
        meeting=meeting,
        starts_at=begin,
        ends_at=end,
        place="Zaal 2",
        seen_version=0,
        actor=advisor,
        now=now,
    )

    assert (moved.starts_at, moved.ends_at, moved.place) == (begin, end, "Zaal 2")
    assert (moved.sequence, moved.version) == (1, 1)


def test_who_moves_second_hears_of_the_first(
    partnership: Partnership, advisor: User, coordinator: User, now: datetime
) -> None:
    meeting = meeting_of(series_of(partnership), NEXT_WEEK)
    times = {"starts_at": meeting.starts_at, "ends_at": meeting.ends_at}
    kwargs = {"meeting": meeting, "seen_version": 0, "now": now, **times}
    move_meeting(place="Zaal 1", actor=advisor, **kwargs)  # type: ignore[arg-type]  # mixed values

    with pytest.raises(Stale):
        move_meeting(place="Zaal 2", actor=coordinator, **kwargs)  # type: ignore[arg-type]  # mixed values

    meeting.refresh_from_db()
    assert meeting.place == "Zaal 1"


def test_held_against_agreed_per_series(
    partnership: Partnership, stranger: User, advisor: User, today: date
) -> None:
    series = series_of(partnership)
    for month in (2, 5, 8):
        begin = datetime(2026, month, 12, 9, 0, tzinfo=UTC)
        meeting_of(series, begin, status=Meeting.Status.HELD)
    meeting_of(series, LAST_WEEK, status="missed", status_reason="Ziek.")
    meeting_of(series, datetime(2025, 5, 12, 9, 0, tzinfo=UTC), status="held")
    elsewhere = Partnership.objects.get(municipality=stranger.organisation)
    meeting_of(series_of(elsewhere), THIS_MORNING, status="held")

    (found,) = standings(advisor, year=2026, today=today)

    assert found.words == "3 van de 4 gehouden"
    assert found.note == "1 ging niet door. 1 staat nog niet op de kalender."
