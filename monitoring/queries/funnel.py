"""The chain from indication to taking part, and how many children each step loses.

One group of children from step to step: those with an indication who turned four in
the period. Events of different children in one quarter make no chain.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from agreements.models.vocabulary import IndicatorCode as Code
from monitoring.definitions import chain
from monitoring.queries.released import Released
from vve_portal.ui.numbers import decimal_number, percentage

FIRST: Final = "Zij werden vier jaar in {period} en hadden een indicatie."
SEVERAL: Final = "In alle stappen tot hier samen."
WHOLE_YEAR: Final = 4
# One step alone is no chain.
FEWEST_STEPS: Final = 2


@dataclass(frozen=True, slots=True)
class FunnelStep:
    """A step of the chain as readers see it."""

    name: str
    count: int
    text: str
    share: str
    lost: str
    why: str


@dataclass(frozen=True, slots=True)
class _Stage:
    name: str
    why: str
    code: str = chain.FUNNEL
    measure: str = ""
    # The first step is what the reach of this group is out of.
    is_whole: bool = False


STAGES: Final = (
    _Stage("Indicatie", "", code=Code.REACH_OF_COHORT, is_whole=True),
    _Stage(
        "Ouders akkoord",
        "Ouders wilden niet, of zijn niet gevraagd.",
        measure=chain.CONSENT,
    ),
    _Stage("Verwezen", "Er ging geen verwijsbrief weg.", measure=chain.REFERRED),
    _Stage("Aangemeld", "Aanmelden lukte niet.", measure=chain.REGISTERED),
    _Stage("Geplaatst", "Er kwam geen plek.", measure=chain.PLACED),
    _Stage("Begonnen", "Kregen een plek en kwamen niet.", measure=chain.TOOK_PART),
    _Stage(
        "26 weken of langer",
        "Begonnen laat, of stopten eerder.",
        code=Code.REACH_OF_COHORT,
    ),
)


def funnel_of(releases: Sequence[Released]) -> list[FunnelStep]:
    """Return the steps that may be shown; a step is within the one before it.

    With four quarters that each show a step it is added over the year, when that tells
    as many steps as the last quarter alone. A reader could add these himself, so the
    picture tells nothing that tables don't.
    """
    used = _used(releases)
    found = [(at, _count(used, stage)) for at, stage in enumerate(STAGES)]
    shown = [(at, count) for at, count in found if count is not None]
    if len(shown) < FEWEST_STEPS or shown[0][0] != 0:
        return []
    first = _first(used, shown[0][1])
    return [first, *(_step(used, *pair, first.count) for pair in pairwise(shown))]


def hidden_steps(releases: Sequence[Released]) -> list[str]:
    """Return the names of steps left out, as too few children stayed behind."""
    used = _used(releases)
    return [stage.name for stage in STAGES if _count(used, stage) is None]


def _used(releases: Sequence[Released]) -> Sequence[Released]:
    last = releases[-1:]
    if len(releases) == WHOLE_YEAR and _told(releases) >= _told(last):
        return releases
    return last


def _told(releases: Sequence[Released]) -> int:
    return sum(_count(releases, stage) is not None for stage in STAGES)


def _count(releases: Sequence[Released], stage: _Stage) -> int | None:
    total = 0
    for released in releases:
        row = released.row(stage.code, stage.measure) or {}
        number = row.get("denominator" if stage.is_whole else "numerator")
        if number is None:
            return None
        total += int(number)
    return total if releases else None


def _first(releases: Sequence[Released], count: int) -> FunnelStep:
    return FunnelStep(
        name=STAGES[0].name,
        count=count,
        text=decimal_number(count),
        share=percentage(count, count),
        lost="",
        why=FIRST.format(period=_period(releases)),
    )


def _step(
    releases: Sequence[Released],
    earlier: tuple[int, int],
    here: tuple[int, int],
    first: int,
) -> FunnelStep:
    (before, there), (at, count) = earlier, here
    stage, lost = STAGES[at], there - count
    why = stage.why if at - before == 1 else SEVERAL
    is_shown = lost > 0 and lost >= least_loss(releases)
    return FunnelStep(
        name=stage.name,
        count=count,
        text=decimal_number(count),
        share=percentage(count, first),
        lost=f"{decimal_number(lost)} minder" if is_shown else "",
        why=why if is_shown else "",
    )


def least_loss(releases: Sequence[Released]) -> int:
    """Return from how many children on a loss is named: the threshold of the reader."""
    return max((one.threshold for one in releases), default=0)


def period_of(releases: Sequence[Released]) -> str:
    """Say over which period the steps are."""
    return _period(_used(releases))


def _period(releases: Sequence[Released]) -> str:
    if len(releases) == WHOLE_YEAR:
        return "vier kwartalen"
    return f"het {releases[-1].quarter.name}" if releases else "dit kwartaal"
