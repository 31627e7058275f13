"""What a figure and its norm suggest for the status of a clause. People decide."""

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from agreements.models import Clause, ClauseVersion
from agreements.models.vocabulary import IndicatorCode, Operator, Progress
from agreements.queries import version_of
from monitoring.definitions import Unit
from monitoring.queries.released import Released
from monitoring.queries.shown import Shown

# So far beside its norm, as a part of it, a figure asks for attention; further it is
# missed. A norm of none at all has no margin.
MARGIN: Final = Decimal("0.10")
MARGIN_IN_WORDS: Final = (
    "Het portaal stelt Aandacht voor als een cijfer tot 10 procent naast de norm ligt,"
    " en Niet gehaald als het verder weg is."
)
# The number of an indicator that clauses put a norm on, where it is not the first one.
NORMED_MEASURE: Final[dict[str, str]] = {IndicatorCode.WAITING_LIST: "over_28"}
_PER_CENT: Final = re.compile(r"%|procent", re.IGNORECASE)


def propose(value: Decimal | None, operator: str, norm: Decimal | None) -> str:
    """Return a Progress for a figure held against its norm; empty without either."""
    if value is None or norm is None or operator not in Operator:
        return ""
    short = _shortfall(value, Operator(operator), norm)
    if short <= 0:
        return Progress.ON_COURSE
    return Progress.ATTENTION if short <= norm * MARGIN else Progress.MISSED


def _shortfall(value: Decimal, operator: Operator, norm: Decimal) -> Decimal:
    match operator:
        case Operator.AT_LEAST:
            return norm - value
        case Operator.AT_MOST:
            return value - norm
        case Operator.EXACTLY:
            return abs(value - norm)


def measure_of_norm(code: str) -> str:
    """Return which number of an indicator a norm is about."""
    return NORMED_MEASURE.get(code, "")


def printed_value(shown: Shown | None) -> Decimal | None:
    """Return the one number that readers see, rounded as they see it; else None."""
    if shown is None or shown.is_hidden:
        return None
    if shown.value is not None:
        places = Decimal(1) if shown.unit == Unit.DAYS else Decimal("0.1")
        return shown.value.quantize(places, ROUND_HALF_UP)
    if shown.unit != Unit.PERCENT:
        return None if shown.numerator is None else Decimal(shown.numerator)
    if shown.percentage is None:
        return None
    return Decimal(str(shown.percentage)).quantize(Decimal(1), ROUND_HALF_UP)


def has_norm_in(version: ClauseVersion, unit: Unit) -> bool:
    """Return whether a clause has a norm, and per cent only for what is a ratio."""
    if version.norm_value is None:
        return False
    is_ratio = bool(_PER_CENT.search(version.norm_unit))
    return is_ratio == (unit == Unit.PERCENT) or not version.norm_unit


def proposal_for(clause: Clause, released: Released | None) -> str:
    """Return what the released figure suggests for a clause; empty without one."""
    version = version_of(clause)
    code = version.indicator_code
    if released is None or not code:
        return ""
    measure = measure_of_norm(code)
    shown = released.figure(code, measure)
    if shown is None or not has_norm_in(version, shown.unit):
        return ""
    return propose(printed_value(shown), version.norm_operator, version.norm_value)
