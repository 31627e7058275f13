"""Who gets which answer on which page of agreements; written out by hand."""

from collections.abc import Callable
from datetime import date
from typing import Final

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from agreements import urls
from agreements.models import Agreement, Clause
from tests.agreements.people import PEOPLE
from tests.factories import NOW, ClauseFactory
from vve_portal.accounts.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("everywhere")]

# Reads what is shared; the clerk only what is signed; others have no business here.
READERS: Final = (200, 200, 200, 404, 404, 200, 200, 200, 404, 404)
LISTING: Final = (200, 200, 200, 200, 403, 200, 200, 200, 403, 200)
STARTERS: Final = (200, 403, 403, 403, 403, 200, 403, 403, 403, 200)
EDITORS: Final = (200, 403, 403, 404, 404, 200, 403, 403, 404, 404)
PROPOSERS: Final = (200, 403, 403, 404, 404, 200, 200, 403, 404, 404)
MONEY: Final = (200, 200, 403, 404, 404, 200, 200, 403, 404, 404)
ANSWERERS: Final = (200, 403, 403, 404, 404, 200, 403, 403, 404, 404)
# What is not made yet leads to the page on which one asks for it.
TO_FILES: Final = (302, 302, 302, 404, 404, 302, 302, 302, 404, 404)
NOT_YET: Final = (403, 403, 403, 404, 404, 403, 403, 403, 404, 404)
# Method, then the answer to each of PEOPLE, while parties negotiate.
ACCESS: Final = {
    "list": ("get", LISTING),
    "create": ("get", STARTERS),
    "detail": ("get", (302, 302, 302, 404, 404, 302, 302, 302, 404, 404)),
    "chapter": ("get", READERS),
    "clause": ("get", READERS),
    "clause-history": ("get", READERS),
    "money": ("get", READERS),
    "readiness": ("get", READERS),
    "history": ("get", READERS),
    "library": ("get", READERS),
    "waiting": ("get", ANSWERERS),
    "step": ("get", EDITORS),
    "frame": ("get", READERS),
    "terms": ("get", READERS),
    "approvals": ("get", READERS),
    "clause-add": ("get", PROPOSERS),
    "clause-edit": ("get", MONEY),
    "clause-drop": ("get", PROPOSERS),
    "clause-keep": ("post", (302, 403, 403, 404, 404, 302, 302, 403, 404, 404)),
    "progress": ("get", NOT_YET),
    "signing": ("get", READERS),
    "download": ("get", TO_FILES),
    "evidence": ("get", READERS),
    "files": ("get", READERS),
    "file": ("get", TO_FILES),
    "file-make": ("post", TO_FILES),
}
# Judged where a round of signing exists: tests/agreements/signing.
IN_A_ROUND: Final = {
    "sign",
    "sign-remote",
    "sign-remote-code",
    "bring",
    "bring-confirm",
    "bring-put-back",
    "ink",
    "scan",
    "signing-rules",
    "refuse",
    "recall",
    "signing-retry",
    "evidence-file",
}
OF_A_CLAUSE: Final = {
    "clause",
    "clause-history",
    "clause-edit",
    "clause-drop",
    "clause-keep",
    "progress",
}
MORE: Final[dict[str, list[object]]] = {
    "chapter": [4],
    "clause-add": [4],
    "step": ["withdraw"],
    "file": ["concept"],
    "file-make": ["concept"],
}


def names() -> set[str]:
    """Name every page of agreements that exists."""
    return {str(pattern.name) for pattern in urls.urlpatterns}


def address(name: str, agreement: Agreement, clause: Clause) -> str:
    """Return the address of a page, for the agreement or the clause."""
    if name in {"list", "create"}:
        return reverse(f"agreements:{name}")
    subject = clause if name in OF_A_CLAUSE else agreement
    return reverse(f"agreements:{name}", args=[subject.pk, *MORE.get(name, [])])


def test_every_page_has_its_row() -> None:
    assert ACCESS.keys() | IN_A_ROUND == names()


@time_machine.travel(NOW, tick=False)
@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("name", ACCESS)
def test_a_page_answers_whom_it_should(
    request: pytest.FixtureRequest,
    agreement: Agreement,
    as_user: Callable[[User], Client],
    name: str,
    who: str,
) -> None:
    clause = ClauseFactory.create(agreement=agreement)
    client = as_user(request.getfixturevalue(who))
    method, answers = ACCESS[name]

    response = getattr(client, method)(address(name, agreement, clause))

    assert response.status_code == answers[PEOPLE.index(who)]


@time_machine.travel(NOW, tick=False)
@pytest.mark.parametrize("who", PEOPLE)
def test_a_draft_is_there_for_its_drafter_only(
    request: pytest.FixtureRequest,
    draft: Agreement,
    as_user: Callable[[User], Client],
    who: str,
) -> None:
    client = as_user(request.getfixturevalue(who))
    of_drafter = {"advisor", "contract_manager"}

    response = client.get(reverse("agreements:chapter", args=[draft.pk, 4]))

    assert response.status_code == (200 if who in of_drafter else 404)


@time_machine.travel(NOW, tick=False)
def test_the_clerk_reads_what_is_signed(
    agreement: Agreement, clerk: User, as_user: Callable[[User], Client]
) -> None:
    agreement.status, agreement.signed_at = Agreement.Status.SIGNED, NOW
    agreement.save()

    response = as_user(clerk).get(reverse("agreements:chapter", args=[agreement.pk, 4]))

    assert response.status_code == 200


@pytest.mark.postgresql
@pytest.mark.parametrize("rows", [1, 5])
def test_the_list_takes_as_many_queries_for_five_as_for_one(
    agreement: Agreement,
    advisor: User,
    as_user: Callable[[User], Client],
    django_assert_num_queries: DjangoAssertNumQueries,
    rows: int,
) -> None:
    for number in range(1, rows):
        Agreement.objects.create(
            partnership=agreement.partnership,
            reference=f"VVE-X-{number}",
            title="Nog een",
            starts_on=date(2028, 1, 1),
            ends_on=date(2028, 12, 31),
            drafted_by=agreement.drafted_by,
            status=Agreement.Status.NEGOTIATING,
            created_at=NOW,
            created_by=agreement.created_by,
        )
    client = as_user(advisor)
    client.get(reverse("agreements:list"))

    with django_assert_num_queries(QUERIES_OF_LIST):
        response = client.get(reverse("agreements:list"))

    assert len(response.context["rows"]) == rows


@pytest.mark.postgresql
@pytest.mark.parametrize("rows", [1, 5])
def test_a_chapter_takes_as_many_queries_for_five_as_for_one(
    agreement: Agreement,
    advisor: User,
    as_user: Callable[[User], Client],
    django_assert_num_queries: DjangoAssertNumQueries,
    rows: int,
) -> None:
    for _ in range(rows):
        ClauseFactory.create(agreement=agreement)
    client = as_user(advisor)
    address = reverse("agreements:chapter", args=[agreement.pk, 4])
    client.get(address)

    with django_assert_num_queries(QUERIES_OF_CHAPTER):
        response = client.get(address)

    assert len(response.context["rows"]) == rows


QUERIES_OF_LIST: Final = 12
QUERIES_OF_CHAPTER: Final = 13
