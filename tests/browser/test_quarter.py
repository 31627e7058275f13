"""A whole quarter, as a coordinator, an advisor, a nurse and a manager do it."""

import time
from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from agreements.areas import AREA_NUMBERS
from tests.browser.conftest import Portal

pytestmark = pytest.mark.browser
Visit = Callable[..., Page]
# The figures are tested against all that was shown, and reports are made as PDF.
RELEASED_WITHIN_SECONDS = 300
SENTENCE = "Dit loopt zoals we hebben afgesproken."


def open_quarter(page: Page) -> str:
    """Open the quarter at work; return its address."""
    page.get_by_role("link", name="Cijfers").first.click()
    row = page.get_by_role("row").filter(has_text="Open")
    row.get_by_role("link").first.click()
    return page.url


def release(page: Page) -> None:
    """Have the figures tested and released, and wait for the worker."""
    page.get_by_role("link", name="Cijfers vrijgeven").click()
    page.get_by_role("button", name="Toets de cijfers en geef ze vrij").click()
    until = time.monotonic() + RELEASED_WITHIN_SECONDS
    while page.get_by_text("De cijfers zijn vrijgegeven op").count() == 0:
        assert time.monotonic() < until, page.locator("main").inner_text()
        page.wait_for_timeout(2_000)
        page.reload()


def set_statuses(page: Page, quarter: str, area: int) -> None:
    """Give every clause of an area a status with a sentence."""
    page.goto(f"{quarter}gebied/{area}/statussen/")
    fields = page.get_by_label("Waarom, in één zin?")
    choices = page.get_by_label("Op koers", exact=True)
    assert fields.count() == choices.count() > 0
    for place in range(fields.count()):
        choices.nth(place).check()
        fields.nth(place).fill(SENTENCE)
    page.get_by_role("button", name="Bewaar de statussen").click()
    expect(page.get_by_role("alert").or_(page.get_by_text("Fout:"))).to_have_count(0)


def write_words(page: Page, quarter: str, area: int) -> None:
    """Write what is seen in an area, and give it a status."""
    page.goto(f"{quarter}gebied/{area}/")
    page.get_by_label("Wat zien we?").fill("Het gaat beter dan vorig kwartaal.")
    panel(page).get_by_label("Op koers", exact=True).check()
    panel(page).get_by_label("Waarom?").fill(SENTENCE)
    page.get_by_role("button", name="Bewaar").click()


def panel(page: Page) -> Locator:
    """Return the form with the words of an area."""
    return page.locator("form").filter(has=page.get_by_label("Wat zien we?"))


def tell_story(page: Page) -> None:
    """Write a story, and offer it to a second reader."""
    page.get_by_role("link", name="Vertellen").first.click()
    page.get_by_role("link", name="Schrijf een verhaal").click()
    page.get_by_label("Bij welk gebied hoort het?").select_option(label="5. Kwaliteit")
    page.get_by_label("Titel").fill("Samen voorlezen")
    page.get_by_label("Wat was de situatie?").fill("Ouders lazen thuis weinig voor.")
    page.get_by_label("Wat deed u?").fill("We lazen samen voor in de spreekkamer.")
    page.get_by_label("Wat leverde het op?").fill("De ouders namen een boek mee.")
    page.get_by_label("Wat leren we hiervan?").fill("Voordoen helpt.")
    page.get_by_role("button", name="Bewaar het verhaal").click()
    page.get_by_role("link", name="Bied aan een tweede lezer aan").click()
    tick_all(page)
    page.get_by_role("button", name="Bied aan een tweede lezer aan").click()


def read_story(page: Page) -> None:
    """Read it as the second reader, and agree."""
    page.get_by_role("link", name="Vertellen").first.click()
    page.get_by_role("link", name="Samen voorlezen").click()
    page.get_by_role("link", name="Lees als tweede").click()
    tick_all(page)
    page.get_by_role("button", name="Akkoord, deel het verhaal").click()


def tick_all(page: Page) -> None:
    """Tick the whole check-list."""
    for box in page.locator("main input[name=checks]").all():
        box.check()


def hold_meeting(page: Page) -> None:
    """Bring the quarterly meeting forward to today, hold it and close its minutes."""
    page.get_by_role("link", name="Overleg", exact=True).first.click()
    page.get_by_role("row").filter(has_text="Gepland").get_by_role("link").first.click()
    page.get_by_role("link", name="Verplaats").click()
    today = timezone.localdate()
    page.get_by_label("Dag", exact=True).fill(str(today.day))
    page.get_by_label("Maand").fill(str(today.month))
    page.get_by_label("Jaar").fill(str(today.year))
    page.get_by_label("Begint om").fill("23.00")
    page.get_by_label("Eindigt om").fill("23.30")
    page.get_by_role("button", name="Bewaar").click()
    page.get_by_role("button", name="Maak de agenda").click()
    page.get_by_role("button", name="Begin het overleg").click()
    write_minutes(page)
    page.get_by_role("button", name="Het overleg is gehouden").click()
    page.get_by_role("link", name="Naar het overleg").click()
    page.get_by_role("button", name="Stel het verslag vast").click()
    expect(page.get_by_text("Het verslag is vastgesteld en verandert")).to_be_visible()


def write_minutes(page: Page) -> None:
    """Say who was there, and what was decided at the first point."""
    page.get_by_label("Besproken").first.fill("Het bereik stijgt.")
    for box in page.locator("main input[name=present]").all():
        box.check()
    page.get_by_role("button", name="Bewaar het verslag").click()
    page.get_by_role("link", name="Naar het overleg").click()


def test_four_people_bring_a_quarter_from_open_to_settled(
    visit: Visit, portal: Portal
) -> None:
    coordinator, nurse = visit("Ilse Denkbeeld"), visit("Fenna Proef")
    quarter = open_quarter(coordinator)
    tell_story(nurse)
    read_story(coordinator)
    coordinator.goto(quarter)
    release(coordinator)

    advisor = visit("Noor Voorbeeld")
    for area in AREA_NUMBERS:
        set_statuses(advisor, quarter, area)
        write_words(advisor, quarter, area)
    hold_meeting(advisor)
    advisor.goto(f"{quarter}gebied/5/")
    expect(advisor.get_by_text("Samen voorlezen")).to_be_visible()

    manager = visit("Roos Testman")
    manager.goto(quarter)
    manager.get_by_role("button", name="Stel dit kwartaal vast").click()
    expect(manager.get_by_text("Vastgesteld", exact=True).first).to_be_visible()
    advisor.goto(f"{quarter}gebied/1/")
    expect(advisor.get_by_label("Wat zien we?")).to_have_count(0)
    assert "Traceback" not in portal.log.read_text()
