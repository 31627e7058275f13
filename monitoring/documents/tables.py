"""The tables of a report, each with a caption and headings."""

from collections.abc import Mapping, Sequence
from textwrap import shorten
from typing import Any, Final

from agreements.documents.tables import Table

Data = Mapping[str, Any]
NO_NORM: Final = "geen norm"
NOTHING: Final = "niet bekend"
# How long a sentence may be, and how long on the page for the alderman.
LONG: Final = 300
SHORT: Final = 120


def of(report: Data) -> dict[str, Table | None]:
    """Return every table by name; None where there is nothing to show."""
    made = {
        "key_figures": _key_figures(report["key_figures"]),
        "trend": _trend(report["trend"]),
        "neighbourhoods": _neighbourhoods(report["neighbourhoods"]),
        "funnel": _funnel(report["funnel"]),
        "non_reach": _non_reach(report["non_reach"]),
        "plus": _plus(report["plus"]),
        "sources": _sources(report["plus"]),
        "definitions": _definitions(report["definitions"]),
        "areas": _areas(report["areas"]),
        "areas_in_short": _areas(report["areas"], most=SHORT),
        "revisions": _revisions(report.get("revisions", ())),
        "meetings": _meetings(report.get("meetings", ())),
        "actions": _actions(report.get("actions", ())),
        "year": _year(report),
    }
    return {name: table if table.rows else None for name, table in made.items()}


def clauses(area: Data) -> Table:
    """Return the measured agreements of an area with their figures."""
    return Table(
        "clauses",
        f"Afspraken met een cijfer in gebied {area['number']}",
        ("Afspraak", "Cijfer", "Norm", "Status en waarom"),
        [
            (
                f"{one['code']} {one['title']}",
                _both(one["figure"]),
                one["norm"] or NO_NORM,
                _joined(one["status_name"], one["sentence"]),
            )
            for one in area["clauses"]
        ],
    )


def _key_figures(figures: Sequence[Data]) -> Table:
    return Table(
        "key",
        "De belangrijkste cijfers",
        ("Wat", "Nu", "Norm", "Kwartaal eerder"),
        [
            (one["name"], _both(one), one["norm"] or NO_NORM, one["before"] or NOTHING)
            for one in figures
        ],
    )


def _trend(trend: Data) -> Table:
    return Table(
        "trend",
        f"{trend['name']} per kwartaal",
        ("Kwartaal", "Cijfer", "Aantallen"),
        [
            (one["quarter"], one["text"], one["counts"] or NOTHING)
            for one in trend["rows"]
        ],
    )


def _neighbourhoods(found: Data) -> Table:
    whole = ("Hele gemeente", found["whole"]["text"], found["whole"]["counts"])
    rows = [(one["name"], one["text"], one["counts"]) for one in found["rows"]]
    return Table(
        "neighbourhoods",
        f"{found['name']} per wijk",
        ("Wijk", "Cijfer", "Aantallen"),
        [*rows, whole] if rows else [],
    )


def _funnel(funnel: Data) -> Table:
    return Table(
        "funnel",
        f"De keten, over {funnel['period']}",
        ("Stap", "Kinderen", "Minder dan de stap ervoor", "Uitleg"),
        [
            (one["name"], one["text"], one["lost"] or "", one["why"])
            for one in funnel["steps"]
        ],
    )


def _non_reach(found: Data) -> Table:
    return Table(
        "reasons",
        "De drie redenen die het meest voorkomen",
        ("Reden", "Hoeveel", "Wie kan er iets aan doen"),
        [(one["name"], one["text"], one["who"]) for one in found["rows"]],
    )


def _plus(plus: Data) -> Table:
    rows = [
        (
            one["activity"],
            one["budget_hours"],
            one["hours"],
            one["budget"],
            one["amount"],
        )
        for one in plus["lines"]
    ]
    total = (
        "Totaal",
        plus["budget_hours"],
        plus["hours"],
        plus["budget"],
        plus["amount"],
    )
    return Table(
        "plus",
        "Plus-inzet per activiteit",
        ("Activiteit", "Begrote uren", "Gemaakte uren", "Begroot", "Besteed"),
        [*rows, total] if rows else [],
    )


def _sources(plus: Data) -> Table:
    return Table(
        "money",
        "Plus-inzet per bron van het geld",
        ("Bron van het geld", "Begroot", "Besteed"),
        [(one["name"], one["budget"], one["amount"]) for one in plus["sources"]],
    )


def _definitions(definitions: Sequence[Data]) -> Table:
    return Table(
        "definitions",
        "Wat elk cijfer telt",
        ("Cijfer", "Teller", "Noemer", "Wanneer en waaruit"),
        [
            (
                f"{one['code']} {one['name']}",
                one["numerator"],
                one["denominator"],
                _joined(one["moment"], one["source"]),
            )
            for one in definitions
        ],
    )


def _areas(areas: Sequence[Data], *, most: int = LONG) -> Table:
    return Table(
        "areas",
        "De zeven gebieden",
        ("Gebied", "Status", "Waarom"),
        [
            (
                f"{one['number']}. {one['title']}",
                one["status_name"],
                shorten(one["sentence"], most, placeholder="…"),
            )
            for one in areas
        ],
    )


def _revisions(revisions: Sequence[Data]) -> Table:
    return Table(
        "revisions",
        "Cijfers van eerdere kwartalen die zijn herzien",
        ("Kwartaal", "Cijfer", "Was", "Is (herzien)"),
        [
            (one["quarter"], one["name"], one["before"], one["after"])
            for one in revisions
        ],
    )


def _meetings(meetings: Sequence[Data]) -> Table:
    return Table(
        "meetings",
        "Overleggen in en over dit kwartaal",
        ("Dag", "Overleg", "Hoe het ging"),
        [
            (one["day"], one["name"], _joined(one["status"], one["reason"]))
            for one in meetings
        ],
    )


def _actions(actions: Sequence[Data]) -> Table:
    return Table(
        "actions",
        "Acties die nog open staan",
        ("Actie", "Wie", "Uiterlijk"),
        [(one["text"], one["organisation"], one["due"]) for one in actions],
    )


def _year(report: Data) -> Table:
    quarters = report.get("quarters", ())
    return Table(
        "year",
        f"De belangrijkste cijfers van {report['year']}",
        ("Wat", *(one.capitalize() for one in quarters), "Hele jaar", "Norm"),
        [
            (
                one["name"],
                *(_both(figure) for figure in one["quarters"]),
                one["whole"] or "telt niet op",
                one["norm"] or NO_NORM,
            )
            for one in report.get("year_figures", ())
        ],
    )


def _both(figure: Data) -> str:
    if not figure["counts"] or figure["counts"] == figure["text"]:
        return str(figure["text"])
    return f"{figure['text']} ({figure['counts']})"


def _joined(first: str, second: str) -> str:
    return f"{first}. {second}" if second else first
