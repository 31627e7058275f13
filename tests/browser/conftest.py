"""The portal as a process with a database of its own, and a real browser."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager, suppress
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
    Error,
    Locator,
    Page,
    StorageState,
    ViewportSize,
    expect,
    sync_playwright,
)

from tests.database import APP, OWNER, PASSWORD, drop_database, make_database

TOP: Final = Path(__file__).parent.parent.parent
NAME: Final = "test_vve_portal_browser"
TOLD: Final = "test_vve_portal_told"
HOST: Final = "127.0.0.1"
WSGI: Final = "vve_portal.wsgi:application"
# How long a machine that is busy with other things may take; none of it is a norm.
UP_WITHIN_SECONDS: Final = 180
STOP_WITHIN_SECONDS: Final = 60
WORK_WITHIN_SECONDS: Final = 600
PATIENCE_MS: Final = 90_000
WIDE: Final[ViewportSize] = {"width": 1440, "height": 900}
NARROW: Final[ViewportSize] = {"width": 390, "height": 844}
PAGES: Final = pytest.StashKey[list[Page]]()
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
    """A portal: where it is, where its files and log go, how to command it."""

    environment: dict[str, str]

    @property
    def address(self) -> str:
        """Where the browser finds it."""
        return self.environment["PORTAL_URL"]

    @property
    def folder(self) -> Path:
        """Where its files are."""
        return Path(self.environment["VAR_DIR"])

    @property
    def log(self) -> Path:
        """What server and worker print."""
        return self.folder / "portal.log"

    def manage(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run a management command on the portal's own database, as the app's role."""
        return manage(self.environment, *words)


def database_url(role: str, database: str) -> str:
    """Return the address of a database of the browser tests for a role."""
    parts = urlsplit(str(settings.DATABASE_URL))
    place = f"{role}:{PASSWORD}@{parts.hostname}:{parts.port or 5432}"
    return urlunsplit(("postgres", place, f"/{database}", "", ""))


@pytest.fixture(scope="session")
def told(tmp_path_factory: pytest.TempPathFactory) -> Generator[Portal]:
    """Migrate as owner, and load the demo as the app's role: once, as it takes long."""
    environment = environment_of(
        tmp_path_factory.mktemp("told"), TOLD, f"http://{HOST}:{free_port()}"
    )
    ready = Portal(environment)
    make_database(TOLD)
    try:
        owner = environment | {"DATABASE_URL": database_url(OWNER, TOLD)}
        run(manage(owner, "migrate", "--verbosity=0"))
        run(ready.manage("demo"))
        yield ready
    finally:
        drop_database(TOLD)


@pytest.fixture(scope="module")
def portal(told: Portal, tmp_path_factory: pytest.TempPathFactory) -> Generator[Portal]:
    """Serve a copy of the demo as the app's role, with a worker.

    Once per module: the main job leaves the demo signed, other modules want it open.
    """
    folder = tmp_path_factory.mktemp("portal")
    shutil.copytree(told.folder, folder, dirs_exist_ok=True)
    running = Portal(environment_of(folder, NAME, told.address))
    make_database(NAME, template=TOLD)
    try:
        with running.log.open("w") as log, served(running, log):
            yield running
    finally:
        drop_database(NAME)


def environment_of(folder: Path, database: str, address: str) -> dict[str, str]:
    """Return the settings of a portal that people try out."""
    return os.environ | {
        "DEBUG": "1",
        "SECRET_KEY": "key-of-the-browser-tests-that-guards-nothing",
        "VAR_DIR": str(folder),
        "DATABASE_URL": database_url(APP, database),
        "PORTAL_URL": address,
        "DJANGO_SETTINGS_MODULE": "vve_portal.settings",
    }


def free_port() -> int:
    """Return a port of its own, so that two runs on a machine don't meet."""
    with socket.socket() as door:
        door.bind((HOST, 0))
        port: int = door.getsockname()[1]
        return port


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
    """Run the web server and the task worker for as long as the block lasts.

    The worker does not watch the code: a change would end it half-way a task.
    """
    web = str(Path(sys.executable).parent / "granian")
    port = str(urlsplit(portal.address).port)
    programs = [
        [web, "--interface", "wsgi", "--host", HOST, "--port", port, WSGI],
        [sys.executable, "manage.py", "work", "--interval", "0.2", "--no-reload"],
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
            end(process)


def end(process: subprocess.Popen[bytes]) -> None:
    """Wait for a program that was told to stop; nothing of its work is kept."""
    try:
        process.wait(timeout=STOP_WITHIN_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


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
        expect.set_options(timeout=PATIENCE_MS)
        yield started
        started.close()


@pytest.fixture(scope="module")
def sessions() -> dict[str, StorageState]:
    """Keep who signed in: a code works once, so nobody signs in again and again."""
    return {}


@pytest.fixture
def visit(
    request: pytest.FixtureRequest,
    portal: Portal,
    browser: Browser,
    sessions: dict[str, StorageState],
) -> Generator[Callable[..., Page]]:
    """Return what opens the portal as a demo person, in a browser of his own."""
    contexts = []
    pages = request.node.stash.setdefault(PAGES, [])

    def as_person(name: str = "", *, size: ViewportSize = WIDE) -> Page:
        context = browser.new_context(
            base_url=portal.address,
            viewport=size,
            accept_downloads=True,
            storage_state=sessions.get(name),
        )
        contexts.append(context)
        page = context.new_page()
        pages.append(page)
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


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Tell of a failure what each page showed."""
    report = yield
    if report.when == "call" and report.failed:
        for page in item.stash.get(PAGES, []):
            with suppress(Error):
                words = page.evaluate("document.body.innerText")
                report.sections.append((page.url, words))
    return report


def sign_in(page: Page, name: str) -> None:
    """Sign in by the demo's own door, with the code that the page shows."""
    page.goto("/inloggen/")
    follow(page.get_by_role("button", name=f"Log in als {name}"))
    fill_code(page)
    page.locator("input[name=code]").press("Enter")
    expect(page.get_by_role("heading", name=f"Welkom {name}")).to_be_visible()


def fill_code(page: Page) -> None:
    """Fill in the code that the demo's own app shows now."""
    shown = page.locator(".utrecht-alert .vve-num").inner_text()
    page.locator("input[name=code]").fill(shown.replace(" ", ""))


def follow(way: Locator) -> None:
    """Press a link or a button, and wait until the page it leads to is all there.

    A click alone returns while the old page, or half of the new one, is still shown:
    who counts or lists right after it finds too little.
    """
    with way.page.expect_navigation():
        way.click()


def wait_for_work(page: Page, outcome: Locator) -> None:
    """Load the page anew until it shows what the task worker was asked to do."""
    until = time.monotonic() + WORK_WITHIN_SECONDS
    while not outcome.first.is_visible():
        assert time.monotonic() < until, page.locator("main").inner_text()
        page.wait_for_timeout(500)
        page.reload()
