"""Nothing of who is in a letter is left: not on disk, in the database, logs or session.

Each test asks for the same letters: one that comes, one with a mistake in the form,
one that fails halfway and one during which the portal itself crashes.
"""

import importlib
import io
import logging
import os
import stat
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils.log import AdminEmailHandler
from pytest_django import Settings

from referrals.views.letter import FAILED
from tests.database import COPY, as_role
from tests.factories import NOW
from tests.referrals.referred import Scene, make_scene
from vve_portal.access.scope import scope
from vve_portal.accounts.models import Partnership, Session, User
from vve_portal.accounts.scopes import scope_of_children_job
from vve_portal.documents.fonts import font_files

SignIn = Callable[[User], Client]
Ask = Callable[[str], Any]
# Words that stand nowhere else, so that finding one means that it was left.
TYPED: Final = {
    "child": "Zyxwina Qwopkind",
    "address": "Familie Qwopouders\nPlofsteegje 8\n9876 QX Zwetserdam",
    "writer": "Wubbelien Qwopzuster",
    "phone": "099 876 54 32",
}
WORDS: Final = (
    "Zyxwina",
    "Qwopkind",
    "Qwopouders",
    "Plofsteegje",
    "9876 QX",
    "Zwetserdam",
    "Wubbelien",
    "Qwopzuster",
    "099 876 54 32",
)
# How each goes: status and kind of answer.
OUTCOMES: Final = {
    "comes": (200, "application/pdf"),
    "mistake": (200, "text/html; charset=utf-8"),
    "fails": (200, "text/html; charset=utf-8"),
    "crashes": (500, "text/html; charset=utf-8"),
}
EACH: Final = pytest.mark.parametrize("outcome", OUTCOMES)


def words_in(content: bytes) -> list[str]:
    """Return which words stand in something, in any of the usual ways to write."""
    lower = content.lower()
    return [
        word
        for word in WORDS
        if word.lower().encode() in lower
        or word.encode("utf-16-le") in content
        or word.encode().hex().encode() in lower
    ]


@dataclass
class Watch:
    """What Python opens to write, while it watches."""

    is_on: bool = False
    written: list[str] = field(default_factory=list)

    def __call__(self, event: str, args: tuple[Any, ...]) -> None:
        """Note files that are opened to write; others are only read."""
        if self.is_on and event == "open":
            path, _, flags = args
            if flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
                self.written.append(str(path))


WATCH: Final = Watch()
# It can't be taken away again, so there is one, and it sleeps.
sys.addaudithook(WATCH)


@pytest.fixture(autouse=True)
def still_clock(time_machine: Any) -> None:
    """Let the pages see the day on which the tests play."""
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def asks(as_user: SignIn, monkeypatch: pytest.MonkeyPatch) -> Callable[[Scene], Ask]:
    """Return what asks for a letter in which something goes wrong, or not."""

    def fail(source: Any, **_: object) -> bytes:
        raise UnicodeError("".join(source.etree_element.itertext()))

    def crash(**_: object) -> None:
        whom = TYPED["child"]
        raise RuntimeError(len(whom))

    def of(scene: Scene) -> Ask:
        client = as_user(scene.nurse)
        client.raise_request_exception = False
        with scope(scope_of_children_job(scene.partnership)):
            url = reverse("referrals:trajectory-letter", args=[scene.child().pk])

        def act(outcome: str) -> Any:
            if outcome == "fails":
                monkeypatch.setattr("weasyprint.HTML.write_pdf", fail)
            if outcome == "crashes":
                monkeypatch.setattr("referrals.views.letter.record_print", crash)
            changes = {"phone": "bel maar"} if outcome == "mistake" else {}
            return client.post(url, {**TYPED, **changes})

        return act

    return of


@pytest.fixture
def ask(scene: Scene, asks: Callable[[Scene], Ask]) -> Ask:
    """Ask for a letter."""
    return asks(scene)


@EACH
@pytest.mark.sqlite
def test_each_of_the_four_goes_as_it_says(outcome: str, ask: Ask) -> None:
    answer = ask(outcome)

    assert (answer.status_code, answer["Content-Type"]) == OUTCOMES[outcome]
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.sqlite
def test_letter_that_fails_leaves_what_was_typed_on_the_page(ask: Ask) -> None:
    answer = ask("fails")

    assert answer.context["form"].non_field_errors() == [FAILED]
    # The phone number stands there without its spaces, if at all.
    assert words_in(answer.content) == list(WORDS)


@pytest.fixture
def own_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give whatever is made on disk a place that can be searched, and watch."""
    # The first time it may ask a compiler where libraries are, by way of files.
    importlib.import_module("weasyprint")
    for name in ("TMPDIR", "XDG_CACHE_HOME", "HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    WATCH.written.clear()
    WATCH.is_on = True
    yield tmp_path
    WATCH.is_on = False


@EACH
@pytest.mark.sqlite
def test_disk_gets_the_fonts_of_the_letter_and_nothing_else(
    outcome: str, ask: Ask, own_disk: Path
) -> None:
    ask(outcome)

    written = {path for path in WATCH.written if path != os.devnull}
    fonts = {path for path in written if path.startswith(f"{own_disk}/weasyprint-")}
    assert written - fonts == set()
    assert len(fonts) in {0, len(font_files())}
    assert left_in(own_disk.rglob("*")) == []


@pytest.mark.sqlite
def test_folders_of_the_portal_and_the_fonts_hold_no_word_of_it(
    ask: Ask, settings: Settings, tmp_path: Path
) -> None:
    # The clock of the disk, as the tests' own stands still.
    (tmp_path / "begin").touch()
    begin = (tmp_path / "begin").stat().st_mtime
    for outcome in OUTCOMES:
        ask(outcome)

    folders = (
        settings.VAR_DIR,
        Path(settings.MEDIA_ROOT or settings.VAR_DIR),
        Path(tempfile.gettempdir()),
        Path.home() / ".cache" / "fontconfig",
        Path("/var/cache/fontconfig"),
    )
    new = [file for folder in folders for file in changed_since(begin, folder)]
    assert left_in(new) == []


def changed_since(begin: float, folder: Path) -> Iterator[Path]:
    """Go through what was written in a folder since a moment."""
    for root, _, names in os.walk(folder):
        for name in names:
            file = Path(root) / name
            with suppress(OSError):
                if stat.S_ISREG(file.lstat().st_mode) and file.stat().st_mtime >= begin:
                    yield file


def left_in(files: Iterable[Path]) -> list[tuple[str, list[str]]]:
    """Return the files that a word was left in."""
    contents = {str(file): file.read_bytes() for file in files if file.is_file()}
    found = {name: words_in(content) for name, content in contents.items()}
    return [(name, words) for name, words in found.items() if words]


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Write down everything that anything logs, at its most talkative."""
    text = io.StringIO()
    handler = logging.StreamHandler(text)
    loggers = [
        logging.getLogger(name) for name in (None, *logging.root.manager.loggerDict)
    ]
    levels = [(logger, logger.level, logger.propagate) for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.DEBUG)
        logger.propagate = True
    logging.root.addHandler(handler)
    yield text
    logging.root.removeHandler(handler)
    for logger, level, propagates in levels:
        logger.setLevel(level)
        logger.propagate = propagates


@EACH
@pytest.mark.sqlite
def test_logs_hold_no_word_of_it_also_when_they_tell_everything(
    outcome: str, ask: Ask, log: io.StringIO
) -> None:
    ask(outcome)

    written = log.getvalue()
    assert written != ""
    assert words_in(written.encode()) == []


@pytest.mark.sqlite
def test_log_tells_that_a_letter_failed_and_how(ask: Ask, log: io.StringIO) -> None:
    ask("fails")

    assert "A letter failed: UnicodeError" in log.getvalue()


@pytest.mark.sqlite
def test_mail_about_a_crash_holds_no_word_of_it(ask: Ask, settings: Settings) -> None:
    settings.ADMINS = [("Beheer", "beheer@verzonnen.example")]
    handler = AdminEmailHandler(include_html=True)
    logging.getLogger("django.request").addHandler(handler)

    ask("crashes")

    logging.getLogger("django.request").removeHandler(handler)
    # The handler that Django itself has tells less than the one with a page.
    with_page, plain = mail.outbox
    assert isinstance(with_page, mail.EmailMultiAlternatives)
    page = str(with_page.alternatives[0][0])
    assert "RuntimeError" in plain.body
    assert "form_valid" in page
    told = f"{with_page.subject}{with_page.body}{page}{plain.body}"
    assert words_in(told.encode()) == []


@EACH
@pytest.mark.sqlite
def test_session_messages_and_cache_hold_no_word_of_it(outcome: str, ask: Ask) -> None:
    answer = ask(outcome)

    sessions = [one.get_decoded() for one in Session.objects.all()]
    assert len(sessions) > 0
    cookies = [morsel.OutputString() for morsel in answer.cookies.values()]
    cached = list(getattr(cache, "_cache", {}).values())
    # In their cookie messages are packed, so they are read on the next page.
    following = answer.client.get(reverse("referrals:worklist"))
    messages = [str(one) for one in following.context["messages"]]
    assert words_in(f"{sessions}{cookies}{cached}{messages}".encode()) == []


@EACH
@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_database_holds_no_word_of_it_in_any_column_of_any_table(
    outcome: str,
    committed: None,  # noqa: ARG001 - cleans up
    partnership: Partnership,
    nurse: User,
    asks: Callable[[Scene], Ask],
    settings: Settings,
) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    with scope(scope_of_children_job(partnership)):
        scene = make_scene(partnership, nurse)

    asks(scene)(outcome)

    dump = everything()
    assert "De Waterlelie" in dump["referrals_location"]
    found = {table: words_in(text.encode()) for table, text in dump.items()}
    assert {table: words for table, words in found.items() if words} == {}


def everything() -> dict[str, str]:
    """Return all rows of all tables as text, as the server's administrator."""
    tables = connection.introspection.table_names()
    assert len(tables) > 50
    with as_role("", database=COPY) as session:
        return {
            table: str(
                session.execute(
                    f"SELECT coalesce(string_agg(t::text, E'\\n'), '') FROM \"{table}\" t"  # noqa: E501, S608 - our own names
                ).fetchone()
            )
            for table in tables
        }
