"""Pictures on paper: bars as geometry, beside the same figures in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from math import ceil
from typing import Any, Final

from vve_portal.ui.charts import FULL, width_of

Data = Mapping[str, Any]
# Of one bar on paper with the room around it, and of every further line of its words.
ROW: Final = 26
LINE: Final = 14
# Characters that fit on a line beside the picture, and lines there is a style for.
LINE_LENGTH: Final = 48
MOST_LINES: Final = 6


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of a picture: its words, where it lies and how far it reaches."""

    name: str
    text: str
    top: int
    width: str
    lost: str = ""
    is_strong: bool = False

    @property
    def lines(self) -> int:
        """How many lines the words beside it take."""
        length = len(f"{self.name}: {self.text}")
        return min(MOST_LINES, ceil(length / LINE_LENGTH))


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture of bars below each other, all from zero."""

    title: str
    bars: list[Bar]

    @property
    def height(self) -> int:
        """The height of the drawing."""
        return height_of(self.bars)


def height_of(bars: Iterable[Bar]) -> int:
    """Return how much room bars take below each other, with their words."""
    return sum(ROW + LINE * (bar.lines - 1) for bar in bars)


def funnel(found: Data) -> Chart | None:
    """Draw the steps of the chain; what is lost between two stands behind the bar."""
    counts = [one["count"] for one in found["steps"] if one["count"] is not None]
    largest = max(counts, default=0)
    if not largest:
        return None
    bars: list[Bar] = []
    before = None
    for one in found["steps"]:
        bars.append(_step(bars, one, before, largest))
        before = one["count"]
    bars[-1] = replace(bars[-1], is_strong=True)
    return Chart(f"De keten over {found['period']}", bars)


def _step(above: list[Bar], step: Data, before: int | None, largest: int) -> Bar:
    count = step["count"]
    is_lost = bool(step["lost"]) and before is not None
    share = f", {step['share']} van de eerste stap" if step["share"] and above else ""
    return Bar(
        name=step["name"],
        text=f"{step['text']}{share}",
        top=height_of(above),
        width="" if count is None else width_of(count, largest),
        lost=width_of(before or 0, largest) if is_lost else "",
    )


def bars(found: Data) -> Chart | None:
    """Draw a figure per wijk with the whole town as the last, paler bar."""
    if not found["rows"]:
        return None
    rows = [*found["rows"], {"name": "Hele gemeente", **found["whole"]}]
    return Chart(f"{found['name']} per wijk", _shares(rows, strong=len(rows) - 1))


def trend(found: Data) -> Chart | None:
    """Draw a figure per quarter; the last one is the strong bar."""
    shares = [one["share"] for one in found["rows"] if one["share"]]
    rows = [{"name": one["quarter"], **one} for one in found["rows"]]
    if not shares:
        return None
    return Chart(f"{found['name']} per kwartaal", _shares(rows, strong=len(rows) - 1))


def _shares(rows: Iterable[Data], *, strong: int) -> list[Bar]:
    bars: list[Bar] = []
    for at, one in enumerate(rows):
        counts = f" ({one['counts']})" if one["counts"] else ""
        width = width_of(float(Decimal(one["share"])), FULL) if one["share"] else ""
        bars.append(
            Bar(
                name=one["name"],
                text=f"{one['text']}{counts}",
                top=height_of(bars),
                width=width,
                is_strong=at == strong,
            )
        )
    return bars
