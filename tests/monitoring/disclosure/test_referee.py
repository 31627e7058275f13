"""pytauargus, a tool of others, finds the same groups too small on test tables."""

import pandas as pd
import pytest
from pytauargus import protect

from monitoring.disclosure.counted import count_family
from monitoring.disclosure.planning import Book
from monitoring.disclosure.rule import small_numbers
from monitoring.disclosure.tallies import read
from tests.monitoring.disclosure.building import (
    FIRST,
    WIJK,
    family,
    settings,
    tallies,
)

pytestmark = pytest.mark.slow

TABLES = [
    {"A": 3, "B": 40, "C": 25},
    {"A": 4, "B": 200},
    {"A": 9, "B": 3},
    {"A": 2, "B": 3, "C": 6, "D": 14},
    {"A": 5, "B": 6, "C": 17},
]


def too_small(row: dict[str, int]) -> set[str]:
    """Return the categories that our rule finds too small."""
    counted = {FIRST: count_family(family("new"), read(tallies(row)))}
    plan = Book(family("new"), settings(row), counted).quarter_plan(FIRST)
    return {
        cell.category
        for number in small_numbers(plan, 5)
        for cell in number.cells
        if len(number.cells) == 1 and cell.dimension == WIJK
    }


def too_small_for_tau_argus(row: dict[str, int]) -> set[str]:
    """Return the categories that tau-Argus finds unsafe, before any others it hides."""
    people = pd.DataFrame({"wijk": [name for name, n in row.items() for _ in range(n)]})
    people["n"] = 1.0
    result = protect(
        people, ["wijk"], response="n", safety_rules="FREQ(5,20)", suppress="OPT(1)"
    )
    _, *statuses = result.tables[0].status()
    return {name for name, status in zip(row, statuses, strict=True) if status == "U"}


@pytest.mark.parametrize(
    "row", TABLES, ids=lambda row: "-".join(map(str, row.values()))
)
def test_referee_finds_the_same_groups_too_small(row: dict[str, int]) -> None:
    assert too_small(row) == too_small_for_tau_argus(row)
