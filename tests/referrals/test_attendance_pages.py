"""The pages of attendance, as a preschool uses them."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from decimal import Decimal
from typing import Final

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from referrals.models import Attendance
from tests.factories import NOW
from tests.referrals.preschools import Preschools
from vve_portal.access.scope import scope
from vve_portal.accounts.models import Partnership, User
from vve_portal.accounts.scopes import scope_of_children_job

pytestmark = pytest.mark.django_db

Job = Callable[[], AbstractContextManager[None]]
SignIn = Callable[[User], Client]
OCTOBER: Final = date(2026, 10, 1)


@pytest.fixture
def job(partnership: Partnership) -> Job:
    """Return what opens a scope for arranging and looking back."""
    return lambda: scope(scope_of_children_job(partnership))


@time_machine.travel(NOW, tick=False)
def test_the_page_of_a_month_notes_what_was_filled_in(
    preschools: Preschools, as_user: SignIn, job: Job
) -> None:
    with job():
        taking_part = preschools.accepted("S70", start_on=date(2026, 9, 1))
    client = as_user(preschools.contact)
    url = reverse("referrals:attendance-month", args=[preschools.here.pk, OCTOBER])
    name = f"kind-{taking_part.pk}"
    whole = {
        f"{name}-offered_hours": "64",
        f"{name}-attended_hours": "58,5",
        f"{name}-unreported_absences": "1",
    }

    empty = client.post(url, {f"{name}-offered_hours": "64"})
    half = client.post(url, {**whole, f"{name}-attended_hours": ""})
    noted = client.post(url, whole)
    locked_it = client.post(f"{url}sluiten/")

    assert empty["Location"] == noted["Location"] == locked_it["Location"] == url
    (form,) = [one["form"] for one in half.context["rows"]]
    assert form.errors == {
        "attended_hours": ["Vul in hoeveel uren het kind er was, ook als dat 0 is."]
    }
    page = client.get(url)
    assert page.context["lock"].locked_by == preschools.contact
    with job():
        assert Attendance.objects.get().attended_hours == Decimal("58.5")


@pytest.mark.postgresql
@time_machine.travel(NOW, tick=False)
@pytest.mark.parametrize("rows", [1, 5])
def test_a_month_takes_as_many_queries_for_five_as_for_one(
    preschools: Preschools,
    as_user: SignIn,
    job: Job,
    django_assert_num_queries: DjangoAssertNumQueries,
    rows: int,
) -> None:
    with job():
        for _ in range(rows):
            preschools.accepted("S70", start_on=date(2026, 9, 1))
    client = as_user(preschools.contact)
    url = reverse("referrals:attendance-month", args=[preschools.here.pk, OCTOBER])

    with django_assert_num_queries(19):
        client.get(url)
    with django_assert_num_queries(14):
        client.get(reverse("referrals:attendance"))
