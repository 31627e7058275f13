"""What a visitor without account reaches, and what he leaves: next to nothing."""

from collections.abc import Callable
from typing import Any, Final

import pytest
import time_machine
from django.apps import apps
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from agreements.models import Agreement, SigningRound
from agreements.services.checking import check_code, check_file
from tests.agreements.checking.scenes import (
    IN_FORCE,
    hand_in,
    look_up,
    outside_any_scope,
    signed_round,
    states,
)
from tests.agreements.signing.scenes import SECOND_AT, Scene
from vve_portal.access import scope as scopes
from vve_portal.access.scope import Scope, scope
from vve_portal.accounts.models import Partnership, User
from vve_portal.accounts.scopes import scope_of_job
from vve_portal.documents.models import CheckCount, StoredDocument
from vve_portal.documents.services import add_check_key, keep

pytestmark = [pytest.mark.django_db]

QUERIES_OF_FILE: Final = 15
QUERIES_OF_CODE: Final = 14


def row_counts() -> dict[str, int]:
    """Return how many rows each table has that a party can see."""
    return {
        model._meta.label: model._default_manager.count() for model in apps.get_models()
    }


@time_machine.travel(IN_FORCE, tick=False)
def test_a_check_leaves_a_count_and_nothing_else(scene: Scene, client: Client) -> None:
    signing_round = signed_round(scene)
    before = row_counts()

    hand_in(client, states()[-1])
    hand_in(client, states()[-1] + b" ")
    look_up(client, signing_round.check_code)

    after = row_counts()
    changed = {name for name in after if after[name] != before[name]}
    assert changed == {"documents.CheckCount"}
    assert CheckCount.objects.count() == 2
    assert client.cookies.keys() == set()


@pytest.mark.postgresql
@time_machine.travel(IN_FORCE, tick=False)
def test_the_scope_ends_with_the_question(scene: Scene) -> None:
    signing_round = signed_round(scene)
    code = signing_round.check_code

    with scope(Scope()):
        checked = check_file(content=states()[-1], now=IN_FORCE)
        found = check_code(code=code)
        left = [
            model.objects.count() for model in (Agreement, SigningRound, StoredDocument)
        ]

    assert checked.is_kept
    assert found is not None
    assert found.signing_round == signing_round
    assert left == [0, 0, 0]


@time_machine.travel(IN_FORCE, tick=False)
def test_a_key_alone_opens_nothing_of_another_partnership(
    scene: Scene, stranger: User
) -> None:
    """A digest may lead to a partnership that has no such file or code."""
    signing_round = signed_round(scene)
    (other,) = Partnership.objects.filter(pk__in=stranger.partnership_ids)
    with scope(scope_of_job(other)):
        kept = keep(
            partnership=other,
            name=f"{scene.agreement.reference}-versie-1.pdf",
            content=b"%PDF-iets anders",
            now=SECOND_AT,
        )
    add_check_key(digest=kept.sha256, partnership=scene.agreement.partnership)

    with outside_any_scope():
        checked = check_file(content=b"%PDF-iets anders", now=IN_FORCE)

    # The file is the other's, and has the name of a round that is not.
    assert checked.kept is not None
    assert checked.kept.signing_round is None
    assert signing_round.partnership_id != other.pk


@time_machine.travel(IN_FORCE, tick=False)
def test_who_is_signed_in_sees_no_more(
    scene: Scene, as_user: Callable[[User], Client], stranger: User
) -> None:
    signing_round = signed_round(scene)
    Agreement.objects.update(publicity=Agreement.Publicity.SECRET)
    visitor, colleague = Client(), as_user(scene.preparer)

    answers = [
        look_up(client, signing_round.check_code).context["answer"]
        for client in (visitor, colleague)
    ]

    assert answers[0] == answers[1]
    assert stranger.partnership_ids != scene.preparer.partnership_ids


@time_machine.travel(IN_FORCE, tick=False)
def test_pages_are_not_kept_by_a_browser(scene: Scene, client: Client) -> None:
    signed_round(scene)

    response = hand_in(client, states()[-1])

    assert response["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_other_methods_are_refused(client: Client, method: str) -> None:
    answers = [
        getattr(client, method)("/controle/").status_code,
        getattr(client, method)("/controle/0000-0000-0000/").status_code,
        client.post("/controle/0000-0000-0000/").status_code,
    ]

    assert answers == [405, 405, 405]


@pytest.mark.postgresql
@pytest.mark.parametrize("rounds", [1, 5])
@time_machine.travel(IN_FORCE, tick=False)
def test_a_check_asks_as_much_among_many_files_as_among_few(
    scene: Scene,
    client: Client,
    django_assert_num_queries: DjangoAssertNumQueries,
    rounds: int,
) -> None:
    signing_round = signed_round(scene)
    for number in range(rounds):
        keep(
            partnership=scene.agreement.partnership,
            name=f"ander-{number}.pdf",
            content=b"%d" % number,
            now=SECOND_AT,
        )
    hand_in(client, states()[-1])
    look_up(client, signing_round.check_code)

    with django_assert_num_queries(QUERIES_OF_FILE):
        hand_in(client, states()[-1])
    with django_assert_num_queries(QUERIES_OF_CODE):
        look_up(client, signing_round.check_code)


def test_the_pages_are_outside_the_transaction_of_a_request(client: Client) -> None:
    seen = scopes._current.get()

    response = client.get("/controle/")

    view: Any = response.resolver_match.func
    assert seen is None
    assert view.opens_own_scopes is True
