"""What routes add to an agreement: the target group in annex A, the steps in B."""

from typing import Final

from agreements.annexes import AnnexRequest, AnnexTable
from referrals.models import PathwayVersion, TargetDefinition
from referrals.queries.grounds import definition_on
from referrals.queries.pathways import in_force
from referrals.routes.changes import step_in_words
from referrals.routes.sheet import StepSheet, sheet_of
from referrals.routes.templates import TEMPLATES
from referrals.services.definitions import CRITERION_KINDS, content_of
from referrals.states import RouteKind
from vve_portal.ui.dates import long_date, period
from vve_portal.ui.numbers import decimal_number

NOBODY: Final = "Niemand"
NONE: Final = "Geen"


def definition_tables(request: AnnexRequest) -> tuple[AnnexTable, ...]:
    """Return the criteria of the definition in force when the agreement starts."""
    definition = definition_on(request.partnership, request.starts_on)
    if definition is None:
        return ()
    content = content_of(definition)
    decided = long_date(definition.decided_on or content.starts_on)
    caption = f"{definition.name}, versie {definition.number}, vastgesteld op {decided}"
    rows = tuple(
        (
            one.label,
            CRITERION_KINDS.get(one.kind, one.kind),
            "Ja" if one.required else "Nee",
        )
        for one in content.criteria
    )
    return (
        AnnexTable(caption, ("Criterium", "Soort", "Verplicht"), rows),
        _facts_table(definition),
    )


def _facts_table(definition: TargetDefinition) -> AnnexTable:
    hours = decimal_number(definition.hours_per_week)
    return AnnexTable(
        caption="Wat bij deze definitie hoort",
        columns=("Onderdeel", "Wat is vastgesteld"),
        rows=(
            ("Welke kinderen", definition.text),
            ("Startleeftijd", definition.get_start_age_months_display()),
            ("Aanbod", f"{hours} uur per week"),
            ("Geldig", period(definition.starts_on, definition.ends_on)),
            ("Vastgesteld door", definition.decided_by),
            ("Kenmerk", definition.reference or NONE),
        ),
    )


def route_tables(request: AnnexRequest) -> tuple[AnnexTable, ...]:
    """Return the routes to a preschool that hold when the agreement starts.

    Without any it is the basic route, with who leads, helps and is told.
    """
    kind = RouteKind.PRESCHOOL
    versions = in_force(request.partnership, request.starts_on, kind)
    tables = tuple(_table_of(version) for version in versions)
    return tables or (_plain_table(),)


def _table_of(version: PathwayVersion) -> AnnexTable:
    route = version.route
    caption = f"{route.name} ({version.pathway.code}), versie {version.number}"
    return AnnexTable(
        caption=caption,
        columns=("Stap", "Wie", "Leeftijd en termijn", "Uitkomsten", "Documenten"),
        rows=tuple(_row(step) for step in sheet_of(route).steps),
    )


def _row(step: StepSheet) -> tuple[str, ...]:
    words = step_in_words(step.row.step)
    when = [f"binnen {words['Termijn']}"]
    if words["Leeftijd"]:
        when.insert(0, words["Leeftijd"])
    ways = [way for _, ways in step.outcomes for way in ways]
    return (
        f"{step.row.number}. {step.name}",
        words["Wie"],
        ", ".join(when),
        "; ".join(ways) or NONE,
        words["Documenten"] or NONE,
    )


def _plain_table() -> AnnexTable:
    """Ages and terms stand in the articles, where the parties set them."""
    return AnnexTable(
        caption="De stappen van de basisroute",
        columns=("Stap", "Voortouw", "Werkt mee", "Geïnformeerd"),
        rows=tuple(_plain_row(step) for step in sheet_of(TEMPLATES["R-BASIS"]).steps),
    )


def _plain_row(step: StepSheet) -> tuple[str, ...]:
    words = step_in_words(step.row.step)
    return (
        f"{step.row.number}. {step.name}",
        words["Wie"],
        words["Werkt mee"] or NOBODY,
        words["Geïnformeerd"] or NOBODY,
    )
