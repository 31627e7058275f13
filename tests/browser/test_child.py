"""A child's way to a preschool, as a nurse, a preschool and a coordinator go it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.browser.conftest import follow

pytestmark = pytest.mark.browser
Visit = Callable[..., Page]
# The preschool of the demo's Pim Peuter.
LOCATION = "De Kikkersprong Noord"


def register(page: Page) -> str:
    """Make a trajectory of an indicated child; return its code."""
    follow(page.get_by_role("link", name="Trajecten").first)
    follow(page.get_by_role("link", name="Nieuw traject"))
    birth = timezone.localdate() - timedelta(days=1000)
    page.get_by_label("Geboortemaand").fill(f"{birth.month}-{birth.year}")
    page.get_by_label("Wijk").select_option("Noord")
    start = page.get_by_label("Waar begint het traject?")
    indicated = start.locator("option", has_text="Geïndiceerd").first
    start.select_option(indicated.get_attribute("value"))
    page.get_by_label("Vandaag").check()
    page.get_by_label("Taal").check()
    follow(page.get_by_role("button", name="Maak het traject"))
    code = page.locator("main code").first.inner_text()
    follow(page.get_by_role("link", name="Ga naar dit traject"))
    return code


def report(page: Page, outcome: str) -> None:
    """Choose what happened today; the caller fills in what else it asks."""
    page.get_by_label(outcome).first.check()


def save(page: Page) -> None:
    """Write it down."""
    follow(page.get_by_role("button", name="Leg vast", exact=True))


def refer(page: Page) -> None:
    """Talk with parents, and refer with their consent to the preschool they want."""
    report(page, "Gesprek met ouders beginnen")
    save(page)
    report(page, "Verwijzen naar de voorschool")
    page.get_by_label("Welke voorschool willen de ouders?").select_option(LOCATION)
    save(page)
    expect(page.get_by_text("Status: Verwezen")).to_be_visible()


def accept(page: Page, code: str) -> None:
    """Type the code of the letter as a preschool."""
    follow(page.get_by_role("link", name="Voorschool").first)
    page.get_by_label("Code van de brief").fill(code.lower())
    follow(page.get_by_role("button", name="Neem aan"))
    expect(page.get_by_text(f"U hebt {code} aangenomen.")).to_be_visible()


def place(page: Page) -> None:
    """Give the child a place from a month on."""
    day = timezone.localdate() + timedelta(days=30)
    start = page.get_by_role("group", name="Wanneer begint het kind?")
    start.get_by_label("Dag").fill(str(day.day))
    start.get_by_label("Maand").fill(str(day.month))
    start.get_by_label("Jaar").fill(str(day.year))
    page.get_by_label("Hoeveel uren per week?").fill("16")
    follow(page.get_by_role("button", name="Plaatsen"))
    expect(page.get_by_text("Geplaatst").first).to_be_visible()


def find(page: Page, code: str) -> None:
    """Look a child up in the worklist by its code."""
    follow(page.get_by_role("link", name="Trajecten").first)
    page.get_by_label("Trajectcode").fill(code)
    follow(page.get_by_role("button", name="Filter", exact=True))


def test_three_people_bring_a_child_to_a_preschool(visit: Visit) -> None:
    nurse, contact = visit("Karim Verzonnen"), visit("Pim Peuter")

    code = register(nurse)
    refer(nurse)
    accept(contact, code)
    place(contact)

    coordinator = visit("Ilse Denkbeeld")
    find(coordinator, code)
    row = coordinator.get_by_role("row").filter(has_text=code)
    expect(row.get_by_text("Geplaatst")).to_be_visible()
    follow(row.get_by_role("link", name=code))
    log = coordinator.get_by_role("region", name="Logboek").get_by_role("listitem")
    expect(log.first).to_contain_text("Plaatsen")
    expect(log.first).to_contain_text("contactpersoon voorschool")


def test_the_municipality_finds_no_page_about_a_child(visit: Visit) -> None:
    nurse = visit("Karim Verzonnen")
    code = register(nurse)
    address = nurse.url

    advisor = visit("Noor Voorbeeld")
    answers = [
        advisor.goto(place)
        for place in (address, "/trajecten/", "/voorschool/", "/trajecten/export.csv")
    ]

    assert [answer and answer.status for answer in answers] == [404, 404, 404, 404]
    assert code not in advisor.content()


def test_a_typing_error_is_called_so_and_any_other_wrong_code_is_not_known(
    visit: Visit,
) -> None:
    contact = visit("Pim Peuter")
    follow(contact.get_by_role("link", name="Voorschool").first)

    contact.get_by_label("Code van de brief").fill("K7QM-4X2P-A")
    follow(contact.get_by_role("button", name="Neem aan"))

    expect(contact.get_by_text("typefout").first).to_be_visible()
