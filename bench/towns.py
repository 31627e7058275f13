"""Makes up the counts of a town per quarter, for every family of indicators."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from monitoring.disclosure.outside import Outside
from monitoring.disclosure.planning import Settings
from monitoring.disclosure.tallies import Tally
from monitoring.disclosure.thresholds import Thresholds
from monitoring.disclosure.trees import Tree, merge_tree

KNOWN: Final = tuple(f"RN{number:02}" for number in range(1, 16))
REASONS: Final = (*KNOWN, "on_the_way", "stopped", "unknown")
LEVELS: Final = ("basis", "near", "outside_group", "outside")
AGES: Final = ("0-13", "14-23", "24-29", "30-35", "36-47")
# Which share of a step comes to the next one; the first is of who has an indication.
STEPS: Final = {
    "indicated": 1.0,
    "consent": 0.93,
    "referred": 0.97,
    "registered": 0.94,
    "placed": 0.97,
    "took_part": 0.97,
    "handed_over": 0.9,
}
INDICATED: Final = 0.23
REACHED: Final = 0.85
# How many take part who are younger or older, to one who is reached.
OTHERS: Final = 0.05
QUARTERS: Final = ("Q1", "Q2", "Q3", "Q4")
Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Town:
    """A town as its public numbers have it: children per wijk, and its locations."""

    name: str
    children: dict[str, int]
    locations: tuple[str, ...]

    @property
    def size(self) -> int:
        """How many children of 30 to 47 months live there."""
        return sum(self.children.values())

    def settings(self, *, yearly: bool) -> Settings:
        """Return trees of public sizes; a small town shows its flows over a year."""
        places = dict.fromkeys(self.locations, 1.0)
        trees: dict[str, Tree] = {
            "neighbourhood": merge_tree({**self.children, "unknown": 0}),
            "location": merge_tree(places),
            "reason": merge_tree(dict.fromkeys(REASONS, 1.0)),
            "age": merge_tree(dict.fromkeys(AGES, 1.0)),
            "level": merge_tree(dict.fromkeys(LEVELS, 1.0)),
            "team": merge_tree({"T1": 1.0, "T2": 1.0}),
        }
        grids = dict.fromkeys(FLOWS, "year") if yearly else GRID_OF_TABLES
        return Settings(trees, Thresholds(), grids)


FLOWS: Final = (
    *("contact", "new", "again", "turned_four", "consent", "letters", "starts"),
    *("hours", "absence", "solved", "confirmed", "outreach", "home_programme"),
)
GRID_OF_TABLES: Final = {
    f"{family}/{dimension}": "year"
    for family in FLOWS
    for dimension in ("neighbourhood", "location", "age", "team", "programme")
}


def make_town(name: str, size: int, wijken: int, locations: int) -> Town:
    """Return a town of which the wijken differ in size, as they do."""
    weights = np.linspace(0.4, 1.6, wijken)
    children = {
        f"WK{number:03}": max(1, round(size * weight / weights.sum()))
        for number, weight in enumerate(weights)
    }
    return Town(name, children, tuple(f"L{number:02}" for number in range(locations)))


# By their inhabitants; one has twenty wijken instead of six.
SMALL: Final = make_town("S 10,000", 146, 4, 3)
MIDDLE: Final = make_town("M 78,000", 1_140, 6, 14)
WIDE: Final = make_town("M 78,000/20", 1_140, 20, 14)
LARGE: Final = make_town("L 300,000", 4_400, 100, 60)


def outside_of(town: Town) -> list[Outside]:
    """Return what anyone can look up: children per wijk, rounded to five by CBS."""
    return [
        Outside("IND-04:N", "neighbourhood", wijk, max(0, count - 2), count + 2)
        for wijk, count in town.children.items()
    ]


def quarter_of(town: Town, chance: Generator) -> list[Tally]:
    """Return the tallies of a quarter, of every family."""
    return list(_quarter(town, chance))


def _quarter(town: Town, chance: Generator) -> Iterator[Tally]:
    wijken = list(town.children)
    children = np.array(list(town.children.values()))
    indicated = chance.binomial(children, INDICATED)
    reached = chance.binomial(indicated, REACHED)
    yield from _reach(town, chance, children, indicated, reached)
    born = children // 6
    yield from _ratio("IND-01", "neighbourhood", wijken, born, 0.95, chance)
    new = chance.binomial(born, INDICATED)
    yield from _ratio("IND-02", "neighbourhood", wijken, new, None, chance)
    yield from _parts("IND-02", "age", AGES, int(new.sum()), chance)
    four = chance.binomial(indicated, 0.16)
    yield from _turned_four(wijken, chance, four)
    yield from _ratio("IND-09", "team", ["T1", "T2"], _two(new), 0.9, chance)
    yield from _letters(town, chance, chance.binomial(new, 0.9))
    yield from _starts(town, chance, chance.binomial(new, 0.8))
    yield from _waiting(town, chance, chance.binomial(indicated, 0.05))
    others = int(chance.poisson(reached.sum() * OTHERS))
    yield from _participants(town, chance, int(reached.sum()) + others)
    outreach = chance.binomial(new, 0.4)
    yield from _ratio("IND-23", "neighbourhood", wijken, outreach, 0.6, chance)
    yield from _ratio("IND-24", "neighbourhood", wijken, outreach // 2, 0.7, chance)
    yield from _ratio(
        "IND-25", "location", town.locations, np.array([9, 8, 6]), 0.9, chance
    )
    for code, share in (("IND-17b", 0.7), ("IND-18b", 0.9), ("IND-26", 0.95)):
        base = int(indicated.sum() * (1 if code == "IND-26" else 0.1))
        good = int(chance.binomial(base, share))
        yield Tally(code, "", "", "", good, base)


def _two(counts: Counts) -> Counts:
    total = int(sum(counts))
    return np.array([total // 2, total - total // 2])


def _reach(
    town: Town, chance: Generator, children: Counts, indicated: Counts, reached: Counts
) -> Iterator[Tally]:
    wijken = list(town.children)
    whole, marked, there = int(sum(children)), int(sum(indicated)), int(sum(reached))
    missing = marked - there
    yield Tally("IND-03", "", "", "", marked, None)
    yield Tally("IND-04", "", "", "", marked, whole)
    yield Tally("IND-05", "", "", "", there, marked)
    yield Tally("IND-07", "", "", "", missing, marked)
    rows = zip(wijken, children, indicated, reached, strict=True)
    for wijk, everyone, some, here in rows:
        yield Tally("IND-03", "", "neighbourhood", wijk, int(some), None)
        yield Tally("IND-04", "", "neighbourhood", wijk, int(some), int(everyone))
        yield Tally("IND-05", "", "neighbourhood", wijk, int(here), int(some))
    yield from _parts("IND-05", "location", town.locations, there, chance)
    weights = np.linspace(2.0, 0.2, len(REASONS))
    reasons = chance.multinomial(missing, weights / weights.sum())
    told = int(sum(reasons[: len(KNOWN)]))
    yield Tally("IND-08", "", "", "", told, missing)
    for reason, count in zip(REASONS, reasons, strict=True):
        yield Tally("IND-07", "", "reason", reason, int(count), None)


def _turned_four(wijken: list[str], chance: Generator, four: Counts) -> Iterator[Tally]:
    """Give who turned four, the steps they came to, and who went to school."""
    there = int(four.sum())
    yield Tally("FUNNEL", "seen", "", "", there + int(chance.poisson(there)), None)
    for step, share in STEPS.items():
        there = int(chance.binomial(there, share))
        yield Tally("FUNNEL", step, "", "", there, None)
    long = chance.binomial(four, 0.0)
    left = int(chance.binomial(there, 0.9))
    for place in chance.permutation(np.repeat(np.arange(len(four)), four))[:left]:
        long[place] += 1
    rows = zip(wijken, long, four, strict=True)
    yield Tally("IND-06", "", "", "", left, int(four.sum()))
    for wijk, stayed, count in rows:
        yield Tally("IND-06", "", "neighbourhood", wijk, int(stayed), int(count))
    school = int(chance.binomial(there, 0.95))
    yield Tally("IND-18", "", "", "", int(chance.binomial(school, 0.9)), school)


def _letters(town: Town, chance: Generator, sent: Counts) -> Iterator[Tally]:
    total = int(sum(sent))
    judged = int(chance.binomial(total, 0.85))
    yield from _ratio(
        "IND-10", "neighbourhood", list(town.children), sent, None, chance
    )
    yield Tally("IND-11", "", "", "", int(chance.binomial(judged, 0.75)), judged)
    yield Tally("IND-11", "too_early", "", "", total - judged, None)


def _starts(town: Town, chance: Generator, started: Counts) -> Iterator[Tally]:
    early = chance.binomial(started, 0.8)
    timely = chance.binomial(early, 0.8)
    days = Decimal(35)
    yield Tally("IND-12", "", "", "", None, int(sum(started)), days)
    yield Tally("IND-14", "", "", "", int(sum(timely)), int(sum(early)))
    for wijk, all_, soon, good in zip(
        town.children, started, early, timely, strict=True
    ):
        yield Tally("IND-12", "", "neighbourhood", wijk, None, int(all_), days)
        yield Tally("IND-14", "", "neighbourhood", wijk, int(good), int(soon))


def _waiting(town: Town, chance: Generator, waiting: Counts) -> Iterator[Tally]:
    total = int(sum(waiting))
    longer = int(chance.binomial(total, 0.4))
    longest = int(chance.binomial(longer, 0.4))
    yield Tally("IND-13", "", "", "", total, None)
    yield Tally("IND-13", "over_28", "", "", longer, total)
    yield Tally("IND-13", "over_56", "", "", longest, total)
    for wijk, count in zip(town.children, waiting, strict=True):
        yield Tally("IND-13", "", "neighbourhood", wijk, int(count), None)


def _participants(town: Town, chance: Generator, total: int) -> Iterator[Tally]:
    places = list(town.locations)
    shares = chance.multinomial(total, [1 / len(places)] * len(places))
    many = chance.binomial(shares, 0.9)
    hours = Decimal(15)
    yield Tally("IND-15", "", "", "", None, total, hours)
    yield Tally("IND-15", "at_least_16", "", "", int(sum(many)), total)
    for place, count, full in zip(places, shares, many, strict=True):
        yield Tally("IND-15", "", "location", place, None, int(count), hours)
        yield Tally("IND-15", "at_least_16", "location", place, int(full), int(count))
    yield from _ratio("IND-16", "location", places, shares * 180, 0.85, chance)
    yield from _ratio("IND-17", "location", places, shares, 0.08, chance)
    supported = int(chance.binomial(total, 0.2))
    yield Tally("IND-27", "", "", "", supported, total)
    yield from _parts("IND-27", "level", LEVELS, supported, chance)


def _ratio(
    code: str,
    dimension: str,
    names: Sequence[str],
    counts: Counts,
    share: float | None,
    chance: Generator,
) -> Iterator[Tally]:
    """Give numerators out of counts, or the counts when there is no share."""
    pairs = [
        (int(count), None)
        if share is None
        else (int(chance.binomial(count, share)), int(count))
        for count in counts
    ]
    bottom = None if share is None else sum(count or 0 for _, count in pairs)
    yield Tally(code, "", "", "", sum(top for top, _ in pairs), bottom)
    for name, (top, count) in zip(names, pairs, strict=False):
        yield Tally(code, "", dimension, name, top, count)


def _parts(
    code: str, dimension: str, names: Sequence[str], total: int, chance: Generator
) -> Iterator[Tally]:
    """Give a total spread over categories."""
    spread = chance.multinomial(total, [1 / len(names)] * len(names))
    for name, count in zip(names, spread, strict=True):
        yield Tally(code, "", dimension, name, int(count), None)
