"""The page of the record: for whom, with what, and how it is narrowed down."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.accounts.conftest import count_queries
from vve_portal.access.scope import scope
from vve_portal.accounts.models import User
from vve_portal.accounts.roles import Role
from vve_portal.accounts.scopes import scope_of
from vve_portal.audit.models import Entry
from vve_portal.audit.services import record, record_refusal

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
NOW = timezone.now()


def keep(
    actor: User,
    summary: str,
    *,
    subject: Any = None,
    verb: str = "person.x",
    at: datetime = NOW,
    **more: Any,
) -> None:
    """Put something on record, in the scope of who did it."""
    with scope(scope_of(actor)):
        record(
            at=at,
            actor=actor,
            verb=verb,
            subject=subject or actor,
            summary=summary,
            **more,
        )


def lines_of(response: Any) -> list[str]:
    """Return what a page of the record shows."""
    return [entry.summary for entry in response.context["page_obj"]]


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("administrator", 200),
        ("advisor", 403),
        ("alderman", 403),
        ("clerk", 403),
        ("manager", 403),
        ("stranger", 403),
    ],
)
def test_record_is_read_by_whom_it_concerns(
    as_user: Callable[[User], Client],
    request: pytest.FixtureRequest,
    who: str,
    status: int,
) -> None:
    client = as_user(request.getfixturevalue(who))

    assert client.get("/logboek/").status_code == status


def test_organisation_reads_its_own_and_what_is_shared(
    as_user: Callable[[User], Client],
    administrator: User,
    advisor: User,
    manager: User,
    stranger: User,
    partnership: Any,
) -> None:
    keep(advisor, "Van ons.")
    keep(manager, "Gedeeld.", subject=partnership)
    keep(manager, "Van hen.")
    keep(
        manager,
        "Hun concept.",
        subject=partnership,
        reach=Entry.Reach.ORGANISATION,
    )
    keep(stranger, "Van vreemden.")
    record_refusal(at=NOW, actor=None, verb="account.x", summary="Van niemand.")

    page = as_user(administrator).get("/logboek/")

    assert lines_of(page) == ["Gedeeld.", "Van ons."]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["Drie.", "Twee.", "Een."]),
        ({"words": "twee"}, ["Twee."]),
        ({"words": "ada"}, ["Drie."]),
        ({"kind": "mandate."}, ["Twee."]),
        ({"kind": "verzonnen"}, []),
        ({"words": "niets hiervan"}, []),
    ],
)
def test_filter_narrows_down(
    as_user: Callable[[User], Client],
    administrator: User,
    advisor: User,
    asked: dict[str, str],
    found: list[str],
) -> None:
    keep(advisor, "Een.")
    keep(advisor, "Twee.", verb="mandate.x")
    keep(administrator, "Drie.")

    page = as_user(administrator).get("/logboek/", asked)

    assert lines_of(page) == found


def test_filter_keeps_a_period(
    as_user: Callable[[User], Client], administrator: User
) -> None:
    for days in (3, 2, 1):
        keep(administrator, f"{days} dagen terug.", at=NOW - timedelta(days=days))
    day = timezone.localdate(NOW) - timedelta(days=2)
    asked = {
        f"{name}_{part}": getattr(day, part)
        for name in ("since", "until")
        for part in ("day", "month", "year")
    }

    page = as_user(administrator).get("/logboek/", asked)

    assert lines_of(page) == ["2 dagen terug."]


def test_record_is_shown_in_pages_and_asks_as_much_for_five_as_for_one(
    as_user: Callable[[User], Client], administrator: User
) -> None:
    client = as_user(administrator)
    client.get("/logboek/")
    keep(administrator, "Een.")
    for_one = count_queries(client, "/logboek/")
    for _ in range(4):
        keep(administrator, "Nog een.")
    for_five = count_queries(client, "/logboek/")

    for _ in range(50):
        keep(administrator, "Veel.")

    pages = [client.get("/logboek/"), client.get("/logboek/?page=2")]
    assert for_one == for_five
    assert [len(lines_of(page)) for page in pages] == [50, 5]


def test_privacy_officer_reads_it_too(
    as_user: Callable[[User], Client], advisor: User
) -> None:
    advisor.grants.update(role=Role.PRIVACY_OFFICER)
    client = as_user(advisor)

    assert client.get("/logboek/").status_code == 200
    assert client.get("/mensen/").status_code == 403
