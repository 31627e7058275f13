"""Measures a release: what may be shown of a town, attacked against all shown before.

Needs no database: the counts are made up.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from statistics import median
from typing import Any, Final

import numpy as np

from bench.report import Line
from bench.towns import (
    LARGE,
    MIDDLE,
    QUARTERS,
    SMALL,
    WIDE,
    Town,
    outside_of,
    quarter_of,
)
from monitoring.disclosure.deciding import decide
from monitoring.disclosure.history import History
from monitoring.disclosure.tallies import Tally

SECONDS: Final = 15
# How many quarters in a row of each town.
TIMES: Final = {SMALL.name: 200, MIDDLE.name: 100, WIDE.name: 40, LARGE.name: 8}


@dataclass(slots=True)
class Life:
    """How it went with the releases of a town."""

    seconds: list[float] = field(default_factory=list)
    judged: int = 0
    won: int = 0
    survived: int = 0


def live(town: Town, quarters: int) -> Life:
    """Release so many quarters of a town, one after the other."""
    chance = np.random.default_rng(quarters)
    settings, outside = town.settings(yearly=town is SMALL), outside_of(town)
    partner: list[list[Any]] = []
    council: list[list[Any]] = []
    life, given = Life(), dict[str, list[Tally]]()
    names = (f"{year}{one}" for year in range(2026, 2200) for one in QUARTERS)
    for quarter in islice(names, quarters):
        given = {one: rows for one, rows in given.items() if one[:4] == quarter[:4]}
        given[quarter] = quarter_of(town, chance)
        decision = decide(
            quarter=quarter,
            tallies=given,
            history=History.from_json(partner, council),
            settings=settings,
            outside=dict.fromkeys(given, outside),
            clock=time.perf_counter,
        )
        partner.append(decision.partner.shown())
        council.append(decision.council.shown())
        life.seconds.append(decision.outcome.seconds)
        life.judged += decision.outcome.judged
        life.won += decision.outcome.wins
        life.survived += decision.outcome.survives
    return life


def lines() -> Iterator[Line]:
    """Give the figures of every town; for both audiences, all families together."""
    live(SMALL, 1)  # loads the solver
    for town in (SMALL, MIDDLE, WIDE, LARGE):
        life = live(town, TIMES[town.name])
        what = f"release {town.name}"
        yield Line(f"{what}, median", median(life.seconds), "s", SECONDS)
        yield Line(f"{what}, slowest", max(life.seconds), "s", SECONDS)
        yield Line(f"{what}, small numbers", life.judged, "")
        yield Line(f"{what}, found before merging", life.won, "")
        yield Line(
            f"{what}, survived", life.survived, "", TIMES[town.name], at_least=True
        )
