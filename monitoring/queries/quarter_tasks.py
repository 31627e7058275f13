"""What quarters ask of somebody today: words, statuses, and settling."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from django.urls import reverse

from agreements.areas import AREA_NUMBERS
from agreements.models import Agreement, Clause
from agreements.models.vocabulary import Kind
from agreements.queries import Task
from monitoring.models import AreaWords, ClauseStatus, Meeting, MeetingKind, Quarter
from monitoring.queries.calendar import Moment, due_on
from monitoring.queries.settling import (
    Standing,
    areas_without_words,
    described_areas,
    find_missing,
    is_about,
)
from vve_portal.accounts.models import User
from vve_portal.accounts.roles import Ability


def quarter_tasks(
    actor: User,
    *,
    today: date,  # noqa: ARG001 - every source is asked about a day
) -> Iterator[Task]:
    """Yield what provisional quarters ask, in a fixed number of queries."""
    if not actor.may(Ability.WRITE_REPORT):
        return
    rows = Quarter.objects.visible_to(actor).filter(
        status=Quarter.Status.PROVISIONAL, partnership__in=actor.partnership_ids
    )
    quarters = list(rows.select_related("partnership__municipality").latest_first())
    if not quarters:
        return
    standings = standings_of(quarters)
    for quarter in quarters:
        yield from _tasks_of(quarter, standings[quarter.pk], actor)


def _tasks_of(quarter: Quarter, standing: Standing, actor: User) -> Iterator[Task]:
    where = f"{quarter.partnership.municipality}, {quarter.name}."
    if areas := areas_without_words(standing):
        yield Task(
            _counted(len(areas), "Beschrijf {} gebied", "Beschrijf {} gebieden"),
            reverse("monitoring:quarter-area", args=[quarter.pk, areas[0].number]),
            f"{where} Wat ziet u, wat doet u, en hoe staat het?",
            due_on(quarter, Moment.WORDS),
        )
    if clauses := _without_status(standing):
        yield Task(
            _counted(
                len(clauses),
                "Zet de status van {} afspraak",
                "Zet de status van {} afspraken",
            ),
            reverse(
                "monitoring:quarter-statuses", args=[quarter.pk, clauses[0].chapter]
            ),
            f"{where} Bij elke status hoort een zin.",
            due_on(quarter, Moment.MEETING),
        )
    if actor.may(Ability.SETTLE_QUARTER) and not find_missing(quarter, standing):
        yield Task(
            "Stel het kwartaal vast",
            quarter.get_absolute_url(),
            f"{where} Alles wat nodig is, is er.",
            due_on(quarter, Moment.SETTLE),
        )


def _counted(count: int, one: str, more: str) -> str:
    return (one if count == 1 else more).format(count)


def _without_status(standing: Standing) -> list[Clause]:
    return [
        clause
        for clause in standing.clauses
        if clause.current is not None
        and clause.current.indicator_code
        and clause.pk not in standing.stated
    ]


def standings_of(quarters: Sequence[Quarter]) -> dict[int, Standing]:
    """Return how far each provisional quarter is; five queries for all of them."""
    agreements = _agreements_of(quarters)
    clauses = _clauses_of({one.pk for one in agreements.values()})
    words = _by_quarter(AreaWords.objects.filter(quarter__in=quarters))
    stated = _by_quarter(ClauseStatus.objects.filter(quarter__in=quarters))
    meetings = _by_quarter(
        Meeting.objects.filter(quarter__in=quarters, series__kind=MeetingKind.QUARTERLY)
    )
    return {
        quarter.pk: Standing(
            is_released=True,
            clauses=clauses[agreements[quarter.pk].pk]
            if quarter.pk in agreements
            else [],
            described=described_areas(words[quarter.pk]),
            stated=frozenset(one.clause_id for one in stated[quarter.pk]),
            is_talked_about=any(is_about(one) for one in meetings[quarter.pk]),
        )
        for quarter in quarters
    }


def _agreements_of(quarters: Sequence[Quarter]) -> dict[int, Agreement]:
    """Return by quarter the signed agreement that was in force last in it."""
    signed = Agreement.objects.filter(
        partnership__in={one.partnership_id for one in quarters},
        status=Agreement.Status.SIGNED,
    )
    found = {}
    for agreement in signed.order_by("starts_on", "pk"):
        for quarter in quarters:
            is_in_force = (
                agreement.partnership_id == quarter.partnership_id
                and agreement.starts_on <= quarter.ends_on
                and agreement.ends_on >= quarter.starts_on
            )
            if is_in_force:
                found[quarter.pk] = agreement
    return found


def _clauses_of(agreements: set[int]) -> dict[int, list[Clause]]:
    rows = Clause.objects.filter(
        agreement__in=agreements, chapter__in=AREA_NUMBERS, current__is_dropped=False
    ).exclude(current__kind=Kind.PROVISION)
    found: dict[int, list[Clause]] = defaultdict(list)
    for clause in rows.select_related("current").in_order():
        found[clause.agreement_id].append(clause)
    return found


def _by_quarter(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.quarter_id].append(row)
    return found
