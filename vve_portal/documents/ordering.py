"""Ordering files and making them: asked in a request, drawn by the task worker.

State first; drawing holds no lock and no transaction; the result is stored in a short
transaction that looks again. Killed anywhere, it may simply be asked once more.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from vve_portal.access.scope import scope
from vve_portal.accounts.models import Partnership, User
from vve_portal.accounts.scopes import scope_of_job
from vve_portal.documents import orders, tasks
from vve_portal.documents.models import FileOrder, StoredDocument
from vve_portal.documents.orders import CannotMakeError, MadeFile, Work
from vve_portal.documents.services import keep
from vve_portal.documents.troubles import why_not_made

# After so long the worker is late; people can then ask again.
LATE_AFTER: Final = timedelta(minutes=5)


@transaction.atomic
def order(
    *,
    partnership: Partnership,
    kind: str,
    subject: int,
    fingerprint: str,
    actor: User | None,
    now: datetime,
) -> tuple[FileOrder, bool]:
    """Ask for a file: once, and again after trouble or when the worker is late.

    Return the order, and whether the worker was asked. Whoever calls has judged that
    the actor may. Raises LookupError for a kind that nothing makes.
    """
    orders.maker_of(kind)
    found, _ = FileOrder.objects.get_or_create(
        partnership=partnership, kind=kind, subject=subject, fingerprint=fingerprint
    )
    current = _lock(found.pk)
    if current.document_id is not None or is_under_way(current, now=now):
        return current, False
    current.asked_by, current.asked_at, current.trouble = actor, now, ""
    current.save(update_fields=["asked_by", "asked_at", "trouble"])
    tasks.ask_to_make(current)
    return current, True


def is_under_way(asked: FileOrder, *, now: datetime) -> bool:
    """Return whether the worker is at it, and not late."""
    if asked.asked_at is None or asked.trouble:
        return False
    return now - asked.asked_at <= LATE_AFTER


def make_file(*, order_pk: int, partnership: Partnership, now: datetime) -> bool:
    """Draw the file of an order and keep it; once is enough. Return whether it did.

    What goes wrong is kept with the order, and raised unless it was to be expected.
    """
    with telling(order_pk, partnership):
        try:
            with scope(scope_of_job(partnership)):
                work = _find_work(order_pk)
        except CannotMakeError as error:
            with scope(scope_of_job(partnership)):
                _note(order_pk, str(error))
            return False
        if work is None:
            return False
        made = work.draw()
        with scope(scope_of_job(partnership)):
            return _store(order_pk, partnership, work, made, now)


@contextmanager
def telling(order_pk: int, partnership: Partnership) -> Iterator[None]:
    """Keep in the order why work on it failed, for the people who wait for it."""
    try:
        yield
    except Exception as error:
        # Whatever it is: who waits for the file must read that it will not come.
        with scope(scope_of_job(partnership)):
            _note(order_pk, why_not_made(error))
        raise


def _find_work(order_pk: int) -> Work | None:
    current = FileOrder.objects.get(pk=order_pk)
    if current.document_id is not None:
        return None
    return orders.maker_of(current.kind)(current)


def _store(
    order_pk: int, partnership: Partnership, work: Work, made: MadeFile, now: datetime
) -> bool:
    current = _lock(order_pk)
    kept = _fill(current, partnership, made, now)
    if kept is None:
        return False
    for part in made.parts:
        found, _ = FileOrder.objects.get_or_create(
            partnership=partnership,
            kind=part.kind,
            subject=current.subject,
            fingerprint=part.fingerprint,
            defaults={"asked_by_id": current.asked_by_id},
        )
        _fill(_lock(found.pk), partnership, part.file, now)
    work.record(kept, now)
    return True


def _fill(
    current: FileOrder, partnership: Partnership, made: MadeFile, now: datetime
) -> StoredDocument | None:
    if current.document_id is not None:
        return None
    kept = keep(
        partnership=partnership,
        name=made.name,
        content=made.content,
        media_type=made.media_type,
        now=now,
    )
    current.document, current.asked_at, current.trouble = kept, None, ""
    current.save(update_fields=["document", "asked_at", "trouble"])
    return kept


def _note(order_pk: int, why: str) -> None:
    FileOrder.objects.filter(pk=order_pk, document__isnull=True).update(trouble=why)


def _lock(pk: int) -> FileOrder:
    locked: FileOrder = FileOrder.objects.select_for_update(of=("self",)).get(pk=pk)
    return locked
