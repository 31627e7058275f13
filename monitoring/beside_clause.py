"""The figure of the last released quarter, for the page of a clause in an agreement."""

from datetime import date
from typing import Any

from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse

from agreements.figures import ClauseFigure
from agreements.models import Clause
from agreements.models.vocabulary import Progress
from agreements.queries import version_of
from monitoring.content.lines import name_of, norm_in_words
from monitoring.models import ClauseStatus, Release
from monitoring.queries.due_quarters import quarter_of
from monitoring.queries.proposals import measure_of_norm
from monitoring.queries.released import Released
from vve_portal.accounts.roles import Ability


def figure_beside(clause: Clause, actor: Any) -> ClauseFigure | None:
    """Return what the last quarter of its term says of a clause; one query at most."""
    code = version_of(clause).indicator_code
    if not code or not actor.may(Ability.READ_FIGURES):
        return None
    release = _last_release(clause)
    if release is None:
        return None
    released = Released(release, release.quarter)
    measure = measure_of_norm(code)
    shown = released.figure(code, measure)
    if shown is None:
        return None
    status: str = release.clause_status or ""
    return ClauseFigure(
        name=name_of(code, measure),
        quarter=release.quarter.name,
        text=shown.text,
        counts="" if shown.is_hidden else shown.counts,
        norm=norm_in_words(version_of(clause)),
        status=status,
        label=str(Progress(status).label) if status else "",
        sentence=release.clause_sentence or "",
        url=reverse(
            "monitoring:quarter-area", args=[release.quarter_id, clause.chapter]
        ),
    )


def _last_release(clause: Clause) -> Any:
    said = ClauseStatus.objects.filter(quarter=OuterRef("quarter"), clause=clause)
    agreement = clause.agreement
    rows = Release.objects.filter(
        _from(agreement.starts_on),
        _until(agreement.ends_on),
        partnership=clause.partnership_id,
        audience=Release.Audience.PARTNER,
        status=Release.Status.DONE,
    )
    return (
        rows.select_related("quarter__partnership")
        .defer("shown")
        .annotate(
            clause_status=Subquery(said.values("status")[:1]),
            clause_sentence=Subquery(said.values("sentence")[:1]),
        )
        .order_by("-quarter__year", "-quarter__number", "-pk")
        .first()
    )


def _from(day: date) -> Q:
    year, number = quarter_of(day)
    later = Q(quarter__year__gt=year)
    return later | Q(quarter__year=year, quarter__number__gte=number)


def _until(day: date) -> Q:
    year, number = quarter_of(day)
    earlier = Q(quarter__year__lt=year)
    return earlier | Q(quarter__year=year, quarter__number__lte=number)
