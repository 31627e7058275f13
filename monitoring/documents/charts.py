"""Pictures on paper: bars as geometry, beside the same figures in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from vve_portal.ui.charts import FULL, width_of

Data = Mapping[str, Any]
# Of one bar on paper, with the room around it.
ROW: Final = 26


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of a picture: its words, where it lies and how far it reaches."""

    name: str
    text: str
    top: int
    width: str
    lost: str = ""
    is_strong: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture of bars below each other, all from zero."""

    title: str
    bars: list[Bar]

    @property
    def height(self) -> int:
        """The height of the drawing."""
        return ROW * len(self.bars)


def funnel(found: Data) -> Chart | None:
    """Draw the steps of the chain; what is lost between two stands behind the bar."""
    counts = [one["count"] for one in found["steps"] if one["count"] is not None]
    largest = max(counts, default=0)
    if not largest:
        return None
    bars, before = [], None
    for at, one in enumerate(found["steps"]):
        bars.append(_step(at, one, before, largest, is_last=one is found["steps"][-1]))
        before = one["count"]
    return Chart(f"De keten over {found['period']}", bars)


def _step(
    at: int, step: Data, before: int | None, largest: int, *, is_last: bool
) -> Bar:
    count = step["count"]
    is_lost = bool(step["lost"]) and before is not None
    share = f", {step['share']} van de eerste stap" if step["share"] and at else ""
    return Bar(
        name=step["name"],
        text=f"{step['text']}{share}",
        top=at * ROW,
        width="" if count is None else width_of(count, largest),
        lost=width_of(before or 0, largest) if is_lost else "",
        is_strong=is_last,
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
    return [
        Bar(
            name=one["name"],
            text=f"{one['text']} ({one['counts']})" if one["counts"] else one["text"],
            top=at * ROW,
            width=width_of(float(Decimal(one["share"])), FULL) if one["share"] else "",
            is_strong=at == strong,
        )
        for at, one in enumerate(rows)
    ]
