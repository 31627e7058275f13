"""The budget of the plus-inzet: sums of hours and euros, per source of money."""

from decimal import Decimal

import pytest

from agreements.models import Agreement
from agreements.models.vocabulary import Funding, Kind
from agreements.queries import SourceTotal, budget_totals
from tests.agreements.building import add_clause_of, add_version_of, let_agree
from tests.factories import BudgetLineFactory

pytestmark = pytest.mark.usefixtures("at_home")


def test_the_sums_are_those_of_the_lines(agreement: Agreement) -> None:
    first = add_clause_of(agreement, code="G4-03", version__kind=Kind.PLUS)
    second = add_clause_of(agreement, code="G4-08", version__kind=Kind.PLUS)
    BudgetLineFactory.create(
        version=first.current, hours=Decimal("110.00"), amount=Decimal("8965.00")
    )
    BudgetLineFactory.create(
        version=first.current, hours=Decimal("0.13"), amount=Decimal("11.25")
    )
    BudgetLineFactory.create(
        version=second.current,
        hours=0,
        amount=Decimal("1200.00"),
        funding=Funding.LIBRARY,
    )

    totals = budget_totals(agreement)

    assert (totals.hours, totals.amount) == (Decimal("110.13"), Decimal("10176.25"))
    assert totals.per_source == (
        SourceTotal(Funding.SPUK_OAB, Decimal("110.13"), Decimal("8976.25")),
        SourceTotal(Funding.LIBRARY, Decimal(0), Decimal("1200.00")),
    )
    assert [clause.code for clause, _ in totals.lines] == ["G4-03", "G4-03", "G4-08"]


def test_what_is_not_plus_or_not_in_the_text_costs_nothing(
    agreement: Agreement,
) -> None:
    undecided = add_clause_of(agreement, version__kind=Kind.UNDECIDED)
    BudgetLineFactory.create(version=undecided.current)
    lapsed = add_clause_of(agreement, version__kind=Kind.PLUS)
    version = add_version_of(lapsed, kind=Kind.PLUS, is_dropped=True)
    BudgetLineFactory.create(version=version)
    let_agree(lapsed)
    older = add_clause_of(agreement, version__kind=Kind.PLUS)
    BudgetLineFactory.create(version=older.current)
    add_version_of(older, kind=Kind.PLUS)

    totals = budget_totals(agreement)

    assert (totals.amount, totals.per_source, totals.lines) == (Decimal(0), (), ())
