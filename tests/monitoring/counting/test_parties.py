"""Hours, meetings, actions and clauses, by hand."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from agreements.areas import Chapter
from agreements.models.vocabulary import Kind, Progress
from monitoring.counting.parties import actions, clauses, meetings, plus_work
from monitoring.models.meetings import MeetingKind
from tests.factories import (
    AgreementFactory,
    BudgetLineFactory,
    ClauseFactory,
)
from tests.monitoring.counting.lives import WRITTEN_AT, of, third_quarter
from tests.monitoring.factories import (
    ActionFactory,
    ClauseStatusFactory,
    HoursEntryFactory,
    MeetingFactory,
    MeetingSeriesFactory,
    ParticipantFactory,
    QuarterFactory,
)
from vve_portal.accounts.models import Partnership

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("every_figure")]
WHOLE = ("", "", "")


def test_hours_and_money_are_held_against_a_quarter_of_the_budget(
    partnership: Partnership,
) -> None:
    # 90 hours and 6,750 euro a year: 22.5 hours and 1,687.50 a quarter.
    agreement = AgreementFactory.create(
        partnership=partnership,
        signed=True,
        starts_on=date(2026, 1, 1),
        ends_on=date(2026, 12, 31),
    )
    clause = ClauseFactory.create(
        agreement=agreement, code="G4-01", version__kind=Kind.PLUS
    )
    BudgetLineFactory.create(version=clause.current)
    made = {"partnership": partnership, "agreement": agreement}
    for month, minutes in ((2, 300), (7, 600), (9, 90)):
        HoursEntryFactory.create(
            **made, approved=True, month=date(2026, month, 1), minutes=minutes
        )
    HoursEntryFactory.create(**made, minutes=6000)

    counts = plus_work(third_quarter(partnership))

    hours, money = of(counts, "IND-19"), of(counts, "IND-19b")
    quarter, year = (
        (Decimal("11.50"), Decimal("22.50")),
        (Decimal("16.50"), Decimal("67.50")),
    )
    assert hours == {
        WHOLE: quarter,
        ("year", "", ""): year,
        ("", "activity", "Huisbezoek toeleiding"): quarter,
        ("year", "activity", "Huisbezoek toeleiding"): year,
        ("", "team", "unknown"): (Decimal("11.50"), None),
    }
    # A fixed sum is paid whatever was done.
    assert (money[WHOLE], money["year", "funding", "spuk_oab"]) == (
        (Decimal("1687.50"), Decimal("1687.50")),
        (Decimal("5062.50"), Decimal("5062.50")),
    )


def test_meetings_held_are_out_of_those_agreed_for_the_quarter(
    partnership: Partnership,
) -> None:
    series = MeetingSeriesFactory.create(partnership=partnership)
    board = MeetingSeriesFactory.create(partnership=partnership, kind=MeetingKind.BOARD)
    MeetingFactory.create(series=series, held=True)
    MeetingFactory.create(series=series, missed=True)
    # The first minute of the quarter here is still June in the world's time.
    MeetingFactory.create(
        series=board, held=True, starts_at=datetime(2026, 6, 30, 22, 0, tzinfo=UTC)
    )
    for starts_at in (
        datetime(2026, 6, 30, 21, 59, tzinfo=UTC),
        datetime(2026, 9, 30, 22, 0, tzinfo=UTC),
    ):
        MeetingFactory.create(
            series=board,
            held=True,
            starts_at=starts_at,
            ends_at=datetime(2026, 12, 1, tzinfo=UTC),
        )

    found = of(meetings(third_quarter(partnership)), "IND-20")

    assert found == {
        WHOLE: (2, 3),
        ("", "meeting", "board"): (1, 1),
        ("", "meeting", "quarterly"): (1, 2),
    }


def test_attendance_is_of_who_had_to_be_at_meetings_that_were_held(
    partnership: Partnership,
) -> None:
    held = MeetingFactory.create(series__partnership=partnership, held=True)
    missed = MeetingFactory.create(series__partnership=partnership, missed=True)
    municipality, provider = partnership.parties
    for meeting, party, came, required in (
        (held, provider, True, True),
        (held, provider, False, True),
        (held, municipality, True, True),
        (held, municipality, None, True),
        (held, municipality, True, False),
        (missed, municipality, False, True),
    ):
        ParticipantFactory.create(
            meeting=meeting, organisation=party, was_present=came, is_required=required
        )

    found = of(meetings(third_quarter(partnership)), "IND-20b")

    assert found == {
        WHOLE: (2, 4),
        ("", "organisation", str(provider.pk)): (1, 2),
        ("", "organisation", str(municipality.pk)): (1, 2),
    }


def test_action_is_in_time_on_its_day_and_not_a_day_later(
    partnership: Partnership,
) -> None:
    about = {"partnership": partnership, "noted_at": WRITTEN_AT}
    ActionFactory.create(**about, done=True)
    ActionFactory.create(**about, done=True, done_on=date(2026, 9, 16))
    ActionFactory.create(**about, due_on=date(2026, 9, 30))
    ActionFactory.create(**about, due_on=date(2026, 10, 1))
    ActionFactory.create(**about, status="dropped", result="Niet meer nodig.")

    found = of(actions(third_quarter(partnership)), "IND-21")

    provider = str(partnership.provider_id)
    assert found == {WHOLE: (1, 3), ("", "organisation", provider): (1, 3)}


def test_clause_is_on_course_by_what_was_said_of_it_last(
    partnership: Partnership,
) -> None:
    spring = QuarterFactory.create(partnership=partnership, number=2)
    summer = QuarterFactory.create(partnership=partnership)
    autumn = QuarterFactory.create(partnership=partnership, number=4)
    roles, reach, asleep = (
        ClauseFactory.create(agreement__partnership=partnership, chapter=chapter)
        for chapter in (Chapter.ROLES, Chapter.REACH, Chapter.REACH)
    )
    for quarter, clause, status in (
        (spring, roles, Progress.MISSED),
        (summer, roles, Progress.ON_COURSE),
        (autumn, roles, Progress.MISSED),
        (spring, reach, Progress.ATTENTION),
        (summer, asleep, Progress.NOT_STARTED),
    ):
        ClauseStatusFactory.create(
            quarter=quarter, clause=clause, status=status, set_at=WRITTEN_AT
        )

    found = of(clauses(third_quarter(partnership)), "IND-22")

    assert found == {
        WHOLE: (1, 2),
        ("", "area", "1"): (1, 1),
        ("", "area", "4"): (0, 1),
    }
