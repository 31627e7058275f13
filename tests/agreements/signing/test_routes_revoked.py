"""A brought file is judged twice, on record, and not at all when it may be revoked."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from hashlib import sha256
from typing import Any, Final

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import resolve, reverse
from pytest_django import Settings

from agreements.models import BroughtFile, Signature, SigningRound
from agreements.services import bringing, raising
from tests.agreements.signing.scenes import FIRST_AT, Scene, fresh, place_of
from tests.elsewhere import Outsider, Signer, sign_elsewhere
from vve_portal.accounts.models import User
from vve_portal.accounts.services.second_factor import SecondFactor
from vve_portal.audit.models import Entry
from vve_portal.documents import revocation
from vve_portal.documents import services as documents

BROUGHT_AT: Final = FIRST_AT + timedelta(minutes=10)
NAME: Final = "R. Testman"


def signed(
    signing_round: SigningRound, signer: Signer, timestamper: Any = None
) -> bytes:
    """Return the file of a round, signed by the other service."""
    found = SigningRound.objects.select_related("document").get(pk=signing_round.pk)
    assert found.document is not None
    base = bytes(found.document.content)
    return sign_elsewhere(
        base, signer, at=FIRST_AT, field="Sig_JGZ", timestamper=timestamper
    )


def bring(signing_round: SigningRound, content: bytes, actor: User) -> BroughtFile:
    """Bring a file back."""
    return bringing.bring_file(
        signature=place_of(signing_round, 1),
        content=content,
        actor=actor,
        now=BROUGHT_AT,
    )


def confirm(
    signing_round: SigningRound,
    content: bytes,
    actor: User,
    *,
    after: timedelta = timedelta(0),
) -> Signature:
    """Confirm it with a code that was just shown."""
    now = BROUGHT_AT + after
    return bringing.confirm_file(
        signature=place_of(signing_round, 1),
        sha256=sha256(content).hexdigest(),
        second_factor=SecondFactor(actor.pk, now),
        actor=actor,
        now=now,
    )


@contextmanager
def refused(sentence: str) -> Iterator[None]:
    """See that what happens here is refused with one sentence."""
    with pytest.raises(ValidationError) as caught:
        yield
    assert caught.value.messages == [sentence]


def test_certificate_that_was_revoked_signs_nothing(
    scene: Scene, open_ways: SigningRound, outsider: Outsider
) -> None:
    signer = outsider.issue()
    outsider.revoke(signer)

    with refused(revocation.REVOKED.format(name=NAME)):
        bring(open_ways, signed(open_ways, signer), scene.first.signer)

    assert BroughtFile.objects.count() == 0


@pytest.mark.parametrize("address", ["http://127.0.0.1:9/list", ""])
def test_certificate_of_which_nobody_says_whether_it_was_revoked_signs_nothing(
    scene: Scene, open_ways: SigningRound, outsider: Outsider, address: str
) -> None:
    signer = outsider.issue(lists_at=address)

    with refused(revocation.UNKNOWN.format(name=NAME)):
        bring(open_ways, signed(open_ways, signer), scene.first.signer)

    assert BroughtFile.objects.count() == 0


def test_certificate_that_was_revoked_since_it_was_brought_is_not_confirmed(
    scene: Scene, open_ways: SigningRound, outsider: Outsider
) -> None:
    signer = outsider.issue()
    content = signed(open_ways, signer)
    bring(open_ways, content, scene.first.signer)
    outsider.revoke(signer)

    with refused(revocation.REVOKED.format(name=NAME)):
        confirm(open_ways, content, scene.first.signer)

    assert fresh(place_of(open_ways, 1)).status == Signature.Status.WAITING


def test_authority_that_is_trusted_no_more_confirms_nothing(
    scene: Scene, open_ways: SigningRound, outsider: Outsider, settings: Settings
) -> None:
    content = signed(open_ways, outsider.issue())
    bring(open_ways, content, scene.first.signer)
    settings.EXTERNAL_ROOTS_FILE = None

    with pytest.raises(ValidationError):
        confirm(open_ways, content, scene.first.signer)

    assert fresh(place_of(open_ways, 1)).status == Signature.Status.WAITING


def test_file_that_waited_more_than_a_day_is_brought_again(
    scene: Scene, open_ways: SigningRound, outsider: Outsider
) -> None:
    content = signed(open_ways, outsider.issue())
    bring(open_ways, content, scene.first.signer)

    with refused(bringing.STALE):
        confirm(
            open_ways, content, scene.first.signer, after=timedelta(days=1, minutes=1)
        )

    assert fresh(place_of(open_ways, 1)).status == Signature.Status.WAITING


def test_bringing_and_putting_back_are_on_record(
    scene: Scene, open_ways: SigningRound, outsider: Outsider
) -> None:
    content = signed(open_ways, outsider.issue())
    bring(open_ways, content, scene.first.signer)
    bringing.put_back(
        signature=place_of(open_ways, 1), actor=scene.first.signer, now=BROUGHT_AT
    )

    entries = Entry.objects.about(scene.agreement).filter(
        verb__in=["signing.brought_in", "signing.put_back"]
    )

    digest = sha256(content).hexdigest()
    assert [
        (one.verb, one.actor_id, one.details["sha256"], one.details["route"])
        for one in entries.order_by("pk")
    ] == [
        ("signing.brought_in", scene.first.signer_id, digest, "external"),
        ("signing.put_back", scene.first.signer_id, digest, "external"),
    ]


def test_who_lost_the_account_meanwhile_brings_and_puts_back_nothing(
    scene: Scene, open_ways: SigningRound, outsider: Outsider
) -> None:
    content = signed(open_ways, outsider.issue())
    bring(open_ways, content, scene.first.signer)
    User.objects.filter(pk=scene.first.signer_id).update(is_active=False)

    with pytest.raises(PermissionDenied):
        bring(open_ways, content, scene.first.signer)
    with pytest.raises(PermissionDenied):
        bringing.put_back(
            signature=place_of(open_ways, 1), actor=scene.first.signer, now=BROUGHT_AT
        )

    assert BroughtFile.objects.count() == 1


@pytest.mark.parametrize(("has_own", "level"), [(False, "B-B"), (True, "B-T")])
def test_brought_signature_gets_a_timestamp_over_the_file_whatever_it_had(
    scene: Scene,
    open_ways: SigningRound,
    outsider: Outsider,
    has_own: bool,  # noqa: FBT001 - a case
    level: str,
) -> None:
    authority = documents.load_authority(FIRST_AT)
    stamper = documents.load_timestamps(authority, FIRST_AT).client(FIRST_AT)
    content = signed(open_ways, outsider.issue(), stamper if has_own else None)
    bring(open_ways, content, scene.first.signer)
    before = confirm(open_ways, content, scene.first.signer).level

    raising.raise_levels(
        round_pk=open_ways.pk,
        partnership=scene.agreement.partnership,
        now=BROUGHT_AT,
    )

    assert (before, fresh(place_of(open_ways, 1)).level) == (level, "B-B+DTS")


@pytest.mark.parametrize("name", ["bring", "bring-confirm", "ink"])
def test_no_transaction_waits_for_work_on_a_file(name: str) -> None:
    view: Any = resolve(reverse(f"agreements:{name}", args=[1])).func

    assert view.opens_own_scopes is True
