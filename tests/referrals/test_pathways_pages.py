"""The pages on which partners make a route, offer it and confirm it."""

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
    FAULTY,
    make_published,
    offer,
    renamed,
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


def test_route_is_started_from_a_template(
    partnership: Partnership, advisor: User, as_user: SignIn
) -> None:
    client = as_user(advisor)

    response = client.post(
        reverse("referrals:pathway-start"),
        {"partnership": partnership.pk, "template": "R-AANV"},
        follow=True,
    )

    version = PathwayVersion.objects.get()
    assert response.redirect_chain == [(page("pathway-edit", version), 302)]
    assert version.route.name == "Aanvullende ondersteuning"
    assert response.context["faults"] == []


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
    shown = OutcomeForm.initial_of(find_outcome(BASIC, "offer", "place"))
    filled = {**shown, "label": "Plek gevonden", "edits": "0"}
    del filled["counts"]
    client.post(page("pathway-outcome", draft, "offer", "place"), filled)
    new = {"label": "Naar elders", "to": "S92", "edits": "1"}
    client.post(page("pathway-outcome-add", draft, "altijd"), new)
    client.post(page("pathway-outcome-drop", draft, "offer", "waiting"), {"edits": "2"})

    route = PathwayVersion.objects.get().route
    labels = [one.label for one in find_step(route, "offer").outcomes]
    assert labels == [
        "Plek gevonden",
        "Verwijzing teruggeven aan de JGZ",
        "Ouders zien ervan af",
    ]
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


OFFER = {
    "edits": "0",
    "starts_on_day": "1",
    "starts_on_month": "1",
    "starts_on_year": "2027",
}


def test_faulty_route_is_refused_with_one_sentence(
    partnership: Partnership, advisor: User, as_user: SignIn
) -> None:
    version = start(partnership, advisor, route=FAULTY)

    response = as_user(advisor).post(page("pathway-offer", version), OFFER)

    assert faults(response) == [FAULT]
    version.refresh_from_db()
    assert version.status == PathwayVersion.Status.DRAFT


def test_one_party_offers_and_the_other_confirms(
    draft: PathwayVersion, advisor: User, manager: User, as_user: SignIn
) -> None:
    client = as_user(advisor)
    offered = client.post(page("pathway-offer", draft), OFFER, follow=True)
    own = client.post(page("pathway-publish", draft), {"edits": "0"})

    other = as_user(manager).post(
        page("pathway-publish", draft), {"edits": "0"}, follow=True
    )

    assert said(offered) == ["De route is voorgelegd. Nu is de andere partij aan zet."]
    assert own.status_code == 403
    assert said(other) == [
        "De route is vastgesteld. Nieuwe trajecten volgen haar vanaf de ingangsdatum."
    ]
    assert PathwayVersion.objects.get().status == PathwayVersion.Status.PUBLISHED


def test_offer_goes_back_with_a_reason(
    draft: PathwayVersion, advisor: User, manager: User, as_user: SignIn
) -> None:
    offer(draft, advisor)
    url = page("pathway-take-back", draft)
    client = as_user(manager)

    without = client.post(url, {"reason": ""})
    response = client.post(url, {"reason": "Te snel."}, follow=True)

    assert without.context["form"].errors == {"reason": ["Vul “Reden” in."]}
    assert said(response) == ["De route is weer een concept."]
    assert PathwayVersion.objects.get().status == PathwayVersion.Status.DRAFT


def test_new_version_shows_what_is_different(
    partnership: Partnership, advisor: User, manager: User, as_user: SignIn
) -> None:
    first = make_published(partnership, advisor, manager)
    client = as_user(manager)
    client.post(page("pathway-next", first), {"edits": "0"})
    version = PathwayVersion.objects.exclude(pk=first.pk).get()
    version.content["name"] = "Nieuwe naam"
    version.save(update_fields=["content"])

    response = client.get(page("pathway", version))

    assert response.context["changes"] == [
        {
            "label": "De route",
            "note": "Naam",
            "mine": "Basisroute",
            "theirs": "Nieuwe naam",
        }
    ]
    assert response.context["previous"] == first


def test_second_draft_is_refused_with_a_sentence(
    partnership: Partnership, advisor: User, manager: User, as_user: SignIn
) -> None:
    first = make_published(partnership, advisor, manager)
    client = as_user(manager)
    client.post(page("pathway-next", first), {"edits": "0"})

    response = client.post(page("pathway-next", first), {"edits": "0"}, follow=True)

    assert said(response) == ["Er wordt al een nieuwe versie van deze route gemaakt."]
    assert PathwayVersion.objects.count() == 2


def test_page_of_a_confirmed_route_offers_no_editing(
    partnership: Partnership, advisor: User, manager: User, as_user: SignIn
) -> None:
    version = make_published(
        partnership, advisor, manager, route=renamed(BASIC, "Onze route")
    )

    response = as_user(advisor).get(page("pathway", version))

    context = response.context
    assert [bool(context[name]) for name in ("may_edit", "may_publish")] == [
        False,
        False,
    ]
    assert bool(context["may_start"]) is True
    assert context["faults"] == []
    assert context["facts"] == [
        ("Route", "R-BASIS"),
        ("Soort", "Naar de voorschool"),
        ("Versie", "1"),
        ("Stand", "Vastgesteld"),
        ("Geldt vanaf", "20 november 2026"),
        ("Voorgelegd door", str(advisor.organisation)),
        ("Vastgesteld op", "20 november 2026"),
        ("Zijroutes", "R-AANV, R-THUIS"),
    ]


def test_a4_is_a_pdf_under_a_telling_name(
    partnership: Partnership, advisor: User, manager: User, as_user: SignIn
) -> None:
    version = make_published(partnership, advisor, manager, code="R-THUIS")

    response = as_user(advisor).get(page("pathway-file", version))

    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == (
        'inline; filename="route-r-thuis-versie-1.pdf"'
    )
    assert response.content.startswith(b"%PDF-1.7")
