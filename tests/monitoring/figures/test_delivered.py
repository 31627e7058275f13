"""Totals of files become delivered figures, but for those that can't be."""

from datetime import datetime
from decimal import Decimal

import pytest

from monitoring.models import Figure, Quarter
from monitoring.queries.delivered import left_out_of
from monitoring.services.counting import count_quarter
from monitoring.services.taking_over import take_over_totals
from referrals.models import DeliveredTotal
from tests.factories import LocationFactory, NeighbourhoodFactory, TeamFactory
from tests.monitoring.factories import FigureFactory, QuarterFactory
from vve_portal.accounts.models import Partnership, User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("every_figure")]


@pytest.fixture
def quarter(
    partnership: Partnership,
    every_figure: None,  # noqa: ARG001 - opens the scope
) -> Quarter:
    """A quarter that is open."""
    made: Quarter = QuarterFactory.create(partnership=partnership)
    return made


@pytest.fixture(autouse=True)
def _totals(quarter: Quarter, coordinator: User, now: datetime) -> None:
    """What came in with a file, of this quarter and of another."""
    town = quarter.partnership
    NeighbourhoodFactory.create(partnership=town, code="WK01", name="Noord")
    LocationFactory.create(partnership=town, lrk_id="111", name="De Eik", is_open=False)
    TeamFactory.create(organisation=town.provider, name="Team Noord")
    for indicator, breakdown, code, numerator, denominator in (
        ("IND-05", "", "", 88, 100),
        ("IND-05", "wijk", "WK01", 40, 50),
        ("IND-05", "wijk", "onbekend", 8, 10),
        ("IND-05", "wijk", "WK99", 1, 2),
        ("IND-05", "voorschool", "111", 1, 2),
        ("IND-05", "afspraak", "G4-01", 1, 2),
        ("IND-09", "team", "team noord", 9, 10),
        ("IND-12", "", "", 100, 300),
        ("IND-30", "", "", 3, None),
        ("IND-99", "", "", 1, 2),
    ):
        DeliveredTotal.objects.create(
            partnership=town,
            quarter="2026Q3",
            indicator=indicator,
            breakdown=breakdown,
            breakdown_code=code,
            numerator=numerator,
            denominator=denominator,
            delivered_by=coordinator,
            delivered_at=now,
        )
    DeliveredTotal.objects.create(
        partnership=town,
        quarter="2026Q2",
        indicator="IND-05",
        numerator=1,
        denominator=2,
        delivered_by=coordinator,
        delivered_at=now,
    )


def test_totals_of_a_file_are_taken_over_in_our_words(
    quarter: Quarter,
) -> None:
    count = take_over_totals(quarter=quarter)

    team = str(quarter.partnership.provider.teams.get().pk)
    rows = Figure.objects.order_by("indicator", "dimension", "category")
    kept = [
        (
            row.indicator,
            row.dimension,
            row.category,
            row.numerator,
            row.denominator,
            row.value,
        )
        for row in rows
    ]
    assert count == 5
    assert kept == [
        ("IND-05", "", "", 88, 100, None),
        ("IND-05", "neighbourhood", "WK01", 40, 50, None),
        ("IND-05", "neighbourhood", "unknown", 8, 10, None),
        ("IND-09", "team", team, 9, 10, None),
        # A mean: the sum of the days, out of so many children.
        ("IND-12", "", "", None, 300, Decimal("0.33")),
    ]


def test_totals_that_cannot_be_figures_are_left_out_with_a_reason(
    quarter: Quarter,
) -> None:
    reasons = [one.reason for one in left_out_of(quarter)]

    assert reasons == [
        "IND-05 heeft geen uitsplitsing naar afspraak.",
        "De Eik staat niet meer in het register.",
        "WK99 is geen wijk van deze gemeente.",
        "Een gemiddelde als IND-30 gaat over een aantal: de noemer.",
        "IND-99 wordt hier niet bijgehouden.",
    ]


def test_typed_total_goes_before_the_one_of_a_file_and_counted_ones_stay(
    quarter: Quarter, coordinator: User
) -> None:
    typed = FigureFactory.create(
        quarter=quarter, entered=True, numerator=90, noted_by=coordinator
    )
    counted = FigureFactory.create(quarter=quarter)

    take_over_totals(quarter=quarter)
    take_over_totals(quarter=quarter)

    whole = Figure.objects.filter(indicator="IND-05", dimension="").order_by("pk")
    assert list(whole) == [typed, counted]
    assert Figure.objects.count() == 6


def test_counting_a_quarter_takes_the_totals_of_files_over(
    quarter: Quarter, coordinator: User, now: datetime
) -> None:
    count_quarter(quarter=quarter, actor=coordinator, now=now)

    entered = Figure.objects.filter(mode=Figure.Mode.ENTERED)
    delivered_at = DeliveredTotal.objects.values_list("delivered_at", flat=True)
    assert entered.count() == 5
    assert {one.noted_at for one in entered} == set(delivered_at)
