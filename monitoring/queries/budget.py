"""Which plus-inzet the agreements in force budget, line by line and month by month."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from django.db.models import F

from agreements.models import Agreement, BudgetLine
from agreements.models.vocabulary import Funding, Kind
from vve_portal.accounts.models import Partnership

MONTHS_IN_YEAR: Final = 12
MINUTES_IN_HOUR: Final = 60
CENT: Final = Decimal("0.01")
NOTHING: Final = Decimal("0.00")
Settlement = BudgetLine.Settlement


@dataclass(frozen=True, slots=True)
class Activity:
    """A line of the budget in the agreement that is in force in these months."""

    line_id: int
    agreement_id: int
    clause_code: str
    # As files name it: the code of the clause, with a number when it has more lines.
    code: str
    name: str
    settlement: Settlement
    funding: Funding
    unit: str
    minutes_per_unit: int | None
    rate: Decimal | None
    # Of a whole year; a year in which the line holds shorter gets its part.
    year_hours: Decimal
    year_amount: Decimal
    months: tuple[date, ...]

    @property
    def key(self) -> tuple[int, str, str]:
        """By what hours are entered."""
        return (self.agreement_id, self.clause_code, self.name)

    @property
    def is_settled(self) -> bool:
        """Whether the hours are paid as they were: price times quantity."""
        return self.settlement == Settlement.PRICE_TIMES_QUANTITY

    def hours_in(self, months: Iterable[date]) -> Decimal:
        """Return the budget of some months of the year, in hours."""
        return self._part(self.year_hours, months)

    def amount_in(self, months: Iterable[date]) -> Decimal:
        """Return the budget of some months of the year, in euros."""
        return self._part(self.year_amount, months)

    def _part(self, whole: Decimal, months: Iterable[date]) -> Decimal:
        """Share by month, so that the parts of a year add up to its whole."""
        asked = frozenset(months)
        held = enumerate(self.months, start=1)
        return sum(
            (
                _upto(whole, at) - _upto(whole, at - 1)
                for at, one in held
                if one in asked
            ),
            NOTHING,
        )


def _upto(whole: Decimal, months: int) -> Decimal:
    return cents(whole * months / MONTHS_IN_YEAR)


def cents(value: Decimal) -> Decimal:
    """Round half up to two decimals."""
    return value.quantize(CENT, ROUND_HALF_UP)


def hours_of(minutes: int) -> Decimal:
    """Return minutes as hours with two decimals."""
    return cents(Decimal(minutes) / MINUTES_IN_HOUR)


def months_between(starts_on: date, ends_on: date) -> list[date]:
    """Return the first days of the months from one day to another."""
    first = starts_on.year * MONTHS_IN_YEAR + starts_on.month - 1
    last = ends_on.year * MONTHS_IN_YEAR + ends_on.month - 1
    return [
        date(at // MONTHS_IN_YEAR, at % MONTHS_IN_YEAR + 1, 1)
        for at in range(first, last + 1)
    ]


def months_of(year: int) -> list[date]:
    """Return the first days of the months of a year."""
    return months_between(date(year, 1, 1), date(year, MONTHS_IN_YEAR, 31))


def activities_of(partnership: Partnership, year: int) -> list[Activity]:
    """Return the budgeted plus-inzet of a year, in the order of the agreements.

    A month belongs to the agreement in force on its first day, or else to the first
    that begins in it; an agreement that takes over counts from its own months on.
    """
    agreements = _agreements(partnership, year)
    months = _months_per_agreement(agreements, year)
    lines = (
        BudgetLine.objects.filter(
            version__clause__agreement__in=[pk for pk, own in months.items() if own],
            version__clause__current=F("version"),
            version__kind=Kind.PLUS,
            version__is_dropped=False,
        )
        .select_related("version__clause__agreement")
        .order_by(
            "version__clause__agreement__starts_on",
            "version__clause__chapter",
            "version__clause__position",
            "version__clause",
            "position",
            "pk",
        )
    )
    codes = _codes(lines)
    found = [_activity(line, codes[line.pk], months) for line in lines]
    return [one for one in found if one.months]


def _codes(lines: Iterable[BudgetLine]) -> dict[int, str]:
    per_clause: dict[int, list[BudgetLine]] = {}
    for line in lines:
        per_clause.setdefault(line.version.clause_id, []).append(line)
    return {
        line.pk: _code(line, number if len(own) > 1 else 0)
        for own in per_clause.values()
        for number, line in enumerate(own, start=1)
    }


def _code(line: BudgetLine, number: int) -> str:
    code = line.version.clause.code
    return f"{code}.{number}" if number else code


def _agreements(partnership: Partnership, year: int) -> list[Agreement]:
    signed = Agreement.objects.filter(
        partnership=partnership,
        status=Agreement.Status.SIGNED,
        starts_on__lte=date(year, MONTHS_IN_YEAR, 31),
        ends_on__gte=date(year, 1, 1),
    )
    return list(signed.order_by("starts_on", "pk"))


def _months_per_agreement(
    agreements: Iterable[Agreement], year: int
) -> dict[int, list[date]]:
    months: dict[int, list[date]] = {one.pk: [] for one in agreements}
    for month in months_of(year):
        held = (one for one in agreements if _holds(one.starts_on, one.ends_on, month))
        first = next(held, None)
        if first is not None:
            months[first.pk].append(month)
    return months


def _holds(starts_on: date | None, ends_on: date | None, month: date) -> bool:
    """Return whether something is in force on a day of a month."""
    first = date.min if starts_on is None else starts_on.replace(day=1)
    return first <= month and (ends_on is None or month <= ends_on)


def _activity(line: BudgetLine, code: str, months: dict[int, list[date]]) -> Activity:
    version = line.version
    clause = version.clause
    return Activity(
        line_id=line.pk,
        agreement_id=clause.agreement_id,
        clause_code=clause.code,
        code=code,
        name=line.activity,
        settlement=Settlement(line.settlement),
        funding=Funding(line.funding),
        unit=line.unit,
        minutes_per_unit=line.minutes_per_unit,
        rate=line.rate,
        year_hours=_year_hours(line),
        year_amount=line.amount,
        months=tuple(
            month
            for month in months[clause.agreement_id]
            if _holds(version.starts_on, version.ends_on, month)
        ),
    )


def _year_hours(line: BudgetLine) -> Decimal:
    """Return quantity times minutes where both are known, else the hours as agreed."""
    if line.quantity is None or line.minutes_per_unit is None:
        return line.hours
    return cents(line.quantity * line.minutes_per_unit / MINUTES_IN_HOUR)
