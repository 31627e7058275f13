"""The pages on which partners make a route, offer it and confirm it."""

from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from referrals.models import PathwayVersion
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
