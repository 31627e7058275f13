"""The pages of the target group's definition."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from referrals.models import TargetDefinition
from referrals.services.definitions import content_of
from tests.factories import NOW
from tests.referrals.defining import CONTENT, content, decide, define
from vve_portal.accounts.models import Partnership, User

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.sqlite,
    pytest.mark.usefixtures("everywhere", "today_stands_still"),
]

SignIn = Callable[[User], Client]
ROWS = {
    "criteria-TOTAL_FORMS": "4",
    "criteria-INITIAL_FORMS": "0",
    "criteria-0-label": "Weinig Nederlands thuis",
    "criteria-0-kind": "omgeving",
    "criteria-1-label": "Oordeel van de jeugdverpleegkundige",
    "criteria-1-kind": "oordeel",
    "criteria-1-required": "on",
    "criteria-2-label": "",
    "criteria-2-kind": "omgeving",
    "criteria-3-label": "",
    "criteria-3-kind": "omgeving",
}
FILLED = {
    "edits": "0",
    "year": "2026",
    "name": CONTENT.name,
    "text": CONTENT.text,
    "start_age_months": "30",
    "hours_per_week": "16",
    "starts_on_day": "1",
    "starts_on_month": "1",
    "starts_on_year": "2026",
    **ROWS,
}


@pytest.fixture
def today_stands_still() -> Iterator[None]:
    """Let the pages look at a clock that stands still."""
    with time_machine.travel(NOW, tick=False):
        yield


def page(name: str, definition: TargetDefinition) -> str:
    """Return the address of a page about a definition."""
    return reverse(f"referrals:{name}", args=[definition.pk])


def test_definition_is_written_with_its_criteria(
    partnership: Partnership, manager: User, as_user: SignIn
) -> None:
    filled = {**FILLED, "partnership": partnership.pk}

    response = as_user(manager).post(
        reverse("referrals:definition-add"), filled, follow=True
    )

    definition = TargetDefinition.objects.get()
    assert response.redirect_chain == [(page("definition", definition), 302)]
    assert content_of(definition) == CONTENT
    assert response.context["criteria"] == [
        ("Weinig Nederlands thuis", "Omgeving", False),
        ("Oordeel van de jeugdverpleegkundige", "Professioneel oordeel", True),
    ]


def test_definition_without_criteria_is_shown_again(
    partnership: Partnership, manager: User, as_user: SignIn
) -> None:
    filled: dict[str, Any] = {**FILLED, "partnership": partnership.pk}
    filled |= {"criteria-0-label": "", "criteria-1-label": ""}

    response = as_user(manager).post(reverse("referrals:definition-add"), filled)

    assert list(response.context["form"].non_field_errors()) == [
        "Noem ten minste één criterium."
    ]
    assert not TargetDefinition.objects.exists()


def test_definition_is_changed_until_it_is_decided(
    partnership: Partnership, advisor: User, as_user: SignIn
) -> None:
    definition = define(partnership, advisor)
    client = as_user(advisor)
    filled = {**FILLED, "name": "Doelgroep", "criteria-INITIAL_FORMS": "2"}
    client.post(page("definition-edit", definition), filled)

    again = client.post(page("definition-edit", definition), filled)

    definition.refresh_from_db()
    assert content_of(definition) == content(name="Doelgroep")
    assert [str(one)[:40] for one in again.context["form"].non_field_errors()] == [
        "Iemand anders wijzigde deze versie terwi"
    ]


def test_decision_is_noted_and_then_nothing_is_edited(
    partnership: Partnership, advisor: User, as_user: SignIn
) -> None:
    definition = define(partnership, advisor)
    client = as_user(advisor)
    filled = {
        "edits": "0",
        "decided_by": "College van B en W",
        "decided_on_day": "9",
        "decided_on_month": "12",
        "decided_on_year": "2025",
        "reference": "Z-2025-12",
    }

    response = client.post(page("definition-decide", definition), filled, follow=True)
    editing = client.get(page("definition-edit", definition))

    assert response.context["is_in_force"] is True
    assert response.context["facts"][-3:] == [
        ("Vastgesteld door", "College van B en W"),
        ("Vastgesteld op", "9 december 2025"),
        ("Kenmerk", "Z-2025-12"),
    ]
    assert editing.status_code == 403


def test_next_version_begins_with_the_same_text(
    partnership: Partnership, advisor: User, as_user: SignIn
) -> None:
    first = decide(define(partnership, advisor), advisor)

    as_user(advisor).post(page("definition-next", first))

    copy = TargetDefinition.objects.exclude(pk=first.pk).get()
    assert content_of(copy) == content_of(first)
    assert (copy.number, copy.decided_on) == (2, None)
