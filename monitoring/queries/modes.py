"""Which of two figures counts: the one counted from trajectories, or delivered."""

from collections.abc import Collection, Iterable

from monitoring.models import Figure

Mode = Figure.Mode
Key = tuple[str, str]


def chosen_modes(
    figures: Iterable[Figure], prefers_entered: Collection[str]
) -> dict[Key, str]:
    """Return how each number of an indicator counts, with all its breakdowns.

    Counted goes first, unless partners chose otherwise, or nobody but zero was counted
    while there is a delivered total.
    """
    whole: dict[Key, dict[str, Figure]] = {}
    for one in figures:
        if not one.dimension:
            whole.setdefault((one.indicator, one.measure), {})[one.mode] = one
    return {
        key: _mode(modes, key[0] in prefers_entered) for key, modes in whole.items()
    }


def chosen_figures(
    figures: Iterable[Figure], prefers_entered: Collection[str]
) -> list[Figure]:
    """Keep of every number the figures of the one mode that counts."""
    listed = list(figures)
    modes = chosen_modes(listed, prefers_entered)
    return [
        one for one in listed if modes.get((one.indicator, one.measure)) == one.mode
    ]


def _mode(modes: dict[str, Figure], is_entered_preferred: bool) -> str:  # noqa: FBT001 - one answer of two
    if Mode.ENTERED not in modes:
        return Mode.COUNTED
    if Mode.COUNTED not in modes or is_entered_preferred:
        return Mode.ENTERED
    counted, entered = modes[Mode.COUNTED], modes[Mode.ENTERED]
    is_empty = not counted.numerator and not counted.denominator
    # Out of how many is not always counted: families seen, with reading advice.
    if counted.denominator is None and entered.denominator is not None:
        return Mode.ENTERED
    return Mode.ENTERED if is_empty else Mode.COUNTED
