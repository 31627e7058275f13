"""The draft as a PDF: asked on a page, drawn by the worker, fetched from the page."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks

from agreements.file_kinds import FileKind
from agreements.models import Agreement
from agreements.services.file_works import CHANGED
from agreements.services.files import order_file
from tests.agreements.building import finish_text
from tests.factories import NOW
from vve_portal.accounts.models import User
from vve_portal.audit.models import Entry
from vve_portal.documents.models import FileOrder
from vve_portal.documents.ordering import make_file

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("authority_in_settings")]

Commits = DjangoCaptureOnCommitCallbacks
SignIn = Callable[[User], Client]
LATER = NOW + timedelta(minutes=6)


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def address(name: str, agreement: Agreement, *more: str) -> str:
    """Return the address of a page about files."""
    return reverse(f"agreements:{name}", args=[agreement.pk, *more])


def ask(agreement: Agreement, actor: User, *, now: datetime = NOW) -> FileOrder:
    """Order the draft."""
    return order_file(agreement=agreement, kind=FileKind.DRAFT, actor=actor, now=now)


def shown(client: Client, agreement: Agreement) -> str:
    """Return the page of files as it is now."""
    page = client.get(address("files", agreement))
    return " ".join(page.content.decode().split())


@pytest.mark.sqlite
def test_draft_is_asked_made_and_fetched_without_a_pdf_in_the_request(
    agreement: Agreement,
    advisor: User,
    as_user: SignIn,
    django_capture_on_commit_callbacks: Commits,
) -> None:
    finish_text(agreement)
    client = as_user(advisor)

    with django_capture_on_commit_callbacks() as work:
        asked = client.post(address("file-make", agreement, "concept"))
    waiting = shown(client, agreement)
    (make,) = work
    make()
    ready = shown(client, agreement)
    file = client.get(address("file", agreement, "concept"))

    assert asked.headers["Location"] == address("files", agreement)
    assert "Wordt gemaakt" in waiting
    assert "Kijk of het klaar is" in waiting
    assert address("file", agreement, "concept") in ready
    assert "Kijk of het klaar is" not in ready
    assert file.content.startswith(b"%PDF-")
    assert file.headers["Content-Disposition"] == (
        f'attachment; filename="{agreement.reference}-concept.pdf"'
    )
    verbs = Entry.objects.order_by("pk").values_list("verb", "actor", "reach")
    assert list(verbs) == [
        ("agreement.order_file", advisor.pk, "shared"),
        ("agreement.make_file", None, "shared"),
        ("agreement.export", advisor.pk, "organisation"),
    ]


def test_second_press_makes_nothing_twice(agreement: Agreement, advisor: User) -> None:
    finish_text(agreement)

    first = ask(agreement, advisor)
    second = ask(agreement, advisor, now=NOW + timedelta(seconds=1))

    assert (second, second.asked_at) == (first, NOW)
    assert Entry.objects.filter(verb="agreement.order_file").count() == 1


def test_same_text_is_the_same_file_the_next_day(
    agreement: Agreement, advisor: User, as_user: SignIn
) -> None:
    finish_text(agreement)
    asked = ask(agreement, advisor)
    make_file(order_pk=asked.pk, partnership=agreement.partnership, now=NOW)

    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        again = ask(agreement, advisor, now=NOW + timedelta(days=1))
        fetched = as_user(advisor).get(address("file", agreement, "concept"))

    assert again == asked
    assert fetched.status_code == 200


def test_changed_text_is_another_file(
    agreement: Agreement, advisor: User, as_user: SignIn
) -> None:
    finish_text(agreement)
    asked = ask(agreement, advisor)
    make_file(order_pk=asked.pk, partnership=agreement.partnership, now=NOW)
    client = as_user(advisor)
    before = client.get(address("file", agreement, "concept"))
    agreement.title = "Een andere titel"
    agreement.save(update_fields=["title"])

    after = client.get(address("file", agreement, "concept"))

    assert before.status_code == 200
    assert after.headers["Location"] == address("files", agreement)
    assert "Nog niet gemaakt" in shown(client, agreement)


def test_text_that_changed_before_the_worker_came_is_told(
    agreement: Agreement, advisor: User
) -> None:
    finish_text(agreement)
    asked = ask(agreement, advisor)
    agreement.title = "Een andere titel"
    agreement.save(update_fields=["title"])

    did_it = make_file(order_pk=asked.pk, partnership=agreement.partnership, now=NOW)

    asked.refresh_from_db()
    assert not did_it
    assert (asked.trouble, asked.document) == (CHANGED, None)


def test_page_tells_of_trouble_and_lateness_and_lets_ask_again(
    agreement: Agreement, advisor: User, as_user: SignIn
) -> None:
    finish_text(agreement)
    asked = ask(agreement, advisor)
    client = as_user(advisor)

    with time_machine.travel(LATER, tick=False):
        late = shown(client, agreement)
    asked.trouble = "De tekst is gewijzigd."
    asked.save()
    failed = shown(client, agreement)

    assert "Het bestand is na vijf minuten nog niet gemaakt." in late
    assert "Vraag het opnieuw aan" in late
    assert "Niet gelukt" in failed
    assert "De tekst is gewijzigd." in failed
    assert "Vraag het opnieuw aan" in failed


@pytest.mark.parametrize("status", ["signing", "signed"])
def test_frozen_text_has_no_draft(
    agreement: Agreement, advisor: User, as_user: SignIn, status: str
) -> None:
    agreement.status = status
    agreement.signed_at = NOW if status == "signed" else None
    agreement.save(update_fields=["status", "signed_at"])

    with pytest.raises(PermissionDenied, match="geen concept meer"):
        ask(agreement, advisor)

    fetched = as_user(advisor).get(address("file", agreement, "concept"))
    assert fetched.status_code == 403
    assert not FileOrder.objects.exists()


def test_unshared_draft_stays_with_its_drafter(
    draft: Agreement, advisor: User, manager: User, as_user: SignIn
) -> None:
    finish_text(draft)
    ask(draft, advisor)

    answer = as_user(manager).get(address("files", draft))

    assert answer.status_code == 404
    assert [entry.reach for entry in Entry.objects.all()] == ["organisation"]
    with pytest.raises(PermissionDenied):
        ask(draft, manager)


def test_unknown_kind_is_no_page(
    agreement: Agreement, advisor: User, as_user: SignIn
) -> None:
    known = address("file", agreement, "concept")

    answer = as_user(advisor).get(known.replace("concept", "geheim"))

    assert answer.status_code == 404
