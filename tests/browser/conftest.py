"""The portal as a process with a database of its own, and a real browser."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.error import URLError
from urllib.parse import urlsplit, urlunsplit
from urllib.request import urlopen

import pytest
from django.conf import settings
from playwright.sync_api import (
    Browser,
    Page,
    StorageState,
    ViewportSize,
    sync_playwright,
)

from tests.database import APP, OWNER, PASSWORD, drop_database, make_database

TOP: Final = Path(__file__).parent.parent.parent
NAME: Final = "test_vve_portal_browser"
HOST: Final = "127.0.0.1"
PORT: Final = 8931
WSGI: Final = "vve_portal.wsgi:application"
UP_WITHIN_SECONDS: Final = 60
PATIENCE_MS: Final = 20_000
WIDE: Final[ViewportSize] = {"width": 1440, "height": 900}
NARROW: Final[ViewportSize] = {"width": 390, "height": 844}
FLAGS: Final = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@dataclass(frozen=True, slots=True)
class Portal:
    """A portal that runs: where it is, where its log goes, how to command it."""

    address: str
    log: Path
    environment: dict[str, str]

    def manage(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run a management command on the portal's own database, as the app's role."""
        return manage(self.environment, *words)


def database_url(role: str) -> str:
    """Return the address of the browser tests' database for a role."""
    parts = urlsplit(str(settings.DATABASE_URL))
    place = f"{role}:{PASSWORD}@{parts.hostname}:{parts.port or 5432}"
    return urlunsplit(("postgres", place, f"/{NAME}", "", ""))


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Generator[Portal]:
    """Migrate as owner, load the demo and serve it as the app's role, with a worker.

    Once per module: the main job leaves the demo signed, other modules want it open.
    """
    folder = tmp_path_factory.mktemp("portal")
    environment = os.environ | {
        "DEBUG": "1",
        "SECRET_KEY": "key-of-the-browser-tests-that-guards-nothing",
        "VAR_DIR": str(folder),
        "DATABASE_URL": database_url(APP),
        "PORTAL_URL": f"http://{HOST}:{PORT}",
        "DJANGO_SETTINGS_MODULE": "vve_portal.settings",
    }
    running = Portal(f"http://{HOST}:{PORT}", folder / "portal.log", environment)
    make_database(NAME)
    try:
        owner = environment | {"DATABASE_URL": database_url(OWNER)}
        run(manage(owner, "migrate", "--verbosity=0"))
        run(running.manage("demo"))
        with running.log.open("w") as log, served(running, log):
            yield running
    finally:
        drop_database(NAME)


def manage(
    environment: dict[str, str], *words: str
) -> subprocess.CompletedProcess[str]:
    """Run a management command to its end."""
    return subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "manage.py", *words],
        cwd=TOP,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def run(done: subprocess.CompletedProcess[str]) -> None:
    """Fail with what a command printed when it did not end well."""
    assert done.returncode == 0, done.stdout + done.stderr


@contextmanager
def served(portal: Portal, log: Any) -> Iterator[None]:
    """Run the web server and the task worker for as long as the block lasts."""
    web = str(Path(sys.executable).parent / "granian")
    programs = [
        [web, "--interface", "wsgi", "--host", HOST, "--port", str(PORT), WSGI],
        [sys.executable, "manage.py", "work", "--interval", "0.2"],
    ]
    processes = [
        subprocess.Popen(  # noqa: S603 - our own programs
            program, cwd=TOP, env=portal.environment, stdout=log, stderr=log
        )
        for program in programs
    ]
    try:
        wait_until_up(portal)
        yield
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait(timeout=20)


def wait_until_up(portal: Portal) -> None:
    """Return when the portal answers; fail with its log when it doesn't."""
    until = time.monotonic() + UP_WITHIN_SECONDS
    while time.monotonic() < until:
        try:
            with urlopen(f"{portal.address}/inloggen/", timeout=5) as answer:  # noqa: S310 - our own address
                assert answer.status == 200
                return
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    pytest.fail(f"The portal did not come up:\n{portal.log.read_text()}")


@pytest.fixture(scope="session")
def browser() -> Generator[Browser]:
    """Start Debian's Chromium once."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=list(FLAGS)
        )
        yield started
        started.close()


@pytest.fixture(scope="module")
def sessions() -> dict[str, StorageState]:
    """Keep who signed in: a code works once, so nobody signs in again and again."""
    return {}


@pytest.fixture
def visit(
    portal: Portal, browser: Browser, sessions: dict[str, StorageState]
) -> Generator[Callable[..., Page]]:
    """Return what opens the portal as a demo person, in a browser of his own."""
    contexts = []

    def as_person(name: str = "", *, size: ViewportSize = WIDE) -> Page:
        context = browser.new_context(
            base_url=portal.address,
            viewport=size,
            accept_downloads=True,
            storage_state=sessions.get(name),
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.on("pageerror", lambda error: pytest.fail(f"Script error: {error}"))
        if name and name not in sessions:
            sign_in(page, name)
            sessions[name] = context.storage_state()
        if name:
            page.goto("/")
        return page

    yield as_person
    for context in contexts:
        context.close()


def sign_in(page: Page, name: str) -> None:
    """Sign in by the demo's own door, with the code that the page shows."""
    page.goto("/inloggen/")
    page.get_by_role("button", name=f"Log in als {name}").click()
    fill_code(page)
    page.locator("input[name=code]").press("Enter")
    page.get_by_role("heading", name=f"Welkom {name}").wait_for()


def fill_code(page: Page) -> None:
    """Fill in the code that the demo's own app shows now."""
    shown = page.locator(".utrecht-alert .vve-num").inner_text()
    page.locator("input[name=code]").fill(shown.replace(" ", ""))
