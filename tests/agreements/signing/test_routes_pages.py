"""Who opens the pages of the other ways to a signature, and where they are found."""

from collections.abc import Iterator
from typing import Final

import pytest
import time_machine
from pytest_django import DjangoAssertNumQueries, Settings

from agreements import policies_routes
from agreements.models import SigningRound, SigningRules
from tests.agreements.people import PEOPLE
from tests.agreements.signing.route_pages import (
    SignIn,
    filled_in,
    page,
    text_of,
)
from tests.agreements.signing.scenes import FIRST_AT, Scene, place_of
from vve_portal.accounts.models import User

# The first signature is the manager's, of the provider.
OF_MANAGER: Final = (403, 403, 403, 404, 404, 200, 403, 403, 404, 404)
WITHOUT_FILE: Final = (403, 403, 403, 404, 404, 302, 403, 403, 404, 404)
SCAN: Final = (404, 404, 404, 404, 404, 404, 403, 403, 404, 404)
RULES: Final = (200, 200, 200, 403, 403, 200, 200, 200, 404, 404)
ACCESS: Final = {
    "bring": ("get", OF_MANAGER),
    "bring-confirm": ("get", WITHOUT_FILE),
    "bring-put-back": ("post", WITHOUT_FILE),
    "ink": ("get", OF_MANAGER),
    "scan": ("get", SCAN),
    "signing-rules": ("get", RULES),
}


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(FIRST_AT, tick=False):
        yield


@pytest.mark.parametrize("who", PEOPLE)
def test_a_page_answers_whom_it_should(
    scene: Scene,
    open_ways: SigningRound,
    who: str,
    as_user: SignIn,
    request: pytest.FixtureRequest,
) -> None:
    signature = place_of(open_ways, 1)
    client = as_user(request.getfixturevalue(who))
    subjects = {"signing-rules": scene.agreement.partnership_id}

    answers = {
        name: getattr(client, method)(
            page(name, subjects.get(name, signature.pk))
        ).status_code
        for name, (method, _) in ACCESS.items()
    }

    column = PEOPLE.index(who)
    assert answers == {name: row[column] for name, (_, row) in ACCESS.items()}


def test_portal_comes_first_and_the_others_are_links_below(
    scene: Scene, open_ways: SigningRound, as_user: SignIn
) -> None:
    signature = place_of(open_ways, 1)

    text = text_of(as_user(scene.first.signer), "sign", signature.pk)

    order = [
        text.index("Onderteken de overeenkomst"),
        text.index("Liever op een andere manier?"),
        text.index(page("bring", signature.pk)),
        text.index(page("ink", signature.pk)),
    ]
    assert order == sorted(order)
    assert text.count("utrecht-button--primary-action") == 1


def test_without_rules_the_page_to_sign_offers_the_portal_only(
    scene: Scene, as_user: SignIn
) -> None:
    signature = place_of(scene.offer(), 1)
    client = as_user(scene.first.signer)

    text = text_of(client, "sign", signature.pk)
    posted = client.post(page("ink", signature.pk), filled_in(scene.first.signer))

    assert "Liever op een andere manier?" not in text
    assert posted.status_code == 403


def test_colleague_finds_the_way_on_the_page_of_the_round(
    scene: Scene, open_ways: SigningRound, as_user: SignIn
) -> None:
    scene.pretend_first(open_ways)
    place = place_of(open_ways, 2)
    client = as_user(scene.preparer)

    text = text_of(client, "signing", scene.agreement.pk)

    assert f"Tekent {scene.second.signer.name} op een andere manier?" in text
    assert page("ink", place.pk) in text


def test_house_rules_are_changed_on_their_page(
    scene: Scene, advisor: User, as_user: SignIn
) -> None:
    pk = scene.agreement.partnership_id
    client = as_user(advisor)

    answer = client.post(page("signing-rules", pk), {"routes": ["ink"]})

    assert answer.headers["Location"] == page("signing-rules", pk)
    assert SigningRules.objects.get(partnership=pk).routes == ["portal", "ink"]
    assert "Toegestaan: in het portaal, op papier." in text_of(
        client, "signing-rules", pk
    )


def test_house_rules_are_read_by_the_other_party_and_not_changed(
    scene: Scene, advisor: User, manager: User, as_user: SignIn
) -> None:
    pk = scene.agreement.partnership_id
    as_user(advisor).post(page("signing-rules", pk), {"routes": ["ink"]})
    client = as_user(manager)

    text = text_of(client, "signing-rules", pk)
    posted = client.post(page("signing-rules", pk), {"routes": []})

    assert "De huisregels wijzigt wie de ondertekening klaarzet" in text
    assert posted.status_code == 403
    assert SigningRules.objects.get(partnership=pk).allows_ink


def test_house_rules_page_says_why_nothing_changes_while_somebody_signs(
    scene: Scene, advisor: User, as_user: SignIn
) -> None:
    pk = scene.agreement.partnership_id
    scene.prepare()

    text = text_of(as_user(advisor), "signing-rules", pk)

    assert policies_routes.BEING_SIGNED in text
    assert "Bewaar de huisregels" not in text


def test_way_that_nobody_set_up_can_not_be_chosen(
    scene: Scene, advisor: User, settings: Settings, as_user: SignIn
) -> None:
    settings.EXTERNAL_ROOTS_FILE = None
    pk = scene.agreement.partnership_id
    client = as_user(advisor)

    posted = client.post(page("signing-rules", pk), {"routes": ["external"]})

    assert posted.status_code == 200
    assert SigningRules.objects.count() == 0
    assert "Het portaal weet nog niet welke ondertekendiensten" in text_of(
        client, "signing-rules", pk
    )


@pytest.mark.postgresql
@pytest.mark.parametrize("changes", [1, 5])
def test_rules_take_as_many_queries_after_five_changes_as_after_one(
    scene: Scene,
    advisor: User,
    as_user: SignIn,
    django_assert_num_queries: DjangoAssertNumQueries,
    changes: int,
) -> None:
    pk = scene.agreement.partnership_id
    client = as_user(advisor)
    for number in range(changes):
        routes = ["ink"] if number % 2 == 0 else []
        client.post(page("signing-rules", pk), {"routes": routes})
    client.get(page("signing-rules", pk))

    with django_assert_num_queries(QUERIES_OF_RULES):
        client.get(page("signing-rules", pk))


QUERIES_OF_RULES: Final = 16
