"""Each judge from outside says what it should, and one that is missing says nothing."""

import json
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509

from tests.documents.conftest import ALDERMAN
from tests.documents.judges import ALL_PASSED, UNSIGNED_PASSED, findings, outcomes
from tests.documents.samples import MUNICIPALITY
from tests.factories import NOW
from tests.signing import ARCHIVE_YEARS
from vve_portal.documents.authority import Authority, create_authority
from vve_portal.documents.check import LAST_SIGNATURE_ONLY
from vve_portal.documents.covering import WHOLE
from vve_portal.documents.judges import programs
from vve_portal.documents.judges.opinions import Judge, Outcome
from vve_portal.documents.judging import judge_file
from vve_portal.documents.signing import Level, SignedFile, raise_level, sign
from vve_portal.documents.timestamps import BuiltInTimestamps

Install = Callable[[str, str], None]


@pytest.fixture
def trusted(authority: Authority) -> list[x509.Certificate]:
    """What the judges are to trust."""
    return [authority.certificate]


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Install:
    """Put programs of our own in place of those that are installed."""
    folder = tmp_path / "programs"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
    monkeypatch.setattr(sys, "executable", str(folder / "python"))

    def act(name: str, script: str) -> None:
        program = folder / name
        program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        program.chmod(0o755)

    return act


def test_signed_file_satisfies_all_and_each_tells_its_version(
    signed_twice: SignedFile, trusted: list[x509.Certificate]
) -> None:
    opinions = judge_file(signed_twice.content, certificates=trusted)

    assert {one.judge: one.outcome for one in opinions} == ALL_PASSED
    names = [one.version.split()[0] for one in opinions]
    assert names == ["page-validation", "outloud", "pdfsig", "OpenSSL"]
    notes = {one.judge: [note.split()[0] for note in one.findings] for one in opinions}
    assert notes == {
        Judge.STANDARDS: [LAST_SIGNATURE_ONLY],
        Judge.READING: [],
        Judge.POPPLER: ["pdfsig"],
        Judge.OPENSSL: [],
    }


def test_file_without_signatures_is_read_and_held_against_the_standards(
    sealed: bytes,
) -> None:
    assert outcomes(sealed) == UNSIGNED_PASSED


def test_changed_content_is_seen_by_both_judges_of_signatures(
    signed_once: SignedFile, trusted: list[x509.Certificate]
) -> None:
    changed = bytearray(signed_once.content)
    changed[len("%PDF-1.7\n%.")] ^= 1

    said = findings(bytes(changed), trusted)

    mismatch = "CMS routines: verification failure; CMS routines: content verify error"
    assert said == {
        Judge.POPPLER: (
            "Handtekening_gemeente: Digest Mismatch.",
            "pdfsig beoordeelt documenttijdstempels niet; openssl doet dat wel.",
        ),
        Judge.OPENSSL: (
            f"Onderdeel 1 (handtekening): {mismatch}",
            "Onderdeel 2 (tijdstempel): time stamp routines: message imprint mismatch",
        ),
    }


def test_bytes_behind_the_last_signature_are_seen(
    signed_once: SignedFile, trusted: list[x509.Certificate]
) -> None:
    said = findings(signed_once.content + b"% meer\n", trusted)

    assert said[Judge.STANDARDS][0] == "PDFA3A-POST-EOF-DATA-001"
    assert said[Judge.STANDARDS][1] == WHOLE
    assert said[Judge.POPPLER][0] == (
        "pdfsig vindt geen handtekening of tijdstempel over het geheel."
    )


def test_unknown_authority_is_not_trusted(
    signed_once: SignedFile, tmp_path: Path
) -> None:
    stranger = create_authority(
        key_path=tmp_path / "key.pem",
        certificate_path=tmp_path / "authority.pem",
        archive_years=ARCHIVE_YEARS,
        at=NOW,
    )

    said = findings(signed_once.content, [stranger.certificate])

    assert said.keys() == {Judge.POPPLER, Judge.OPENSSL}
    assert said[Judge.POPPLER][0] == (
        "Handtekening_gemeente: Certificate issuer isn't Trusted."
    )
    assert said[Judge.OPENSSL][0].startswith("Onderdeel 1 (handtekening): CMS routines")


@pytest.mark.parametrize("content", [b"geen pdf", b"%PDF-1.7\n/ByteRange [0 1 2 3]"])
def test_what_is_no_pdf_fails_before_every_judge_that_is_asked(content: bytes) -> None:
    said = outcomes(content)

    assert set(said.values()) == {Outcome.FAILED}


def test_timestamp_that_has_ended_counts_when_the_next_came_in_time(
    sealed: bytes,
    authority: Authority,
    timestamps: BuiltInTimestamps,
    trusted: list[x509.Certificate],
) -> None:
    """The certificate of the first service ended at NOW, which is over."""
    short = replace(authority, archive_years=0).issue_timestamper(NOW)
    signed = sign(
        sealed,
        field=MUNICIPALITY,
        signatory=ALDERMAN,
        authority=authority,
        timestamps=BuiltInTimestamps(short, timestamps.roots),
        at=NOW - timedelta(minutes=2),
    )
    service = BuiltInTimestamps(
        authority.issue_timestamper(NOW - timedelta(minutes=4)), timestamps.roots
    )

    def renewed(at: timedelta) -> bytes:
        return raise_level(
            signed.content, authority=authority, timestamps=service, at=NOW + at
        )

    in_time, too_late = renewed(timedelta(minutes=-1)), renewed(timedelta(hours=1))

    assert signed.level is Level.ARCHIVED
    assert findings(in_time, trusted) == {}
    for late in (signed.content, too_late):
        (sentence,) = findings(late, trusted)[Judge.OPENSSL]
        assert sentence.startswith("Onderdeel 2 (tijdstempel): time stamp routines")


def test_judges_that_are_not_installed_are_absent_and_not_satisfied(
    signed_once: SignedFile,
    trusted: list[x509.Certificate],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))

    said = outcomes(signed_once.content, trusted)

    assert said == {
        Judge.STANDARDS: Outcome.PASSED,
        Judge.READING: Outcome.ABSENT,
        Judge.POPPLER: Outcome.ABSENT,
        Judge.OPENSSL: Outcome.ABSENT,
    }
    assert said != ALL_PASSED


def test_errors_come_first_and_warnings_fail_nothing(
    sealed: bytes, install: Install
) -> None:
    found = [
        {"rule": "TBL-014", "severity": "warning", "message": "Long table"},
        {"rule": "TBL-014", "severity": "warning", "message": "Long table"},
        {"rule": "DOC-012", "severity": "error", "message": "No language"},
    ]

    def answer(findings: list[dict[str, str]], verdict: str) -> None:
        report = {
            "tool": {"name": "outloud", "version": "0"},
            "results": [{"verdict": verdict, "findings": findings, "error": "Kapot"}],
        }
        install("outloud", f"echo '{json.dumps(report)}'")

    def said() -> tuple[Outcome, tuple[str, ...]]:
        (one,) = [
            one
            for one in judge_file(sealed, certificates=[])
            if one.judge == Judge.READING
        ]
        return one.outcome, one.findings

    warning = "TBL-014 (let op): Long table (2 keer)"
    answer(found, "fail")
    assert said() == (Outcome.FAILED, ("DOC-012: No language", warning))
    answer(found[:2], "pass")
    assert said() == (Outcome.PASSED, (warning,))
    answer([], "unreadable")
    unread = "outloud kan het bestand niet lezen: Kapot"
    assert said() == (Outcome.FAILED, (unread,))
    answer([], "unsure")
    assert said() == (Outcome.FAILED, ("outloud zegt: unsure",))


@pytest.mark.parametrize("answer", ["onzin", "{}", '{"tool": {}, "results": []}'])
def test_answer_that_can_not_be_read_is_no_consent(
    sealed: bytes, install: Install, answer: str
) -> None:
    install("outloud", f"echo '{answer}'")

    assert findings(sealed) == {Judge.READING: ("outloud gaf geen leesbaar antwoord.",)}


def test_judge_that_takes_too_long_is_not_waited_for(
    sealed: bytes, install: Install, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(programs, "SECONDS", 0.2)
    install("outloud", "sleep 60")

    assert findings(sealed) == {
        Judge.READING: ("outloud gaf binnen 0.2 seconden geen antwoord.",)
    }


def test_judges_get_nothing_of_the_settings(
    sealed: bytes, install: Install, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET_KEY", "geheim")
    seen = tmp_path / "seen"
    install("outloud", f"env > {seen}; ls >> {seen}")

    outcomes(sealed)

    lines = seen.read_text(encoding="utf-8").splitlines()
    names = {line.partition("=")[0] for line in lines if "=" in line}
    assert names - {"PWD", "SHLVL", "_", "OLDPWD"} == {"LC_ALL", "TZ", "HOME"}
    assert [line for line in lines if "=" not in line] == [
        "authorities.pem",
        "document.pdf",
    ]
