"""The main job, as people do it: agree, have it checked, sign, and hold the PDF."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Portal, fill_code

pytestmark = pytest.mark.browser
Visit = Callable[..., Page]
NEXT = "Samenwerkingsovereenkomst VVE "


def open_next(page: Page) -> None:
    """Open the agreement of next year from the list."""
    page.get_by_role("link", name="Overeenkomsten").first.click()
    rows = page.get_by_role("row").filter(has_text="In overleg")
    rows.get_by_role("link").first.click()


def go_to(page: Page, tab: str) -> None:
    """Open a tab of the agreement."""
    bar = page.get_by_role("navigation", name="Over deze overeenkomst")
    bar.get_by_role("link", name=tab).click()


def agree_to_all(page: Page) -> None:
    """Agree to everything that waits for the own party, part by part."""
    page.get_by_role("link", name="Antwoord op").click()
    while (
        page.get_by_role("button", name="in dit deel")
        .or_(page.get_by_role("button", name="Akkoord met deze afspraak"))
        .count()
    ):
        page.locator("button[name=chapter]").first.click()
    expect(page.get_by_text("U hebt overal op geantwoord.")).to_be_visible()


def record(page: Page, kind: str, reference: str) -> None:
    """Record a check or a decision."""
    page.get_by_label(kind).check()
    page.get_by_label("Kenmerk of zaaknummer").fill(reference)
    page.get_by_label("Dag").fill("1")
    page.get_by_label("Maand").fill("2")
    page.get_by_label("Jaar").fill("2026")
    page.get_by_role("button", name="Leg vast").click()
    cell = page.get_by_role("cell", name=reference, exact=True)
    expect(cell).to_be_visible()


def sign(page: Page) -> None:
    """Open the task to sign, and sign."""
    page.get_by_role("link", name="nderteken").first.click()
    page.get_by_label("gelezen").check()
    page.get_by_label("bevoegd").check()
    fill_code(page)
    page.get_by_role("button", name="Onderteken de overeenkomst").click()


def test_two_parties_agree_and_sign(
    visit: Visit, portal: Portal, tmp_path: Path
) -> None:
    noor, roos = visit("Noor Voorbeeld"), visit("Roos Testman")
    open_next(noor)
    agree_to_all(noor)
    open_next(roos)
    agree_to_all(roos)
    roos.goto(roos.url)
    open_next(roos)
    roos.get_by_role("link", name="6. Overleg").click()
    roos.get_by_role("link", name="Werkgroep VVE").click()
    roos.get_by_role("button", name="Akkoord namens").click()
    expect(roos.get_by_text("JGZ De Delta is akkoord met G6-03.")).to_be_visible()

    go_to(roos, "Toetsen")
    record(roos, "FG van de JGZ", "Delta-FG-77")
    open_next(noor)
    go_to(noor, "Toetsen")
    record(noor, "FG van de gemeente", "FG-77")
    record(noor, "Juridische toets", "JZ-77")
    record(noor, "Collegebesluit", "2026-777")
    go_to(noor, "Gereedheid")
    noor.get_by_role("button", name="klaar").click()
    expect(noor.get_by_text("Niets staat ondertekenen in de weg.")).to_be_visible()

    noor.get_by_role("link", name="Ga naar ondertekenen").click()
    noor.get_by_label("Roos Testman").check()
    noor.get_by_label("Mees Fictief").check()
    noor.get_by_role("group", name="als eerste").get_by_label("JGZ De Delta").check()
    noor.get_by_role("button", name="Leg de tekst vast").click()
    expect(noor.get_by_role("heading", name="Volgorde")).to_be_visible()

    wait_for_task(roos, "nderteken")
    sign(roos)
    mees = visit("Mees Fictief")
    wait_for_task(mees, "nderteken")
    sign(mees)
    wait_until_signed(noor)

    with noor.expect_download() as downloading:
        noor.get_by_role("link", name="Ondertekende pdf", exact=True).click()
    file = tmp_path / "overeenkomst.pdf"
    downloading.value.save_as(file)
    assert valid_signatures(file) == 2
    assert portal.manage("verify_document", str(file)).returncode == 0
    assert "Traceback" not in portal.log.read_text()


def wait_for_task(page: Page, words: str) -> None:
    """Reload the start page until the task worker has made the task possible."""
    for _ in range(60):
        page.goto("/")
        tasks = page.get_by_role("main").get_by_role("link", name=words)
        if tasks.count():
            return
        page.wait_for_timeout(500)
    pytest.fail(f"No task with “{words}” appeared.")


def wait_until_signed(page: Page) -> None:
    """Reload the agreement until both signatures are in the file."""
    for _ in range(60):
        page.reload()
        if page.get_by_role("link", name="Ondertekende pdf").count():
            return
        page.wait_for_timeout(500)
    pytest.fail("The agreement was not signed in half a minute.")


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

    sanne.get_by_role("link", name="Overeenkomsten").first.click()

    expect(sanne.get_by_text("Gemeente Zandkreek").first).to_be_visible()
    assert "Waterrijk" not in sanne.content()
    assert sanne.request.get("/overeenkomsten/1/hoofdstuk/4/").status == 404


def test_an_answer_works_with_the_keyboard_alone(visit: Visit) -> None:
    noor = visit("Noor Voorbeeld")

    noor.keyboard.press("Tab")
    focused = noor.evaluate("document.activeElement.textContent")
    noor.keyboard.press("Enter")

    assert focused == "Naar de inhoud"
    assert noor.url.endswith("#inhoud")
