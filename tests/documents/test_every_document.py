"""Every kind of document that the portal draws passes every judge without a warning."""

import ast
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, Final

import pytest

from agreements.content.public import Signed, public_content
from agreements.documents import render_agreement
from agreements.documents.council_letter import render_letter as render_council_letter
from agreements.documents.public import render_public
from bench.agreements import made_up_content
from bench.pipeline import AGREEMENT
from monitoring.documents import render_report
from monitoring.models import Report
from monitoring.services.quarters import settle
from referrals.documents.letter import render_letter
from referrals.documents.pathway import render_pathway
from tests.architecture.sources import TOP, production_files, syntax
from tests.documents.fitness import faults_of
from tests.factories import NOW
from tests.monitoring.quarters.building import ready_quarter
from tests.monitoring.scenes import everything
from tests.referrals.test_letter import PERSONS, REFERRAL
from tests.referrals.test_pathways_pdf import version
from vve_portal.access.scope import scope
from vve_portal.accounts.models import Partnership, User

pytestmark = pytest.mark.slow
SIGNED: Final = dict.fromkeys(
    ("municipality", "jgz"), Signed(date(2026, 11, 20), "In het portaal")
)
CONTENT: Final = made_up_content(**AGREEMENT)
PUBLIC: Final = public_content(CONTENT, signed=SIGNED)
TITLE: Final = CONTENT["title"]


def agreement(*, is_draft: bool) -> bytes:
    """Draw an agreement, as it is signed or as a draft."""
    content = CONTENT
    if is_draft:
        content = {**CONTENT, "check": {"code": "", "address": ""}}
    return render_agreement(content, created=NOW, is_draft=is_draft, tryout=is_draft)


def letter_without_a_wish() -> bytes:
    """Draw a letter with which the parents choose a preschool themselves."""
    referral = replace(REFERRAL, location="", location_address=())
    return render_letter(referral, PERSONS, created=NOW)


# Per kind what draws it, its title, and lines of it from the first to the last page.
DRAWN: Final[dict[str, tuple[Callable[[], bytes], str, tuple[str, ...]]]] = {
    "agreement": (
        lambda: agreement(is_draft=False),
        TITLE,
        ("Gemeente Verzonnen", "1.1 Vaste VVE-coördinator", "7RK2-0M9X-41BS"),
    ),
    "draft": (
        lambda: agreement(is_draft=True),
        TITLE,
        ("Concept. Dit document is niet ondertekend.", "Bijlage C. Gegevensprotocol"),
    ),
    "public version": (
        lambda: render_public(PUBLIC, created=NOW, tryout=False),
        f"{TITLE} (openbare versie)",
        ("Over deze versie", "3.3"),
    ),
    "letter to the council": (
        lambda: render_council_letter(PUBLIC, created=NOW, tryout=False),
        f"Raadsinformatiebrief: {TITLE}",
        ("Gemeente Verzonnen",),
    ),
    "referral letter": (
        lambda: render_letter(REFERRAL, PERSONS, created=NOW),
        "Verwijsbrief voor de voorschool",
        ("Kindnaam Bedacht", "K7QM-4X2P-K", "Met vriendelijke groet"),
    ),
    "referral letter without a wish": (
        letter_without_a_wish,
        "Verwijsbrief voor de voorschool",
        ("Kies een voorschool.",),
    ),
    "route of a page": (
        lambda: render_pathway(version("R-THUIS"), created=NOW),
        "Thuisprogramma's, versie 1",
        ("Vastgesteld door beide partijen", "Wie doet wat, wanneer"),
    ),
    "route of many pages": (
        lambda: render_pathway(version("R-BOZ"), created=NOW),
        "Zorg op maat met leesadvies (model Bergen op Zoom), versie 1",
        ("1. Eerste screening", "Niet-bereikte gezinnen bespreken"),
    ),
}
REPORTS: Final[dict[str, tuple[str, ...]]] = {
    Report.Kind.QUARTER: ("Bereik VE op peildatum", "Wat elk cijfer telt"),
    Report.Kind.ONE_PAGE: ("In het kort", "De volledige kwartaalrapportage"),
    Report.Kind.YEAR: ("2. Het jaar in cijfers", "eerste kwartaal 2026: 81%"),
    Report.Kind.COUNCIL_LETTER: ("Kernboodschap", "Kanttekeningen"),
}
# Which modules draw, and the kinds above that come from each.
DRAWING: Final = {
    "agreements/documents/agreement.py": ("agreement", "draft"),
    "agreements/documents/council_letter.py": ("letter to the council",),
    "agreements/documents/public.py": ("public version",),
    "monitoring/documents/report.py": tuple(REPORTS),
    "referrals/documents/letter.py": (
        "referral letter",
        "referral letter without a wish",
    ),
    "referrals/documents/pathway.py": ("route of a page", "route of many pages"),
}


@pytest.mark.parametrize("kind", DRAWN)
def test_document_is_fit_for_everybody(kind: str, tmp_path: Path) -> None:
    draw, title, said = DRAWN[kind]

    assert faults_of(draw(), title=title, said=said, folder=tmp_path) == []


@pytest.fixture
def reports(
    partnership: Partnership, advisor: User, manager: User, coordinator: User
) -> Iterator[None]:
    """Settle a fourth quarter, so that there is a report of every kind."""
    with scope(everything()):
        quarter = ready_quarter(
            partnership, advisor=advisor, manager=manager, coordinator=coordinator
        )
        settle(quarter=quarter, actor=advisor, now=NOW)
        yield


@pytest.mark.usefixtures("reports")
@pytest.mark.parametrize("kind", REPORTS)
def test_report_is_fit_for_everybody(kind: str, tmp_path: Path) -> None:
    content: dict[str, Any] = Report.objects.get(kind=kind).content
    title = f"{content['title']}, {content['municipality']}"

    pdf = render_report(content)

    assert faults_of(pdf, title=title, said=REPORTS[kind], folder=tmp_path) == []


def test_every_kind_is_judged() -> None:
    judged = {kind for kinds in DRAWING.values() for kind in kinds}

    assert judged == DRAWN.keys() | set(Report.Kind)
    assert sorted(modules_that_draw()) == sorted(DRAWING)


def modules_that_draw() -> Iterator[str]:
    """Name every module that takes `render` from the pipeline."""
    for file in production_files():
        for node in ast.walk(syntax(file)):
            if (
                isinstance(node, ast.ImportFrom)
                and node.module == "vve_portal.documents.rendering"
                and "render" in {alias.name for alias in node.names}
            ):
                yield file.relative_to(TOP).as_posix()
