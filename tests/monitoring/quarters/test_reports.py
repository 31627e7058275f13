"""Reports: what is frozen, who the words are for, and the file made of that alone."""

import hashlib
import io
import json
import re
import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any, Final

import pypdf
import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from monitoring.content import build_report
from monitoring.documents import render_report
from monitoring.documents.report import report_context
from monitoring.models import AreaWords, Quarter, Report
from monitoring.services.quarters import settle
from monitoring.services.reports import (
    DamagedContentError,
    make_report,
    make_reports,
    publish_report,
)
from tests.factories import NOW
from tests.monitoring.quarters.building import (
    ready_quarter,
    released_quarter,
    settle_row,
)
from vve_portal.accounts.models import Partnership, User
from vve_portal.documents import services as documents
from vve_portal.documents.models import StoredDocument

pytestmark = pytest.mark.usefixtures("every_figure")
Kind = Report.Kind
HEADINGS: Final[dict[str, tuple[str, ...]]] = {
    Kind.QUARTER: (
        "1. Samenvatting",
        "2. De zeven gebieden",
        "3. De keten",
        "4. Kinderen die niet meedoen",
        "5. Plus-inzet",
        "6. Overleg en acties",
        "7. Verhalen en signalen",
        "8. Besluiten",
        "Bijlage: definities en datakwaliteit",
    ),
    Kind.ONE_PAGE: ("In het kort", "De zeven gebieden", "Besloten in het"),
    Kind.YEAR: (
        "2. Het jaar in cijfers",
        "3. Bereik en de keten",
        "7. Uit de praktijk",
    ),
    Kind.COUNCIL_LETTER: ("Kernboodschap", "Ontwikkeling", "Kanttekeningen"),
}
RENDER: Final = """
import sys, json, hashlib, django
django.setup()
from monitoring.documents import render_report
content = json.load(sys.stdin)
print(hashlib.sha256(render_report(content)).hexdigest())
"""


@pytest.fixture
def quarter(
    every_figure: None,  # noqa: ARG001 - must be open first
    partnership: Partnership,
    advisor: User,
    manager: User,
    coordinator: User,
) -> Quarter:
    """The fourth quarter with the three before it, ready to be settled."""
    return ready_quarter(
        partnership, advisor=advisor, manager=manager, coordinator=coordinator
    )


@pytest.fixture
def settled(quarter: Quarter, advisor: User) -> Quarter:
    """The same, settled."""
    return settle(quarter=quarter, actor=advisor, now=NOW)


def content_of(kind: str) -> dict[str, Any]:
    """Return what is frozen of a kind."""
    content: dict[str, Any] = Report.objects.get(kind=kind).content
    return content


def pages_of(pdf: bytes) -> list[str]:
    """Return the text of each page on one line."""
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return [re.sub(r"\s+", " ", page.extract_text()) for page in pages]


@pytest.mark.slow
@pytest.mark.parametrize("kind", Kind)
@pytest.mark.usefixtures("settled")
def test_file_is_made_of_its_content_and_passes_the_gate(kind: str) -> None:
    content = content_of(kind)

    pages = pages_of(render_report(content))

    text = " ".join(pages)
    for said in (
        content["title"],
        "Het gaat de goede kant op.",
        "Van de kinderen met een geldige indicatie doet 88% (272 van de 310) mee.",
        "Rivierdorpen en West samen" if kind != Kind.ONE_PAGE else "Op koers",
        "Gemeenten bepalen zelf welke kinderen een indicatie krijgen.",
    ):
        assert said in text
    places = [text.find(heading) for heading in HEADINGS[kind]]
    assert places == sorted(places)
    assert min(places) > 0


@pytest.mark.slow
def test_alderman_has_one_page_also_when_much_was_written(
    quarter: Quarter, advisor: User
) -> None:
    AreaWords.objects.update(sentence="Zo gaat het hier nu al een tijdje. " * 8)
    quarter.summary = "Dit is een zin van gewone lengte over hoe het gaat met VVE. " * 8
    quarter.save(update_fields=["summary"])
    settle(quarter=quarter, actor=advisor, now=NOW)

    assert len(pages_of(render_report(content_of(Kind.ONE_PAGE)))) == 1


@pytest.mark.slow
@pytest.mark.usefixtures("settled")
def test_made_again_it_is_the_same_file_without_asking_the_database() -> None:
    content = content_of(Kind.QUARTER)

    def refuse(*_: Any) -> None:
        pytest.fail("rendering asked the database")

    with connection.execute_wrapper(refuse):
        once, again = render_report(content), render_report(content)

    assert once == again
    assert in_another_process(content) == hashlib.sha256(once).hexdigest()


def in_another_process(content: dict[str, Any]) -> str:
    """Render in a process of its own; return the SHA-256 of the file."""
    done = subprocess.run(  # noqa: S603 - our own interpreter and script
        [sys.executable, "-c", RENDER],
        input=json.dumps(content),
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def test_words_with_numbers_stay_with_the_parties(
    quarter: Quarter, advisor: User
) -> None:
    quarter.summary = "Er doen 272 kinderen mee."
    quarter.save(update_fields=["summary"])
    AreaWords.objects.filter(area=4).update(sentence="Nog 7 te gaan.")
    settle(quarter=quarter, actor=advisor, now=NOW)

    said = {
        kind: (content_of(kind)["summary"]["words"], sentence_of(kind))
        for kind in (Kind.QUARTER, Kind.COUNCIL_LETTER)
    }
    assert said == {
        Kind.QUARTER: ("Er doen 272 kinderen mee.", "Nog 7 te gaan."),
        Kind.COUNCIL_LETTER: ("", ""),
    }


def sentence_of(kind: str) -> str:
    """Return the sentence at the area of reach."""
    sentence: str = content_of(kind)["areas"][3]["sentence"]
    return sentence


@pytest.mark.usefixtures("settled")
def test_council_gets_its_own_figures_and_no_more() -> None:
    for_partners, for_council = content_of(Kind.QUARTER), content_of(Kind.YEAR)

    assert (for_partners["audience"], for_council["audience"]) == ("partner", "council")
    assert for_partners.keys() - for_council.keys() == {
        "actions",
        "bottlenecks",
        "deliveries",
        "dialogues",
        "meetings",
        "quality",
        "revisions",
        "signals",
    }


@pytest.mark.usefixtures("settled")
def test_year_has_its_quarters_beside_each_other() -> None:
    content = content_of(Kind.YEAR)
    [reach, *_] = content["year_figures"]

    assert (content["starts_on"], content["ends_on"]) == ("2026-01-01", "2026-12-31")
    assert [one["text"] for one in reach["quarters"]] == ["81%", "83%", "85%", "88%"]
    assert (reach["norm"], reach["whole"]) == ("ten minste 90 procent", "")


@pytest.mark.usefixtures("settled")
def test_context_is_plain_and_charts_follow_the_figures() -> None:
    context = report_context(content_of(Kind.QUARTER))

    bars = context["neighbourhoods"].bars
    assert [(bar.name, bar.text, bar.width) for bar in bars] == [
        ("Centrum", "89% (141 van de 158)", "89.2"),
        ("Rivierdorpen en West samen", "86% (131 van de 152)", "86.2"),
        ("Hele gemeente", "88% (272 van de 310)", "87.7"),
    ]
    assert [row[0] for row in context["tables"]["non_reach"].rows] == [
        "Wachtlijst, of geen passende dagdelen",
        "Ouders vinden het kind te jong of willen wachten",
        "2 redenen samen: Afstand of vervoer; Ouders willen het kind thuis houden",
    ]


def test_report_without_release_for_its_audience_is_not_built(
    partnership: Partnership,
) -> None:
    quarter = released_quarter(partnership)
    quarter.releases.filter(audience="partner").delete()

    with pytest.raises(LookupError, match="has no release for partner"):
        build_report(Kind.QUARTER, quarter, now=NOW)


@pytest.mark.slow
def test_file_is_made_once_by_a_task(settled: Quarter) -> None:
    report = Report.objects.get(kind=Kind.ONE_PAGE)

    made = [
        make_report(report_pk=report.pk, partnership=settled.partnership, now=NOW)
        for _ in range(2)
    ]

    report.refresh_from_db()
    assert made == [True, False]
    assert report.document is not None
    assert bytes(report.document.content) == render_report(report.content)


def test_content_that_was_touched_makes_no_file(settled: Quarter) -> None:
    report = Report.objects.get(kind=Kind.ONE_PAGE)
    document = {**report.content, "title": "Iets anders"}
    damaged = Report.objects.create(
        partnership=settled.partnership,
        quarter=Quarter.objects.get(number=1),
        kind=Kind.ONE_PAGE,
        content=document,
        content_sha256=report.content_sha256,
        made_at=NOW,
    )

    with pytest.raises(DamagedContentError):
        make_report(report_pk=damaged.pk, partnership=settled.partnership, now=NOW)

    damaged.refresh_from_db()
    assert (damaged.document, damaged.problem[:39]) == (
        None,
        "Het bestand kon niet worden gemaakt doo",
    )


def test_who_asks_again_gets_what_is_not_there_yet(
    settled: Quarter,
    coordinator: User,
    django_capture_on_commit_callbacks: Callable[
        ..., AbstractContextManager[list[Any]]
    ],
) -> None:
    Report.objects.filter(kind=Kind.ONE_PAGE).update(problem="Fout.")
    Report.objects.filter(kind=Kind.YEAR).update(document=kept(settled.partnership))

    with django_capture_on_commit_callbacks() as tasks:
        asked = make_reports(quarter=settled, actor=coordinator, now=NOW)

    assert [one.kind for one in asked] == ["quarter", "one_page", "council_letter"]
    assert ([one.problem for one in asked], len(tasks)) == (["", "", ""], 3)


def kept(partnership: Partnership) -> StoredDocument:
    """Keep a file."""
    return documents.keep(
        partnership=partnership, name="rapport.pdf", content=b"%PDF-1.7", now=NOW
    )


def test_clerk_reads_what_was_published_and_that_is_on_record(
    settled: Quarter, advisor: User, clerk: User, as_user: Callable[[User], Client]
) -> None:
    report = Report.objects.get(kind=Kind.COUNCIL_LETTER)
    with pytest.raises(PermissionDenied, match="nog niet klaar"):
        publish_report(report=report, actor=advisor, now=NOW)
    report.document = kept(settled.partnership)
    report.save(update_fields=["document"])
    client, address = as_user(clerk), reverse("monitoring:report", args=[report.pk])

    before = client.get(address).status_code
    publish_report(report=report, actor=advisor, now=NOW)
    after = client.get(address)

    assert (before, after.status_code) == (403, 200)
    assert after.content[:5] == b"%PDF-"
    assert after["Content-Disposition"] == (
        f'attachment; filename="raadsinformatiebrief-2026Q4-{report.pk}.pdf"'
    )
    with pytest.raises(PermissionDenied, match="al openbaar"):
        publish_report(report=report, actor=advisor, now=NOW)


def test_clerk_sees_no_report_of_the_parties(
    settled: Quarter, clerk: User, as_user: Callable[[User], Client]
) -> None:
    assert settled.reports.count() == 4
    page = as_user(clerk).get(reverse("monitoring:reports"))

    assert page.context["groups"] == []


@pytest.mark.parametrize("quarters", [1, 3])
def test_list_asks_as_much_for_one_quarter_as_for_more(
    partnership: Partnership,
    manager: User,
    advisor: User,
    as_user: Callable[[User], Client],
    quarters: int,
) -> None:
    for number in range(1, quarters + 1):
        quarter = settle_row(released_quarter(partnership, number=number), by=manager)
        Report.objects.create(
            partnership=partnership,
            quarter=quarter,
            kind=Kind.QUARTER,
            content={},
            content_sha256="",
            made_at=NOW,
        )
    client = as_user(advisor)
    client.get(reverse("monitoring:reports"))

    with CaptureQueriesContext(connection) as queries:
        page = client.get(reverse("monitoring:reports"))

    assert len(page.context["groups"]) == quarters
    asked = [one for one in queries if 'FROM "monitoring_' in one["sql"]]
    assert len(asked) == 1
