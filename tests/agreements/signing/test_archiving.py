"""A signed agreement stays provable: its timestamp is renewed in time, and judged."""

import shutil
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import transaction
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from agreements.models import Signature, SigningRound
from agreements.services import archiving, rounds
from agreements.services.stamping import TimestampTooShort
from tests.agreements.signing.scenes import (
    SECOND_AT,
    Scene,
    fresh,
    place_of,
    take_timestamps_down,
)
from tests.documents.judges import ALL_PASSED, findings, outcomes, pdfsig
from tests.signing import ARCHIVE_YEARS
from vve_portal.audit.models import Entry
from vve_portal.documents.models import Judgement, StoredDocument
from vve_portal.documents.services import trusted_roots, verify_file

Level = Signature.Level
Commits = DjangoCaptureOnCommitCallbacks
FAR: timedelta = timedelta(days=365 * 40)
SIGNED: list[tuple[bytes, datetime]] = []


@pytest.fixture(autouse=True)
def _own_certificates(
    authority_in_settings: None,  # noqa: ARG001 - sets what is changed here
    settings: Settings,
    tmp_path: Path,
) -> None:
    """Keep the certificates in a folder of its own: some are renewed here."""
    folder = tmp_path / "signing"
    shutil.copytree(settings.SIGNING_KEY_FILE.parent, folder)
    for name in ("SIGNING_KEY_FILE", "SIGNING_CERTIFICATE_FILE"):
        setattr(settings, name, folder / getattr(settings, name).name)


@pytest.fixture
def signed(scene: Scene) -> SigningRound:
    """An agreement signed by both, in a file that was signed at the first call only."""
    if SIGNED:
        return give_signed(scene, *SIGNED[0])
    signing_round = scene.offer()
    scene.sign_first(signing_round)
    scene.sign_second(signing_round)
    made = reloaded(signing_round)
    assert made.archived_until is not None
    SIGNED.append((file_of(made), made.archived_until))
    return made


def give_signed(scene: Scene, pdf: bytes, until: datetime) -> SigningRound:
    """Let both have signed, in this very file."""
    signing_round = scene.pretend_both()
    with transaction.atomic():
        rounds.keep_file(
            signing_round=signing_round,
            partnership=scene.agreement.partnership,
            pdf=pdf,
            archived_until=until,
            now=SECOND_AT,
        )
    return reloaded(signing_round)


def reloaded(signing_round: SigningRound) -> SigningRound:
    """Return a round as it is now, with its file."""
    return SigningRound.objects.select_related("document").get(pk=signing_round.pk)


def file_of(signing_round: SigningRound) -> bytes:
    """Return the newest file of a round."""
    document = reloaded(signing_round).document
    assert document is not None
    return bytes(document.content)


def give_new_certificate(settings: Settings) -> None:
    """Let the built-in timestamps get a new key and certificate at next use."""
    folder: Path = settings.SIGNING_KEY_FILE.parent
    (folder / "timestamp-key.pem").unlink()
    (folder / "timestamp.pem").unlink()


def renew(scene: Scene, signing_round: SigningRound, *, now: datetime) -> bool:
    """Do what the command does for one round."""
    return archiving.renew_archive(
        round_pk=signing_round.pk,
        partnership=scene.agreement.partnership,
        before=now + FAR,
        now=now,
    )


def test_signed_agreement_tells_until_when_its_timestamp_lasts(
    signed: SigningRound,
) -> None:
    verdict = verify_file(file_of(signed), now=SECOND_AT)

    levels = [place_of(signed, position).level for position in (1, 2)]
    assert levels == [Level.ARCHIVED, Level.ARCHIVED]
    assert signed.archived_until is not None
    assert signed.archived_until == verdict.archived_until
    assert signed.archived_until > SECOND_AT + timedelta(days=365 * 19)


def test_every_judge_is_satisfied_before_and_after_three_renewals(
    scene: Scene, signed: SigningRound, settings: Settings
) -> None:
    before = file_of(signed)
    assert findings(before, trusted_roots()) == {}
    assert outcomes(before, trusted_roots()) == ALL_PASSED

    for hours in (1, 2, 3):
        give_new_certificate(settings)
        assert renew(scene, signed, now=SECOND_AT + timedelta(hours=hours))

    after = file_of(signed)
    assert after.startswith(before)
    assert findings(after, trusted_roots()) == {}
    assert outcomes(after, trusted_roots()) == ALL_PASSED
    fields = [row["Signature Field Name"] for row in pdfsig(after, trusted_roots())]
    assert sorted(fields)[2:] == [f"Tijdstempel_{number}" for number in range(1, 6)]
    term = timedelta(days=ARCHIVE_YEARS * 365.25)
    assert reloaded(signed).archived_until == SECOND_AT + timedelta(hours=3) + term
    assert Entry.objects.filter(verb="signing.archive_renewed").count() == 3


def test_renewed_file_is_good_when_all_before_it_has_ended(
    scene: Scene, signed: SigningRound, settings: Settings
) -> None:
    in_15_years, in_40_years = (
        SECOND_AT + timedelta(days=365 * years) for years in (15, 40)
    )
    give_new_certificate(settings)

    renew(scene, signed, now=in_15_years)

    verdict = verify_file(file_of(signed), now=in_40_years)
    assert verdict.is_good
    assert verdict.archived_until is not None
    assert verdict.archived_until > in_15_years + timedelta(days=365 * 19)


def test_timestamp_that_lasts_no_longer_is_not_kept(
    scene: Scene, signed: SigningRound
) -> None:
    before = StoredDocument.objects.count()

    with pytest.raises(TimestampTooShort):
        renew(scene, signed, now=SECOND_AT)

    assert StoredDocument.objects.count() == before
    assert reloaded(signed).trouble == ""


def test_timestamp_that_lasts_long_enough_is_left_alone(
    scene: Scene, signed: SigningRound
) -> None:
    document = signed.document_id

    is_renewed = archiving.renew_archive(
        round_pk=signed.pk,
        partnership=scene.agreement.partnership,
        before=SECOND_AT + timedelta(days=180),
        now=SECOND_AT,
    )

    assert is_renewed is False
    assert reloaded(signed).document_id == document


def test_agreement_that_is_not_signed_is_not_renewed(scene: Scene) -> None:
    signing_round = scene.offer()
    scene.sign_first(signing_round)
    partnership = scene.agreement.partnership
    later = SECOND_AT + FAR

    assert renew(scene, signing_round, now=SECOND_AT) is False
    assert list(archiving.rounds_due(partnership, before=later)) == []


def test_agreement_on_paper_only_has_nothing_to_renew(
    scene: Scene, signed: SigningRound
) -> None:
    partnership = scene.agreement.partnership
    due = archiving.rounds_due(partnership, before=SECOND_AT + FAR)
    assert list(due) == [signed]
    signatures = Signature.objects.filter(round=signed)

    signatures.update(
        route=Signature.Route.INK,
        scan=signed.document_id,
        brought_by=scene.preparer,
        place="Verzonnen",
    )

    assert list(due.all()) == []
    assert renew(scene, signed, now=SECOND_AT) is False


@time_machine.travel(SECOND_AT, tick=False)
def test_command_renews_what_ends_soon_and_says_so(
    scene: Scene,
    signed: SigningRound,
    settings: Settings,
    capsys: pytest.CaptureFixture[str],
) -> None:
    call_command("renew_archive_timestamps")
    give_new_certificate(settings)
    call_command("renew_archive_timestamps", "--within", str(FAR.days))

    assert capsys.readouterr().out.splitlines() == [
        "Geen enkel archieftijdstempel verloopt binnenkort.",
        f"{scene.agreement.reference}: archieftijdstempel toegevoegd.",
    ]
    assert verify_file(file_of(signed), now=SECOND_AT).is_good


@pytest.mark.parametrize(
    ("is_down", "reason"),
    [
        (True, "de tijdstempeldienst is niet bereikbaar"),
        (
            False,
            "de tijdstempeldienst heeft nog geen certificaat dat langer geldig is",
        ),
    ],
)
@time_machine.travel(SECOND_AT, tick=False)
def test_command_fails_aloud_and_leaves_the_file_as_it_was(
    scene: Scene,
    signed: SigningRound,
    settings: Settings,
    capsys: pytest.CaptureFixture[str],
    *,
    is_down: bool,
    reason: str,
) -> None:
    if is_down:
        take_timestamps_down(settings)

    with pytest.raises(CommandError, match="nog niet hebben: 1"):
        call_command("renew_archive_timestamps", "--within", str(FAR.days))

    assert capsys.readouterr().err == f"{scene.agreement.reference}: {reason}.\n"
    now = reloaded(signed)
    assert (now.document_id, now.archived_until) == (
        signed.document_id,
        signed.archived_until,
    )


@time_machine.travel(SECOND_AT, tick=False)
def test_command_goes_on_after_a_file_that_nobody_can_read(
    scene: Scene, signed: SigningRound, capsys: pytest.CaptureFixture[str]
) -> None:
    with transaction.atomic():
        rounds.keep_file(
            signing_round=signed,
            partnership=scene.agreement.partnership,
            pdf=b"%PDF-1.7 torn off",
            archived_until=SECOND_AT,
            now=SECOND_AT,
        )

    with pytest.raises(CommandError, match="nog niet hebben: 1"):
        call_command("renew_archive_timestamps")

    reason = "er ging iets mis in het portaal; zie het logboek"
    assert capsys.readouterr().err == f"{scene.agreement.reference}: {reason}.\n"


@time_machine.travel(SECOND_AT, tick=False)
def test_command_asks_the_judges_of_what_was_never_judged(
    signed: SigningRound, django_capture_on_commit_callbacks: Commits
) -> None:
    counts = []

    for _ in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            call_command("renew_archive_timestamps")
        counts.append(Judgement.objects.filter(document=signed.document).count())

    assert counts == [4, 4]


def test_file_without_archive_timestamp_gets_its_first(
    scene: Scene, signed: SigningRound
) -> None:
    """An agreement that was signed before there were archive timestamps."""
    SigningRound.objects.filter(pk=signed.pk).update(archived_until=None)
    Signature.objects.filter(round=signed).update(level=Level.LONG_TERM)

    assert renew(scene, signed, now=SECOND_AT) is True

    assert reloaded(signed).archived_until == signed.archived_until
    levels = [fresh(place_of(signed, position)).level for position in (1, 2)]
    assert levels == [Level.ARCHIVED, Level.ARCHIVED]


def test_each_signed_file_is_judged_once_by_itself(
    scene: Scene, settings: Settings, django_capture_on_commit_callbacks: Commits
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        signing_round = scene.prepare()
    scene.sign_first(signing_round)
    assert Judgement.objects.count() == 0

    with django_capture_on_commit_callbacks(execute=True):
        scene.sign_second(signing_round)
    judged = reloaded(signing_round)
    give_new_certificate(settings)
    with django_capture_on_commit_callbacks(execute=True):
        renew(scene, signing_round, now=SECOND_AT + timedelta(hours=1))

    passed = list(ALL_PASSED.items())
    rows = Judgement.objects.order_by("pk").values_list("judge", "outcome")
    assert list(rows.filter(document=judged.document)) == passed
    assert list(rows.filter(document=reloaded(signing_round).document)) == passed
    assert rows.count() == 8
