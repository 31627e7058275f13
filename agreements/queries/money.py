"""What the plus-inzet costs: hours and euros, in total and per source of money."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from agreements.models import Agreement, BudgetLine, Clause
from agreements.models.vocabulary import Funding, Kind
from agreements.queries.clauses import clauses_in_text, version_of


@dataclass(frozen=True, slots=True)
class SourceTotal:
    """What one source of money pays a year."""

    funding: Funding
    hours: Decimal
    amount: Decimal


@dataclass(frozen=True, slots=True)
class BudgetTotals:
    """The budget of the plus-inzet a year, with the lines it adds up."""

    hours: Decimal
    amount: Decimal
    per_source: tuple[SourceTotal, ...]
    lines: tuple[tuple[Clause, BudgetLine], ...]


def budget_totals(
    agreement: Agreement, clauses: Sequence[Clause] | None = None
) -> BudgetTotals:
    """Return the budget lines of all plus-inzet in the text, and their sums."""
    lines = tuple(
        (clause, line)
        for clause in clauses_in_text(agreement, clauses)
        if version_of(clause).kind == Kind.PLUS
        for line in sorted(version_of(clause).lines.all(), key=_position)
    )
    per_source = tuple(
        _total(funding, [line for _, line in lines if line.funding == funding])
        for funding in Funding
        if any(line.funding == funding for _, line in lines)
    )
    return BudgetTotals(
        hours=sum((total.hours for total in per_source), Decimal(0)),
        amount=sum((total.amount for total in per_source), Decimal(0)),
        per_source=per_source,
        lines=lines,
    )


def _position(line: BudgetLine) -> int:
    return line.position


def _total(funding: Funding, lines: Sequence[BudgetLine]) -> SourceTotal:
    return SourceTotal(
        funding=funding,
        hours=sum((line.hours for line in lines), Decimal(0)),
        amount=sum((line.amount for line in lines), Decimal(0)),
    )
