"""A signature on paper counts and is told apart everywhere; the PDF goes without."""

from datetime import date, timedelta
from typing import Any, Final

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from pytest_django import DjangoCaptureOnCommitCallbacks

from agreements.models import Agreement, Signature, SigningRound, SigningRules
from agreements.queries import evidence, signing
from agreements.queries import routes as route_queries
from agreements.services import ink
from agreements.services.ink import Scan
from tests.agreements.signing.scenes import (
    PREPARED_AT,
    SECOND_AT,
    Scene,
    count_signatures,
    fresh,
    place_of,
)
from tests.scans import picture
from vve_portal.accounts.models import Mandate, User
from vve_portal.accounts.services.second_factor import SecondFactor
from vve_portal.audit.models import Entry
from vve_portal.documents import scanning
from vve_portal.documents.models import CheckKey
from vve_portal.ui.tones import NEUTRAL

pytestmark = pytest.mark.sqlite

SIGNED_ON: Final = PREPARED_AT.date()
HANDED_IN_AT: Final = PREPARED_AT + timedelta(days=3)
SCAN: Final = Scan(picture(), scanning.PNG)


@pytest.fixture
def offered(scene: Scene) -> SigningRound:
    """A round in which the house rules allow paper."""
    SigningRules.objects.create(
        partnership=scene.agreement.partnership,
        allows_ink=True,
        changed_by=scene.preparer,
        changed_at=PREPARED_AT,
    )
    return scene.offer()


def hand_in(signature: Signature, actor: User, **changes: Any) -> Signature:
    """Hand in a scan with a code that was just shown."""
    filled = {
        "scan": SCAN,
        "signed_on": SIGNED_ON,
        "place": "Verzonnen",
        "second_factor": SecondFactor(actor.pk, HANDED_IN_AT),
        "now": HANDED_IN_AT,
    }
    return ink.record_ink(signature=signature, actor=actor, **{**filled, **changes})


def newest_sha256(signing_round: SigningRound) -> str:
    """Return by what one knows the newest file."""
    found = SigningRound.objects.select_related("document").get(pk=signing_round.pk)
    assert found.document is not None
    return found.document.sha256


def test_scan_is_kept_and_the_pdf_stays_as_it_was(
    scene: Scene, offered: SigningRound
) -> None:
    before = newest_sha256(offered)

    hand_in(place_of(offered, 1), scene.first.signer)

    signature = fresh(place_of(offered, 1))
    assert (signature.status, signature.route, signature.level) == (
        Signature.Status.PLACED,
        Signature.Route.INK,
        Signature.Level.INK,
    )
    assert signature.scan is not None
    assert bytes(signature.scan.content) == SCAN.content
    assert (signature.place, signature.brought_by_id) == (
        "Verzonnen",
        scene.first.signer_id,
    )
    assert newest_sha256(offered) == before


def test_nobody_outside_finds_a_scan(scene: Scene, offered: SigningRound) -> None:
    hand_in(place_of(offered, 1), scene.first.signer)

    scan = fresh(place_of(offered, 1)).scan
    assert scan is not None
    assert CheckKey.objects.filter(digest=scan.sha256).count() == 0


def test_other_party_signs_in_the_portal_after_paper(
    scene: Scene, offered: SigningRound
) -> None:
    signer = scene.first.signer
    shown = SecondFactor(signer.pk, PREPARED_AT)
    hand_in(place_of(offered, 1), signer, now=PREPARED_AT, second_factor=shown)

    scene.sign_second(offered)

    scene.agreement.refresh_from_db()
    assert scene.agreement.status == Agreement.Status.SIGNED
    assert count_signatures(offered) == 1


def test_two_on_paper_complete_it_without_a_signature_in_the_file(
    scene: Scene, offered: SigningRound
) -> None:
    before = newest_sha256(offered)

    for position, mandate in enumerate(scene.mandates, start=1):
        hand_in(place_of(offered, position), mandate.signer)

    scene.agreement.refresh_from_db()
    assert scene.agreement.status == Agreement.Status.SIGNED
    assert scene.agreement.signed_at == HANDED_IN_AT
    assert newest_sha256(offered) == before
    entry = Entry.objects.about(scene.agreement).get(verb="agreement.complete")
    assert entry.details["routes"] == ["ink", "ink"]


def test_it_is_on_record_with_day_place_and_scan(
    scene: Scene, offered: SigningRound
) -> None:
    hand_in(place_of(offered, 1), scene.first.signer)

    entry = Entry.objects.about(scene.agreement).get(verb="signing.ink")
    scan = fresh(place_of(offered, 1)).scan
    assert scan is not None
    assert entry.details["scan_sha256"] == scan.sha256
    assert entry.details["route"] == "ink"
    assert "te Verzonnen op 20 november 2026" in entry.summary


def test_words_tell_paper_apart(scene: Scene, offered: SigningRound) -> None:
    hand_in(place_of(offered, 1), scene.first.signer)
    hand_in(place_of(offered, 2), scene.second.signer)

    found = signing.find_round(scene.agreement)
    assert found is not None
    [row, _] = signing.signature_rows(found, scene.preparer)
    assert (row.when, row.how, row.label, row.tone) == (
        "20 november 2026",
        "Op papier",
        "Op papier",
        NEUTRAL,
    )
    assert row.seal == "Op papier getekend; het portaal bewaart de scan"
    state = signing.state_of_round(found, now=HANDED_IN_AT)
    assert state.sentence == (
        "Beide partijen hebben getekend. Op papier getekend: Roos Testman en "
        f"{scene.second.signer.name}. Die handtekening staat niet in de pdf; het "
        "portaal bewaart de scan."
    )
    note = signing.turn_note(row, scene.preparer)
    assert note.endswith(", op papier getekend op 20 november 2026")
    assert route_queries.how_signed(row.signature) == route_queries.HOW["ink"]


def test_evidence_holds_day_place_and_scan_but_no_code_of_a_second_step(
    scene: Scene, offered: SigningRound
) -> None:
    hand_in(place_of(offered, 1), scene.first.signer)

    found = signing.find_round(scene.agreement)
    assert found is not None
    [told, waiting] = evidence.evidence_of(found, now=SECOND_AT)["signatures"]
    scan = fresh(place_of(offered, 1)).scan
    assert scan is not None
    assert told["ink"] == {
        "signed_on": "2026-11-20",
        "place": "Verzonnen",
        "scan": {
            "name": scan.name,
            "media_type": "image/png",
            "sha256": scan.sha256,
        },
    }
    assert (told["route"], told["signed_at"], told["second_factor"]) == ("ink", "", "")
    assert told["brought_by"] == scene.first.signer.name
    assert (waiting["route"], waiting["ink"], waiting["brought_by"]) == ("", None, "")


def test_signer_hears_what_a_colleague_handed_in(
    scene: Scene,
    offered: SigningRound,
    advisor: User,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    hand_in(place_of(offered, 1), scene.first.signer)

    with django_capture_on_commit_callbacks(execute=True):
        hand_in(place_of(offered, 2), advisor)

    [told] = [one for one in mail.outbox if one.subject.startswith("Uw handtekening")]
    assert told.to == [scene.second.signer.email]
    assert "20 november 2026" in told.body
    assert "Op papier" in told.body


def test_everybody_hears_how_each_signed(
    scene: Scene,
    offered: SigningRound,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    hand_in(place_of(offered, 1), scene.first.signer)

    with django_capture_on_commit_callbacks(execute=True):
        hand_in(place_of(offered, 2), scene.second.signer)

    told = next(one for one in mail.outbox if one.subject.startswith("Ondertekend"))
    line = "- Roos Testman, 20 november 2026: Op papier; het portaal bewaart de scan"
    assert line in told.body


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"place": "  "}, "place", ink.NO_PLACE),
        (
            {"signed_on": HANDED_IN_AT.date() + timedelta(days=1)},
            "signed_on",
            ink.LATER,
        ),
        (
            {"signed_on": SIGNED_ON - timedelta(days=1)},
            "signed_on",
            ink.TOO_EARLY.format(day="20 november 2026"),
        ),
    ],
)
def test_day_and_place_must_be_possible(
    scene: Scene,
    offered: SigningRound,
    changes: dict[str, Any],
    field: str,
    sentence: str,
) -> None:
    with pytest.raises(ValidationError) as caught:
        hand_in(place_of(offered, 1), scene.first.signer, **changes)

    assert caught.value.message_dict == {field: [sentence]}
    assert fresh(place_of(offered, 1)).status == Signature.Status.WAITING


def test_second_does_not_sign_before_the_first(
    scene: Scene, offered: SigningRound
) -> None:
    hand_in(place_of(offered, 1), scene.first.signer, signed_on=date(2026, 11, 22))

    with pytest.raises(ValidationError, match="22 november 2026"):
        hand_in(place_of(offered, 2), scene.second.signer, signed_on=date(2026, 11, 21))


def test_order_of_signing_holds_on_paper_too(
    scene: Scene, offered: SigningRound
) -> None:
    with pytest.raises(PermissionDenied, match="Eerst tekent Roos Testman"):
        hand_in(place_of(offered, 2), scene.second.signer)


def test_mandate_that_ended_since_the_day_of_signing_is_good(
    scene: Scene, offered: SigningRound
) -> None:
    Mandate.objects.filter(pk=scene.first.pk).update(ends_on=SIGNED_ON)

    hand_in(place_of(offered, 1), scene.first.signer)

    assert fresh(place_of(offered, 1)).status == Signature.Status.PLACED


def test_mandate_that_ended_before_the_day_of_signing_is_not(
    scene: Scene, offered: SigningRound
) -> None:
    Mandate.objects.filter(pk=scene.first.pk).update(ends_on=SIGNED_ON)

    with pytest.raises(ValidationError, match="gold niet op 21 november 2026"):
        hand_in(place_of(offered, 1), scene.first.signer, signed_on=date(2026, 11, 21))


def test_mandate_that_was_withdrawn_is_not_good_for_any_day(
    scene: Scene, offered: SigningRound
) -> None:
    Mandate.objects.filter(pk=scene.first.pk).update(withdrawn_at=HANDED_IN_AT)

    with pytest.raises(PermissionDenied, match="is ingetrokken"):
        hand_in(place_of(offered, 1), scene.first.signer)


@pytest.mark.parametrize("age", [timedelta(minutes=3), timedelta(minutes=-1)])
def test_code_that_is_not_fresh_hands_in_nothing(
    scene: Scene, offered: SigningRound, age: timedelta
) -> None:
    stale = SecondFactor(scene.first.signer_id, HANDED_IN_AT - age)

    with pytest.raises(PermissionDenied, match="nieuwe code"):
        hand_in(place_of(offered, 1), scene.first.signer, second_factor=stale)

    assert fresh(place_of(offered, 1)).status == Signature.Status.WAITING


def test_code_of_the_signer_is_not_that_of_the_colleague(
    scene: Scene, offered: SigningRound, advisor: User
) -> None:
    hand_in(place_of(offered, 1), scene.first.signer)
    shown = SecondFactor(scene.second.signer_id, HANDED_IN_AT)

    with pytest.raises(PermissionDenied, match="nieuwe code"):
        hand_in(place_of(offered, 2), advisor, second_factor=shown)


def test_scan_that_is_no_scan_is_refused() -> None:
    with pytest.raises(ValidationError) as caught:
        ink.read_scan(b"MZ geen scan")

    assert caught.value.message_dict == {"file": [scanning.NOT_KNOWN]}


def test_scan_that_is_too_big_is_not_even_opened() -> None:
    with pytest.raises(ValidationError) as caught:
        ink.read_scan(b"\x89PNG\r\n\x1a\n".ljust(scanning.BIGGEST + 1))

    assert caught.value.message_dict == {"file": [ink.TOO_BIG]}


def test_nobody_signs_twice_on_paper(scene: Scene, offered: SigningRound) -> None:
    hand_in(place_of(offered, 1), scene.first.signer)

    with pytest.raises(PermissionDenied, match="heeft al getekend"):
        hand_in(place_of(offered, 1), scene.first.signer)
