"""House rules: who opens a way to a signature, and who may take it."""

from itertools import product
from pathlib import Path
from typing import Final

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from pytest_django import Settings

from agreements import policies_routes
from agreements.models import Signature, SigningRound, SigningRules
from agreements.queries import routes as route_queries
from agreements.services import rules
from tests.agreements.people import PEOPLE
from tests.agreements.signing.scenes import FIRST_AT, PREPARED_AT, Scene, place_of
from tests.elsewhere import make_outsider
from tests.factories import TODAY
from vve_portal.accounts.models import Partnership, User
from vve_portal.audit.models import Entry

pytestmark = pytest.mark.sqlite

Route = Signature.Route
# Who hands in a signature of the provider's manager, and who of the alderman.
OF_PROVIDER: Final = {"manager"}
OF_MUNICIPALITY: Final = {"advisor", "contract_manager", "alderman"}
CHANGERS: Final = {"advisor", "contract_manager"}
READERS: Final = {
    "advisor",
    "contract_manager",
    "alderman",
    "manager",
    "coordinator",
    "nurse",
}
SCAN_READERS: Final = {"advisor", "contract_manager", "alderman", "manager"}


def change(partnership: Partnership, actor: User, *routes: str) -> SigningRules:
    """Change the house rules."""
    return rules.change_rules(
        partnership=partnership, routes=routes, actor=actor, now=PREPARED_AT
    )


def all_allowed(partnership: Partnership) -> SigningRules:
    """House rules that allow everything, not saved."""
    return SigningRules(
        partnership=partnership,
        allows_external=True,
        allows_remote=True,
        allows_ink=True,
    )


@pytest.mark.usefixtures("at_home")
def test_without_rules_only_the_portal_is_open(partnership: Partnership) -> None:
    assert route_queries.find_rules(partnership.pk).routes == ["portal"]


@pytest.mark.usefixtures("at_home")
def test_who_prepares_signing_allows_paper(
    partnership: Partnership, advisor: User
) -> None:
    change(partnership, advisor, Route.INK)

    found = route_queries.find_rules(partnership.pk)
    assert found.routes == ["portal", "ink"]
    assert (found.changed_by_id, found.changed_at) == (advisor.pk, PREPARED_AT)
    entry = Entry.objects.about(found).get()
    assert entry.summary == (
        "Huisregels voor ondertekenen gewijzigd. Toegestaan: in het portaal, op papier."
    )
    assert (entry.details["before"], entry.details["after"]) == (
        ["portal"],
        ["portal", "ink"],
    )


@pytest.mark.usefixtures("at_home")
def test_rules_can_be_taken_back(partnership: Partnership, advisor: User) -> None:
    change(partnership, advisor, Route.INK)

    change(partnership, advisor)

    assert route_queries.find_rules(partnership.pk).routes == ["portal"]
    assert SigningRules.objects.count() == 1
    assert len(rules.changes_of(partnership)) == 2


@pytest.mark.usefixtures("at_home")
def test_saving_the_same_is_no_change(partnership: Partnership, advisor: User) -> None:
    change(partnership, advisor, Route.INK)

    change(partnership, advisor, Route.INK)

    assert len(rules.changes_of(partnership)) == 1


@pytest.mark.usefixtures("at_home")
def test_another_service_needs_authorities_in_the_settings(
    partnership: Partnership, advisor: User, settings: Settings, tmp_path: Path
) -> None:
    settings.EXTERNAL_ROOTS_FILE = None
    with pytest.raises(ValidationError) as caught:
        change(partnership, advisor, Route.EXTERNAL)
    assert caught.value.messages == [route_queries.NO_AUTHORITIES]
    assert SigningRules.objects.count() == 0

    settings.EXTERNAL_ROOTS_FILE = tmp_path / "roots.pem"
    settings.EXTERNAL_ROOTS_FILE.write_bytes(make_outsider().pem)

    assert change(partnership, advisor, Route.EXTERNAL).allows_external


@pytest.mark.usefixtures("at_home")
def test_file_of_authorities_that_is_missing_counts_as_none(
    settings: Settings, tmp_path: Path
) -> None:
    settings.EXTERNAL_ROOTS_FILE = tmp_path / "weg.pem"

    reason = route_queries.why_unavailable(Route.EXTERNAL)

    assert reason == route_queries.NO_AUTHORITIES


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.usefixtures("at_home")
def test_only_who_prepares_signing_changes_the_rules(
    partnership: Partnership, who: str, request: pytest.FixtureRequest
) -> None:
    actor = request.getfixturevalue(who)

    reads = bool(policies_routes.may_read_rules(actor, partnership))
    changes = bool(
        policies_routes.may_change_rules(actor, partnership, is_being_signed=False)
    )

    assert (reads, changes) == (who in READERS, who in CHANGERS)
    if who not in CHANGERS:
        with pytest.raises(PermissionDenied):
            change(partnership, actor, Route.INK)
        assert SigningRules.objects.count() == 0


def test_rules_stay_as_they_are_while_an_agreement_is_being_signed(
    scene: Scene,
) -> None:
    signing_round = scene.prepare()
    partnership = scene.agreement.partnership

    with pytest.raises(PermissionDenied, match="ligt een overeenkomst ter onder"):
        change(partnership, scene.preparer, Route.INK)

    scene.stop(signing_round, at=FIRST_AT)
    assert change(partnership, scene.preparer, Route.INK).allows_ink


@pytest.mark.parametrize(("who", "position"), list(product(PEOPLE, [1, 2])))
def test_never_the_other_party_hands_in_a_signature(
    scene: Scene, who: str, position: int, request: pytest.FixtureRequest
) -> None:
    signing_round = scene.offer()
    if position == 2:
        scene.pretend_first(signing_round)
    signature = place_of(signing_round, position)
    actor = request.getfixturevalue(who)
    rows = all_allowed(scene.agreement.partnership)

    answers = [
        bool(policies_routes.may_open_route(actor, signature)),
        bool(policies_routes.may_bring(actor, signature, TODAY, rows)),
        bool(policies_routes.may_record_ink(actor, signature, TODAY, rows)),
    ]

    allowed = OF_PROVIDER if position == 1 else OF_MUNICIPALITY
    assert answers == [who in allowed] * 3


@pytest.mark.parametrize("who", PEOPLE)
def test_scan_is_for_who_handles_the_signing(
    scene: Scene, who: str, request: pytest.FixtureRequest
) -> None:
    signature = place_of(scene.offer(), 1)
    actor = request.getfixturevalue(who)

    may = bool(policies_routes.may_read_scan(actor, signature))

    assert may == (who in SCAN_READERS)


@pytest.mark.parametrize("route", [Route.EXTERNAL, Route.INK])
def test_way_that_the_rules_do_not_allow_is_closed(scene: Scene, route: Route) -> None:
    signature = place_of(scene.offer(), 1)
    judge = route_queries.offer_of(route).may
    none = SigningRules(partnership=scene.agreement.partnership)

    verdict = judge(scene.first.signer, signature, TODAY, none)

    assert verdict.reason == policies_routes.NOT_ALLOWED[route]


@pytest.mark.parametrize("route", [Route.EXTERNAL, Route.INK])
def test_way_is_closed_once_the_signing_stopped(scene: Scene, route: Route) -> None:
    signing_round = scene.offer()
    scene.stop(signing_round, at=FIRST_AT)
    judge = route_queries.offer_of(route).may
    rows = all_allowed(scene.agreement.partnership)

    verdict = judge(scene.first.signer, place_of(signing_round, 1), TODAY, rows)

    assert verdict.reason.startswith("Deze ondertekening is gestopt")


@pytest.mark.parametrize("route", [Route.EXTERNAL, Route.INK])
def test_way_is_closed_before_there_is_a_document(scene: Scene, route: Route) -> None:
    signature = place_of(scene.prepare(), 1)
    judge = route_queries.offer_of(route).may
    rows = all_allowed(scene.agreement.partnership)

    verdict = judge(scene.first.signer, signature, TODAY, rows)

    assert verdict.reason.startswith("Het document wordt nog gemaakt")


def test_file_that_still_gets_a_timestamp_is_not_to_be_signed_elsewhere(
    scene: Scene,
) -> None:
    signing_round = scene.offer()
    scene.pretend_first(signing_round)
    Signature.objects.filter(round=signing_round, position=1).update(level="B-B")
    rows = all_allowed(scene.agreement.partnership)
    signature = place_of(signing_round, 2)

    bring = policies_routes.may_bring(scene.second.signer, signature, TODAY, rows)
    ink = policies_routes.may_record_ink(scene.second.signer, signature, TODAY, rows)

    assert (bring.reason, bool(ink)) == (policies_routes.STAMP_FOLLOWS, True)


def test_offers_are_those_that_somebody_may_take(scene: Scene, nurse: User) -> None:
    signing_round: SigningRound = scene.offer()
    SigningRules.objects.create(
        partnership=scene.agreement.partnership,
        allows_ink=True,
        changed_by=scene.preparer,
        changed_at=PREPARED_AT,
    )
    signature = place_of(signing_round, 1)

    own = route_queries.ways_for(scene.first.signer, signature, today=TODAY)
    others = route_queries.ways_for(scene.preparer, signature, today=TODAY)
    nobodys = route_queries.ways_for(nurse, signature, today=TODAY)

    assert [way.label for way in own] == ["Op papier"]
    assert [*others, *nobodys] == []


def test_every_way_has_its_words() -> None:
    assert route_queries.HOW.keys() == route_queries.SHORT.keys() == set(Route)
    offered = {offer.route for offer in route_queries.OFFERS}
    assert offered == set(Route) - {Route.PORTAL}
