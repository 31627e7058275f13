"""A whole quarter, as a coordinator, an advisor, a nurse and a manager do it."""

from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from agreements.areas import AREA_NUMBERS
from tests.browser.conftest import Portal, follow, wait_for_work

pytestmark = pytest.mark.browser
Visit = Callable[..., Page]
SENTENCE = "Dit loopt zoals we hebben afgesproken."


def open_quarter(page: Page) -> str:
    """Open the quarter at work; return its address."""
    follow(page.get_by_role("link", name="Cijfers").first)
    row = page.get_by_role("row").filter(has_text="Open")
    follow(row.get_by_role("link").first)
    return page.url


def release(page: Page) -> None:
    """Have the figures tested and released, and wait for the worker."""
    follow(page.get_by_role("link", name="Cijfers vrijgeven"))
    follow(page.get_by_role("button", name="Toets de cijfers en geef ze vrij"))
    wait_for_work(page, page.get_by_text("De cijfers zijn vrijgegeven op"))


def set_statuses(page: Page, quarter: str, area: int) -> None:
    """Give every clause of an area a status with a sentence."""
    page.goto(f"{quarter}gebied/{area}/statussen/")
    fields = page.get_by_label("Waarom, in één zin?")
    choices = page.get_by_label("Op koers", exact=True)
    assert fields.count() == choices.count() > 0
    for place in range(fields.count()):
        choices.nth(place).check()
        fields.nth(place).fill(SENTENCE)
    follow(page.get_by_role("button", name="Bewaar de statussen"))
    expect(page.get_by_role("alert").or_(page.get_by_text("Fout:"))).to_have_count(0)


def write_words(page: Page, quarter: str, area: int) -> None:
    """Write what is seen in an area, and give it a status."""
    page.goto(f"{quarter}gebied/{area}/")
    page.get_by_label("Wat zien we?").fill("Het gaat beter dan vorig kwartaal.")
    panel(page).get_by_label("Op koers", exact=True).check()
    panel(page).get_by_label("Waarom?").fill(SENTENCE)
    follow(page.get_by_role("button", name="Bewaar"))
    expect(page.get_by_text(f"Gebied {area} is bewaard.")).to_be_visible()


def panel(page: Page) -> Locator:
    """Return the form with the words of an area."""
    return page.locator("form").filter(has=page.get_by_label("Wat zien we?"))


def tell_story(page: Page) -> None:
    """Write a story, and offer it to a second reader."""
    follow(page.get_by_role("link", name="Vertellen").first)
    follow(page.get_by_role("link", name="Schrijf een verhaal"))
    page.get_by_label("Bij welk gebied hoort het?").select_option(label="5. Kwaliteit")
    page.get_by_label("Titel").fill("Samen voorlezen")
    page.get_by_label("Wat was de situatie?").fill("Ouders lazen thuis weinig voor.")
    page.get_by_label("Wat deed u?").fill("We lazen samen voor in de spreekkamer.")
    page.get_by_label("Wat leverde het op?").fill("De ouders namen een boek mee.")
    page.get_by_label("Wat leren we hiervan?").fill("Voordoen helpt.")
    follow(page.get_by_role("button", name="Bewaar het verhaal"))
    follow(page.get_by_role("link", name="Bied aan een tweede lezer aan"))
    tick_all(page)
    follow(page.get_by_role("button", name="Bied aan een tweede lezer aan"))


def read_story(page: Page) -> None:
    """Read it as the second reader, and agree."""
    follow(page.get_by_role("link", name="Vertellen").first)
    follow(page.get_by_role("link", name="Samen voorlezen"))
    follow(page.get_by_role("link", name="Lees als tweede"))
    tick_all(page)
    follow(page.get_by_role("button", name="Akkoord, deel het verhaal"))


def tick_all(page: Page) -> None:
    """Tick the whole check-list."""
    for box in page.locator("main input[name=checks]").all():
        box.check()


def hold_meeting(page: Page) -> None:
    """Bring the quarterly meeting forward to today, hold it and close its minutes."""
    follow(page.get_by_role("link", name="Overleg", exact=True).first)
    planned = page.get_by_role("row").filter(has_text="Gepland")
    follow(planned.get_by_role("link").first)
    follow(page.get_by_role("link", name="Verplaats"))
    today = timezone.localdate()
    page.get_by_label("Dag", exact=True).fill(str(today.day))
    page.get_by_label("Maand").fill(str(today.month))
    page.get_by_label("Jaar").fill(str(today.year))
    page.get_by_label("Begint om").fill("23.00")
    page.get_by_label("Eindigt om").fill("23.30")
    follow(page.get_by_role("button", name="Bewaar"))
    follow(page.get_by_role("button", name="Maak de agenda"))
    follow(page.get_by_role("button", name="Begin het overleg"))
    write_minutes(page)
    follow(page.get_by_role("button", name="Het overleg is gehouden"))
    follow(page.get_by_role("link", name="Naar het overleg"))
    follow(page.get_by_role("button", name="Stel het verslag vast"))
    expect(page.get_by_text("Het verslag is vastgesteld en verandert")).to_be_visible()


def write_minutes(page: Page) -> None:
    """Say who was there, and what was decided at the first point."""
    page.get_by_label("Besproken").first.fill("Het bereik stijgt.")
    for box in page.locator("main input[name=present]").all():
        box.check()
    follow(page.get_by_role("button", name="Bewaar het verslag"))
    follow(page.get_by_role("link", name="Naar het overleg"))


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
    follow(manager.get_by_role("button", name="Stel dit kwartaal vast"))
    expect(manager.get_by_text("Vastgesteld", exact=True).first).to_be_visible()
    advisor.goto(f"{quarter}gebied/1/")
    expect(advisor.get_by_label("Wat zien we?")).to_have_count(0)
    assert "Traceback" not in portal.log.read_text()
