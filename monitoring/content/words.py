"""The words in a report: areas, stories, signals, meetings, actions and decisions."""

from typing import Final

from django.db.models import Q

from agreements.areas import AREAS, Area
from agreements.content.articles import norm_in_words
from agreements.models import Clause
from monitoring.content.told import Audience, Data, Told
from monitoring.content.typed import names_a_number
from monitoring.models import (
    Action,
    AreaWords,
    Bottleneck,
    ClauseStatus,
    Decision,
    Delivery,
    Meeting,
)
from monitoring.models.meetings import Level, MeetingKind
from monitoring.queries.telling import dialogues_for, signals_for, stories_for
from vve_portal.ui.dates import long_date

NO_STATUS: Final = "Geen status"


def areas(told: Told) -> list[Data]:
    """Return every area with its words, its status and its agreements."""
    words = {one.area: one for one in AreaWords.objects.filter(quarter=told.quarter)}
    statuses = {
        one.clause_id: one for one in ClauseStatus.objects.filter(quarter=told.quarter)
    }
    return [
        {
            "number": area.number,
            "title": area.title,
            "short": area.short,
            **_words(told, words.get(area.number)),
            "clauses": [
                _clause(told, clause, statuses.get(clause.pk))
                for clause in _measured(told, area)
            ],
        }
        for area in AREAS
    ]


def _measured(told: Told, area: Area) -> list[Clause]:
    return [
        clause
        for clause in told.clauses
        if clause.chapter == area.number
        and clause.current is not None
        and clause.current.indicator_code
    ]


def without_numbers(told: Told, text: str) -> str:
    """Return a text; for the council nothing when it holds a number.

    Numbers that somebody typed were not rounded, and stood in no release.
    """
    is_bare = told.audience == Audience.COUNCIL and names_a_number(text)
    return "" if is_bare else text


def _words(told: Told, words: AreaWords | None) -> Data:
    if words is None:
        names = ("seen", "done", "asked", "status", "sentence")
        return {**dict.fromkeys(names, ""), "status_name": NO_STATUS}
    return {
        "seen": without_numbers(told, words.seen),
        "done": without_numbers(told, words.done),
        "asked": without_numbers(told, words.asked),
        "status": words.status,
        "status_name": str(words.get_status_display()) or NO_STATUS,
        "sentence": without_numbers(told, words.sentence),
    }


def _clause(told: Told, clause: Clause, status: ClauseStatus | None) -> Data:
    version = clause.current
    title = "" if version is None else version.title
    code = "" if version is None else version.indicator_code
    return {
        "code": clause.code,
        "title": title,
        "figure": told.normed_figure(code),
        "norm": "" if version is None else norm_in_words(version),
        "status_name": str(status.get_status_display()) if status else NO_STATUS,
        "sentence": without_numbers(told, status.sentence) if status else "",
    }


def stories(told: Told) -> list[Data]:
    """Return the stories that this audience may read."""
    return [
        {
            "title": one.title,
            "parts": [one.situation, one.did, one.brought, one.learned],
        }
        for one in stories_for(told.quarter, told.audience)
    ]


def signals(told: Told) -> list[str]:
    """Return what the work floor noticed, as it was bundled; each once."""
    return [one.text for one in signals_for(told.quarter)]


def dialogues(told: Told) -> list[Data]:
    """Return what professionals learned from each other."""
    return [
        {
            "day": long_date(one.held_on),
            "theme": one.theme,
            "organisations": one.organisations,
            "outcome": one.outcome,
            "agreed": one.agreed,
        }
        for one in dialogues_for(told.quarter)
    ]


def meetings(told: Told) -> list[Data]:
    """Return the meetings in the quarter and the one about it, and whether held."""
    in_it = Q(
        starts_at__date__gte=told.quarter.starts_on,
        starts_at__date__lte=told.quarter.ends_on,
    )
    rows = Meeting.objects.filter(
        Q(quarter=told.quarter) | in_it, partnership=told.quarter.partnership_id
    )
    return [
        {
            "day": long_date(one.starts_at),
            "name": one.series.name,
            "status": str(one.get_status_display()),
            "reason": one.status_reason,
        }
        for one in rows.select_related("series").order_by("starts_at", "pk")
    ]


def decisions(told: Told) -> list[str]:
    """Return what the meeting about this quarter decided."""
    rows = Decision.objects.filter(
        meeting__quarter=told.quarter, meeting__series__kind=MeetingKind.QUARTERLY
    )
    return list(rows.order_by("decided_at", "pk").values_list("text", flat=True))


def actions(told: Told) -> list[Data]:
    """Return what is still to be done, by which organisation; no people by name."""
    rows = Action.objects.filter(
        partnership=told.quarter.partnership_id, status=Action.Status.OPEN
    )
    return [
        {
            "text": one.text,
            "organisation": one.organisation.name,
            "due": long_date(one.due_on),
        }
        for one in rows.select_related("organisation").order_by("due_on", "pk")
    ]


def bottlenecks(told: Told) -> list[Data]:
    """Return what keeps the chain from working, what went up furthest first."""
    rows = Bottleneck.objects.filter(
        partnership=told.quarter.partnership_id, status=Bottleneck.Status.OPEN
    )
    order = list(Level)
    return [
        {
            "title": one.title,
            "level": str(one.get_level_display()),
            "since": long_date(one.raised_on),
        }
        for one in sorted(
            rows, key=lambda row: (-order.index(Level(row.level)), row.pk)
        )
    ]


def deliveries(told: Told) -> list[str]:
    """Return who delivered for this quarter and when, preschools as a number."""
    rows = Delivery.objects.filter(quarter=told.quarter).order_by("delivered_at", "pk")
    parties = [
        f"{one.get_source_display()} leverde aan op {long_date(one.delivered_at)}."
        for one in rows
        if one.location_id is None
    ]
    places = sum(one.location_id is not None for one in rows)
    if not places:
        return parties
    verb = "voorschool leverde" if places == 1 else "voorscholen leverden"
    return [*parties, f"{places} {verb} aan."]
