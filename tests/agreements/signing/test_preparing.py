"""Freezing the text and asking two people to sign it."""

import json

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from pytest_django import Settings

from agreements.content import (
    canonical_json,
    content_of,
    negotiation_of,
    sha256_of,
)
from agreements.models import Agreement, Signature, SigningRound
from agreements.services import signing
from tests.agreements.building import add_clause_of
from tests.agreements.signing.scenes import PREPARED_AT, Scene
from tests.factories import (
    MandateFactory,
    PartnershipFactory,
    RoleGrantFactory,
    UserFactory,
)
from vve_portal.access.scope import Scope, scope
from vve_portal.accounts.models import Mandate, Partnership, RoleGrant, User
from vve_portal.accounts.queries import with_reach
from vve_portal.accounts.roles import Role
from vve_portal.accounts.scopes import scope_of_job
from vve_portal.audit.models import Entry
from vve_portal.documents.codes import code_digest, normal_code
from vve_portal.documents.services import find_partnerships


def prepare(
    scene: Scene, *mandates: Mandate, actor: User | None = None
) -> SigningRound:
    """Offer the agreement, by default as the scene has it."""
    return signing.prepare_signing(
        agreement=scene.agreement,
        mandates=mandates or scene.mandates,
        actor=actor or scene.preparer,
        now=PREPARED_AT,
    )


def nothing_happened(scene: Scene) -> bool:
    """Return whether the agreement is as it was, without a round."""
    status = Agreement.objects.get(pk=scene.agreement.pk).status
    return status == Agreement.Status.READY and not SigningRound.objects.exists()


def test_preparing_freezes_the_text_and_asks_two_in_order(scene: Scene) -> None:
    signing_round = prepare(scene)

    scene.agreement.refresh_from_db()
    content = content_of(
        scene.agreement, mandates=scene.mandates, code=signing_round.check_code
    )
    assert scene.agreement.status == Agreement.Status.SIGNING
    assert signing_round.content == canonical_json(content)
    assert signing_round.content_sha256 == sha256_of(json.loads(signing_round.content))
    assert signing_round.edition == scene.agreement.edition == 1
    assert (signing_round.document, signing_round.asked_at) == (None, PREPARED_AT)
    rows = signing_round.signatures.order_by("position")
    assert [(row.position, row.signer_id, row.mandate_id) for row in rows] == [
        (1, scene.first.signer_id, scene.first.pk),
        (2, scene.second.signer_id, scene.second.pk),
    ]
    assert {row.status for row in rows} == {Signature.Status.WAITING}


def test_preparing_gives_a_code_by_which_anybody_finds_the_partnership(
    scene: Scene, settings: Settings
) -> None:
    settings.PORTAL_URL = "https://vve.verzonnen.example"

    signing_round = prepare(scene)

    code = signing_round.check_code
    assert normal_code(code) == code
    assert json.loads(signing_round.content)["check"] == {
        "code": code,
        "address": f"https://vve.verzonnen.example/controle/{code}/",
    }
    digest = code_digest(code)
    assert find_partnerships(digest=digest) == [scene.agreement.partnership]


def test_preparing_freezes_how_the_parties_came_to_the_text(scene: Scene) -> None:
    signing_round = prepare(scene)

    expected = canonical_json(negotiation_of(scene.agreement))
    assert signing_round.negotiation == expected
    clauses = json.loads(expected)["clauses"]
    assert [one["code"] for one in clauses] == [f"G{area}-01" for area in range(1, 8)]


def test_preparing_is_on_record_with_the_hash(scene: Scene) -> None:
    signing_round = prepare(scene)

    entry = Entry.objects.about(scene.agreement).get(verb="agreement.offer")
    assert entry.actor_id == scene.preparer.pk
    assert entry.reach == Entry.Reach.SHARED
    assert entry.details["content_sha256"] == signing_round.content_sha256


def test_order_is_the_preparers_choice(scene: Scene) -> None:
    signing_round = prepare(scene, scene.second, scene.first)

    rows = signing_round.signatures.order_by("position")
    assert [row.mandate_id for row in rows] == [scene.second.pk, scene.first.pk]


def test_obstacle_stops_preparing(scene: Scene) -> None:
    add_clause_of(scene.agreement, code="G4-99")

    with pytest.raises(ValidationError, match="niet klaar voor ondertekening"):
        prepare(scene)

    assert nothing_happened(scene)


@pytest.mark.parametrize(
    "status",
    [one for one in Agreement.Status if one is not Agreement.Status.READY],
)
def test_only_a_ready_text_is_offered(scene: Scene, status: str) -> None:
    Agreement.objects.filter(pk=scene.agreement.pk).update(
        status=status,
        signed_at=PREPARED_AT if status == "signed" else None,
        void_reason="Anders." if status == "void" else "",
        shared_at=PREPARED_AT,
    )

    with pytest.raises(PermissionDenied):
        prepare(scene)

    assert not SigningRound.objects.exists()


def test_second_preparer_is_too_late(scene: Scene) -> None:
    prepare(scene)

    with pytest.raises(PermissionDenied, match="klaar is gemeld"):
        prepare(scene)

    assert SigningRound.objects.count() == 1


def test_nobody_without_the_role_prepares(scene: Scene, nurse: User) -> None:
    with pytest.raises(PermissionDenied, match="Uw rol"):
        prepare(scene, actor=nurse)

    assert nothing_happened(scene)


def test_stranger_prepares_nothing(scene: Scene, stranger: User) -> None:
    with pytest.raises(PermissionDenied, match="geen partij"):
        prepare(scene, actor=stranger)

    assert nothing_happened(scene)


def test_preparer_is_never_a_signer(scene: Scene, alderman: User) -> None:
    RoleGrantFactory.create(user=alderman, role=Role.CONTRACT_MANAGER)
    both = with_reach(alderman, today=PREPARED_AT.date())

    with pytest.raises(ValidationError, match="klaarzet, tekent niet zelf"):
        prepare(scene, actor=both)

    assert nothing_happened(scene)


def test_two_signers_of_one_party_are_refused(scene: Scene) -> None:
    other = MandateFactory.create(
        partnership=scene.agreement.partnership,
        organisation=scene.first.organisation,
        signer=scene.first.signer,
    )

    with pytest.raises(ValidationError, match="één ondertekenaar van de gemeente"):
        prepare(scene, scene.first, other)

    assert nothing_happened(scene)


@pytest.mark.parametrize("count", [1, 3])
def test_two_people_sign_and_no_other_number(scene: Scene, count: int) -> None:
    with pytest.raises(ValidationError, match="één ondertekenaar van de gemeente"):
        prepare(scene, *[*scene.mandates, scene.first][:count])

    assert nothing_happened(scene)


def test_mandate_of_another_partnership_is_not_found(scene: Scene) -> None:
    neighbour: Partnership = PartnershipFactory.create(
        municipality=scene.agreement.partnership.municipality
    )
    with scope(scope_of_job(neighbour)):
        elsewhere = MandateFactory.create(
            partnership=neighbour, signer=scene.second.signer
        )
    both = {scene.agreement.partnership_id, neighbour.pk}

    with (
        scope(Scope(partnerships=frozenset(both))),
        pytest.raises(ValidationError, match="één ondertekenaar van de gemeente"),
    ):
        prepare(scene, scene.first, elsewhere)

    assert nothing_happened(scene)


def test_mandate_that_was_withdrawn_is_refused(scene: Scene) -> None:
    Mandate.objects.filter(pk=scene.first.pk).update(withdrawn_at=PREPARED_AT)
    MandateFactory.create(
        partnership=scene.agreement.partnership, organisation=scene.first.organisation
    )

    with pytest.raises(ValidationError, match="geldt vandaag niet"):
        prepare(scene)

    assert nothing_happened(scene)


def test_signer_without_a_role_that_signs_is_refused(scene: Scene) -> None:
    RoleGrant.objects.filter(user=scene.second.signer).update(ended_at=PREPARED_AT)

    with pytest.raises(ValidationError, match="geen rol die tekent"):
        prepare(scene)

    assert nothing_happened(scene)


def test_signer_whose_account_was_closed_is_refused(scene: Scene) -> None:
    User.objects.get_queryset().filter(pk=scene.second.signer_id).update(
        is_active=False
    )
    MandateFactory.create(
        partnership=scene.agreement.partnership, organisation=scene.second.organisation
    )

    with pytest.raises(ValidationError, match="gesloten"):
        prepare(scene)

    assert nothing_happened(scene)


def test_signer_who_moved_to_another_party_is_refused(scene: Scene) -> None:
    mover: User = UserFactory.create(organisation=scene.second.organisation)
    RoleGrantFactory.create(user=mover, role=Role.ALDERMAN)
    mandate = MandateFactory.create(
        partnership=scene.agreement.partnership,
        organisation=scene.first.organisation,
        signer=mover,
    )

    with pytest.raises(ValidationError, match="werkt niet meer bij de partij"):
        prepare(scene, mandate, scene.second)

    assert nothing_happened(scene)


def test_provider_does_not_prepare(scene: Scene) -> None:
    deputy: User = UserFactory.create(organisation=scene.first.organisation)
    RoleGrantFactory.create(user=deputy, role=Role.JGZ_MANAGER)

    with pytest.raises(PermissionDenied):
        prepare(scene, actor=with_reach(deputy, today=PREPARED_AT.date()))

    assert nothing_happened(scene)


def test_text_can_not_change_while_it_is_signed(scene: Scene) -> None:
    signing_round = prepare(scene)

    scene.agreement.refresh_from_db()
    same = content_of(
        scene.agreement, mandates=scene.mandates, code=signing_round.check_code
    )
    assert sha256_of(same) == signing_round.content_sha256
