"""A version of a route as an A4: the drawing, and every step in words."""

from datetime import datetime
from typing import Any, Final

from django.template.loader import render_to_string

from referrals.models import PathwayVersion
from referrals.routes.definition import Route
from referrals.routes.sheet import sheet_of
from vve_portal.documents.rendering import render
from vve_portal.ui.dates import long_date

# Pixels: a row of the drawing on paper, and what a page has for all of them.
ROW_HEIGHT: Final = 44
PAGE_HEIGHT: Final = 860
Data = dict[str, Any]


def render_pathway(version: PathwayVersion, *, created: datetime) -> bytes:
    """Render a version; one that is not confirmed says so on every page.

    Raises InvalidDocument when the result breaks PDF/UA-1 or PDF/A-3a.
    """
    context = pathway_context(version)
    parties = " en ".join(str(one) for one in version.partnership.parties)
    return render(
        render_to_string("documents/pathway.html", context),
        title=context["title"],
        author=str(version.partnership.municipality),
        subject=f"Route van {parties}",
        keywords=("VVE", "JGZ", "route", version.pathway.code),
        created=created,
        stylesheets=[
            render_to_string("documents/pages.css"),
            render_to_string("documents/pathway.css", context),
        ],
    )


def pathway_context(version: PathwayVersion) -> Data:
    """Return what the template shows: plain data."""
    route = version.route
    sheet = sheet_of(route)
    height = min(ROW_HEIGHT, PAGE_HEIGHT // max(len(sheet.steps), 1))
    return {
        "title": f"{route.name}, versie {version.number}",
        "name": route.name,
        "reference": f"{version.pathway.code}, versie {version.number}",
        "parties": str(version.partnership),
        "status": status_in_words(version),
        "sheet": sheet,
        "rows": [(n * height, step.row) for n, step in enumerate(sheet.steps)],
        "height": height,
        "total": height * len(sheet.steps),
        "table": steps_table(route),
    }


def status_in_words(version: PathwayVersion) -> str:
    """Write since when a version holds, or that nobody confirmed it yet."""
    if version.status != PathwayVersion.Status.PUBLISHED or not version.starts_on:
        return "Concept, nog niet vastgesteld door beide partijen"
    return (
        f"Vastgesteld door beide partijen, geldt vanaf {long_date(version.starts_on)}"
    )


def steps_table(route: Route) -> Data:
    """Return the steps as a table: who, by when, and which ways on there are."""
    return {
        "kind": "steps",
        "caption": "Wie doet wat, wanneer, en wat kan eruit komen",
        "columns": ("Stap", "Wie, wanneer", "Wat, met wie", "Uitkomsten"),
        "has_row_headings": True,
        "rows": [
            (
                f"{step.row.number}. {step.name}",
                step.summary,
                ". ".join(
                    part
                    for part in (
                        step.task,
                        *(f"{name}: {value}" for name, value in step.more),
                    )
                    if part
                ),
                " ".join(f"{who}: {'; '.join(ways)}." for who, ways in step.outcomes),
            )
            for step in sheet_of(route).steps
        ],
    }
