"""A route on paper: passes the gate, and says in words all that the lines do."""

import io
import re
from datetime import date
from typing import Any

import pypdf
import pytest

from referrals.documents.pathway import pathway_context, render_pathway
from referrals.models import Pathway, PathwayVersion
from referrals.routes.definition import to_json
from referrals.routes.templates import TEMPLATES
from tests.factories import NOW
from vve_portal.accounts.models import Organisation, Partnership
from vve_portal.accounts.roles import Kind

pytestmark = [pytest.mark.sqlite, pytest.mark.slow]


def version(code: str, **fields: Any) -> PathwayVersion:
    """Return a version in memory of one of the starting routes."""
    route = TEMPLATES[code]
    partnership = Partnership(
        municipality=Organisation(name="Gemeente Verzonnen", kind=Kind.MUNICIPALITY),
        provider=Organisation(name="JGZ Bedacht", kind=Kind.JGZ),
    )
    published = {"status": "published", "starts_on": date(2027, 1, 1)}
    return PathwayVersion(
        partnership=partnership,
        pathway=Pathway(partnership=partnership, code=code, kind=route.kind),
        number=1,
        content=to_json(route),
        **{**published, **fields},
    )


def squeezed(text: str) -> str:
    """Return a text without white space, as lines break anywhere on paper."""
    return re.sub(r"\s+", "", text)


@pytest.mark.parametrize("code", TEMPLATES)
def test_paper_says_every_step_and_way_on(code: str) -> None:
    content = render_pathway(version(code), created=NOW)

    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages]
    first, text = squeezed(pages[0]), squeezed("".join(pages))
    for number, step in enumerate(TEMPLATES[code].steps, start=1):
        assert squeezed(f"{number}. {step.name}") in first
        for outcome in step.outcomes:
            assert squeezed(outcome.label) in text
    for activity in TEMPLATES[code].activities:
        assert squeezed(activity.name) in text


def test_paper_is_the_same_every_time() -> None:
    once = render_pathway(version("R-THUIS"), created=NOW)

    assert render_pathway(version("R-THUIS"), created=NOW) == once


def test_what_is_not_confirmed_says_so() -> None:
    draft = pathway_context(version("R-THUIS", status="draft", starts_on=None))
    offered = pathway_context(version("R-THUIS", status="offered"))
    held = pathway_context(version("R-THUIS"))

    assert [one["status"] for one in (draft, offered, held)] == [
        "Concept, nog niet vastgesteld door beide partijen",
        "Concept, nog niet vastgesteld door beide partijen",
        "Vastgesteld door beide partijen, geldt vanaf 1 januari 2027",
    ]


def test_long_route_keeps_its_drawing_on_one_page() -> None:
    context = pathway_context(version("R-BASIS"))

    assert (context["height"], context["total"]) == (44, 44 * 19)
    assert [top for top, _ in context["rows"]][:3] == [0, 44, 88]
