"""A figure that misses its norm comes on the agenda, also when no one set a status."""

from datetime import datetime

import pytest

from agreements.models.vocabulary import IndicatorCode, Progress
from monitoring.models import AgendaItem, Meeting
from monitoring.services.agenda import prepare_agenda
from tests.monitoring.factories import ClauseStatusFactory, QuarterFactory
from tests.monitoring.meetings.building import (
    NEXT_WEEK,
    items_of,
    meeting_of,
    series_of,
)
from tests.monitoring.screens.scenes import clause_in_force, release_of, row
from vve_portal.accounts.models import Partnership, User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("every_figure")]


def reasons_of(meeting: Meeting) -> list[tuple[str, str]]:
    """Return what deviates on an agenda, and why it is there."""
    return [
        (one.clause.code if one.clause else "", one.why)
        for one in items_of(meeting)
        if one.origin == AgendaItem.Origin.DEVIATION
    ]


def test_figure_beside_its_norm_is_on_the_agenda_until_people_say_otherwise(
    partnership: Partnership, advisor: User, now: datetime
) -> None:
    meeting = meeting_of(series_of(partnership), NEXT_WEEK)
    quarter = QuarterFactory.create(partnership=partnership, provisional=True)
    missed = clause_in_force(partnership, code=IndicatorCode.REACH, norm=90)
    clause_in_force(partnership, code=IndicatorCode.CONSENT_RATE, norm=90)
    stated = clause_in_force(partnership, code=IndicatorCode.REACH, norm=95)
    release_of(
        quarter,
        row(IndicatorCode.REACH, 70, 100),
        measured=[IndicatorCode.CONSENT_RATE],
    )
    ClauseStatusFactory.create(
        quarter=quarter, clause=stated, status=Progress.ON_COURSE
    )

    prepare_agenda(meeting=meeting, actor=advisor, now=now)

    why = "Het cijfer wijkt af van de norm. Voorstel voor de status: Niet gehaald."
    assert reasons_of(meeting) == [(missed.code, why)]
