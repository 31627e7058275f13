"""Plus-inzet in a report: hours and money per activity and per source."""

from datetime import date
from decimal import Decimal

from monitoring.content.told import Data, Told
from monitoring.queries.plus import plus_of
from vve_portal.ui.numbers import decimal_number, euro, percentage


def plus_inzet(told: Told, *, whole_year: bool = False) -> Data:
    """Return budget and reality of the quarter, or of the year until its end."""
    quarter = told.quarter
    first = date(quarter.year, 1, 1)
    plus = plus_of(
        quarter.partnership,
        starts_on=first if whole_year else quarter.starts_on,
        ends_on=quarter.ends_on,
    )
    return {
        "lines": [
            {
                "activity": one.activity,
                "budget_hours": _hours(one.budget_hours),
                "hours": _hours(one.realised_hours),
                "budget": euro(one.budget_amount),
                "amount": euro(one.realised_amount),
            }
            for one in plus.lines
        ],
        "sources": [
            {
                "name": str(one.funding.label),
                "budget": euro(one.budget_amount),
                "amount": euro(one.realised_amount),
            }
            for one in plus.sources
        ],
        "budget_hours": _hours(plus.budget_hours),
        "hours": _hours(plus.realised_hours),
        "budget": euro(plus.budget_amount),
        "amount": euro(plus.realised_amount),
        "share": percentage(float(plus.realised_hours), float(plus.budget_hours)),
    }


def _hours(hours: Decimal) -> str:
    return decimal_number(hours)
