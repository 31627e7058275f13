"""Turns what may be shown into figures as they are printed, for one audience."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from monitoring.disclosure.numbers import MARK, Cell, Number, Parts, Shown
from monitoring.disclosure.tallies import figure_name
from monitoring.disclosure.thresholds import percentage, round_to


@dataclass(slots=True)
class Printed:
    """A figure as one audience sees it; `categories` are taken together.

    A denominator alone says how many there are and not how many of them it concerns.
    """

    indicator: str
    measure: str
    dimension: str
    categories: tuple[str, ...]
    quarters: tuple[str, ...]
    numerator: int | None = None
    denominator: int | None = None
    value: Decimal | None = None
    percentage: float | None = None
    revised: bool = False

    def to_json(self) -> dict[str, Any]:
        """Return it as plain values."""
        content = asdict(self)
        content["categories"] = list(self.categories)
        content["quarters"] = list(self.quarters)
        content["value"] = None if self.value is None else str(self.value)
        return content

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> "Printed":
        """Return the figure that `to_json` wrote; raise TypeError otherwise."""
        value = content["value"]
        return cls(
            **{
                **content,
                "categories": tuple(content["categories"]),
                "quarters": tuple(content["quarters"]),
                "value": None if value is None else Decimal(value),
            }
        )


def named(name: str) -> tuple[str, str, str]:
    """Return indicator, measure and side of a name such as "IND-13/over_28:T"."""
    figure, _, side = name.rpartition(":")
    indicator, _, measure = figure.partition("/")
    return indicator, measure, side


def print_numbers(
    shown: Shown, names: Mapping[str, Iterable[str]], figures: Mapping[str, Parts]
) -> Iterator[Printed]:
    """Give the figures of a family: one number can go by several names.

    `names` are the figures that were counted, per breakdown. Those of a corrected
    quarter go under the quarter itself.
    """
    groups: dict[tuple[tuple[Cell, ...], tuple[str, ...]], dict[Parts, int]] = {}
    for number, (value, _) in shown.items():
        group = groups.setdefault((number.cells, number.quarters), {})
        group[number.parts] = value
    for (cells, quarters), values in groups.items():
        where = Number(cells, (), quarters)
        printed: dict[tuple[str, str], Printed] = {}
        for name in names.get(where.dimension, ()):
            if figures[name] in values:
                _fill(printed, name, values[figures[name]], where)
        yield from printed.values()


def _fill(
    printed: dict[tuple[str, str], Printed], name: str, value: int, where: Number
) -> None:
    indicator, measure, side = named(name)
    categories = tuple(sorted(where.categories))
    figure = printed.setdefault(
        (indicator, measure),
        Printed(
            indicator,
            measure,
            where.dimension,
            categories,
            tuple(quarter.partition(MARK)[0] for quarter in where.quarters),
            revised=any(MARK in quarter for quarter in where.quarters),
        ),
    )
    if side == "T":
        figure.numerator = value
    else:
        figure.denominator = value


def finish(figure: Printed, *, public: bool, rounded: bool) -> Printed:
    """Round a figure for its audience, and give it its percentage."""
    if rounded and figure.numerator is not None:
        figure.numerator = round_to(figure.numerator)
    if rounded and figure.denominator is not None:
        figure.denominator = round_to(figure.denominator)
    if figure.numerator is not None and figure.denominator is not None:
        top, bottom = figure.numerator, figure.denominator
        figure.percentage = percentage(top, bottom, public=public)
    return figure


def name_of(figure: Printed, side: str) -> str:
    """Return the name of one side of a printed figure."""
    return figure_name(figure.indicator, figure.measure, side)
