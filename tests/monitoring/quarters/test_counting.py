"""Counting a quarter into figures, by hand and by the nightly command."""

from datetime import date, datetime
from io import StringIO
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command

from monitoring.models import Figure, Quarter
from monitoring.services.counting import count_quarter
from referrals.models import DeliveredTotal
from tests.factories import NOW, EventFactory, TrajectoryFactory
from tests.monitoring.factories import FigureFactory, QuarterFactory
from vve_portal.accounts.models import Partnership, User

pytestmark = pytest.mark.usefixtures("every_figure")


@pytest.fixture
def quarter(partnership: Partnership) -> Quarter:
    """The third quarter, open, of a town with two children who got an indication."""
    for _ in range(2):
        indicated_child(partnership)
    made: Quarter = QuarterFactory.create(partnership=partnership)
    return made


def indicated_child(partnership: Partnership, registered_at: datetime = NOW) -> None:
    """Make a child of three who got an indication in August."""
    child = TrajectoryFactory.create(
        partnership=partnership,
        birth_month=date(2023, 9, 1),
        state="S20",
        since=date(2026, 8, 10),
        indicated_on=date(2026, 8, 10),
    )
    EventFactory.create(
        trajectory=child,
        kind="moved",
        state="S20",
        occurred_on=date(2026, 8, 10),
        registered_at=registered_at,
    )


def counted(code: str) -> tuple[Any, ...]:
    """Return the counted figure of the whole town."""
    figure = Figure.objects.of_whole_town().get(
        mode="counted", indicator=code, measure=""
    )
    return figure.numerator, figure.denominator


def test_every_number_is_kept_with_where_it_comes_from(
    quarter: Quarter, coordinator: User
) -> None:
    stored = count_quarter(quarter=quarter, actor=coordinator, now=NOW)

    figure = Figure.objects.of_whole_town().get(indicator="IND-02", measure="")
    assert stored == Figure.objects.count()
    assert (figure.numerator, figure.mode, figure.reference_on, figure.source) == (
        2,
        "counted",
        date(2026, 9, 30),
        "Trajecten in het portaal",
    )
    quarter.refresh_from_db()
    assert quarter.counted_at == NOW


def test_counted_again_takes_the_place_of_what_was(
    quarter: Quarter, coordinator: User, partnership: Partnership
) -> None:
    typed = FigureFactory.create(
        quarter=quarter, entered=True, noted_by=coordinator, numerator=70
    )
    count_quarter(quarter=quarter, actor=coordinator, now=NOW)
    indicated_child(partnership)

    stored = count_quarter(quarter=quarter, actor=coordinator, now=NOW)

    assert Figure.objects.count() == stored + 1
    assert counted("IND-02") == (3, None)
    typed.refresh_from_db()
    assert typed.numerator == 70


def test_totals_of_a_file_stand_beside_what_is_counted(
    quarter: Quarter, coordinator: User, partnership: Partnership
) -> None:
    DeliveredTotal.objects.create(
        partnership=partnership,
        quarter="2026Q3",
        indicator="IND-09",
        numerator=43,
        denominator=48,
        delivered_by=coordinator,
        delivered_at=NOW,
    )

    for _ in range(2):
        count_quarter(quarter=quarter, actor=coordinator, now=NOW)

    rows = Figure.objects.of_whole_town().filter(indicator="IND-09")
    assert sorted((one.mode, one.numerator, one.denominator) for one in rows) == [
        ("counted", 0, 0),
        ("entered", 43, 48),
    ]


@pytest.mark.parametrize("state", ["provisional", "settled"])
def test_figures_that_were_released_are_not_counted_again(
    partnership: Partnership, coordinator: User, state: str
) -> None:
    quarter = QuarterFactory.create(partnership=partnership, **{state: True})

    for actor in (coordinator, None):
        with pytest.raises(PermissionDenied, match="al vrijgegeven en blijven zoals"):
            count_quarter(quarter=quarter, actor=actor, now=NOW)


@pytest.mark.parametrize("who", ["advisor", "nurse", "stranger"])
def test_only_the_jgz_of_the_town_counts(
    quarter: Quarter, who: str, request: pytest.FixtureRequest
) -> None:
    with pytest.raises(PermissionDenied):
        count_quarter(quarter=quarter, actor=request.getfixturevalue(who), now=NOW)


def test_command_counts_what_is_open_in_every_town(
    quarter: Quarter, stranger: User, partnership: Partnership
) -> None:
    elsewhere = Partnership.objects.exclude(pk=partnership.pk).get()
    assert elsewhere.municipality == stranger.organisation
    other = QuarterFactory.create(partnership=elsewhere, provisional=True)

    said = StringIO()
    call_command("count_quarters", quarter="2026Q3", stdout=said)

    figures = Figure.objects.filter(quarter=quarter).count()
    assert said.getvalue().startswith(f"2026Q3: {figures} cijfers van 1 gemeenten in")
    assert not other.figures.exists()


def test_command_says_how_a_quarter_is_written() -> None:
    with pytest.raises(CommandError, match="Schrijf het kwartaal als 2026Q3"):
        call_command("count_quarters", quarter="3-2026")
