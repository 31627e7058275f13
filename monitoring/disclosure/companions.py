"""Figures that no guard is needed for, and those that go along with a guarded one."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from monitoring.disclosure.catalogue import COACH_HOURS
from monitoring.disclosure.printing import Printed
from monitoring.disclosure.tallies import Tables, Tally, Whole, figure_name
from monitoring.disclosure.thresholds import BASE, may_show_value, round_to

# Not about children at all.
FREE: Final = frozenset(
    {"IND-19", "IND-19b", "IND-20", "IND-20b", "IND-21", "IND-22", "IND-28"}
)
# The estimate of CBS anyone can look up.
FREE_DENOMINATORS: Final = frozenset({"IND-05c"})
# The numerator is no number of children; the denominator is one times something that
# everyone knows, so it is shown where that number of children is.
COMPANIONS: Final = {"IND-29": ("IND-29", "N"), "IND-31": ("IND-03", "T")}
# A mean that is shown also without how many children it is of, which would tell how few
# of them are not in the other figure; where enough of that one are shown.
LONE_MEANS: Final = {"IND-15": "IND-05"}
# To what the council's denominators are rounded: five children, of ten hours each.
COACH_BASE: Final = BASE * COACH_HOURS


def whole(value: Whole) -> int | None:
    """Return a count without its fraction of an hour."""
    return None if value is None else round(value)


def free_figures(
    tallies: Iterable[Tally], quarter: str, free: frozenset[str]
) -> Iterator[Printed]:
    """Give the figures that are shown as they are."""
    for one in tallies:
        if one.indicator in free:
            yield Printed(
                one.indicator,
                one.measure,
                one.dimension,
                (one.category,) if one.dimension else (),
                (quarter,),
                whole(one.numerator),
                whole(one.denominator),
                one.value,
            )


def add_free_denominators(
    printed: Iterable[Printed], tables: Tables, quarter: str
) -> None:
    """Add what anyone can look up to figures that are shown."""
    for figure in printed:
        if figure.indicator in FREE_DENOMINATORS and figure.quarters == (quarter,):
            name = figure_name(figure.indicator, figure.measure, "N")
            table = tables.get((name, figure.dimension), {})
            figure.denominator = table.get("")


def round_denominator(figure: Printed) -> None:
    """Round for the council what is a number of children times something."""
    if figure.denominator is not None:
        base = COACH_BASE if figure.indicator == "IND-29" else BASE
        figure.denominator = round_to(figure.denominator, base)


def companion_figures(
    printed: Sequence[Printed], tables: Tables, quarter: str
) -> Iterator[Printed]:
    """Give the figures of which only the denominator tells of children."""
    for (name, dimension), table in sorted(tables.items()):
        indicator, _, rest = name.removesuffix(":T").partition("/")
        if indicator in COMPANIONS and name.endswith(":T"):
            bottom = tables.get((figure_name(indicator, rest, "N"), dimension), {})
            hosts = list(_groups(printed, indicator, dimension, quarter))
            shows = bool(bottom and hosts)
            singles = [(category,) if category else () for category in sorted(table)]
            for group in hosts if shows else singles:
                keys = group or ("",)
                yield Printed(
                    indicator,
                    rest,
                    dimension,
                    group,
                    (quarter,),
                    sum(table.get(key, 0) for key in keys),
                    sum(bottom.get(key, 0) for key in keys) if shows else None,
                )


def _groups(
    printed: Iterable[Printed], indicator: str, dimension: str, quarter: str
) -> Iterator[tuple[str, ...]]:
    host, side = COMPANIONS[indicator]
    for one in printed:
        there = one.numerator if side == "T" else one.denominator
        same = (one.indicator, one.measure, one.dimension) == (host, "", dimension)
        if same and there is not None and one.quarters == (quarter,):
            yield one.categories


def add_values(
    printed: Sequence[Printed], tallies: Iterable[Tally], quarter: str, threshold: int
) -> None:
    """Add means and middle values where there are cases enough.

    In a breakdown only when all its groups have enough: the mean of the one group left
    could be worked out from the others.
    """
    tables: dict[tuple[str, str, str], list[Printed]] = {}
    for figure in printed:
        if figure.quarters == (quarter,):
            key = (figure.indicator, figure.measure, figure.dimension)
            tables.setdefault(key, []).append(figure)
    for one in tallies:
        rows = tables.get((one.indicator, one.measure, one.dimension), [])
        if one.value is not None and all(
            may_show_value(row.denominator or 0, threshold) for row in rows
        ):
            wanted = (one.category,) if one.dimension else ()
            for row in rows:
                if row.categories == wanted:
                    row.value = one.value


def lone_means(
    printed: Sequence[Printed], tallies: Iterable[Tally], quarter: str, threshold: int
) -> Iterator[Printed]:
    """Give the means of a whole town of which the number of cases is not shown."""
    whole = {
        one.indicator: one
        for one in printed
        if not one.dimension and not one.measure and one.quarters == (quarter,)
    }
    for one in tallies:
        within = whole.get(LONE_MEANS.get(one.indicator, ""))
        if (
            one.value is not None
            and not (one.dimension or one.measure or one.indicator in whole)
            and within is not None
            and may_show_value(within.numerator or 0, threshold)
        ):
            yield Printed(one.indicator, "", "", (), (quarter,), value=one.value)
