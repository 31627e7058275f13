"""Everything there is to know about one figure: what it counts, of when, by whom."""

from collections.abc import Sequence
from dataclasses import dataclass

from agreements.queries import version_of
from monitoring.content.lines import Figure, figure_of, name_of, norm_in_words
from monitoring.content.pictures import Breakdown, breakdown_of
from monitoring.content.screen import Screen
from monitoring.definitions import Kind
from monitoring.queries.proposals import measure_of_norm
from monitoring.queries.released import Released, Revised
from monitoring.queries.trends import history, warnings
from vve_portal.ui.dates import long_date


@dataclass(frozen=True, slots=True)
class Point:
    """A quarter in the table of a trend."""

    name: str
    text: str
    counts: str
    is_shown: bool
    is_revised: bool


@dataclass(frozen=True, slots=True)
class Explained:
    """One indicator in one quarter."""

    code: str
    name: str
    figures: tuple[Figure, ...]
    norms: tuple[tuple[str, str], ...]
    facts: tuple[tuple[str, str], ...]
    points: tuple[Point, ...]
    breakdowns: tuple[Breakdown, ...]
    revisions: tuple[Revised, ...]
    warnings: tuple[str, ...]
    explanation: str


def explain(screen: Screen, code: str) -> Explained | None:
    """Return what a page about one figure says; None when it was not measured."""
    released = screen.released
    if released is None or released.origin(code) is None:
        return None
    norms = norms_of(screen, code)
    figures = [
        figure_of(code, measure, released, screen.releases, norm=norms.get(measure))
        for measure in released.measures(code)
    ]
    breakdowns = (
        breakdown_of(released, code, one, norm=norms.get(""))
        for one in released.dimensions(code)
    )
    return Explained(
        code=code,
        name=name_of(code),
        figures=tuple(figures),
        norms=tuple(_clauses_with_norm(screen, code)),
        facts=tuple(facts_of(released, code)),
        points=tuple(points_of(screen.releases, code)),
        breakdowns=tuple(one for one in breakdowns if one is not None),
        revisions=tuple(one for one in released.revisions if one.code == code),
        warnings=tuple(warnings(screen.releases, code)),
        explanation=released.explanation,
    )


def norms_of(screen: Screen, code: str) -> dict[str, float]:
    """Return the norm on each number of an indicator, by its key."""
    versions = [version_of(clause) for clause in screen.clauses]
    return {
        measure_of_norm(code): float(version.norm_value)
        for version in versions
        if version.indicator_code == code and version.norm_value is not None
    }


def _clauses_with_norm(screen: Screen, code: str) -> list[tuple[str, str]]:
    return [
        (
            f"Norm van afspraak {line.clause.code}",
            norm_in_words(version_of(line.clause)),
        )
        for line in screen.lines
        if version_of(line.clause).indicator_code == code and line.norm
    ]


def facts_of(released: Released, code: str) -> list[tuple[str, str]]:
    """Return definition, day, source and standing of a figure, in pairs."""
    origin = released.origin(code)
    if origin is None:
        return []
    return [
        ("Teller", origin.numerator),
        ("Noemer", origin.denominator),
        ("Wanneer geteld", str(Kind(origin.kind).label)),
        ("Peildatum", long_date(origin.reference_on)),
        ("Bron", f"{origin.source}. {origin.mode}."),
        ("Definitie", f"{code}, versie {origin.version}"),
        ("Stand", released.standing),
    ]


def points_of(releases: Sequence[Released], code: str) -> list[Point]:
    """Return the figure of each quarter, oldest first."""
    return [
        Point(
            name=quarter.name.capitalize(),
            text=shown.text if shown else "niet geteld",
            counts=shown.counts if shown and not shown.is_hidden else "",
            is_shown=shown is not None and not shown.is_hidden,
            is_revised=shown is not None and shown.is_revised,
        )
        for quarter, shown in history(releases, code)
    ]
