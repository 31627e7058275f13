"""Figures as they were counted or delivered, before anyone decides what to show."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import NamedTuple

Whole = int | Decimal | None


class Tally(NamedTuple):
    """A numerator out of a denominator; `dimension` is empty for the whole town.

    A mean has a `value` over `denominator` cases and no numerator.
    """

    indicator: str
    measure: str
    dimension: str
    category: str
    numerator: Whole
    denominator: Whole
    value: Decimal | None = None


def figure_name(indicator: str, measure: str, side: str) -> str:
    """Return the name of one number of an indicator, such as "IND-13/over_28:T"."""
    return f"{indicator}/{measure}:{side}" if measure else f"{indicator}:{side}"


# How many children by the name of the figure and the breakdown, per category.
Table = dict[str, int]
Tables = dict[tuple[str, str], Table]


def read(tallies: Iterable[Tally]) -> Tables:
    """Return the counts by name and breakdown; the whole town has category ""."""
    tables: Tables = {}
    for tally in tallies:
        sides: Mapping[str, Whole] = {"T": tally.numerator, "N": tally.denominator}
        for side, count in sides.items():
            if count is not None:
                name = figure_name(tally.indicator, tally.measure, side)
                table = tables.setdefault((name, tally.dimension), {})
                table[tally.category] = round(count)
    return tables
