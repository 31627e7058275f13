"""Who gets which answer on which page about routes; written out by hand."""

from collections.abc import Callable
from typing import Any, Final

import pytest
import time_machine
from django.db import transaction
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from referrals.addresses import routes
from tests.factories import NOW, LocationFactory
from tests.referrals.defining import decide, define
from tests.referrals.preschools import contact_at
from tests.referrals.routing import make_published, offer, start
from vve_portal.accounts.models import Partnership, User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("everywhere")]

PEOPLE: Final = (
    "advisor",
    "contract_manager",
    "alderman",
    "clerk",
    "administrator",
    "manager",
    "coordinator",
    "nurse",
    "contact",
    "stranger",
)
# The contact works at a preschool of this partnership; the stranger works elsewhere.
LISTING: Final = (200, 200, 200, 403, 403, 200, 200, 200, 200, 200)
READERS: Final = (200, 200, 200, 403, 403, 200, 200, 200, 200, 404)
MAKERS: Final = (200, 403, 403, 403, 403, 200, 200, 403, 404, 404)
STARTERS: Final = (200, 403, 403, 403, 403, 200, 200, 403, 403, 200)
DOERS: Final = (302, 403, 403, 403, 403, 302, 302, 403, 404, 404)
OF_PUBLISHED: Final = (302, 403, 403, 403, 403, 302, 302, 403, 403, 404)
# Offered by the municipality, so the provider confirms.
OTHER_PARTY: Final = (403, 403, 403, 403, 403, 302, 302, 403, 404, 404)
MUNICIPALITY: Final = (200, 403, 403, 403, 403, 403, 403, 403, 404, 404)
# Method, which version or definition it is about, then the answer to each of PEOPLE.
ACCESS: Final[dict[str, tuple[str, str, tuple[int, ...]]]] = {
    "pathways": ("get", "", LISTING),
    "known-offers": ("get", "", LISTING),
    "pathway-start": ("get", "", STARTERS),
    "pathway": ("get", "published", READERS),
    "pathway-file": ("get", "published", READERS),
    "pathway-next": ("post", "published", OF_PUBLISHED),
    "pathway-offer": ("get", "draft", MAKERS),
    "pathway-take-back": ("get", "offered", MAKERS),
    "pathway-publish": ("post", "offered", OTHER_PARTY),
    "pathway-discard": ("post", "draft", DOERS),
    "pathway-edit": ("get", "draft", MAKERS),
    "pathway-whole": ("get", "draft", MAKERS),
    "pathway-step-add": ("get", "draft", MAKERS),
    "pathway-step": ("get", "draft", MAKERS),
    "pathway-step-drop": ("post", "draft", DOERS),
    "pathway-step-move": ("post", "draft", DOERS),
    "pathway-outcome-add": ("get", "draft", MAKERS),
    "pathway-outcome": ("get", "draft", MAKERS),
    "pathway-outcome-drop": ("post", "draft", DOERS),
    "pathway-activity-add": ("get", "draft", MAKERS),
    "pathway-activity": ("get", "draft", MAKERS),
    "pathway-activity-drop": ("post", "draft", DOERS),
    "definitions": ("get", "", LISTING),
    "definition-add": ("get", "", STARTERS),
    "definition": ("get", "decided", READERS),
    "definition-edit": ("get", "written", MAKERS),
    "definition-decide": ("get", "written", MUNICIPALITY),
    "definition-discard": ("post", "written", DOERS),
    "definition-next": ("post", "decided", OF_PUBLISHED),
    "terms": ("get", "partnership", READERS),
}
MORE: Final[dict[str, list[str]]] = {
    "pathway-step": ["offer"],
    "pathway-step-drop": ["offer"],
    "pathway-step-move": ["offer", "omlaag"],
    "pathway-outcome-add": ["altijd"],
    "pathway-outcome": ["offer", "place"],
    "pathway-outcome-drop": ["offer", "place"],
    "pathway-activity": ["interim"],
    "pathway-activity-drop": ["interim"],
}
QUERIES_OF_LIST: Final = 11

Subjects = dict[str, Any]


@pytest.fixture
def contact(partnership: Partnership) -> User:
    """Somebody of a preschool in the cast's partnership."""
    location = LocationFactory.create(partnership=partnership)
    return contact_at(location, name="Pim Peuter")


@pytest.fixture
def subjects(partnership: Partnership, advisor: User, manager: User) -> Subjects:
    """A version and a definition in each stage, and the partnership."""
    return {
        "published": make_published(partnership, advisor, manager, code="R-BREDA"),
        "draft": start(partnership, advisor, code="R-BASIS"),
        "offered": offer(start(partnership, advisor, code="R-BOZ"), advisor),
        "decided": decide(define(partnership, advisor), advisor),
        "written": define(partnership, advisor),
        "partnership": partnership,
    }


def address(name: str, subjects: Subjects) -> str:
    """Return the address of a page about the subject that its row names."""
    about = ACCESS[name][1]
    keys = [subjects[about].pk, *MORE.get(name, [])] if about else []
    return reverse(f"referrals:{name}", args=keys)


def test_every_page_has_its_row() -> None:
    assert set(ACCESS) == {str(pattern.name) for pattern in routes.urlpatterns}


@time_machine.travel(NOW, tick=False)
@pytest.mark.parametrize("who", PEOPLE)
def test_every_page_answers_whom_it_should(
    request: pytest.FixtureRequest,
    subjects: Subjects,
    as_user: Callable[[User], Client],
    who: str,
) -> None:
    client = as_user(request.getfixturevalue(who))

    answers = {name: answer(client, name, subjects) for name in ACCESS}

    place = PEOPLE.index(who)
    assert answers == {name: row[2][place] for name, row in ACCESS.items()}


def answer(client: Client, name: str, subjects: Subjects) -> int:
    """Return how a page answers, and undo what it did."""
    before = transaction.savepoint()
    response = getattr(client, ACCESS[name][0])(address(name, subjects), {"edits": "0"})
    transaction.savepoint_rollback(before)
    return int(response.status_code)


@time_machine.travel(NOW, tick=False)
@pytest.mark.parametrize("about", ["draft", "offered"])
def test_what_is_being_made_is_there_for_the_parties_alone(
    subjects: Subjects, contact: User, as_user: Callable[[User], Client], about: str
) -> None:
    client = as_user(contact)

    listed = client.get(reverse("referrals:pathways"))
    version = client.get(reverse("referrals:pathway", args=[subjects[about].pk]))

    (town,) = listed.context["towns"]
    assert "R-BOZ" not in {line.pathway.code for line in town.lines}
    assert version.status_code == 404


@time_machine.travel(NOW, tick=False)
def test_definition_that_is_written_is_there_for_the_parties_alone(
    subjects: Subjects, contact: User, as_user: Callable[[User], Client]
) -> None:
    client = as_user(contact)

    listed = client.get(reverse("referrals:definitions"))
    written = client.get(reverse("referrals:definition", args=[subjects["written"].pk]))

    assert listed.context["rows"] == [subjects["decided"]]
    assert written.status_code == 404


@time_machine.travel(NOW, tick=False)
@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("about", ["published", "offered"])
def test_no_page_edits_what_is_no_draft(
    subjects: Subjects,
    manager: User,
    as_user: Callable[[User], Client],
    method: str,
    about: str,
) -> None:
    version = subjects[about]
    client = as_user(manager)
    url = reverse("referrals:pathway-step", args=[version.pk, "offer"])

    response = getattr(client, method)(url, {"edits": "0"})

    assert response.status_code == 403


@pytest.mark.postgresql
@time_machine.travel(NOW, tick=False)
@pytest.mark.parametrize(
    "codes", [["R-BASIS"], ["R-BASIS", "R-BOZ", "R-BREDA", "R-AANV", "R-THUIS"]]
)
def test_the_list_takes_as_many_queries_for_five_as_for_one(
    partnership: Partnership,
    advisor: User,
    manager: User,
    as_user: Callable[[User], Client],
    django_assert_num_queries: DjangoAssertNumQueries,
    codes: list[str],
) -> None:
    for code in codes:
        make_published(partnership, advisor, manager, code=code)
    client = as_user(advisor)
    client.get(reverse("referrals:pathways"))

    with django_assert_num_queries(QUERIES_OF_LIST):
        response = client.get(reverse("referrals:pathways"))

    assert [len(town.lines) for town in response.context["towns"]] == [len(codes)]
