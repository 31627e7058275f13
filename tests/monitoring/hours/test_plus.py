"""Budget beside hours: worked out by hand, and sums that add up whatever the lines."""

from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agreements.models import Agreement, BudgetLine
from agreements.models.vocabulary import Funding
from monitoring.models import HoursEntry
from monitoring.queries.plus import (
    Plus,
    PlusYear,
    hours_per_team,
    plus_of,
    plus_year,
)
from tests.factories import AgreementFactory
from tests.monitoring.factories import HoursEntryFactory
from tests.monitoring.hours.conftest import budget
from vve_portal.accounts.models import Partnership, Team

pytestmark = [pytest.mark.sqlite, pytest.mark.usefixtures("reach")]

TODAY = date(2026, 11, 20)


def done(
    line: BudgetLine, month: int, minutes: int, *, approved: bool = True, **more: object
) -> HoursEntry:
    """Enter minutes of a line, approved unless said otherwise."""
    clause = line.version.clause
    made: HoursEntry = HoursEntryFactory.create(
        approved=approved,
        agreement=clause.agreement,
        partnership=clause.partnership,
        clause_code=clause.code,
        activity=line.activity,
        month=date(2026, month, 1),
        minutes=minutes,
        **more,
    )
    return made


def quarter(partnership: Partnership, number: int) -> Plus:
    """Return the plus-inzet of a quarter of 2026."""
    first = date(2026, 3 * number - 2, 1)
    return plus_of(partnership, starts_on=first, ends_on=date(2026, 3 * number, 28))


def year(partnership: Partnership, today: date = TODAY) -> PlusYear:
    """Return the year 2026."""
    return plus_year(partnership, year=2026, today=today)


def test_quarter_of_p_times_q_is_approved_hours_at_their_rate(
    partnership: Partnership, visits: BudgetLine
) -> None:
    done(visits, 7, 900)
    done(visits, 9, 450)
    done(visits, 9, 6000, approved=False)
    done(visits, 6, 90)

    plus = quarter(partnership, 3)

    # 60 visits of 90 minutes are 90 hours a year, so 22,5 a quarter; € 6.750 / 4.
    [line] = plus.lines
    assert (line.budget_hours, line.budget_amount) == (
        Decimal("22.50"),
        Decimal("1687.50"),
    )
    # 1.350 minutes are 22,5 hours at € 75.
    assert (line.realised_hours, line.realised_amount) == (
        Decimal("22.50"),
        Decimal("1687.50"),
    )


def test_half_a_cent_is_rounded_up(
    partnership: Partnership, agreement: Agreement
) -> None:
    line = budget(
        agreement,
        "G4-03",
        settlement=BudgetLine.Settlement.PRICE_TIMES_QUANTITY,
        quantity=Decimal(60),
        minutes_per_unit=90,
        rate=Decimal("10.05"),
    )
    done(line, 7, 30)

    # Half an hour at € 10,05 is € 5,025.
    assert quarter(partnership, 3).realised_amount == Decimal("5.03")


def test_quarter_of_a_fixed_sum_is_its_instalment_whatever_the_hours(
    partnership: Partnership, coordination: BudgetLine
) -> None:
    done(coordination, 8, 60)

    [line] = quarter(partnership, 3).lines

    assert (line.budget_hours, line.realised_hours) == (
        Decimal("184.00"),
        Decimal("1.00"),
    )
    assert (line.budget_amount, line.realised_amount) == (
        Decimal("13800.00"),
        Decimal("13800.00"),
    )


def test_forecast_follows_the_pace_of_the_months_that_are_in(
    partnership: Partnership, visits: BudgetLine
) -> None:
    done(visits, 3, 3000)
    done(visits, 9, 2400)

    found = year(partnership)

    # 5.400 minutes in nine months: 90 hours, at that pace 120 a year; € 9.000.
    [line] = found.plus.lines
    assert found.counted_until == date(2026, 9, 1)
    assert (line.realised_hours, line.realised_amount) == (
        Decimal("90.00"),
        Decimal("6750.00"),
    )
    assert (line.forecast_hours, line.forecast_amount) == (
        Decimal("120.00"),
        Decimal("9000.00"),
    )
    assert [one.activity for one in found.over] == ["Huisbezoek toeleiding"]
    assert found.excess == Decimal("2250.00")


def test_fixed_sum_is_paid_of_the_months_that_are_over_and_never_exceeds(
    partnership: Partnership, coordination: BudgetLine
) -> None:
    done(coordination, 1, 60 * 700)

    found = year(partnership)

    [line] = found.plus.lines
    # Ten of twelve months of € 55.200.
    assert line.realised_amount == Decimal("46000.00")
    assert line.forecast_amount == Decimal("55200.00")
    assert line.forecast_hours == Decimal("8400.00")
    assert found.over == ()


def test_nothing_is_forecast_while_no_hours_were_approved(
    partnership: Partnership, visits: BudgetLine
) -> None:
    done(visits, 9, 900, approved=False)

    found = year(partnership)

    [line] = found.plus.lines
    assert (line.forecast_hours, line.forecast_amount) == (None, None)
    assert found.counted_until is None
    assert found.plus.forecast_amount == Decimal("6750.00")


def test_year_that_is_over_is_forecast_as_it_was(
    partnership: Partnership, visits: BudgetLine
) -> None:
    done(visits, 5, 1000)

    [line] = year(partnership, date(2027, 2, 1)).plus.lines

    assert line.forecast_amount == line.realised_amount == Decimal("1250.00")


def test_clause_that_begins_later_has_its_part_of_the_year(
    partnership: Partnership, agreement: Agreement
) -> None:
    budget(agreement, "G5-01", starts_on=date(2026, 7, 1), hours=96, amount=7200)

    whole, first = year(partnership).plus, quarter(partnership, 1)

    assert (whole.budget_hours, whole.budget_amount) == (
        Decimal("48.00"),
        Decimal("3600.00"),
    )
    assert first.lines == ()


def test_agreement_that_takes_over_counts_from_its_own_months_on(
    partnership: Partnership, agreement: Agreement
) -> None:
    budget(agreement, "G4-03", hours=90, amount=6750)
    agreement.ends_on = date(2026, 8, 31)
    agreement.save()
    later = AgreementFactory.create(
        partnership=partnership,
        signed=True,
        starts_on=date(2026, 9, 1),
        ends_on=date(2027, 12, 31),
    )
    budget(later, "G4-03", hours=186, amount=13_950)

    [line] = year(partnership).plus.lines

    # Eight months of 90 hours a year, four of 186.
    assert line.budget_hours == Decimal("122.00")
    assert line.budget_amount == Decimal("9150.00")


@pytest.mark.usefixtures("visits")
def test_only_a_signed_agreement_has_a_budget(
    partnership: Partnership, agreement: Agreement
) -> None:
    assert len(year(partnership).plus.lines) == 1

    Agreement.objects.filter(pk=agreement.pk).update(
        status="negotiating", signed_at=None
    )

    assert year(partnership).plus.lines == ()


def test_hours_of_an_activity_without_budget_stand_apart(
    partnership: Partnership, visits: BudgetLine
) -> None:
    done(visits, 7, 60)
    HoursEntryFactory.create(
        approved=True,
        partnership=partnership,
        agreement=visits.version.clause.agreement,
        clause_code="G9-99",
        activity="Vervallen",
        minutes=90,
    )

    plus = quarter(partnership, 3)

    assert plus.loose == (("G9-99", "Vervallen", Decimal("1.50")),)
    assert plus.realised_hours == Decimal("1.00")


def test_hours_per_team_are_the_approved_ones(
    partnership: Partnership, visits: BudgetLine, team: Team
) -> None:
    done(visits, 7, 90, team=team)
    done(visits, 8, 60)
    done(visits, 9, 6000, approved=False, team=team)

    found = hours_per_team(
        partnership, starts_on=date(2026, 7, 1), ends_on=date(2026, 9, 30)
    )

    assert found == {team.pk: Decimal("1.50"), None: Decimal("1.00")}


@pytest.mark.parametrize("seed", range(6))
def test_sums_add_up_whatever_the_lines(
    seed: int, partnership: Partnership, agreement: Agreement
) -> None:
    luck = Random(seed)  # noqa: S311 - makes up budgets
    for number in range(luck.randint(1, 7)):
        line = a_line(agreement, number, luck)
        done(line, luck.randint(1, 10), luck.randint(0, 5_000))

    found = year(partnership).plus
    quarters = [quarter(partnership, number) for number in (1, 2, 3, 4)]

    for name in ("budget_hours", "realised_hours", "budget_amount", "realised_amount"):
        per_source = sum(getattr(one, name) for one in found.sources)
        assert per_source == getattr(found, name)
        assert getattr(found, name) == sum(getattr(one, name) for one in found.lines)
    assert sum(one.difference for one in found.sources) == found.difference
    for name in ("budget_hours", "budget_amount"):
        assert sum(getattr(one, name) for one in quarters) == getattr(found, name)
    whole = sum((line.amount for line in BudgetLine.objects.all()), Decimal(0))
    assert found.budget_amount == whole


def a_line(agreement: Agreement, number: int, luck: Random) -> BudgetLine:
    """Make up a line with cents that divide by nothing."""
    common: dict[str, Any] = {
        "activity": f"Activiteit {number}",
        "funding": luck.choice(list(Funding)),
        "amount": Decimal(luck.randint(1, 9_999_999)) / 100,
    }
    if luck.random() < 0.5:
        hours = Decimal(luck.randint(0, 99_999)) / 100
        return budget(agreement, f"G1-{number:02d}", hours=hours, **common)
    return budget(
        agreement,
        f"G1-{number:02d}",
        settlement=BudgetLine.Settlement.PRICE_TIMES_QUANTITY,
        quantity=Decimal(luck.randint(1, 900)),
        minutes_per_unit=luck.randint(1, 300),
        rate=Decimal(luck.randint(1_000, 20_000)) / 100,
        **common,
    )


def test_year_asks_as_many_questions_for_five_lines_as_for_one(
    partnership: Partnership, agreement: Agreement
) -> None:
    asked = []
    for number in range(5):
        line = budget(agreement, f"G1-{number:02d}", activity=f"Activiteit {number}")
        done(line, 7, 60)
        with CaptureQueriesContext(connection) as queries:
            year(partnership)
        asked.append(len(queries))

    assert asked == [asked[0]] * 5
