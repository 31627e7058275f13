"""A report as PDF: what the template shows, and nothing that its content lacks."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from django.template.loader import render_to_string

from agreements.documents.text import blocks_of, printable
from monitoring.documents import charts, tables
from monitoring.models import Report
from vve_portal.documents.rendering import render
from vve_portal.ui.dates import long_date, period

Kind = Report.Kind
TEMPLATES: Final[dict[str, str]] = {
    Kind.QUARTER: "quarter",
    Kind.ONE_PAGE: "one_page",
    Kind.YEAR: "year",
    Kind.COUNCIL_LETTER: "council_letter",
}
Data = dict[str, Any]


def render_report(content: Mapping[str, Any]) -> bytes:
    """Render a report from its frozen content alone; always the same bytes.

    Asks the database nothing. Raises InvalidDocument when the result breaks PDF/UA-1
    or PDF/A-3a.
    """
    context = report_context(content)
    report = context["report"]
    parties = f"{report['municipality']} en {report['provider']}"
    kind = TEMPLATES[report["kind"]]
    return render(
        render_to_string(f"monitoring/documents/{kind}.html", context),
        title=f"{report['title']}, {report['municipality']}",
        author=report["municipality"],
        subject=f"Voor- en vroegschoolse educatie van {parties}",
        keywords=("VVE", "JGZ", report["code"]),
        created=datetime.fromisoformat(report["settled_at"]),
        stylesheets=[
            render_to_string("documents/pages.css"),
            render_to_string("monitoring/documents/report.css"),
            *_own_sheet(kind),
        ],
    )


def _own_sheet(kind: str) -> list[str]:
    if kind != TEMPLATES[Kind.ONE_PAGE]:
        return []
    return [render_to_string("monitoring/documents/one_page.css")]


def report_context(content: Mapping[str, Any]) -> Data:
    """Return what the templates show: the content, and its tables and pictures."""
    report = printable(dict(content))
    return {
        "report": report,
        "settled_on": long_date(datetime.fromisoformat(report["settled_at"])),
        "period": period(_day(report["starts_on"]), _day(report["ends_on"])),
        "reference_on": long_date(_day(report["ends_on"])),
        "summary": blocks_of(report["summary"]["words"]),
        "areas": [_area(one) for one in report["areas"]],
        "stories": [_story(one) for one in report["stories"]],
        "funnel": charts.funnel(report["funnel"]),
        "neighbourhoods": charts.bars(report["neighbourhoods"]),
        "trend": charts.trend(report["trend"]),
        "tables": tables.of(report),
    }


def _area(area: Data) -> Data:
    return {
        **area,
        "texts": [
            (heading, blocks_of(area[name]))
            for heading, name in (
                ("Wat zien we?", "seen"),
                ("Wat doen we?", "done"),
                ("Wat vragen we van elkaar?", "asked"),
            )
            if area[name]
        ],
        "table": tables.clauses(area) if area["clauses"] else None,
    }


def _story(story: Data) -> Data:
    headings = (
        "Situatie",
        "Wat deden we?",
        "Wat leverde het op voor de ouders?",
        "Wat leren we?",
    )
    pairs = zip(headings, story["parts"], strict=True)
    return {"title": story["title"], "parts": [(h, blocks_of(t)) for h, t in pairs]}


def _day(text: str) -> date:
    return date.fromisoformat(text)
