"""Who gets which mail of signing, and who does not."""

from django.core import mail
from pytest_django import DjangoCaptureOnCommitCallbacks

from agreements.models import SigningRound
from agreements.services import placing, signing
from tests.agreements.signing.scenes import FIRST_AT, PREPARED_AT, Scene, place_of
from vve_portal.accounts.models import User


def receivers() -> set[str]:
    """Return to whom mails went."""
    return {address for message in mail.outbox for address in message.to}


def test_link_goes_to_the_signer_alone(
    scene: Scene, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    signing_round = scene.prepare()

    with django_capture_on_commit_callbacks(execute=True):
        make_document(scene, signing_round)

    link = f"/overeenkomsten/ondertekenen/{place_of(signing_round, 1).pk}/"
    assert receivers() == {scene.first.signer.email}
    assert link in mail.outbox[0].body


def make_document(scene: Scene, signing_round: SigningRound) -> None:
    """Have the document made by what the task runs."""
    placing.make_document(
        round_pk=signing_round.pk,
        partnership=scene.agreement.partnership,
        now=PREPARED_AT,
    )


def test_second_signer_gets_the_link_after_the_first(
    scene: Scene, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    signing_round = scene.offer()

    with django_capture_on_commit_callbacks(execute=True):
        scene.sign_first(signing_round)

    assert receivers() == {scene.second.signer.email}


def test_refusal_reaches_both_parties_with_the_reason(
    scene: Scene,
    contract_manager: User,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    signing_round = scene.offer()

    with django_capture_on_commit_callbacks(execute=True):
        signing.refuse_to_sign(
            signature=place_of(signing_round, 1),
            reason="Het bedrag is te hoog.",
            actor=scene.first.signer,
            now=FIRST_AT,
        )

    involved = (scene.preparer, scene.first.signer, scene.second.signer)
    assert receivers() == {person.email for person in involved}
    assert contract_manager.email not in receivers()
    assert all("Het bedrag is te hoog." in message.body for message in mail.outbox)


def test_completion_reaches_both_parties(
    scene: Scene, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    signing_round = scene.offer()
    scene.sign_first(signing_round)

    with django_capture_on_commit_callbacks(execute=True):
        scene.sign_second(signing_round)

    involved = (scene.preparer, scene.first.signer, scene.second.signer)
    assert receivers() == {person.email for person in involved}
    assert f"/overeenkomsten/{scene.agreement.pk}/ondertekening/" in (
        mail.outbox[0].body
    )
