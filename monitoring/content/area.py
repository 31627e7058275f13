"""What stands beside the figures of an area: work in hand, stories and signals."""

from typing import Any

from django.db.models import Q

from agreements.areas import Chapter
from agreements.models.vocabulary import IndicatorCode as Code
from agreements.queries import version_of
from monitoring.content.lines import ClauseLine
from monitoring.content.pictures import (
    Breakdown,
    ReasonRow,
    breakdown_of,
    reasons_of,
)
from monitoring.content.screen import Screen
from monitoring.definitions import Dimension
from monitoring.models import Action, Quarter, Release, Story
from monitoring.queries.telling import BundledSignal, signals_for, stories_for


def work_of(quarter: Quarter, area: Chapter, actor: Any) -> list[Action]:
    """Return what people are doing about an area, the most urgent first."""
    about = Q(clause__chapter=area) | Q(bottleneck__area=area)
    if area == Chapter.REACH:
        about |= Q(reason__gt="")
    rows = Action.objects.visible_to(actor).open().filter(about)
    rows = rows.filter(partnership=quarter.partnership_id)
    rows = rows.select_related("owner", "organisation")
    return list(rows.order_by("due_on", "pk"))


def stories_of(screen: Screen, area: Chapter) -> list[Story]:
    """Return the shared stories of an area; to the council those meant for it."""
    found = stories_for(screen.quarter, screen.audience)
    return [one for one in found if one.area == area]


def signals_of(screen: Screen, area: Chapter) -> list[BundledSignal]:
    """Return the signals from the work floor that were taken up; partners only."""
    if screen.audience != Release.Audience.PARTNER:
        return []
    return [one for one in signals_for(screen.quarter) if one.area == area]


def breakdown_in(screen: Screen, area: Chapter) -> Breakdown | None:
    """Return the reach per part of town, for the area that is about reach."""
    if area != Chapter.REACH or screen.released is None:
        return None
    norm = norm_of(screen.lines_in(area), Code.REACH)
    return breakdown_of(screen.released, Code.REACH, Dimension.NEIGHBOURHOOD, norm=norm)


def norm_of(lines: list[ClauseLine], code: str) -> float | None:
    """Return the norm that a clause puts on an indicator."""
    for line in lines:
        version = version_of(line.clause)
        if version.indicator_code == code and version.norm_value is not None:
            return float(version.norm_value)
    return None


def reasons_in(screen: Screen, area: Chapter, work: list[Action]) -> list[ReasonRow]:
    """Return why children are not reached, for the area that is about reach."""
    if area != Chapter.REACH or screen.released is None:
        return []
    return reasons_of(screen.released, work)
