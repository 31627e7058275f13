"""The page of files of a signed agreement: who finds what there, and at what cost."""

from collections.abc import Callable
from typing import Final

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from agreements.file_kinds import FileKind
from agreements.models import Agreement
from agreements.policies_files import FOR_COUNCIL
from tests.agreements.files.scenes import bytes_of, make, sign
from tests.agreements.signing.scenes import Scene
from vve_portal.accounts.models import User
from vve_portal.audit.models import Entry

pytestmark = pytest.mark.django_db

SignIn = Callable[[User], Client]


def address(name: str, agreement: Agreement, *more: str) -> str:
    """Return the address of a page about files."""
    return reverse(f"agreements:{name}", args=[agreement.pk, *more])


def test_clerk_asks_fetches_and_is_on_record(
    scene: Scene, clerk: User, as_user: SignIn
) -> None:
    sign(scene)
    client = as_user(clerk)
    client.post(address("file-make", scene.agreement, "raadspakket"))
    made = make(scene.agreement, FileKind.PACKET, clerk)

    answer = client.get(address("file", scene.agreement, "raadspakket"))

    name = f"{scene.agreement.reference}-raadspakket.zip"
    entry = Entry.objects.get(verb="agreement.export")
    assert answer.content == bytes_of(made)
    assert answer.headers["Content-Type"] == "application/zip"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert (entry.actor_id, entry.details["name"]) == (clerk.pk, name)


ANSWERS: dict[str, tuple[int, int]] = {
    "advisor": (200, 302),
    "contract_manager": (200, 302),
    "alderman": (200, 302),
    "clerk": (200, 302),
    "administrator": (404, 404),
    "manager": (200, 302),
    "coordinator": (200, 302),
    "nurse": (200, 302),
    "preschool_contact": (404, 404),
    "stranger": (404, 404),
}


@pytest.mark.parametrize("who", ANSWERS)
def test_files_of_a_signed_agreement_answer_whom_they_should(
    scene: Scene, as_user: SignIn, request: pytest.FixtureRequest, who: str
) -> None:
    sign(scene)
    client = as_user(request.getfixturevalue(who))

    page = client.get(address("files", scene.agreement))
    made = client.post(address("file-make", scene.agreement, "raadspakket"))

    assert (page.status_code, made.status_code) == ANSWERS[who]


@pytest.mark.postgresql
@pytest.mark.parametrize("made", [0, 3])
def test_page_takes_as_many_queries_with_files_as_without(
    scene: Scene,
    as_user: SignIn,
    django_assert_num_queries: DjangoAssertNumQueries,
    made: int,
) -> None:
    sign(scene)
    for kind in FOR_COUNCIL[:made]:
        make(scene.agreement, kind, scene.preparer)
    client = as_user(scene.preparer)
    client.get(address("files", scene.agreement))

    with django_assert_num_queries(QUERIES_OF_PAGE):
        page = client.get(address("files", scene.agreement))

    links = [row.fetch_url for row in page.context["rows"] if row.fetch_url]
    # The signed file and its evidence are there as well.
    assert len(links) == 2 + made


QUERIES_OF_PAGE: Final = 15
