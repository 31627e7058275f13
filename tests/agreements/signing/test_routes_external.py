"""A file that another service signed: taken over when it is ours and good, else not."""

import io
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import pikepdf
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from pytest_django import Settings

from agreements.models import (
    Agreement,
    BroughtFile,
    Signature,
    SigningRound,
    SigningRules,
)
from agreements.services import bringing
from tests.agreements.signing.scenes import (
    FIRST_AT,
    PREPARED_AT,
    SECOND_AT,
    Scene,
    count_signatures,
    fresh,
    place_of,
)
from tests.elsewhere import Outsider, change_page, sign_elsewhere
from vve_portal.accounts.models import Mandate, User
from vve_portal.accounts.services.second_factor import SecondFactor
from vve_portal.audit.models import Entry
from vve_portal.documents import adding

OWN: Final = "Sig_JGZ"
OTHERS: Final = "Sig_Gemeente"
BROUGHT_AT: Final = FIRST_AT + timedelta(minutes=10)


@pytest.fixture
def offered(
    scene: Scene, outsider: Outsider, settings: Settings, tmp_path: Path
) -> SigningRound:
    """A round in which the house rules allow another service."""
    roots = tmp_path / "external-roots.pem"
    roots.write_bytes(outsider.pem)
    settings.EXTERNAL_ROOTS_FILE = roots
    allow(scene)
    return scene.offer()


def allow(scene: Scene) -> None:
    """Let the house rules allow another service."""
    SigningRules.objects.create(
        partnership=scene.agreement.partnership,
        allows_external=True,
        changed_by=scene.preparer,
        changed_at=PREPARED_AT,
    )


def file_of(signing_round: SigningRound) -> bytes:
    """Return the newest file of a round, as somebody takes it along."""
    found = SigningRound.objects.select_related("document").get(pk=signing_round.pk)
    assert found.document is not None
    return bytes(found.document.content)


def signed(signing_round: SigningRound, outsider: Outsider, **changes: Any) -> bytes:
    """Return the file with a signature of the other service."""
    options = {"at": FIRST_AT, "field": OWN, **changes}
    return sign_elsewhere(file_of(signing_round), outsider.issue(), **options)


def bring(signature: Signature, content: bytes, actor: User) -> BroughtFile:
    """Bring a file back."""
    return bringing.bring_file(
        signature=signature, content=content, actor=actor, now=BROUGHT_AT
    )


def confirm(signature: Signature, actor: User) -> Signature:
    """Confirm it with a code that was just shown."""
    brought = BroughtFile.objects.filter(signature=signature).first()
    return bringing.confirm_file(
        signature=signature,
        sha256=sha256(brought.content).hexdigest() if brought else "",
        second_factor=SecondFactor(actor.pk, BROUGHT_AT),
        actor=actor,
        now=BROUGHT_AT,
    )


def refusal(signing_round: SigningRound, content: bytes, scene: Scene) -> str:
    """Bring a file that is refused; return the sentence, and see that nothing stays."""
    before = file_of(signing_round)
    with pytest.raises(ValidationError) as caught:
        bring(place_of(signing_round, 1), content, scene.first.signer)
    assert file_of(signing_round) == before
    assert BroughtFile.objects.count() == 0
    assert fresh(place_of(signing_round, 1)).status == Signature.Status.WAITING
    [sentence] = caught.value.message_dict["file"]
    return str(sentence)


def test_good_file_waits_for_a_person_and_changes_nothing_yet(
    scene: Scene, offered: SigningRound, outsider: Outsider
) -> None:
    before = file_of(offered)
    content = signed(offered, outsider)

    brought = bring(place_of(offered, 1), content, scene.first.signer)

    assert bytes(brought.content) == content
    assert (brought.signed_at, brought.level) == (FIRST_AT, "B-B")
    assert fresh(place_of(offered, 1)).status == Signature.Status.WAITING
    assert file_of(offered) == before


def test_confirmed_file_is_the_newest_of_the_round(
    scene: Scene, offered: SigningRound, outsider: Outsider
) -> None:
    content = signed(offered, outsider)
    bring(place_of(offered, 1), content, scene.first.signer)

    signature = confirm(place_of(offered, 1), scene.first.signer)

    assert file_of(offered) == content
    assert (signature.status, signature.route, signature.level) == (
        Signature.Status.PLACED,
        Signature.Route.EXTERNAL,
        Signature.Level.BASIC,
    )
    assert (signature.signed_at, signature.placed_at) == (FIRST_AT, BROUGHT_AT)
    assert signature.brought_by_id == scene.first.signer_id
    assert BroughtFile.objects.count() == 0


def test_other_party_signs_in_the_portal_upon_it(
    scene: Scene, offered: SigningRound, outsider: Outsider
) -> None:
    bring(place_of(offered, 1), signed(offered, outsider), scene.first.signer)
    confirm(place_of(offered, 1), scene.first.signer)

    scene.sign_second(offered)

    scene.agreement.refresh_from_db()
    assert scene.agreement.status == Agreement.Status.SIGNED
    assert count_signatures(offered) == 2


def test_it_is_on_record_with_who_brought_it_and_how(
    scene: Scene, offered: SigningRound, outsider: Outsider
) -> None:
    bring(place_of(offered, 1), signed(offered, outsider), scene.first.signer)

    confirm(place_of(offered, 1), scene.first.signer)

    entry = Entry.objects.about(scene.agreement).get(verb="signing.brought")
    assert entry.actor_id == scene.first.signer_id
    assert (entry.details["route"], entry.details["mandate"]) == (
        "external",
        scene.first.pk,
    )
    assert "andere ondertekendienst" in entry.summary


def test_file_that_was_saved_anew_is_refused(
    scene: Scene, offered: SigningRound, outsider: Outsider
) -> None:
    anew = io.BytesIO()
    with pikepdf.open(io.BytesIO(file_of(offered))) as pdf:
        pdf.save(anew)
    content = sign_elsewhere(anew.getvalue(), outsider.issue(), at=FIRST_AT, field=OWN)

    assert refusal(offered, content, scene) == adding.OTHER_FILE


def test_page_that_was_changed_before_signing_is_refused(
    scene: Scene, offered: SigningRound, outsider: Outsider
) -> None:
    content = sign_elsewhere(
        change_page(file_of(offered)), outsider.issue(), at=FIRST_AT, field=OWN
    )

    assert refusal(offered, content, scene) == adding.MORE_CHANGED


def test_earlier_file_that_was_signed_is_refused_with_what_to_do(
    scene: Scene, offered: SigningRound, outsider: Outsider
) -> None:
    early = sign_elsewhere(
        file_of(offered), outsider.issue(), at=SECOND_AT, field=OTHERS
    )
    scene.sign_first(offered)

    with pytest.raises(ValidationError) as caught:
        bringing.bring_file(
            signature=place_of(offered, 2),
            content=early,
            actor=scene.second.signer,
            now=SECOND_AT,
        )

    assert caught.value.message_dict == {"file": [bringing.EARLIER_FILE]}


def test_file_no_longer_fits_when_another_came_between(
    scene: Scene, offered: SigningRound, outsider: Outsider
) -> None:
    bring(place_of(offered, 1), signed(offered, outsider), scene.first.signer)
    found = SigningRound.objects.select_related("document").get(pk=offered.pk)
    assert found.document is not None
    other = type(found.document).objects.create(
        partnership=scene.agreement.partnership,
        name=found.document.name,
        content=bytes(found.document.content) + b"\n",
        sha256="0" * 64,
        created_at=FIRST_AT,
    )
    SigningRound.objects.filter(pk=offered.pk).update(document=other)

    with pytest.raises(ValidationError) as caught:
        confirm(place_of(offered, 1), scene.first.signer)

    assert caught.value.messages == [bringing.EARLIER_FILE]
    assert fresh(place_of(offered, 1)).status == Signature.Status.WAITING


def test_another_file_than_was_shown_is_not_confirmed(
    scene: Scene, offered: SigningRound, outsider: Outsider
) -> None:
    shown = signed(offered, outsider)
    bring(place_of(offered, 1), shown, scene.first.signer)
    other = sign_elsewhere(
        file_of(offered), outsider.issue("Iemand Anders"), at=FIRST_AT, field=OWN
    )
    bring(place_of(offered, 1), other, scene.first.signer)

    with pytest.raises(ValidationError) as caught:
        bringing.confirm_file(
            signature=place_of(offered, 1),
            sha256=sha256(shown).hexdigest(),
            second_factor=SecondFactor(scene.first.signer.pk, BROUGHT_AT),
            actor=scene.first.signer,
            now=BROUGHT_AT,
        )

    assert caught.value.messages == [bringing.ANOTHER_BROUGHT]
    assert fresh(place_of(offered, 1)).status == Signature.Status.WAITING


def test_file_put_back_signs_nothing(
    scene: Scene, offered: SigningRound, outsider: Outsider
) -> None:
    signature = place_of(offered, 1)
    bring(signature, signed(offered, outsider), scene.first.signer)

    bringing.put_back(signature=signature, actor=scene.first.signer, now=BROUGHT_AT)

    assert BroughtFile.objects.count() == 0
    with pytest.raises(ValidationError) as caught:
        confirm(signature, scene.first.signer)
    assert caught.value.messages == [bringing.NOTHING_BROUGHT]


def test_stopping_forgets_what_was_brought(
    scene: Scene, offered: SigningRound, outsider: Outsider
) -> None:
    bring(place_of(offered, 1), signed(offered, outsider), scene.first.signer)

    scene.stop(offered, at=SECOND_AT)

    assert BroughtFile.objects.count() == 0


def test_mandate_must_hold_on_the_day_of_signing(
    scene: Scene, offered: SigningRound, outsider: Outsider
) -> None:
    content = signed(offered, outsider)
    tomorrow = PREPARED_AT.date() + timedelta(days=1)
    Mandate.objects.filter(pk=scene.first.pk).update(starts_on=tomorrow)

    with pytest.raises(PermissionDenied, match="geldt vandaag niet"):
        bring(place_of(offered, 1), content, scene.first.signer)


@pytest.mark.parametrize("age", [timedelta(minutes=3), timedelta(minutes=-1)])
def test_code_that_is_not_fresh_confirms_nothing(
    scene: Scene, offered: SigningRound, outsider: Outsider, age: timedelta
) -> None:
    signature = place_of(offered, 1)
    content = signed(offered, outsider)
    bring(signature, content, scene.first.signer)

    with pytest.raises(PermissionDenied, match="nieuwe code"):
        bringing.confirm_file(
            signature=signature,
            sha256="0" * 64,
            second_factor=SecondFactor(scene.first.signer_id, BROUGHT_AT - age),
            actor=scene.first.signer,
            now=BROUGHT_AT,
        )

    assert fresh(signature).status == Signature.Status.WAITING
