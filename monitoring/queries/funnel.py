"""The chain from indication to a start, and how many children each step loses."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from agreements.models.vocabulary import IndicatorCode as Code
from monitoring.queries.released import Released
from monitoring.queries.shown import TOO_SMALL
from vve_portal.ui.numbers import decimal_number, percentage

MORE_THAN_BEFORE: Final = "Hier tellen ook kinderen mee die eerder aan de beurt waren."
FIRST: Final = "In {period} kregen {count} kinderen voor het eerst een indicatie."
WHOLE_YEAR: Final = 4


@dataclass(frozen=True, slots=True)
class FunnelStep:
    """A step of the chain as readers see it; no count when it is not shown."""

    name: str
    count: int | None
    text: str
    share: str
    lost: str
    why: str


@dataclass(frozen=True, slots=True)
class _Stage:
    name: str
    code: Code
    why: str
    measure: str = ""
    # A middle value tells its number of cases; the others a numerator.
    of_cases: bool = False


STAGES: Final = (
    _Stage("Indicatie", Code.NEW_INDICATIONS, ""),
    _Stage(
        "Ouders akkoord",
        Code.CONSENT_RATE,
        "Ouders willen nog niet, of zijn nog niet gevraagd.",
    ),
    _Stage(
        "Verwezen",
        Code.REFERRAL_LETTERS,
        "De verwijsbrief is nog niet verstuurd.",
    ),
    _Stage(
        "Aangemeld",
        Code.LEAD_TIME_PER_STEP,
        "Aanmelden lukte niet, of is nog niet gedaan.",
        "letter_registration",
        of_cases=True,
    ),
    _Stage(
        "Geplaatst",
        Code.LEAD_TIME_PER_STEP,
        "Staan op de wachtlijst.",
        "registration_placement",
        of_cases=True,
    ),
    _Stage(
        "Begonnen",
        Code.LEAD_TIME,
        "Beginnen later, of zijn niet verschenen.",
        of_cases=True,
    ),
)


def funnel_of(releases: Sequence[Released]) -> list[FunnelStep]:
    """Return the steps that are counted, added over quarters that each show them.

    With four quarters the sums are over a year, else the last quarter stands alone. A
    reader could add these himself, so the picture tells nothing that tables don't.
    """
    used = releases if len(releases) == WHOLE_YEAR else releases[-1:]
    stages = [stage for stage in STAGES if _is_measured(used, stage)]
    counts = [_count(used, stage) for stage in stages]
    steps = []
    for at, (stage, count) in enumerate(zip(stages, counts, strict=True)):
        earlier = counts[at - 1] if at else None
        steps.append(_step(stage, used, count, earlier, counts[0]))
    return steps


def _count(releases: Sequence[Released], stage: _Stage) -> int | None:
    total = 0
    for released in releases:
        shown = released.figure(stage.code, stage.measure)
        if shown is None:
            return None
        number = shown.denominator if stage.of_cases else shown.numerator
        if number is None:
            return None
        total += int(number)
    return total if releases else None


def _step(
    stage: _Stage,
    releases: Sequence[Released],
    count: int | None,
    earlier: int | None,
    first: int | None,
) -> FunnelStep:
    if count is None:
        return FunnelStep(stage.name, None, TOO_SMALL, "", "", "")
    lost = 0 if earlier is None else earlier - count
    is_shown = lost >= least_loss(releases)
    why = stage.why if lost > 0 else MORE_THAN_BEFORE if lost < 0 else ""
    if stage is STAGES[0]:
        why = FIRST.format(period=period_of(releases), count=decimal_number(count))
    return FunnelStep(
        name=stage.name,
        count=count,
        text=decimal_number(count),
        share=percentage(count, first) if first else "",
        lost=f"{decimal_number(lost)} minder" if is_shown and lost else "",
        why=why,
    )


def _is_measured(releases: Sequence[Released], stage: _Stage) -> bool:
    return any(one.is_measured(stage.code, stage.measure) for one in releases)


def least_loss(releases: Sequence[Released]) -> int:
    """Return from how many children on a loss is named: the threshold of the reader."""
    return max((one.threshold for one in releases), default=0)


def period_of(releases: Sequence[Released]) -> str:
    """Say over which period the steps are."""
    if len(releases) == WHOLE_YEAR:
        return "vier kwartalen"
    return f"het {releases[-1].quarter.name}" if releases else "dit kwartaal"
