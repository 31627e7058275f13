"""Work outside the request: making files that were ordered, and having some judged.

Takes keys only, may be run again at any time, and does nothing twice.
"""

from functools import partial
from typing import Final

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from vve_portal.accounts.models import Partnership
from vve_portal.documents.models import FileOrder, StoredDocument

# Somebody looks at the page until it is there; reports of a quarter can wait.
FIRST: Final = 10


@task(priority=FIRST)
def make_file(order_pk: int, partnership_pk: int) -> None:
    """Draw the file of an order and keep it."""
    from vve_portal.documents.ordering import (  # noqa: PLC0415 - it asks for this task
        make_file as work,
    )

    work(
        order_pk=order_pk,
        partnership=Partnership.objects.get(pk=partnership_pk),
        now=timezone.now(),
    )


def ask_to_make(order: FileOrder) -> None:
    """Have a file made once the present transaction is committed."""
    keys = (order.pk, order.partnership_id)
    transaction.on_commit(partial(make_file.enqueue, *keys), robust=True)


@task()
def judge_document(document_pk: int, partnership_pk: int) -> None:
    """Ask the judges from outside about a kept file, once."""
    from vve_portal.documents.services import judge_once  # noqa: PLC0415 - services ask for tasks

    judge_once(
        document_pk=document_pk,
        partnership=Partnership.objects.get(pk=partnership_pk),
        now=timezone.now(),
    )


def ask_to_judge(document: StoredDocument) -> None:
    """Have a kept file judged once the present transaction is committed."""
    keys = (document.pk, document.partnership_id)
    transaction.on_commit(partial(judge_document.enqueue, *keys), robust=True)
