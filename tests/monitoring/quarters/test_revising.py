"""Late facts: told in the next report, while the earlier figure stays as it was."""

from datetime import date, timedelta
from typing import Any

import pytest

from monitoring.models import Figure, Quarter, Revision
from monitoring.services.counting import count_quarter
from monitoring.services.revising import note_revisions
from tests.factories import NOW
from tests.monitoring.factories import QuarterFactory
from tests.monitoring.quarters.building import settle_row
from tests.monitoring.quarters.test_counting import indicated_child
from vve_portal.accounts.models import Partnership, User

pytestmark = pytest.mark.usefixtures("every_figure")
LATER = NOW + timedelta(days=3)
MUCH_LATER = NOW + timedelta(days=90)


@pytest.fixture
def earlier(partnership: Partnership, manager: User) -> Quarter:
    """The third quarter, counted with one child and settled."""
    indicated_child(partnership)
    quarter: Quarter = QuarterFactory.create(partnership=partnership)
    count_quarter(quarter=quarter, actor=None, now=NOW)
    quarter.refresh_from_db()
    quarter.status, quarter.provisional_at = Quarter.Status.PROVISIONAL, NOW
    quarter.save(update_fields=["status", "provisional_at"])
    return settle_row(quarter, by=manager)


@pytest.fixture
def quarter(earlier: Quarter) -> Quarter:
    """The fourth quarter, open."""
    made: Quarter = QuarterFactory.create(partnership=earlier.partnership, number=4)
    return made


def told(indicator: str = "IND-02") -> list[tuple[Any, ...]]:
    """Return what is told of an indicator: in which report, was and is."""
    rows = Revision.objects.filter(indicator=indicator, measure="").order_by("pk")
    return [
        (one.quarter.code, one.before["numerator"], one.after["numerator"])
        for one in rows.select_related("quarter")
    ]


def test_without_late_facts_nothing_is_told(quarter: Quarter) -> None:
    assert note_revisions(quarter=quarter, now=LATER) == {}
    assert told() == []


def test_late_fact_is_told_and_the_settled_figure_stays(
    quarter: Quarter, earlier: Quarter
) -> None:
    indicated_child(quarter.partnership, LATER)

    newest = note_revisions(quarter=quarter, now=LATER)

    assert list(newest) == ["2026Q3"]
    assert told() == [("2026Q4", "1", "2")]
    kept = Figure.objects.of_whole_town().get(
        quarter=earlier, indicator="IND-02", measure=""
    )
    assert kept.numerator == 1


def test_noted_again_it_is_told_once(quarter: Quarter) -> None:
    indicated_child(quarter.partnership, LATER)

    for _ in range(2):
        note_revisions(quarter=quarter, now=LATER)

    assert told() == [("2026Q4", "1", "2")]


def test_next_report_tells_only_what_changed_since(
    quarter: Quarter, partnership: Partnership
) -> None:
    indicated_child(partnership, LATER)
    note_revisions(quarter=quarter, now=LATER)
    following = QuarterFactory.create(partnership=partnership, year=2027, number=1)

    note_revisions(quarter=following, now=MUCH_LATER)
    assert told() == [("2026Q4", "1", "2")]

    indicated_child(partnership, MUCH_LATER)
    note_revisions(quarter=following, now=MUCH_LATER)
    assert told() == [("2026Q4", "1", "2"), ("2027Q1", "2", "3")]


def test_what_is_longer_than_a_year_ago_is_left_alone(earlier: Quarter) -> None:
    indicated_child(earlier.partnership, LATER)
    much_later = QuarterFactory.create(
        partnership=earlier.partnership, year=2027, number=4
    )

    assert note_revisions(quarter=much_later, now=LATER) == {}


def test_quarter_that_was_never_released_is_no_revision(
    partnership: Partnership,
) -> None:
    QuarterFactory.create(partnership=partnership)
    indicated_child(partnership)
    quarter = QuarterFactory.create(partnership=partnership, number=4)

    assert note_revisions(quarter=quarter, now=LATER) == {}
    assert date(2026, 10, 1) == quarter.starts_on
