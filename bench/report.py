"""The figures against what was asked for, as a table and a verdict."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

# A machine that does more at the same time may be so many times slower.
NOISE: Final = 2
Figures = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Line:
    """A figure with its budget; `at_least` when more is better."""

    what: str
    figure: float
    unit: str
    budget: float | None = None
    at_least: bool = False

    @property
    def share(self) -> float:
        """How much of the budget is used: above one is too much."""
        if self.budget is None:
            return 0
        return self.budget / self.figure if self.at_least else self.figure / self.budget

    @property
    def verdict(self) -> str:
        """In a word."""
        if self.budget is None:
            return ""
        if self.share <= 1:
            return "ok"
        return "over budget" if self.share <= NOISE else "TOO SLOW"


def lines(small: Figures, large: Figures) -> Iterator[Line]:
    """Give every figure of the large country, and how flat it is."""
    for name, what in (
        ("start", "start page, municipality (baseline)"),
        ("start_coordinator", "start page, coordinator"),
    ):
        yield Line(f"{what}, median", large[name]["median"], "ms")
    for name, what in (
        ("worklist_nurse", "worklist, nurse"),
        ("worklist_coordinator", "worklist, coordinator"),
        ("worklist_open", "worklist, coordinator, all open"),
        ("worklist_16", "worklist, 16 people"),
    ):
        yield Line(f"{what}, median", large[name]["median"], "ms", 60)
        yield Line(f"{what}, p95", large[name]["p95"], "ms", 120)
    pressing = large["worklist_16_no_pause"]
    yield Line("worklist, 16 without a pause, median", pressing["median"], "ms")
    yield Line("worklist, 16 without a pause, pages", pressing["per_second"], "/s")
    for name in ("worklist_nurse", "worklist_coordinator", "worklist_open"):
        ratio = large[name]["median"] / small[name]["median"]
        yield Line(f"{name.replace('_', ', ')}, large to small", ratio, "×", 1.5)
    yield Line(
        "quarter page, 16 people, median", large["quarter_16"]["median"], "ms", 80
    )
    yield Line("quarter page, 16 people, p95", large["quarter_16"]["p95"], "ms")
    yield Line("registering an event, median", large["event"]["median"], "ms", 40)
    yield Line("registering an event, p95", large["event"]["p95"], "ms")
    average, biggest = large["figures_average"], large["figures_biggest"]
    yield Line("figures of a quarter, average town", average["median"], "ms", 50)
    yield Line("figures of a quarter, as typed in psql", average["typed"], "ms")
    yield Line("figures of a quarter, portal to psql", average["ratio"], "×", 1.5)
    yield Line("figures of a quarter, biggest town", biggest["median"], "ms")
    yield Line("the same, portal to psql", biggest["ratio"], "×", 1.5)
    yield Line(
        "file of trajectories, checked", large["checked_rows_per_second"], "rows/s"
    )
    yield Line(
        "file of trajectories, applied",
        large["applied_rows_per_second"],
        "rows/s",
        3_000,
        at_least=True,
    )
    yield Line("register of 32,000 rows", large["register_seconds"], "s", 10)
    yield Line("a quarter counted, all towns", large["count_seconds"], "s", 60)


def table(found: list[Line]) -> str:
    """Return the lines below each other."""
    return "\n".join(
        f"{one.what:<48}{one.figure:>10,.1f} {one.unit:<7}"
        f"{_asked(one):>12}  {one.verdict}".rstrip()
        for one in found
    )


def _asked(line: Line) -> str:
    if line.budget is None:
        return ""
    sign = "≥" if line.at_least else "≤"
    return f"{sign} {line.budget:,g}"
