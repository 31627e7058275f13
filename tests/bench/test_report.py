"""What is said of a figure: within the budget, over it, or far too slow."""

import pytest

from bench.__main__ import PARTS, chosen, is_too_slow
from bench.load import summed_up
from bench.report import Line, lines, table


@pytest.mark.parametrize(
    ("figure", "at_least", "verdict", "fails"),
    [
        (60, False, "ok", False),
        (61, False, "over budget", False),
        (121, False, "TOO SLOW", True),
        (60, True, "ok", False),
        (31, True, "over budget", False),
        (29, True, "TOO SLOW", True),
    ],
)
def test_verdict_allows_for_a_busy_machine_and_no_more(
    *, figure: float, at_least: bool, verdict: str, fails: bool
) -> None:
    line = Line("worklist", figure, "ms", 60, at_least=at_least)

    assert line.verdict == verdict
    assert is_too_slow(line) is fails


def test_figure_without_a_budget_is_only_told() -> None:
    line = Line("start page", 900, "ms")

    assert line.verdict == ""
    assert is_too_slow(line) is False


def test_timing_has_median_and_the_slowest_twentieth() -> None:
    timing = summed_up([float(number) for number in range(1, 101)], 10)

    assert (timing.median, round(timing.p95), timing.per_second) == (50.5, 96, 10)


def test_table_has_every_figure_of_the_large_country() -> None:
    names = (
        "start",
        "start_coordinator",
        "worklist_nurse",
        "worklist_coordinator",
        "worklist_open",
        "worklist_16",
        "worklist_16_no_pause",
        "quarter_16",
        "event",
    )
    timing = {"median": 20.0, "p95": 40.0, "per_second": 50.0}
    small = dict.fromkeys(names, timing)
    large = small | {
        "checked_rows_per_second": 5000.0,
        "applied_rows_per_second": 4000.0,
        "register_seconds": 1.5,
        "count_seconds": 40.0,
        "figures_average": {"median": 40.0, "typed": 32.0, "ratio": 1.25},
        "figures_biggest": {"median": 400.0, "typed": 390.0, "ratio": 1.03},
    }

    found = list(lines(small, large))

    assert {line.verdict for line in found} == {"", "ok"}
    said = table(found).splitlines()
    assert len(said) == len(found)
    assert said[-3].split() == [
        *("file", "of", "trajectories,", "applied"),
        *("4,000.0", "rows/s", "≥", "3,000", "ok"),
    ]


@pytest.mark.parametrize(
    ("asked", "measured"),
    [("", list(PARTS)), *((name, [name]) for name in PARTS)],
)
def test_everything_is_measured_or_the_part_that_is_named(
    asked: str, measured: list[str]
) -> None:
    assert chosen(asked) == [PARTS[name] for name in measured]


def test_part_that_is_not_there_is_told() -> None:
    with pytest.raises(SystemExit, match="portal, disclosure, documents"):
        chosen("pages")
