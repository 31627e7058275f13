"""Every main page, wide and narrow: no violation of WCAG, no sideways scroll."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, ViewportSize, expect

from tests.browser.conftest import NARROW, TOP, WIDE, follow

pytestmark = pytest.mark.browser
Visit = Callable[..., Page]
NARROWEST: Final[ViewportSize] = {"width": 320, "height": 700}
SIZES: Final = {"wide": WIDE, "narrow": NARROW, "narrowest": NARROWEST}
# Who looks at what, from the demo: 1 is signed, 2 is being negotiated.
PAGES: Final = {
    "": ("/inloggen/",),
    "Noor Voorbeeld": (
        "/",
        "/overeenkomsten/",
        "/overeenkomsten/nieuw/",
        "/overeenkomsten/2/hoofdstuk/4/",
        "/overeenkomsten/2/wacht-op-antwoord/",
        "/overeenkomsten/2/geld/",
        "/overeenkomsten/2/gegevens/",
        "/overeenkomsten/2/termijnen/",
        "/overeenkomsten/2/toetsen/",
        "/overeenkomsten/2/gereedheid/",
        "/overeenkomsten/2/ondertekening/",
        "/overeenkomsten/2/geschiedenis/",
        "/overeenkomsten/2/bibliotheek/",
        "/overeenkomsten/2/hoofdstuk/4/toevoegen/",
        "/overeenkomsten/1/ondertekening/",
        "/overeenkomsten/1/bewijs/",
        "/mandaten/",
        "/account/",
        "/niet-bestaand/",
    ),
    "Ilse Denkbeeld": (
        "/kwartalen/",
        "/kwartalen/4/",
        "/kwartalen/4/gebied/4/",
        "/kwartalen/4/cijfer/IND-05/",
        "/kwartalen/5/vrijgeven/",
        "/kwartalen/vergelijken/",
        "/rapporten/",
        "/definities/",
        "/aanleveren/",
        "/kleine-getallen/",
        "/overleg/",
        "/overleg/20/",
        "/overleg/acties/",
        "/overleg/knelpunten/",
        "/plus-inzet/",
        "/vertellen/",
        "/vertellen/signalen/",
    ),
    "Ada Beheer": ("/mensen/", "/mensen/uitnodigen/", "/logboek/"),
}


def faults_of(page: Page) -> list[Any]:
    """Return the violations that axe finds, and whether the page scrolls sideways."""
    found: list[Any] = [
        (violation["id"], violation["nodes"][0]["html"])
        for violation in Axe().run(page).response["violations"]
    ]
    width = "document.documentElement"
    if page.evaluate(f"{width}.scrollWidth > {width}.clientWidth"):
        found.append("scrolls sideways")
    return found


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("who", PAGES)
def test_a_page_has_no_violation(visit: Visit, who: str, size: str) -> None:
    page = visit(who, size=SIZES[size])
    faults = {}

    for address in PAGES[who]:
        page.goto(address)
        faults[address] = faults_of(page)

    assert faults == {address: [] for address in PAGES[who]}


@pytest.mark.parametrize("size", SIZES)
def test_an_open_clause_and_its_form_have_no_violation(visit: Visit, size: str) -> None:
    page = visit("Noor Voorbeeld", size=SIZES[size])
    page.goto("/overeenkomsten/2/hoofdstuk/4/")
    faults = []

    follow(page.get_by_role("link", name="Inzet van team toeleiding"))
    faults += faults_of(page)
    follow(page.get_by_role("link", name="Versies en geschiedenis"))
    faults += faults_of(page)
    page.go_back()
    follow(page.get_by_role("link", name="Wijzig de afspraak"))
    faults += faults_of(page)
    page.get_by_label("Titel").fill("")
    follow(page.get_by_role("button", name="Bewaar", exact=True))
    faults += faults_of(page)

    assert faults == []
    expect(page.locator(":focus")).to_have_attribute("role", "alert")


def test_the_screenshot_in_the_docs_is_of_this_portal(visit: Visit) -> None:
    page = visit("Noor Voorbeeld")
    page.goto("/overeenkomsten/2/hoofdstuk/4/")
    follow(page.get_by_role("link", name="Inzet van team toeleiding"))
    page.evaluate("window.scrollTo(0, 0)")
    kept = TOP / "docs" / "screenshot.png"

    taken = page.screenshot()
    if os.environ.get("TAKE_SCREENSHOT") == "1":
        kept.write_bytes(taken)

    assert is_like(kept, taken)


def is_like(kept: Path, taken: bytes) -> bool:
    """Return whether two pictures are of about the same size in bytes and pixels."""
    size = slice(16, 24)
    stored = kept.read_bytes()
    return stored[size] == taken[size] and 0.7 < len(stored) / len(taken) < 1.4
