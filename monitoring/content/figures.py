"""The figures in a report: key figures, trend, wijken, funnel, reasons, definitions."""

from collections.abc import Iterable
from typing import Final

from agreements.models.vocabulary import IndicatorCode as Code
from monitoring.content.told import Data, Told, written
from monitoring.definitions import INDICATORS, Dimension, Kind
from monitoring.definitions.reasons import NOT_A_REASON, who_can_change
from monitoring.queries.funnel import funnel_of, least_loss, period_of
from monitoring.queries.released import Group
from monitoring.queries.trends import history, warnings
from vve_portal.ui.dates import long_date
from vve_portal.ui.numbers import decimal_number

# What somebody with one minute wants to see.
KEY_FIGURES: Final = (
    Code.REACH,
    Code.VALID_INDICATIONS,
    Code.NEW_INDICATIONS,
    Code.CONSENT_RATE,
    Code.FOLLOW_UP,
    Code.LEAD_TIME,
    Code.WAITING_LIST,
    Code.WARM_HANDOVER,
)
MOST_REASONS: Final = 3


def key_figures(told: Told, codes: Iterable[Code] = KEY_FIGURES) -> list[Data]:
    """Return the figures that count most, each with its norm and what it was."""
    return [_key_figure(told, code) for code in codes if told.released.origin(code)]


def _key_figure(told: Told, code: Code) -> Data:
    past = [written(shown) for _, shown in history(told.releases, code)]
    return {
        "code": code.value,
        "name": INDICATORS[code].name,
        **told.figure(code),
        "norm": told.norms.get(code, ""),
        "before": past[-2]["text"] if len(past) > 1 else "",
    }


def trend(told: Told, code: Code = Code.REACH) -> Data:
    """Return a figure over the quarters, oldest first, with why these may differ."""
    return {
        "name": INDICATORS[code].name,
        "norm": told.norms.get(code, ""),
        "rows": [
            {"quarter": quarter.name, **written(shown)}
            for quarter, shown in history(told.releases, code)
        ],
        "warnings": warnings(told.releases, code),
    }


def neighbourhoods(told: Told, code: Code = Code.REACH) -> Data:
    """Return a figure per wijk, and which are taken together."""
    groups = told.released.table(code, Dimension.NEIGHBOURHOOD)
    return {
        "name": INDICATORS[code].name,
        "whole": told.figure(code),
        "rows": [{"name": one.name, **written(one.shown)} for one in groups],
        "together": [one.name for one in groups if one.is_together],
        "is_counted": Dimension.NEIGHBOURHOOD in told.released.dimensions(code),
        "explanation": told.released.explanation,
    }


def funnel(told: Told) -> Data:
    """Return the steps of the chain with how many are lost between them."""
    steps = funnel_of(told.year)
    return {
        "period": period_of(told.year),
        "least": least_loss(told.year),
        "steps": [
            {
                "name": step.name,
                "count": step.count,
                "text": step.text,
                "share": step.share,
                "lost": step.lost,
                "why": step.why,
            }
            for step in steps
        ],
    }


def non_reach(told: Told) -> Data:
    """Return the reasons that stand for most children, and how many there are."""
    groups = told.released.table(Code.NOT_REACHED, Dimension.REASON)
    shown = [
        one
        for one in groups
        if one.shown.numerator is not None and not set(one.categories) & {*NOT_A_REASON}
    ]
    largest = sorted(shown, key=_number, reverse=True)[:MOST_REASONS]
    return {
        "whole": told.figure(Code.NOT_REACHED),
        "known": told.figure(Code.NOT_REACHED_WITH_REASON),
        "rows": [
            {
                "name": _reasons(one),
                "is_one": not one.is_together,
                "text": _children(one),
                "who": ", ".join(who_can_change(one.categories)),
            }
            for one in largest
        ],
    }


def _reasons(group: Group) -> str:
    """Name the reasons; they hold commas themselves."""
    if not group.is_together:
        return group.name
    return f"{len(group.names)} redenen samen: {'; '.join(group.names)}"


def _number(group: Group) -> float:
    return float(group.shown.numerator or 0)


def _children(group: Group) -> str:
    number = group.shown.numerator or 0
    return f"{decimal_number(number)} {'kind' if number == 1 else 'kinderen'}"


def revisions(told: Told) -> list[Data]:
    """Return the figures of earlier quarters that changed, with what they were."""
    return [
        {
            "quarter": one.quarter,
            "name": _name(told, one.code, one.measure),
            "before": _both(written(one.before)),
            "after": _both(written(one.after)),
        }
        for one in told.released.revisions
    ]


def _both(figure: Data) -> str:
    counts = f" ({figure['counts']})" if figure["counts"] else ""
    return f"{figure['text']}{counts}"


def _name(told: Told, code: str, measure: str) -> str:
    names = told.released.measures(code)
    return names.get(measure) or names.get("") or code


def definitions(told: Told) -> list[Data]:
    """Return how every figure of the release is counted, from whom, on which day."""
    found = ((code, told.released.origin(code)) for code in told.released.codes)
    return [
        {
            "code": code,
            "name": origin.name,
            "numerator": origin.numerator,
            "denominator": origin.denominator,
            "moment": f"{Kind(origin.kind).label} ({long_date(origin.reference_on)})",
            "source": f"{origin.source}; {origin.mode}; versie {origin.version}",
            **told.figure(code),
        }
        for code, origin in found
        if origin is not None
    ]
