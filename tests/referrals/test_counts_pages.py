"""The pages with counts: months beside each other, a form per month, for the JGZ."""

from collections.abc import Callable
from datetime import date
from http import HTTPStatus
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from referrals.forms.counts import NOTHING_IS_ZERO
from referrals.models import ActivityCount
from referrals.policies import NO_ROLE
from tests.agreements.pages import errors_of, refused, told, typed
from tests.conftest import person
from tests.factories import (
    NOW,
    PartnershipFactory,
    TeamFactory,
    TeamMembershipFactory,
)
from vve_portal.accounts.models import Organisation, Partnership, Team, User
from vve_portal.accounts.roles import Role

pytestmark = pytest.mark.sqlite

SignIn = Callable[[User], Client]


@pytest.fixture(autouse=True)
def still_clock(time_machine: Any) -> None:
    """Let the pages see the day on which the tests play."""
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def team(provider: Organisation, nurse: User) -> Team:
    """The nurse's team."""
    made: Team = TeamFactory.create(organisation=provider, name="Team Noord")
    TeamMembershipFactory.create(team=made, user=nurse)
    return made


def month_url(partnership: Partnership, *team: Team, month: int = 11) -> str:
    """Return the address of the form of a month in 2026."""
    name = "count-team-month" if team else "count-month"
    place = [partnership.pk, 2026, month, *(one.pk for one in team)]
    return reverse(f"referrals:{name}", args=place)


def table_of(response: Any) -> dict[str, list[int | None]]:
    """Return the numbers on the page by activity."""
    return {
        row.name: [count for _, count in row.cells] for row in response.context["rows"]
    }


def test_numbers_that_were_filled_in_stand_in_the_table_of_the_team(
    partnership: Partnership, team: Team, nurse: User, as_user: SignIn
) -> None:
    client = as_user(nurse)
    form = client.get(month_url(partnership, team))

    answer = client.post(
        month_url(partnership, team), typed(form, interim="3", care_meeting="0")
    )

    page = client.get(answer["Location"])
    assert told(page) == ["De tellingen van november 2026 zijn bewaard."]
    table = table_of(page)
    assert table["Tussenbalans"] == [None, None, None, None, None, 3]
    assert table["Zorgoverleg JGZ en voorschool"] == [None] * 5 + [0]
    assert page.context["chosen"] == str(team.pk)


def test_number_that_a_colleague_filled_in_meanwhile_stays(
    partnership: Partnership, team: Team, nurse: User, as_user: SignIn
) -> None:
    client = as_user(nurse)
    url = month_url(partnership, team)
    client.post(url, typed(client.get(url), interim="3"))
    stale = client.get(url)
    client.post(url, typed(stale, interim="5"))

    answer = client.post(url, typed(stale, care_meeting="2"))

    table = table_of(client.get(answer["Location"]))
    assert table["Tussenbalans"][-1] == 5
    assert table["Zorgoverleg JGZ en voorschool"][-1] == 2


def test_nothing_changed_says_so(
    partnership: Partnership, nurse: User, as_user: SignIn
) -> None:
    client = as_user(nurse)
    url = month_url(partnership)

    answer = client.post(url, typed(client.get(url)))

    page = client.get(answer["Location"])
    assert told(page) == ["U hebt niets gewijzigd: dit stond er al zo."]


def test_emptied_number_asks_for_a_zero(
    partnership: Partnership, nurse: User, as_user: SignIn
) -> None:
    client = as_user(nurse)
    url = month_url(partnership)
    client.post(url, typed(client.get(url), interim="3"))

    page = client.post(url, typed(client.get(url), interim=""))

    assert errors_of(page) == {"interim": [NOTHING_IS_ZERO]}


def test_own_team_is_chosen_until_somebody_asks_for_all(
    team: Team, nurse: User, as_user: SignIn
) -> None:
    client = as_user(nurse)

    chosen = [
        client.get(reverse("referrals:counts"), query).context["chosen"]
        for query in ({}, {"team": "alles"}, {"team": "geen"}, {"team": "x"})
    ]

    assert chosen == [str(team.pk), "alles", "geen", str(team.pk)]


def test_municipality_in_the_address_is_shown_when_it_is_the_readers_own(
    partnership: Partnership, provider: Organisation, nurse: User, as_user: SignIn
) -> None:
    second = PartnershipFactory.create(provider=provider)
    foreign = PartnershipFactory.create()
    client = as_user(nurse)
    url = reverse("referrals:counts")

    shown = [
        client.get(url, {"gemeente": one.pk}).context["partnership"]
        for one in (second, foreign)
    ]

    assert shown == [second, partnership]


def test_table_is_refused_to_a_manager_who_does_not_work_with_children(
    manager: User, as_user: SignIn
) -> None:
    client = as_user(manager)

    assert refused(client.get(reverse("referrals:counts"))) == (403, NO_ROLE)


@pytest.mark.parametrize("who", ["advisor", "stranger", "preschool_contact"])
def test_table_is_not_there_for_other_organisations(
    who: str, as_user: SignIn, request: pytest.FixtureRequest
) -> None:
    client = as_user(request.getfixturevalue(who))

    response = client.get(reverse("referrals:counts"))

    assert response.status_code == HTTPStatus.NOT_FOUND


@pytest.mark.parametrize("who", ["advisor", "manager", "stranger", "preschool_contact"])
def test_form_is_not_there_for_anybody_else(
    who: str,
    partnership: Partnership,
    as_user: SignIn,
    every_child: None,  # noqa: ARG001 - opens the scope to look
    request: pytest.FixtureRequest,
) -> None:
    client = as_user(request.getfixturevalue(who))

    response = client.post(month_url(partnership), {"interim": "1"})

    assert response.status_code == HTTPStatus.NOT_FOUND
    assert ActivityCount.objects.count() == 0


def test_planner_reads_and_fills_in_nothing(
    partnership: Partnership, provider: Organisation, as_user: SignIn
) -> None:
    client = as_user(person(provider, Role.PLANNER, name="Puck Plan"))

    page = client.get(reverse("referrals:counts"))

    assert page.status_code == HTTPStatus.OK
    assert refused(client.get(month_url(partnership))) == (403, NO_ROLE)


@pytest.mark.parametrize(
    ("place", "status"),
    [([2026, 13], 404), ([2026, 0], 404), ([0, 1], 404), ([2026, 1], 200)],
)
def test_address_of_a_month_that_is_none_is_not_there(
    place: list[int],
    status: int,
    partnership: Partnership,
    nurse: User,
    as_user: SignIn,
) -> None:
    url = reverse("referrals:count-month", args=[partnership.pk, *place])

    assert as_user(nurse).get(url).status_code == status


def test_team_of_another_organisation_is_not_there(
    partnership: Partnership, nurse: User, as_user: SignIn
) -> None:
    url = month_url(partnership, TeamFactory.create())

    assert as_user(nurse).get(url).status_code == HTTPStatus.NOT_FOUND


def test_table_asks_as_many_questions_for_five_teams_as_for_one(
    partnership: Partnership,
    provider: Organisation,
    nurse: User,
    as_user: SignIn,
    every_child: None,  # noqa: ARG001 - opens the scope for arranging
) -> None:
    client = as_user(nurse)
    client.get(reverse("referrals:counts"))
    asked = []
    for number in range(5):
        ActivityCount.objects.create(
            partnership=partnership,
            activity="interim",
            month=date(2026, 11, 1),
            team=TeamFactory.create(organisation=provider),
            count=number,
            noted_by=nurse,
            noted_at=NOW,
        )
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("referrals:counts"))
        asked.append(len(queries))

    assert asked == [asked[0]] * 5
