"""Sums over quarters: only ones that a reader could have made of shown figures."""

from collections.abc import Iterable, Sequence

from monitoring.disclosure.printing import Printed, finish


def sum_of(figures: Sequence[Printed | None], *, public: bool) -> Printed | None:
    """Return the sum over quarters; None when one of them is not shown completely.

    Stocks cannot be added up; the caller does not ask it of them.
    """
    shown = [figure for figure in figures if figure is not None]
    if not shown or len(shown) < len(figures):
        return None
    first = shown[0]
    tops = _added(figure.numerator for figure in shown)
    bottoms = _added(figure.denominator for figure in shown)
    if tops is None and bottoms is None:
        return None
    found = Printed(
        first.indicator,
        first.measure,
        first.dimension,
        first.categories,
        tuple(quarter for figure in shown for quarter in figure.quarters),
        tops,
        bottoms,
        revised=any(figure.revised for figure in shown),
    )
    return finish(found, public=public, rounded=False)


def _added(counts: Iterable[int | None]) -> int | None:
    total = 0
    for count in counts:
        if count is None:
            return None
        total += count
    return total
