"""A period of plus-inzet as lines: budget beside what was done, and their sums."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from agreements.models.vocabulary import Funding
from monitoring.queries.budget import NOTHING, Settlement

Key = tuple[str, str, Settlement, Funding]


@dataclass(frozen=True, slots=True)
class PlusLine:
    """One activity: its budget beside what was done, in hours and in euros.

    With a fixed sum the hours are for information and the instalment is what was
    realised; with p × q the approved hours are paid at their rate.
    """

    clause_code: str
    activity: str
    settlement: Settlement
    funding: Funding
    unit: str = ""
    budget_hours: Decimal = NOTHING
    realised_hours: Decimal = NOTHING
    budget_amount: Decimal = NOTHING
    realised_amount: Decimal = NOTHING
    # Until the end of the year at this pace; None while nothing can be said.
    forecast_hours: Decimal | None = None
    forecast_amount: Decimal | None = None

    @property
    def key(self) -> Key:
        """What makes lines of two agreements one."""
        return (self.clause_code, self.activity, self.settlement, self.funding)

    @property
    def is_settled(self) -> bool:
        """Whether the hours are paid as they were."""
        return self.settlement == Settlement.PRICE_TIMES_QUANTITY

    @property
    def excess(self) -> Decimal:
        """By how many euros the forecast passes the budget."""
        if self.forecast_amount is None:
            return NOTHING
        return max(self.forecast_amount - self.budget_amount, NOTHING)


@dataclass(frozen=True, slots=True)
class SourceLine:
    """What one source of money was to pay, and pays."""

    funding: Funding
    budget_hours: Decimal
    realised_hours: Decimal
    budget_amount: Decimal
    realised_amount: Decimal

    @property
    def difference(self) -> Decimal:
        """What is left of the budget; below zero when more was spent."""
        return self.budget_amount - self.realised_amount


@dataclass(frozen=True, slots=True)
class Plus:
    """The plus-inzet of a period; every sum is the sum of its lines."""

    lines: tuple[PlusLine, ...]
    # Approved hours of activities that no agreement budgets in that month.
    loose: tuple[tuple[str, str, Decimal], ...] = ()

    @property
    def budget_hours(self) -> Decimal:
        """The hours that are budgeted."""
        return total(line.budget_hours for line in self.lines)

    @property
    def realised_hours(self) -> Decimal:
        """The hours that were approved."""
        return total(line.realised_hours for line in self.lines)

    @property
    def budget_amount(self) -> Decimal:
        """The euros that are budgeted."""
        return total(line.budget_amount for line in self.lines)

    @property
    def realised_amount(self) -> Decimal:
        """The euros of approved hours, and of instalments."""
        return total(line.realised_amount for line in self.lines)

    @property
    def difference(self) -> Decimal:
        """What is left of the budget; below zero when more was spent."""
        return self.budget_amount - self.realised_amount

    @property
    def forecast_hours(self) -> Decimal:
        """The hours of the year at this pace; where nothing is known, the budget."""
        return total(
            known_or(line.forecast_hours, line.budget_hours) for line in self.lines
        )

    @property
    def forecast_amount(self) -> Decimal:
        """The euros of the year at this pace; where nothing is known, the budget."""
        return total(
            known_or(line.forecast_amount, line.budget_amount) for line in self.lines
        )

    @property
    def sources(self) -> tuple[SourceLine, ...]:
        """The sums per source of money, in the order of the list of sources."""
        per_source = {
            funding: Plus(tuple(one for one in self.lines if one.funding == funding))
            for funding in Funding
        }
        return tuple(
            SourceLine(
                funding,
                plus.budget_hours,
                plus.realised_hours,
                plus.budget_amount,
                plus.realised_amount,
            )
            for funding, plus in per_source.items()
            if plus.lines
        )


@dataclass(frozen=True, slots=True)
class PlusYear:
    """A year until now: what was done, and where it leads at this pace."""

    plus: Plus
    year: int
    # The last month of which hours were approved, and how many months that is.
    counted_until: date | None

    @property
    def over(self) -> tuple[PlusLine, ...]:
        """The activities that would cost more than budgeted, the most first."""
        lines = [line for line in self.plus.lines if line.excess]
        return tuple(sorted(lines, key=lambda line: -line.excess))

    @property
    def excess(self) -> Decimal:
        """By how many euros the whole year would pass its budget."""
        return max(self.plus.forecast_amount - self.plus.budget_amount, NOTHING)


def known_or(known: Decimal | None, otherwise: Decimal) -> Decimal:
    """Return what is known, or else what stands in for it."""
    return otherwise if known is None else known


def total(values: Iterable[Decimal]) -> Decimal:
    """Add up, to two decimals also when there is nothing."""
    return sum(values, NOTHING)
