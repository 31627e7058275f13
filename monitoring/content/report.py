"""The content of each kind of report: what is in it, and for whom."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Final

from agreements.models.vocabulary import IndicatorCode as Code
from monitoring.content import figures, words
from monitoring.content.plus import plus_inzet
from monitoring.content.summary import sentences
from monitoring.content.told import Audience, Data, Told, load
from monitoring.content.yearly import yearly
from monitoring.models import Quarter, Report

Kind = Report.Kind
# Said under everything that somebody may lay beside another town's figures.
COMPARISON: Final = (
    "Gemeenten bepalen zelf welke kinderen een indicatie krijgen. Vergelijk deze"
    " cijfers daarom niet met die van andere gemeenten."
)
AUDIENCE_OF: Final[dict[str, Audience]] = {
    Kind.QUARTER: Audience.PARTNER,
    Kind.ONE_PAGE: Audience.PARTNER,
    Kind.YEAR: Audience.COUNCIL,
    Kind.COUNCIL_LETTER: Audience.COUNCIL,
}
TITLES: Final[dict[str, str]] = {
    Kind.QUARTER: "Kwartaalrapportage VVE, {quarter}",
    Kind.ONE_PAGE: "VVE op één bladzijde, {quarter}",
    Kind.YEAR: "Jaarrapportage VVE {year}",
    Kind.COUNCIL_LETTER: "Raadsinformatiebrief VVE, {quarter}",
}


def build_report(kind: str, quarter: Quarter, *, now: datetime) -> Data:
    """Return all that a report says, as plain data without floats.

    Raises LookupError when its audience has no release yet.
    """
    told = load(quarter, AUDIENCE_OF[kind])
    content = {**_head(kind, told, now), **_body(told)}
    content |= _MORE.get(kind, _nothing_more)(told)
    content["summary"] = {
        "words": words.without_numbers(told, quarter.summary),
        "sentences": sentences(content),
    }
    return content


def _head(kind: str, told: Told, now: datetime) -> Data:
    quarter, partnership = told.quarter, told.quarter.partnership
    return {
        "kind": str(kind),
        "title": TITLES[kind].format(quarter=quarter.name, year=quarter.year),
        "code": quarter.code,
        "quarter": quarter.name,
        "year": quarter.year,
        "starts_on": _first_day(kind, quarter).isoformat(),
        "ends_on": quarter.ends_on.isoformat(),
        "settled_at": now.isoformat(),
        "municipality": partnership.municipality.name,
        "provider": partnership.provider.name,
        "audience": told.audience.value,
        "audience_name": str(told.audience.label),
        "threshold": told.released.threshold,
        "explanation": told.released.explanation,
        "comparison": COMPARISON,
    }


def _first_day(kind: str, quarter: Quarter) -> date:
    return date(quarter.year, 1, 1) if kind == Kind.YEAR else quarter.starts_on


def _body(told: Told) -> Data:
    """What every kind has, for the council too; the rest is the parties' own."""
    body = {
        "key_figures": figures.key_figures(told),
        "trend": figures.trend(told),
        "neighbourhoods": figures.neighbourhoods(told),
        "funnel": figures.funnel(told),
        "non_reach": figures.non_reach(told),
        "definitions": figures.definitions(told),
        "areas": words.areas(told),
        "plus": plus_inzet(told),
        "decisions": words.decisions(told),
        "stories": words.stories(told),
    }
    return body if told.audience == Audience.COUNCIL else {**body, **_own(told)}


def _own(told: Told) -> Data:
    return {
        "revisions": figures.revisions(told),
        "meetings": words.meetings(told),
        "actions": words.actions(told),
        "bottlenecks": words.bottlenecks(told),
        "signals": words.signals(told),
        "dialogues": words.dialogues(told),
        "deliveries": words.deliveries(told),
        "quality": told.figure(Code.DATA_QUALITY),
    }


def _nothing_more(told: Told) -> Data:  # noqa: ARG001 - each kind is asked the same
    return {}


_MORE: Final[dict[str, Callable[[Told], Data]]] = {Kind.YEAR: yearly}
