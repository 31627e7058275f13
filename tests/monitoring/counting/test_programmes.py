"""Programmes at home, reading advice and places, by hand."""

from datetime import date

import pytest

from monitoring.counting import Count
from monitoring.counting.programmes import home_programmes, places, reading
from referrals.models import ActivityCount, Capacity
from referrals.states import RouteKind
from tests.factories import (
    LocationFactory,
    NeighbourhoodFactory,
    PathwayFactory,
    PathwayVersionFactory,
    TeamFactory,
)
from tests.monitoring.counting.lives import WRITTEN_AT, live, of, third_quarter
from vve_portal.accounts.models import Partnership, User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("every_figure")]
WHOLE = ("", "", "")


def test_programme_counts_who_applied_began_and_finished_in_the_quarter(
    partnership: Partnership,
) -> None:
    version = PathwayVersionFactory.create(
        published=True,
        pathway=PathwayFactory.create(
            partnership=partnership, code="R-THUIS", kind=RouteKind.HOME
        ),
    )
    about = {"kind": RouteKind.HOME, "pathway_version": version}
    # Applied and began; applied only; applied in spring and began; finished.
    live(partnership, [("2026-07-01", "T10"), ("2026-07-20", "T20")], **about)
    live(partnership, [("2026-09-30", "T10")], **about)
    live(partnership, [("2026-05-01", "T10"), ("2026-08-01", "T20")], **about)
    live(
        partnership,
        [("2026-01-01", "T10"), ("2026-02-01", "T20"), ("2026-09-01", "T80")],
        **about,
    )
    live(partnership, [("2026-06-30", "T10"), ("2026-10-01", "T20")], **about)

    found = of(home_programmes(third_quarter(partnership)), "IND-24")

    counted = {"": (2, 3), "applied": (2, None), "finished": (1, None)}
    assert found == {
        (measure, *group): number
        for measure, number in counted.items()
        for group in (
            ("", ""),
            ("programme", "R-THUIS"),
            ("neighbourhood", "unknown"),
        )
    }


def test_reading_advice_adds_up_the_months_and_teams(
    partnership: Partnership, nurse: User
) -> None:
    team = TeamFactory.create(organisation=partnership.provider)
    for month, count, of_team in ((6, 100, None), (7, 10, None), (9, 5, team)):
        ActivityCount.objects.create(
            partnership=partnership,
            activity="reading_advice",
            month=date(2026, month, 1),
            team=of_team,
            count=count,
            noted_by=nurse,
            noted_at=WRITTEN_AT,
        )

    found = of(reading(third_quarter(partnership)), "IND-25")

    assert found == {WHOLE: (15, None)}


def test_reading_advice_that_nobody_counted_is_no_zero(
    partnership: Partnership,
) -> None:
    assert reading(third_quarter(partnership)) == []


def test_places_are_those_of_the_last_decision_before_the_end(
    partnership: Partnership, coordinator: User
) -> None:
    north = NeighbourhoodFactory.create(partnership=partnership, code="WK01")
    first = LocationFactory.create(partnership=partnership, neighbourhood=north)
    second = LocationFactory.create(partnership=partnership)
    closed = LocationFactory.create(partnership=partnership, is_open=False)
    for location, starts_on, number in (
        (first, date(2026, 1, 1), 16),
        (first, date(2026, 9, 30), 24),
        (first, date(2026, 10, 1), 99),
        (second, date(2026, 1, 1), 8),
        (closed, date(2026, 1, 1), 8),
    ):
        Capacity.objects.create(
            partnership=partnership,
            location=location,
            starts_on=starts_on,
            places=number,
            set_by=coordinator,
            set_at=WRITTEN_AT,
        )

    needed = [
        Count("IND-03", numerator=40),
        Count("IND-03", "", "neighbourhood", "WK01", numerator=30),
        Count("IND-03", "", "neighbourhood", "WK02", numerator=10),
    ]
    found = of(places(third_quarter(partnership), needed), "IND-31")

    assert found == {
        WHOLE: (32, 40),
        ("locations", "", ""): (2, None),
        ("", "neighbourhood", "WK01"): (24, 30),
        ("locations", "neighbourhood", "WK01"): (1, None),
        ("", "neighbourhood", "WK02"): (0, 10),
        ("locations", "neighbourhood", "WK02"): (0, None),
        ("", "neighbourhood", "unknown"): (8, 0),
        ("locations", "neighbourhood", "unknown"): (1, None),
    }
