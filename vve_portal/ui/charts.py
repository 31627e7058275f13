"""Geometry of small pictures: where lines and bands lie. Numbers in, attributes out.

Every picture stands beside the same figures as text; it says nothing of its own.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Final

# A sparkline: 112 by 32, with room for its end dot.
_LEFT: Final = 2.0
_RIGHT: Final = 106.0
_TOP: Final = 5.2
_BOTTOM: Final = 26.8
# A funnel: each band in a box of 200 by 136; what is lost bends down and out.
BAND: Final = 96.0
_FLOOR: Final = 136
_BEND: Final = 18
_STEM: Final = 12
_LEAST: Final = 2
FULL: Final = 100.0


@dataclass(frozen=True, slots=True)
class Spark:
    """A line over quarters, its last point, and where the norm lies."""

    lines: tuple[str, ...]
    end_x: str
    end_y: str
    norm_y: str


def spark(values: Sequence[float | None], norm: float | None = None) -> Spark | None:
    """Return a line through the values; what is not shown leaves a gap.

    None when fewer than two are there: a dot alone tells no trend.
    """
    shown = [value for value in values if value is not None]
    if len(shown) < _LEAST:
        return None
    scale = [*shown, *([] if norm is None else [norm])]
    low, high = min(scale), max(scale)
    points = [
        (at, _x(at, len(values)), _y(value, low, high))
        for at, value in enumerate(values)
        if value is not None
    ]
    _, end_x, end_y = points[-1]
    return Spark(
        lines=tuple(_runs(points)),
        end_x=end_x,
        end_y=end_y,
        norm_y="" if norm is None else _y(norm, low, high),
    )


def _x(at: int, total: int) -> str:
    return f"{_LEFT + at * (_RIGHT - _LEFT) / (total - 1):.1f}"


def _y(value: float, low: float, high: float) -> str:
    if high == low:
        return f"{(_TOP + _BOTTOM) / 2:.1f}"
    return f"{_BOTTOM - (value - low) / (high - low) * (_BOTTOM - _TOP):.1f}"


def _runs(points: Sequence[tuple[int, str, str]]) -> Iterator[str]:
    """Yield the points that follow each other without a gap, as one line each."""
    numbered = enumerate(points)
    for _, run in groupby(numbered, key=lambda pair: pair[1][0] - pair[0]):
        line = [f"{x},{y}" for _, (_, x, y) in run]
        if len(line) >= _LEAST:
            yield " ".join(line)


@dataclass(frozen=True, slots=True)
class Band:
    """A step of a funnel: how high its band is, and the branch that leaves it.

    Everything is empty for a step that is not shown.
    """

    height: str = ""
    share: str = ""
    branch: str = ""
    lost_from: str = ""
    lost_share: str = ""


def funnel(counts: Sequence[float | None], *, least: float = 0) -> list[Band]:
    """Return the bands of the steps; the highest one fills the picture.

    A loss smaller than `least` gets no branch.
    """
    largest = max((count for count in counts if count is not None), default=0)
    if not largest:
        return [Band() for _ in counts]
    steps = pairwise([None, *counts])
    return [_band(earlier, count, largest, least) for earlier, count in steps]


def _band(
    earlier: float | None, count: float | None, largest: float, least: float
) -> Band:
    if count is None:
        return Band()
    height, share = BAND * count / largest, FULL * count / largest
    lost = 0.0 if earlier is None else earlier - count
    if lost <= 0 or lost < least:
        return Band(f"{height:.1f}", f"{share:.1f}")
    thick = BAND * lost / largest
    return Band(
        height=f"{height:.1f}",
        share=f"{share:.1f}",
        branch=f"M0,{height:.1f} h{_STEM + thick:.1f} q{_BEND},0 {_BEND},{_BEND}"
        f" V{_FLOOR} h-{thick:.1f} V{height + thick + _BEND:.1f}"
        f" q0,-{_BEND} -{_BEND},-{_BEND} H0 Z",
        lost_from=f"{share:.1f}",
        lost_share=f"{FULL * lost / largest:.1f}",
    )


def width_of(part: float, whole: float) -> str:
    """Return how far a bar of 100 units is filled."""
    share = max(0.0, min(1.0, part / whole)) if whole else 0.0
    return f"{share * FULL:.1f}"
