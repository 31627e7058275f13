"""Filling a new agreement: from the library, or from an earlier agreement."""

from calendar import monthrange
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from agreements.areas import AREA_NUMBERS
from agreements.models import Agreement, Clause, ModelClause
from agreements.queries import version_of
from agreements.services.clause_content import (
    ClauseContent,
    content_of_version,
    tidy,
)
from agreements.services.versions import Authorship, build_version, save_versions

MONTHS_PER_YEAR: Final = 12


def fill_from_library(
    agreement: Agreement, *, with_areas: bool, by: Authorship
) -> None:
    """Add the portal's general part and annexes, and the areas' clauses when wanted."""
    models = ModelClause.objects.filter(partnership__isnull=True)
    if not with_areas:
        models = models.exclude(chapter__in=AREA_NUMBERS)
    rows = [
        (new_clause(agreement, model), content_of_model(model))
        for model in models.order_by("chapter", "position", "pk")
    ]
    save_first_versions(rows, by=by)


def copy_clauses(origin: Agreement, agreement: Agreement, *, by: Authorship) -> None:
    """Add the clauses of an earlier agreement, with their dates moved along."""
    move = mover(origin.starts_on, agreement.starts_on)
    clauses = origin.clauses.filter(current__is_dropped=False).with_current().in_order()
    rows = []
    for earlier in clauses:
        content = content_of_version(version_of(earlier))
        moved = replace(
            content,
            starts_on=content.starts_on and move(content.starts_on),
            ends_on=content.ends_on and move(content.ends_on),
        )
        clause = Clause(
            partnership_id=agreement.partnership_id,
            agreement=agreement,
            chapter=earlier.chapter,
            code=earlier.code,
            position=earlier.position,
            source=earlier.source,
        )
        rows.append((clause, moved))
    save_first_versions(rows, by=by)


def new_clause(agreement: Agreement, model: ModelClause) -> Clause:
    """Return a clause for a model clause, not saved yet."""
    return Clause(
        partnership_id=agreement.partnership_id,
        agreement=agreement,
        chapter=model.chapter,
        code=model.code,
        position=model.position,
        source=model.source,
    )


def content_of_model(model: ModelClause) -> ClauseContent:
    """Return what a model clause proposes."""
    content = ClauseContent(
        title=model.title,
        source_text=model.text,
        kind=model.kind,
        responsible=model.responsible,
        lead=model.lead,
        indicator=model.indicator,
        indicator_code=model.indicator_code,
        norm_unit=model.unit,
        frequency=model.frequency,
        wpo_topic=model.wpo_topic,
    )
    return tidy(content)


def save_first_versions(
    rows: Iterable[tuple[Clause, ClauseContent]], *, by: Authorship
) -> None:
    """Save new clauses with their first versions, in a fixed number of queries."""
    pairs = tuple(rows)
    Clause.objects.bulk_create([clause for clause, _ in pairs])
    save_versions(
        (build_version(clause=clause, number=1, content=content, by=by), content)
        for clause, content in pairs
    )


def mover(old_start: date, new_start: date) -> Callable[[date], date]:
    """Return what moves a date as far as the start moved: whole months, then days."""
    months = (new_start.year - old_start.year) * MONTHS_PER_YEAR
    months += new_start.month - old_start.month
    days = timedelta(days=new_start.day - old_start.day)

    def move(day: date) -> date:
        count = day.year * MONTHS_PER_YEAR + day.month - 1 + months
        year, month = divmod(count, MONTHS_PER_YEAR)
        last = monthrange(year, month + 1)[1]
        return date(year, month + 1, min(day.day, last)) + days

    return move
