"""The pages of a preschool, as its people use them."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from referrals.codes import new_code, shown_code
from referrals.models import EventReason, Trajectory, WrongCode
from referrals.services.guessing import LOCKED, UNKNOWN_CODE
from tests.factories import NOW, TODAY
from tests.referrals.preschools import Preschools
from vve_portal.access.scope import scope
from vve_portal.accounts.models import Partnership, User
from vve_portal.accounts.scopes import scope_of_children_job
from vve_portal.audit.models import Entry

pytestmark = pytest.mark.django_db

Job = Callable[[], AbstractContextManager[None]]
SignIn = Callable[[User], Client]
OLD_ENOUGH = date(2024, 3, 1)
DAY = {"occurred_on_day": "20", "occurred_on_month": "11", "occurred_on_year": "2026"}
START = {"start_on_day": "1", "start_on_month": "12", "start_on_year": "2026"}


@pytest.fixture(autouse=True)
def on_the_day() -> object:
    """Let each test play on one day."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def job(partnership: Partnership) -> Job:
    """Return what opens a scope for arranging and looking back."""
    return lambda: scope(scope_of_children_job(partnership))


def deed_url(child: Trajectory, outcome: str) -> str:
    """Return the address of a step."""
    return reverse("referrals:preschool-deed", args=[child.pk, outcome])


def page_url(child: Trajectory) -> str:
    """Return the address of a child."""
    return reverse("referrals:preschool-trajectory", args=[child.pk])


def said(response: object) -> list[str]:
    """Return what the portal told after a post."""
    return [str(one) for one in get_messages(response.wsgi_request)]  # type: ignore[attr-defined]  # a test response


def test_from_code_to_place_takes_two_posts(
    preschools: Preschools, as_user: SignIn, job: Job
) -> None:
    with job():
        child = preschools.referred()
    client = as_user(preschools.contact)

    accepted = client.post(reverse("referrals:preschool"), {"code": child.code})
    page = client.get(accepted["Location"])
    form = page.context["form"]
    placed = client.post(
        form.helper.form_action,
        {"version": form["version"].value(), "hours_per_week": "16", **DAY, **START},
    )

    assert accepted["Location"] == page_url(child)
    assert said(placed)[-1] == (
        f"Vastgelegd. {shown_code(child.code)} staat nu op: Geplaatst."
    )
    with job():
        child.refresh_from_db()
    assert (child.state, child.hours_per_week) == ("S60", Decimal(16))


def test_the_list_shows_what_a_preschool_may_know_and_no_more(
    preschools: Preschools, as_user: SignIn, job: Job
) -> None:
    with job():
        own = preschools.accepted("S60", start_on=TODAY, hours_per_week=Decimal(16))
        preschools.accepted(location=preschools.there)
        preschools.referred()

    page = as_user(preschools.contact).get(reverse("referrals:preschool"))

    assert [row[0] for row in page.context["rows"]] == [own]
    html = page.content.decode()
    assert "juni 2024" in html
    assert "Geplaatst" in html
    assert "2 jaar" not in html


def test_a_wrong_code_is_counted_also_when_nothing_else_is_kept(
    preschools: Preschools, as_user: SignIn
) -> None:
    client = as_user(preschools.contact)

    response = client.post(reverse("referrals:preschool"), {"code": new_code()})

    assert response.status_code == 200
    assert response.context["form"].errors == {"code": [UNKNOWN_CODE]}
    assert WrongCode.objects.get(user=preschools.contact).count == 1


def test_the_sixth_code_waits(
    preschools: Preschools, as_user: SignIn, job: Job
) -> None:
    with job():
        child = preschools.referred()
    client = as_user(preschools.contact)
    for _ in range(5):
        client.post(reverse("referrals:preschool"), {"code": new_code()})

    response = client.post(reverse("referrals:preschool"), {"code": child.code})

    assert response.context["form"].errors == {"__all__": [LOCKED]}
    with job():
        child.refresh_from_db()
    assert child.location_id is None


def test_a_child_sent_back_is_work_of_the_jgz_again(
    preschools: Preschools, as_user: SignIn, job: Job
) -> None:
    with job():
        child = preschools.accepted("S50")
    client = as_user(preschools.contact)

    response = client.post(
        deed_url(child, "decline"),
        {"version": child.version, "reason": "RA01", **DAY},
    )

    assert response["Location"] == reverse("referrals:preschool")
    with job():
        child.refresh_from_db()
        assert (child.state, child.location_id, child.owner) == ("S30", None, "nurse")
        assert EventReason.objects.get().code == "RA01"
    assert client.get(page_url(child)).status_code == 404


def test_a_step_that_somebody_took_first_is_told(
    preschools: Preschools, as_user: SignIn, job: Job
) -> None:
    with job():
        child = preschools.accepted("S60", start_on=TODAY, birth_month=OLD_ENOUGH)
    client = as_user(preschools.contact)
    form = {"version": child.version, **DAY}

    first = client.post(deed_url(child, "start"), form)
    second = client.post(deed_url(child, "start"), form)

    assert first["Location"] == second["Location"] == page_url(child)
    assert said(second)[-1] == "Deze stap kan nu niet. Kies wat er is gebeurd."


def test_an_old_form_is_refused_with_where_the_child_stands(
    preschools: Preschools, as_user: SignIn, job: Job
) -> None:
    with job():
        child = preschools.accepted("S50")
    client = as_user(preschools.contact)

    response = client.post(
        deed_url(child, "waiting"),
        {"version": child.version + 1, "priority": "2", **DAY},
    )

    assert response.context["form"].errors == {
        "__all__": [
            (
                "Iemand anders was u net voor: dit traject staat nu op “Aangemeld”. "
                "Bekijk het opnieuw en kies dan uw volgende stap."
            )
        ]
    }


def test_seldom_absence_is_not_reported_as_frequent(
    preschools: Preschools, as_user: SignIn, job: Job
) -> None:
    with job():
        child = preschools.accepted("S70", start_on=TODAY, hours_per_week=Decimal(16))
    client = as_user(preschools.contact)
    seldom = {"unreported": "2", "offered": "64", "attended": "48"}
    often = {"unreported": "2", "offered": "64", "attended": "47"}
    fields = {"version": child.version, **DAY}

    refused = client.post(deed_url(child, "absence"), {**fields, **seldom})
    accepted = client.post(deed_url(child, "absence"), {**fields, **often})

    assert refused.status_code == 200
    assert accepted["Location"] == page_url(child)
    with job():
        child.refresh_from_db()
    assert child.state == "S71"


def test_a_page_that_was_read_is_on_record_where_the_child_is(
    preschools: Preschools, as_user: SignIn, job: Job
) -> None:
    with job():
        child = preschools.accepted()

    as_user(preschools.contact).get(page_url(child))

    with job():
        entry = Entry.objects.get(verb="trajectory.read")
    assert (entry.location_id, entry.details["codes"]) == (
        preschools.here.pk,
        [child.code],
    )


@pytest.mark.parametrize("who", ["other", "advisor", "stranger"])
def test_for_others_a_child_is_not_there(
    preschools: Preschools,
    as_user: SignIn,
    job: Job,
    request: pytest.FixtureRequest,
    who: str,
) -> None:
    with job():
        child = preschools.accepted()
    user = preschools.other if who == "other" else request.getfixturevalue(who)

    client = as_user(user)

    assert client.get(page_url(child)).status_code == 404
    assert client.get(deed_url(child, "register")).status_code == 404


@pytest.mark.postgresql
@pytest.mark.parametrize("rows", [1, 5])
def test_the_list_takes_as_many_queries_for_five_as_for_one(
    preschools: Preschools,
    as_user: SignIn,
    job: Job,
    django_assert_num_queries: DjangoAssertNumQueries,
    rows: int,
) -> None:
    with job():
        for _ in range(rows):
            preschools.accepted()
    client = as_user(preschools.contact)

    with django_assert_num_queries(17):
        client.get(reverse("referrals:preschool"))
