"""The main job, as people do it: agree, have it checked, sign, and hold the PDF."""

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Portal, fill_code, follow, wait_for_work

pytestmark = pytest.mark.browser
Visit = Callable[..., Page]


def open_next(page: Page) -> None:
    """Open the agreement of next year from the list."""
    follow(page.get_by_role("link", name="Overeenkomsten").first)
    rows = page.get_by_role("row").filter(has_text="In overleg")
    follow(rows.get_by_role("link").first)


def go_to(page: Page, tab: str) -> None:
    """Open a tab of the agreement."""
    bar = page.get_by_role("navigation", name="Over deze overeenkomst")
    follow(bar.get_by_role("link", name=tab))


def agree_to_all(page: Page) -> None:
    """Agree to everything that waits for the own party, part by part."""
    follow(page.get_by_role("link", name="Antwoord op"))
    while not page.get_by_text("U hebt overal op geantwoord.").is_visible():
        follow(page.locator("button[name=chapter]").first)


def record(page: Page, kind: str, reference: str) -> None:
    """Record a check or a decision."""
    page.get_by_label(kind).check()
    page.get_by_label("Kenmerk of zaaknummer").fill(reference)
    page.get_by_label("Dag").fill("1")
    page.get_by_label("Maand").fill("2")
    page.get_by_label("Jaar").fill("2026")
    follow(page.get_by_role("button", name="Leg vast"))
    cell = page.get_by_role("cell", name=reference, exact=True)
    expect(cell).to_be_visible()


def sign(page: Page) -> None:
    """Open the task to sign as soon as the worker has made it possible, and sign."""
    page.goto("/")
    task = page.get_by_role("main").get_by_role("link", name="Onderteken de")
    wait_for_work(page, task)
    follow(task)
    page.get_by_label("gelezen").check()
    page.get_by_label("bevoegd").check()
    fill_code(page)
    follow(page.get_by_role("button", name="Onderteken de overeenkomst"))
    expect(page.get_by_text("U hebt getekend.")).to_be_visible()


def test_two_parties_agree_and_sign(
    visit: Visit, portal: Portal, tmp_path: Path
) -> None:
    noor, roos = visit("Noor Voorbeeld"), visit("Roos Testman")
    open_next(noor)
    agree_to_all(noor)
    open_next(roos)
    agree_to_all(roos)
    open_next(roos)
    follow(roos.get_by_role("link", name="6. Overleg"))
    follow(roos.get_by_role("link", name="Werkgroep VVE"))
    follow(roos.get_by_role("button", name="Akkoord namens"))
    expect(roos.get_by_text("JGZ De Delta is akkoord met G6-03.")).to_be_visible()

    go_to(roos, "Toetsen")
    record(roos, "FG van de JGZ", "Delta-FG-77")
    open_next(noor)
    go_to(noor, "Toetsen")
    record(noor, "FG van de gemeente", "FG-77")
    record(noor, "Juridische toets", "JZ-77")
    record(noor, "Collegebesluit", "2026-777")
    go_to(noor, "Gereedheid")
    follow(noor.get_by_role("button", name="klaar"))
    expect(noor.get_by_text("Niets staat ondertekenen in de weg.")).to_be_visible()

    follow(noor.get_by_role("link", name="Ga naar ondertekenen"))
    noor.get_by_label("Roos Testman").check()
    noor.get_by_label("Mees Fictief").check()
    noor.get_by_role("group", name="als eerste").get_by_label("JGZ De Delta").check()
    follow(noor.get_by_role("button", name="Leg de tekst vast"))
    expect(noor.get_by_role("heading", name="Volgorde")).to_be_visible()

    sign(roos)
    sign(visit("Mees Fictief"))
    signed = noor.get_by_role("link", name="Ondertekende pdf", exact=True)
    wait_for_work(noor, signed)

    with noor.expect_download() as downloading:
        signed.click()
    file = tmp_path / "overeenkomst.pdf"
    downloading.value.save_as(file)
    assert valid_signatures(file) == 2
    assert portal.manage("verify_document", str(file)).returncode == 0
    assert "Traceback" not in portal.log.read_text()


def valid_signatures(file: Path) -> int:
    """Count the signatures that poppler finds valid."""
    done = subprocess.run(  # noqa: S603 - a file of our own
        ["pdfsig", str(file)],  # noqa: S607 - where Debian puts it
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout.count("Signature is Valid.")


def test_a_stranger_finds_nothing_of_waterrijk(visit: Visit) -> None:
    sanne = visit("Sanne Schijn")

    follow(sanne.get_by_role("link", name="Overeenkomsten").first)

    expect(sanne.get_by_text("Gemeente Zandkreek").first).to_be_visible()
    assert "Waterrijk" not in sanne.content()
    assert sanne.request.get("/overeenkomsten/1/hoofdstuk/4/").status == 404


def test_an_answer_works_with_the_keyboard_alone(visit: Visit) -> None:
    noor = visit("Noor Voorbeeld")

    noor.keyboard.press("Tab")
    focused = noor.evaluate("document.activeElement.textContent")
    noor.keyboard.press("Enter")

    assert focused == "Naar de inhoud"
    expect(noor).to_have_url(re.compile("#inhoud$"))
