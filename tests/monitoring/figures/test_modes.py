"""Which of counted and delivered counts when one says more than the other."""

import pytest

from monitoring.models import Figure
from monitoring.queries.modes import chosen_modes


def figure(mode: str, numerator: int | None, denominator: int | None = None) -> Figure:
    """Make a figure of IND-25 that is stored nowhere."""
    return Figure(
        mode=mode, indicator="IND-25", numerator=numerator, denominator=denominator
    )


@pytest.mark.parametrize(
    ("counted", "entered", "expected"),
    [
        ((15, None), (14, 20), Figure.Mode.ENTERED),
        ((15, None), (14, None), Figure.Mode.COUNTED),
        ((15, 20), (14, 20), Figure.Mode.COUNTED),
        ((0, 0), (14, 20), Figure.Mode.ENTERED),
    ],
)
def test_delivered_total_counts_when_it_says_out_of_how_many(
    counted: tuple[int, int | None], entered: tuple[int, int | None], expected: str
) -> None:
    figures = [
        figure(Figure.Mode.COUNTED, *counted),
        figure(Figure.Mode.ENTERED, *entered),
    ]

    assert chosen_modes(figures, []) == {("IND-25", ""): expected}
