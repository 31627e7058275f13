"""What routes add to an agreement: annex A and B, while it is made and once frozen."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from agreements.annexes import (
    ANNEX_TITLES,
    AnnexRequest,
    AnnexTable,
    register,
    tables_for,
)
from agreements.content import content_of
from agreements.documents import render_agreement
from agreements.models import Agreement
from referrals.services import pathways
from tests.factories import NOW, TODAY, AgreementFactory
from tests.referrals.defining import decide, define
from tests.referrals.routing import BASIC, confirm, make_published, offer, renamed
from vve_portal.access.scope import scope
from vve_portal.accounts.models import Partnership, User
from vve_portal.accounts.scopes import scope_of_job

pytestmark = [pytest.mark.sqlite, pytest.mark.usefixtures("at_work")]


@pytest.fixture
def at_work(partnership: Partnership) -> Iterator[None]:
    """Work in the scope of the cast's partnership."""
    with scope(scope_of_job(partnership)):
        yield


@pytest.fixture
def agreement(
    at_work: None,  # noqa: ARG001 - opens the scope
    partnership: Partnership,
    advisor: User,
) -> Agreement:
    """An agreement for the next year."""
    made: Agreement = AgreementFactory.create(
        partnership=partnership, created_by=advisor
    )
    return made


def asked(partnership: Partnership, day: date = TODAY) -> AnnexRequest:
    """Return what an agreement asks that starts on a day."""
    return AnnexRequest(partnership.pk, day)


def annex(agreement: Agreement, letter: str) -> dict[str, Any]:
    """Return one annex of the content."""
    annexes: list[dict[str, Any]] = content_of(agreement)["annexes"]
    return next(one for one in annexes if one["letter"] == letter)


def test_without_a_route_annex_b_is_the_basic_one(partnership: Partnership) -> None:
    (table,) = tables_for("B", asked(partnership))

    assert table.caption == "De stappen van de basisroute"
    assert table.columns == ("Stap", "Voortouw", "Werkt mee", "Geïnformeerd")
    assert len(table.rows) == len(BASIC.steps)
    assert table.rows[:2] == (
        (
            "1. Ouders informeren over de voorschool",
            "Jeugdverpleegkundige",
            "Niemand",
            "Ouders",
        ),
        ("2. Indicatie stellen", "Jeugdverpleegkundige", "Jeugdarts", "Ouders"),
    )


def test_annex_b_has_the_routes_that_hold_when_the_agreement_starts(
    partnership: Partnership, advisor: User, manager: User
) -> None:
    make_published(partnership, advisor, manager)
    make_published(partnership, advisor, manager, code="R-BOZ")
    make_published(partnership, advisor, manager, code="R-AANV")

    basic, boz = tables_for("B", asked(partnership))

    assert basic.caption == "Basisroute (R-BASIS), versie 1"
    assert boz.caption == (
        "Zorg op maat met leesadvies (model Bergen op Zoom) (R-BOZ), versie 1"
    )
    assert basic.columns == (
        "Stap",
        "Wie",
        "Leeftijd en termijn",
        "Uitkomsten",
        "Documenten",
    )
    assert basic.rows[1] == (
        "2. Indicatie stellen",
        "Jeugdverpleegkundige",
        "14 tot 18 maanden, binnen 4 maanden",
        (
            "Indicatie geven: wordt “Geïndiceerd”; "
            "Geen indicatie nodig: wordt “Niet geïndiceerd”"
        ),
        "Doelgroepdefinitie",
    )


def test_route_that_starts_later_or_elsewhere_is_not_in_it(
    partnership: Partnership, advisor: User, manager: User
) -> None:
    make_published(partnership, advisor, manager, starts_on=TODAY + timedelta(days=1))

    (table,) = tables_for("B", asked(partnership))

    assert table.caption == "De stappen van de basisroute"


def test_annex_a_has_the_definition_in_force(
    partnership: Partnership, advisor: User, manager: User
) -> None:
    decide(define(partnership, manager), advisor)

    criteria, facts = tables_for("A", asked(partnership))

    assert criteria == AnnexTable(
        "Doelgroep VVE 2026, versie 1, vastgesteld op 9 december 2025",
        ("Criterium", "Soort", "Verplicht"),
        (
            ("Weinig Nederlands thuis", "Omgeving", "Nee"),
            ("Oordeel van de jeugdverpleegkundige", "Professioneel oordeel", "Ja"),
        ),
    )
    assert facts.rows == (
        ("Welke kinderen", "Kinderen die thuis weinig Nederlands horen."),
        ("Startleeftijd", "2 jaar en 6 maanden"),
        ("Aanbod", "16 uur per week"),
        ("Geldig", "vanaf 1 januari 2026"),
        ("Vastgesteld door", "College van B en W"),
        ("Kenmerk", "Z-2025-12"),
    )


def test_draft_of_a_definition_is_not_in_annex_a(
    partnership: Partnership, manager: User
) -> None:
    define(partnership, manager)

    assert tables_for("A", asked(partnership)) == ()


def test_frozen_content_stays_when_the_route_changes(
    agreement: Agreement, partnership: Partnership, advisor: User, manager: User
) -> None:
    first = make_published(partnership, advisor, manager)
    decide(define(partnership, manager), advisor)
    frozen = content_of(agreement)
    before = render_agreement(frozen, created=NOW, is_draft=False, tryout=False)

    draft = pathways.start_version(
        pathway=first.pathway,
        route=renamed(BASIC, "Nieuwe naam"),
        actor=manager,
        now=NOW,
    )
    confirm(offer(draft, manager), advisor)

    after = render_agreement(frozen, created=NOW, is_draft=False, tryout=False)
    assert after == before
    assert annex(agreement, "B")["tables"][0]["caption"] == (
        "Nieuwe naam (R-BASIS), versie 2"
    )


def test_annex_without_provider_gets_no_tables(partnership: Partnership) -> None:
    assert tables_for("C", asked(partnership)) == ()


def test_no_one_can_fill_an_annex_that_does_not_exist() -> None:
    with pytest.raises(ValueError, match="'Z'"):
        register("Z", lambda _request: ())

    assert "Z" not in ANNEX_TITLES


def test_table_with_a_short_row_is_refused() -> None:
    with pytest.raises(ValueError, match="cell per column"):
        AnnexTable("Titel", ("een", "twee"), (("een", "twee"), ("een",)))
