"""Ordering a file: asked once, made once, and told about when it failed."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django_tasks import task_backends
from django_tasks.base import DEFAULT_TASK_PRIORITY
from django_tasks_db.backend import DatabaseBackend
from django_tasks_db.models import DBTaskResult
from pytest_django import DjangoCaptureOnCommitCallbacks

from tests.factories import NOW
from vve_portal.access.scope import scope
from vve_portal.accounts.models import Partnership, User
from vve_portal.accounts.scopes import scope_of_job
from vve_portal.documents import ordering, orders, tasks, troubles
from vve_portal.documents.check import InvalidDocument
from vve_portal.documents.models import CheckKey, FileOrder, StoredDocument
from vve_portal.documents.orders import CannotMakeError, MadeFile, Part

pytestmark = pytest.mark.django_db

KIND = "proef"
CHANGED = "De tekst is gewijzigd."
SOON = NOW + timedelta(minutes=1)
LATER = NOW + timedelta(minutes=6)


@dataclass
class Trial:
    """Makes a small file, or fails as told; remembers what was recorded."""

    made: MadeFile = field(default_factory=lambda: MadeFile("proef.pdf", b"%PDF-1"))
    fails: Exception | None = None
    drawn: int = 0
    recorded: list[tuple[str, datetime]] = field(default_factory=list)

    def draw(self) -> MadeFile:
        """Give the file."""
        self.drawn += 1
        if self.fails:
            raise self.fails
        return self.made

    def record(self, kept: StoredDocument, now: datetime) -> None:
        """Remember it."""
        self.recorded.append((kept.name, now))


@pytest.fixture
def trial(monkeypatch: pytest.MonkeyPatch) -> Trial:
    """A kind of file that is known during one test."""
    made = Trial()
    monkeypatch.setattr(orders, "_MAKERS", {KIND: lambda _: made})
    return made


@pytest.fixture
def at_home(partnership: Partnership) -> Iterator[None]:
    """Work in the scope of the cast's partnership."""
    with scope(scope_of_job(partnership)):
        yield


@pytest.fixture
def queue() -> Iterator[None]:
    """Put tasks in the database, as in production, instead of running them at once."""
    kept = task_backends["default"]
    in_database: Any = DatabaseBackend("default", {})
    task_backends["default"] = in_database
    yield
    task_backends["default"] = kept


def ask(partnership: Partnership, *, fingerprint: str = "a", **given: Any) -> FileOrder:
    """Order a file."""
    asked = {"actor": None, "now": NOW, "subject": 1, "kind": KIND, **given}
    order, _ = ordering.order(partnership=partnership, fingerprint=fingerprint, **asked)
    return order


def make(asked: FileOrder, *, now: datetime = SOON) -> bool:
    """Do what the task does."""
    return ordering.make_file(order_pk=asked.pk, partnership=asked.partnership, now=now)


@pytest.mark.usefixtures("trial", "at_home", "queue")
def test_ordering_asks_the_worker_once_with_keys_only(
    partnership: Partnership,
    advisor: User,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        first = ask(partnership, actor=advisor)
        second = ask(partnership, actor=None, now=SOON)

    (waiting,) = DBTaskResult.objects.all()
    assert second == first
    assert (second.asked_by, second.asked_at) == (advisor, NOW)
    assert waiting.args_kwargs["args"] == [first.pk, partnership.pk]
    assert waiting.priority > DEFAULT_TASK_PRIORITY


@pytest.mark.usefixtures("trial", "at_home")
def test_another_text_is_another_order(partnership: Partnership) -> None:
    asked = {ask(partnership, fingerprint=one).pk for one in ("a", "b", "a")}

    assert len(asked) == 2


@pytest.mark.usefixtures("trial", "at_home")
def test_kind_that_nothing_makes_is_refused(partnership: Partnership) -> None:
    with pytest.raises(LookupError):
        ask(partnership, kind="onbekend")

    assert not FileOrder.objects.exists()


@pytest.mark.sqlite
@pytest.mark.usefixtures("at_home")
def test_file_is_made_once_kept_and_recorded(
    partnership: Partnership, trial: Trial
) -> None:
    asked = ask(partnership)

    answers = [make(asked), make(asked, now=LATER)]

    asked.refresh_from_db()
    assert asked.document is not None
    assert answers == [True, False]
    assert bytes(asked.document.content) == trial.made.content
    assert asked.document.name == "proef.pdf"
    assert (asked.asked_at, asked.trouble) == (None, "")
    assert (trial.drawn, trial.recorded) == (1, [("proef.pdf", SOON)])


@pytest.mark.usefixtures("trial", "at_home", "queue")
def test_made_file_is_not_asked_again(
    partnership: Partnership,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    make(ask(partnership))

    with django_capture_on_commit_callbacks(execute=True):
        again = ask(partnership, now=LATER)

    assert again.asked_at is None
    assert not DBTaskResult.objects.exists()


@pytest.mark.usefixtures("at_home")
def test_two_workers_on_one_order_keep_one_file(
    partnership: Partnership, trial: Trial
) -> None:
    asked = ask(partnership)
    slow = trial.draw

    def made_meanwhile() -> MadeFile:
        trial.draw = slow  # type: ignore[method-assign]  # the other is quicker
        make(asked)
        return slow()

    trial.draw = made_meanwhile  # type: ignore[method-assign]  # somebody is first

    did_it = make(asked, now=LATER)

    assert not did_it
    assert StoredDocument.objects.count() == 1
    assert trial.recorded == [("proef.pdf", SOON)]


@pytest.mark.usefixtures("at_home")
@pytest.mark.parametrize(
    ("error", "words"),
    [
        (InvalidDocument(["PDFUA1-X"]), troubles.INVALID),
        (RuntimeError("kapot"), troubles.BROKEN),
    ],
)
def test_failure_is_raised_told_and_can_be_tried_again(
    partnership: Partnership, trial: Trial, error: Exception, words: str
) -> None:
    asked = ask(partnership)
    trial.fails = error

    with pytest.raises(type(error)):
        make(asked)

    asked.refresh_from_db()
    assert (asked.trouble, asked.document) == (words, None)
    trial.fails = None
    again = ask(partnership, now=SOON)
    assert (again.trouble, again.asked_at) == ("", SOON)
    assert make(again)


@pytest.mark.usefixtures("at_home")
def test_what_can_not_be_made_any_more_is_told_without_an_error(
    partnership: Partnership, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(_: FileOrder) -> orders.Work:
        raise CannotMakeError(CHANGED)

    monkeypatch.setattr(orders, "_MAKERS", {KIND: gone})
    asked = ask(partnership)

    did_it = make(asked)

    asked.refresh_from_db()
    assert not did_it
    assert asked.trouble == CHANGED


@pytest.mark.usefixtures("trial", "at_home")
def test_late_worker_is_asked_again_and_not_before(partnership: Partnership) -> None:
    asked = ask(partnership)
    on_time = NOW + ordering.LATE_AFTER

    moments = [
        ask(partnership, now=now).asked_at
        for now in (on_time, on_time + timedelta(seconds=1))
    ]

    assert moments == [asked.asked_at, on_time + timedelta(seconds=1)]


@pytest.mark.usefixtures("at_home")
def test_parts_are_kept_by_themselves_and_no_part_is_made_twice(
    partnership: Partnership, trial: Trial
) -> None:
    part = Part("deel", "c", MadeFile("deel.html", b"<p>", "text/html"))
    trial.made = MadeFile("geheel.zip", b"PK", "application/zip", parts=(part,))

    make(ask(partnership))
    make(ask(partnership, fingerprint="b"))

    kept = StoredDocument.objects.order_by("pk").values_list("name", "media_type")
    of_part = FileOrder.objects.select_related("document").get(kind="deel")
    assert list(kept) == [
        ("geheel.zip", "application/zip"),
        ("deel.html", "text/html"),
        ("geheel.zip", "application/zip"),
    ]
    assert of_part.document is not None
    assert bytes(of_part.document.content) == b"<p>"
    assert CheckKey.objects.filter(digest=of_part.document.sha256).exists()


@pytest.mark.usefixtures("at_home")
def test_task_makes_it_at_its_own_moment(
    partnership: Partnership, trial: Trial
) -> None:
    asked = ask(partnership)

    with time_machine.travel(LATER, tick=False):
        tasks.make_file.call(asked.pk, partnership.pk)

    assert trial.recorded == [("proef.pdf", LATER)]


@pytest.mark.postgresql
@pytest.mark.usefixtures("trial")
def test_order_of_others_is_not_seen(partnership: Partnership, stranger: User) -> None:
    with scope(scope_of_job(partnership)):
        ask(partnership)

    with scope(scope_of_job(Partnership.objects.exclude(pk=partnership.pk).get())):
        seen = FileOrder.objects.count()

    assert seen == 0
    assert not stranger.partnership_ids & {partnership.pk}
