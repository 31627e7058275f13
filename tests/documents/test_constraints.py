"""What the database itself refuses of judgements and orders."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction

from tests.factories import NOW
from vve_portal.access.scope import scope
from vve_portal.accounts.models import Partnership
from vve_portal.accounts.scopes import scope_of_job
from vve_portal.documents.models import FileOrder, Judgement, StoredDocument
from vve_portal.documents.services import keep

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
Fault = Callable[[StoredDocument], object]


def judge(kept: StoredDocument, **fields: str) -> object:
    """Keep a judgement with something wrong in it."""
    right = {"judge": Judgement.Judge.OPENSSL, "outcome": Judgement.Outcome.PASSED}
    return Judgement.objects.create(
        partnership_id=kept.partnership_id,
        document=kept,
        judged_at=NOW,
        **right | fields,
    )


def order(kept: StoredDocument, **fields: object) -> object:
    """Keep an order with something wrong in it."""
    return FileOrder.objects.create(
        partnership_id=kept.partnership_id,
        kind="proef",
        subject=7,
        fingerprint="f" * 64,
        **fields,
    )


BROKEN: dict[str, Fault] = {
    "judgement_judge_known": lambda kept: judge(kept, judge="iemand"),
    "judgement_outcome_known": lambda kept: judge(kept, outcome="mooi"),
    "file_order_made_waits_for_nothing": lambda kept: order(
        kept, document=kept, asked_at=NOW
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_the_database_refuses(name: str, partnership: Partnership) -> None:
    with scope(scope_of_job(partnership)):
        kept = keep(partnership=partnership, name="a.pdf", content=b"a", now=NOW)

        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            BROKEN[name](kept)


def test_what_is_right_is_kept(partnership: Partnership) -> None:
    with scope(scope_of_job(partnership)):
        kept = keep(partnership=partnership, name="a.pdf", content=b"a", now=NOW)

        judge(kept)
        order(kept, document=kept)

        assert Judgement.objects.count() == FileOrder.objects.count() == 1
