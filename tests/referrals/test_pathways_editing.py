"""The pages on which partners change a draft, part by part."""

from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from referrals.forms.outcomes import OutcomeForm
from referrals.forms.pathways import ActivityForm, StepForm
from referrals.models import PathwayVersion
from referrals.routes.editing import find_activity, find_outcome, find_step
from tests.factories import NOW
from tests.referrals.routing import (
    BASIC,
    FAULT,
    start,
)
from vve_portal.accounts.models import Partnership, User

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.sqlite,
    pytest.mark.usefixtures("everywhere"),
]

SignIn = Callable[[User], Client]


@pytest.fixture(autouse=True)
def today_stands_still() -> Any:
    """Let the pages look at a clock that stands still."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def draft(partnership: Partnership, advisor: User) -> PathwayVersion:
    """A draft of the basic route."""
    return start(partnership, advisor)


def page(name: str, version: PathwayVersion, *parts: str) -> str:
    """Return the address of a page about a version."""
    return reverse(f"referrals:{name}", args=[version.pk, *parts])


def said(response: Any) -> list[str]:
    """Return what the page tells that happened last."""
    return [str(message) for message in response.context["messages"]][-1:]


def faults(response: Any) -> list[str]:
    """Return what the form refuses as a whole."""
    return list(response.context["form"].non_field_errors())


def test_step_is_changed_and_the_check_answers_at_once(
    draft: PathwayVersion, advisor: User, as_user: SignIn
) -> None:
    step = find_step(BASIC, "offer")
    filled = {**StepForm.initial_of(step), "owner": "", "days": "21", "edits": "0"}
    filled |= {"from_months": "", "to_months": ""}

    response = as_user(advisor).post(
        page("pathway-step", draft, "offer"), filled, follow=True
    )

    draft.refresh_from_db()
    changed = find_step(PathwayVersion.objects.get().route, "offer")
    assert (changed.owner, changed.days, changed.outcomes) == (None, 21, step.outcomes)
    assert said(response) == ["Bewaard: stap “Plaats aanbieden”."]
    (fault,) = response.context["faults"]
    assert fault.startswith(
        "Bij stap “Plaats aanbieden” is niemand aan zet: kies wie de stap doet."
    )


def test_step_is_added_with_a_key_of_its_own(
    draft: PathwayVersion, advisor: User, as_user: SignIn
) -> None:
    filled = {"name": "Nabellen", "task": "Bel", "at": [], "edits": "0"}

    response = as_user(advisor).post(
        page("pathway-step-add", draft), filled, follow=True
    )

    route = PathwayVersion.objects.get().route
    assert [step.key for step in route.steps][-1] == "stap"
    assert response.context["faults"] == ["Stap “Nabellen” wordt nooit bereikt."]


def test_two_people_at_one_step_do_not_overwrite_each_other(
    draft: PathwayVersion, advisor: User, as_user: SignIn
) -> None:
    shown = StepForm.initial_of(find_step(BASIC, "offer"))
    filled = {key: one for key, one in shown.items() if one is not None}
    client = as_user(advisor)
    client.post(
        page("pathway-step", draft, "offer"), {**filled, "name": "Eerst", "edits": "0"}
    )

    response = client.post(
        page("pathway-step", draft, "offer"), {**filled, "name": "Later", "edits": "0"}
    )

    assert faults(response) == [
        (
            "Iemand anders wijzigde deze versie terwijl u bezig was. Open haar "
            "opnieuw en "
            "vul uw wijziging nog een keer in."
        )
    ]
    assert find_step(PathwayVersion.objects.get().route, "offer").name == "Eerst"


def test_steps_are_moved_and_taken_away(
    draft: PathwayVersion, advisor: User, as_user: SignIn
) -> None:
    client = as_user(advisor)
    client.post(page("pathway-step-move", draft, "test", "omhoog"), {"edits": "0"})

    response = client.post(
        page("pathway-step-drop", draft, "absence"), {"edits": "1"}, follow=True
    )

    route = PathwayVersion.objects.get().route
    assert [step.key for step in route.steps][:2] == ["test", "inform"]
    assert len(route.steps) == len(BASIC.steps) - 1
    assert said(response) == [
        "Bewaard: stap “Frequent verzuim oppakken” is weggehaald."
    ]
    assert response.context["faults"][0] == FAULT


@pytest.mark.parametrize("edits", ["", "7", "x", "9" * 40])
def test_button_of_an_older_page_changes_nothing(
    draft: PathwayVersion, advisor: User, as_user: SignIn, edits: str
) -> None:
    response = as_user(advisor).post(
        page("pathway-step-drop", draft, "absence"), {"edits": edits}, follow=True
    )

    assert said(response) == [
        (
            "Iemand anders wijzigde deze versie terwijl u bezig was. Open haar "
            "opnieuw en "
            "vul uw wijziging nog een keer in."
        )
    ]
    assert PathwayVersion.objects.get().route == BASIC


def test_outcome_is_changed_added_and_taken_away(
    draft: PathwayVersion, advisor: User, as_user: SignIn
) -> None:
    client = as_user(advisor)
    shown = OutcomeForm.initial_of(find_outcome(BASIC, "handover", "warm"))
    filled = {**shown, "label": "In een gesprek", "edits": "0"}
    del filled["counts"]
    client.post(page("pathway-outcome", draft, "handover", "warm"), filled)
    new = {"label": "Naar elders", "to": "S92", "edits": "1"}
    client.post(page("pathway-outcome-add", draft, "altijd"), new)
    url = page("pathway-outcome-drop", draft, "handover", "cold")
    client.post(url, {"edits": "2"})

    route = PathwayVersion.objects.get().route
    labels = [one.label for one in find_step(route, "handover").outcomes]
    assert labels == ["In een gesprek"]
    added = route.everywhere[-1]
    assert (added.key, added.label, added.fallback) == ("uitkomst", "Naar elders", True)


def test_activity_is_changed_added_and_taken_away(
    draft: PathwayVersion, advisor: User, as_user: SignIn
) -> None:
    client = as_user(advisor)
    shown = ActivityForm.initial_of(find_activity(BASIC, "interim"))
    filled = {**shown, "name": "Balans", "edits": "0"}
    client.post(page("pathway-activity", draft, "interim"), filled)
    new = {"name": "Ouderavond", "owner": "preschool_contact", "edits": "1"}
    client.post(page("pathway-activity-add", draft), new)
    url = page("pathway-activity-drop", draft, "care_meeting")
    client.post(url, {"edits": "2"})

    activities = PathwayVersion.objects.get().route.activities
    assert [one.name for one in activities] == ["Balans", "Ouderavond"]


def test_name_beginnings_and_side_routes_are_changed(
    draft: PathwayVersion, advisor: User, as_user: SignIn
) -> None:
    filled = {
        "name": "Onze route",
        "start": ["S00"],
        "side_routes": ["R-THUIS"],
        "edits": "0",
    }

    as_user(advisor).post(page("pathway-whole", draft), filled)

    route = PathwayVersion.objects.get().route
    assert (route.name, route.start, route.side_routes) == (
        "Onze route",
        ("S00",),
        ("R-THUIS",),
    )
    assert route.steps == BASIC.steps


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("pathway-step", ["bestaat-niet"]),
        ("pathway-outcome", ["offer", "bestaat-niet"]),
        ("pathway-outcome-add", ["bestaat-niet"]),
        ("pathway-activity", ["bestaat-niet"]),
    ],
)
def test_part_that_does_not_exist_is_no_page(
    draft: PathwayVersion, advisor: User, as_user: SignIn, name: str, parts: list[str]
) -> None:
    response = as_user(advisor).get(page(name, draft, *parts))

    assert response.status_code == 404


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("pathway-step-drop", ["bestaat-niet"]),
        ("pathway-step-move", ["offer", "opzij"]),
        ("pathway-outcome-drop", ["bestaat-niet", "place"]),
        ("pathway-activity-drop", ["bestaat-niet"]),
    ],
)
def test_part_that_does_not_exist_is_not_changed(
    draft: PathwayVersion, advisor: User, as_user: SignIn, name: str, parts: list[str]
) -> None:
    response = as_user(advisor).post(page(name, draft, *parts), {"edits": "0"})

    assert response.status_code == 404
    assert PathwayVersion.objects.get().route == BASIC
