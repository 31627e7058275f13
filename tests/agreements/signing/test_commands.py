"""The commands: export an agreement, and raise signatures."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from django.core.management import CommandError, call_command
from pytest_django import Settings

from agreements.models import Agreement, Signature, SigningRound
from tests.agreements.signing.scenes import (
    SECOND_AT,
    Scene,
    bring_timestamps_back,
    fresh,
    place_of,
    take_timestamps_down,
)
from tests.factories import AgreementFactory
from vve_portal.accounts.models import Partnership, User
from vve_portal.audit.models import Entry


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(SECOND_AT, tick=False):
        yield


def test_list_has_a_line_per_agreement_of_every_partnership(
    scene: Scene,
    stranger: User,
    everywhere: None,  # noqa: ARG001 - makes the stranger's agreement
    capsys: pytest.CaptureFixture[str],
) -> None:
    elsewhere = Partnership.objects.get(pk__in=stranger.partnership_ids)
    other = AgreementFactory.create(partnership=elsewhere, draft=True)

    call_command("export_agreement", "--list")

    mine = scene.agreement
    assert set(capsys.readouterr().out.splitlines()) == {
        f"{mine.reference}\tKlaar voor ondertekening\t{mine.partnership}",
        f"{other.reference}\tConcept\t{elsewhere}",
    }


def test_export_writes_pdf_and_evidence(
    scene: Scene, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    signing_round = scene.pretend_both()
    assert signing_round.document is not None
    reference = scene.agreement.reference

    call_command("export_agreement", reference, "--to", tmp_path / "uit")

    pdf = tmp_path / "uit" / f"{reference}-versie-1.pdf"
    proof = tmp_path / "uit" / f"{reference}-bewijs.json"
    evidence = json.loads(proof.read_text())
    assert capsys.readouterr().out.splitlines() == [str(pdf), str(proof)]
    assert pdf.read_bytes() == bytes(signing_round.document.content)
    assert sorted(path.name for path in pdf.parent.iterdir()) == [proof.name, pdf.name]
    assert evidence["text"]["sha256"] == signing_round.content_sha256
    assert evidence["text"]["content"] == json.loads(signing_round.content)
    assert [row["name"] for row in evidence["signatures"]] == [
        "Roos Testman",
        "Mees Fictief",
    ]
    assert [row["ground"]["kind"] for row in evidence["signatures"]] == [
        "Statuten",
        "Volmacht",
    ]
    assert {len(clause["consents"]) for clause in evidence["clauses"]} == {2}
    assert Entry.objects.filter(verb="agreement.export").count() == 2


def test_export_again_replaces_the_files(scene: Scene, tmp_path: Path) -> None:
    scene.pretend_both()
    reference = scene.agreement.reference
    pdf = tmp_path / f"{reference}-versie-1.pdf"
    pdf.write_bytes(b"older")

    call_command("export_agreement", reference, "--to", tmp_path)

    assert pdf.read_bytes().startswith(b"%PDF")
    assert len(list(tmp_path.iterdir())) == 2


def test_unknown_reference_says_where_to_look(scene: Scene, tmp_path: Path) -> None:
    scene.pretend_both()

    with pytest.raises(CommandError, match=r"geen overeenkomst met het kenmerk X-1\."):
        call_command("export_agreement", "X-1", "--to", tmp_path)


@pytest.mark.parametrize("status", ["negotiating", "ready"])
def test_unsigned_agreement_is_not_exported(
    scene: Scene, tmp_path: Path, status: str
) -> None:
    Agreement.objects.filter(pk=scene.agreement.pk).update(status=status)

    with pytest.raises(CommandError, match="is nog niet ondertekend"):
        call_command("export_agreement", scene.agreement.reference, "--to", tmp_path)

    assert list(tmp_path.iterdir()) == []


def test_half_signed_agreement_is_not_exported(scene: Scene, tmp_path: Path) -> None:
    scene.pretend_first(scene.offer())

    with pytest.raises(CommandError, match="Ter ondertekening"):
        call_command("export_agreement", scene.agreement.reference, "--to", tmp_path)

    assert list(tmp_path.iterdir()) == []


def test_folder_that_can_not_be_written_is_named(scene: Scene, tmp_path: Path) -> None:
    scene.pretend_both()
    blocked = tmp_path / "file"
    blocked.touch()

    with pytest.raises(CommandError, match="kan niet worden geschreven"):
        call_command("export_agreement", scene.agreement.reference, "--to", blocked)


@pytest.mark.parametrize("words", [[], ["X-1"], ["--to", "uit"]])
def test_half_a_command_says_how_to_give_it(
    words: list[str],
    db: None,  # noqa: ARG001 - a command looks in the database
) -> None:
    with pytest.raises(CommandError, match="Geef een kenmerk en een map"):
        call_command("export_agreement", *words)


def lower_first(signing_round: SigningRound) -> Signature:
    """Let the first signature lack its timestamp, as far as the rows go."""
    Signature.objects.filter(round=signing_round, position=1).update(
        level=Signature.Level.BASIC
    )
    return place_of(signing_round, 1)


def test_raising_reports_what_it_did(
    scene: Scene, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    signing_round = scene.offer()
    take_timestamps_down(settings)
    first = scene.sign_first(signing_round)
    bring_timestamps_back(settings)

    call_command("raise_signatures")
    call_command("raise_signatures")

    reference = scene.agreement.reference
    assert capsys.readouterr().out == f"{reference}: tijdstempel toegevoegd.\n"
    assert fresh(first).level == Signature.Level.RAISED


def test_raising_fails_aloud_while_the_service_is_down(
    scene: Scene, settings: Settings
) -> None:
    signing_round = scene.offer()
    scene.pretend_first(signing_round)
    first = lower_first(signing_round)
    take_timestamps_down(settings)

    with pytest.raises(CommandError, match="Documenten die nog wachten: 1"):
        call_command("raise_signatures")

    assert fresh(first).level == Signature.Level.BASIC


def test_stopped_round_is_not_raised(scene: Scene, settings: Settings) -> None:
    signing_round = scene.offer()
    scene.pretend_first(signing_round)
    first = lower_first(signing_round)
    SigningRound.objects.filter(pk=signing_round.pk).update(
        voided_at=SECOND_AT, void_reason="Fout."
    )
    take_timestamps_down(settings)

    call_command("raise_signatures")

    assert fresh(first).level == Signature.Level.BASIC
