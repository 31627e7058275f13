"""What a provisional quarter asks of somebody on the start page."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agreements.models.vocabulary import Progress
from monitoring.models import Quarter
from monitoring.queries.quarter_tasks import quarter_tasks
from tests.factories import PartnershipFactory
from tests.monitoring.factories import (
    AreaWordsFactory,
    ClauseStatusFactory,
    MeetingFactory,
    QuarterFactory,
)
from tests.monitoring.scenes import everything
from tests.monitoring.screens.scenes import clause_in_force
from vve_portal.access.scope import scope
from vve_portal.accounts.models import Partnership, User
from vve_portal.accounts.queries import with_reach

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("every_figure")]


@pytest.fixture
def quarter(partnership: Partnership) -> Quarter:
    """A provisional quarter with one clause that is measured."""
    made: Quarter = QuarterFactory.create(partnership=partnership, provisional=True)
    clause_in_force(partnership, code="IND-05", norm=90)
    return made


def titles(actor: User, today: date) -> list[str]:
    """Return what is asked."""
    return [task.title for task in quarter_tasks(actor, today=today)]


def test_words_and_statuses_are_asked_of_who_writes(
    quarter: Quarter, advisor: User, nurse: User, today: date
) -> None:
    assert quarter.pk
    assert titles(advisor, today) == [
        "Beschrijf 1 gebied",
        "Zet de status van 1 afspraak",
    ]
    assert titles(nurse, today) == []


def test_settling_is_asked_when_all_is_there_of_who_settles(
    quarter: Quarter,
    advisor: User,
    coordinator: User,
    today: date,
) -> None:
    AreaWordsFactory.create(
        quarter=quarter, status=Progress.ON_COURSE, sentence="Het gaat goed."
    )
    clause = quarter.partnership.agreements.get().clauses.get()
    ClauseStatusFactory.create(quarter=quarter, clause=clause)
    MeetingFactory.create(
        quarter=quarter, series__partnership=quarter.partnership, held=True
    )

    assert titles(advisor, today) == ["Stel het kwartaal vast"]
    assert titles(coordinator, today) == []


def test_nothing_is_asked_of_other_quarters(
    partnership: Partnership, stranger: User, advisor: User, today: date
) -> None:
    QuarterFactory.create(partnership=partnership)
    QuarterFactory.create(partnership=partnership, number=2, settled=True)
    QuarterFactory.create(partnership=partnership, number=1, provisional=True)

    assert titles(stranger, today) == []
    assert titles(advisor, today) == []


@pytest.mark.parametrize("towns", [1, 5])
def test_tasks_take_a_fixed_number_of_queries(
    quarter: Quarter, manager: User, today: date, towns: int
) -> None:
    others = [
        PartnershipFactory.create(provider=quarter.partnership.provider)
        for _ in range(towns - 1)
    ]
    actor = with_reach(manager, today=today)

    with scope(everything()):
        for other in others:
            QuarterFactory.create(partnership=other, provisional=True)
        with CaptureQueriesContext(connection) as asked:
            list(quarter_tasks(actor, today=today))

    assert len(asked) == 6
