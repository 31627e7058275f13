"""Who gets which answer on pages about files and locations; written out by hand."""

from collections.abc import Callable
from typing import Any, Final

import pytest
import time_machine
from django.db import transaction
from django.test import Client
from django.urls import reverse

from referrals.addresses import imports
from referrals.models import FileKind, LocationImport
from referrals.tables.writing import Format
from tests.factories import NOW, LocationFactory, NeighbourhoodFactory
from tests.referrals.delivering import Desk, open_desk, row
from tests.referrals.preschools import contact_at
from vve_portal.accounts.models import Partnership, User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("every_child")]

PEOPLE: Final = (
    # The municipality keeps the locations too, and finds no delivery.
    "advisor",
    "contract_manager",
    "alderman",
    "clerk",
    # The JGZ.
    "manager",
    "coordinator",
    "nurse",
    # At a preschool of this town, and a municipality elsewhere.
    "contact",
    "stranger",
)
GONE: Final = (404,) * 4
IMPORTING: Final = (*GONE, 403, 200, 403, 404, 404)
OF_IMPORT: Final = (*GONE, 404, 200, 403, 404, 404)
OF_IMPORT_DONE: Final = (*GONE, 404, 302, 403, 404, 404)
LISTING: Final = (200, 200, 200, 403, 200, 200, 200, 200, 200)
READING: Final = (200, 200, 200, 403, 200, 200, 200, 200, 404)
KEEPING: Final = (200, 403, 403, 403, 403, 200, 403, 403, 200)
OF_TOWN: Final = (200, 403, 403, 403, 403, 200, 403, 403, 404)
OF_TOWN_DONE: Final = (302, 403, 403, 403, 403, 302, 403, 403, 404)
# Method, which row it is about, then the answer to each of PEOPLE.
ACCESS: Final[dict[str, tuple[str, str, tuple[int, ...]]]] = {
    "imports": ("get", "", IMPORTING),
    "import-create": ("get", "", IMPORTING),
    "import-sample": ("get", "sample", IMPORTING),
    "import": ("get", "upload", OF_IMPORT),
    "import-columns": ("get", "upload", OF_IMPORT),
    "import-apply": ("post", "upload", OF_IMPORT_DONE),
    "import-drop": ("post", "upload", OF_IMPORT_DONE),
    "locations": ("get", "", LISTING),
    "location": ("get", "location", READING),
    "register-create": ("get", "", KEEPING),
    "register": ("get", "register", OF_TOWN),
    "register-apply": ("post", "register", OF_TOWN_DONE),
    "register-drop": ("post", "register", OF_TOWN_DONE),
    "neighbourhoods": ("get", "", LISTING),
    "neighbourhood-create": ("get", "", KEEPING),
    "neighbourhood": ("get", "neighbourhood", OF_TOWN),
}


@pytest.fixture
def desk(partnership: Partnership, coordinator: User) -> Desk:
    """The counter where the coordinator hands files in."""
    return open_desk(partnership, coordinator, NOW)


@pytest.fixture
def subjects(desk: Desk) -> dict[str, list[Any]]:
    """One of everything the pages are about, as the end of their address."""
    town = desk.partnership
    upload = desk.check(row("S20", "2026-10-01"))
    register = LocationImport.objects.create(
        partnership=town,
        file_name="lrk.csv",
        difference={"changes": [], "skipped": 0, "rows": 0},
        uploaded_by=desk.actor,
        uploaded_at=NOW,
    )
    return {
        "": [],
        "sample": [FileKind.TOTALS, Format.CSV],
        "upload": [upload.pk],
        "location": [LocationFactory.create(partnership=town).pk],
        "register": [register.pk],
        "neighbourhood": [NeighbourhoodFactory.create(partnership=town).pk],
    }


@pytest.fixture
def contact(desk: Desk) -> User:
    """Somebody at a preschool of this town."""
    location = LocationFactory.create(partnership=desk.partnership)
    return contact_at(location, name="Pim Peuter")


def test_every_page_has_its_row() -> None:
    assert ACCESS.keys() == {str(pattern.name) for pattern in imports.urlpatterns}


def answer(client: Client, method: str, path: str) -> int:
    """Return how a page answers; what it changed is undone for the next one."""
    with transaction.atomic():
        status: int = getattr(client, method)(path).status_code
        transaction.set_rollback(True)
    return status


@time_machine.travel(NOW, tick=False)
@pytest.mark.parametrize("who", PEOPLE)
def test_every_page_answers_whom_it_should(
    request: pytest.FixtureRequest,
    subjects: dict[str, list[Any]],
    as_user: Callable[[User], Client],
    who: str,
) -> None:
    client = as_user(request.getfixturevalue(who))

    answers = {
        name: answer(client, method, reverse(f"referrals:{name}", args=subjects[about]))
        for name, (method, about, _) in ACCESS.items()
    }

    at = PEOPLE.index(who)
    assert answers == {name: row[at] for name, (_, _, row) in ACCESS.items()}
