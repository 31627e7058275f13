"""Two people sign one after the other, whatever the timestamp service does."""

import io
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from cryptography import x509

from tests.documents.conftest import BrokenTimestamps, Sign
from tests.documents.judges import ALL_PASSED, outcomes, pdfsig
from tests.documents.samples import PROVIDER
from tests.factories import NOW
from vve_portal.documents.authority import Authority, Credential, create_authority
from vve_portal.documents.check import InvalidDocument, check
from vve_portal.documents.judges.openssl import parts_of
from vve_portal.documents.signing import Level, SignedFile, raise_level
from vve_portal.documents.timestamps import (
    BuiltInTimestamps,
    RemoteTimestamps,
    TimestampUnavailable,
)

PERSON, TIME = "handtekening", "tijdstempel"
Judged = Callable[[bytes], tuple[list[str], list[str]]]


@pytest.fixture
def judged(authority: Authority) -> Judged:
    """Ask every judge; return what covers the file, and what openssl judged."""

    def ask(pdf: bytes) -> tuple[list[str], list[str]]:
        trusted = [authority.certificate]
        assert outcomes(pdf, trusted) == ALL_PASSED
        rows = pdfsig(pdf, trusted)
        covering = [row["Signature Field Name"] for row in rows if _covers(row)]
        return covering, [part.word for part in parts_of(pdf)]

    return ask


def _covers(row: dict[str, str]) -> bool:
    return "Total document signed" in row


def test_both_sign_with_timestamps_for_the_archive(
    signed_twice: SignedFile, judged: Judged
) -> None:
    covering, said = judged(signed_twice.content)

    assert signed_twice.level is Level.ARCHIVED
    assert not signed_twice.lacks_timestamp
    assert covering == ["Tijdstempel_2"]
    assert said == [PERSON, TIME, PERSON, TIME]
    assert check(signed_twice.content, signed=True) == []


def test_first_without_timestamp_is_raised_before_the_second(
    sealed: bytes,
    sign_alderman: Sign,
    sign_director: Sign,
    raise_later: Callable[[bytes], bytes],
    broken: BrokenTimestamps,
    timestamps: BuiltInTimestamps,
    judged: Judged,
) -> None:
    first = sign_alderman(sealed, broken)

    both = sign_director(raise_later(first.content), timestamps)

    assert first.level is Level.WITHOUT_TIMESTAMP
    assert first.lacks_timestamp
    covering, said = judged(both.content)
    assert covering == ["Tijdstempel_2"]
    assert said == [PERSON, TIME, PERSON, TIME]


def test_first_without_timestamp_is_covered_by_that_of_the_second(
    sealed: bytes,
    sign_alderman: Sign,
    sign_director: Sign,
    broken: BrokenTimestamps,
    timestamps: BuiltInTimestamps,
    judged: Judged,
) -> None:
    first = sign_alderman(sealed, broken)

    both = sign_director(first.content, timestamps)

    covering, said = judged(both.content)
    assert covering == ["Tijdstempel_1"]
    assert said == [PERSON, PERSON, TIME]


def test_second_without_timestamp_is_raised(raised: bytes, judged: Judged) -> None:
    covering, said = judged(raised)

    assert covering == ["Tijdstempel_2"]
    assert said == [PERSON, TIME, PERSON, TIME]


def test_both_without_timestamp_still_cover_the_file(
    sealed: bytes,
    sign_alderman: Sign,
    sign_director: Sign,
    broken: BrokenTimestamps,
    judged: Judged,
) -> None:
    both = sign_director(sign_alderman(sealed, broken).content, broken)

    covering, said = judged(both.content)
    assert covering == [PROVIDER]
    assert said == [PERSON, PERSON]


def test_archive_is_renewed_three_times(
    signed_twice: SignedFile, raise_later: Callable[[bytes], bytes], judged: Judged
) -> None:
    content = signed_twice.content

    for _ in range(3):
        content = raise_later(content)

    covering, said = judged(content)
    assert covering == ["Tijdstempel_5"]
    assert said == [PERSON, TIME, PERSON, TIME, TIME, TIME, TIME]
    assert content.startswith(signed_twice.content)


def test_service_that_fails_halfway_does_not_stop_the_signature(
    sealed: bytes, sign_alderman: Sign, timestamps: BuiltInTimestamps
) -> None:
    halfway = BrokenTimestamps(timestamps, fails_at=2)

    signed = sign_alderman(sealed, halfway)

    assert len(halfway.asked) == 2
    assert signed.level is Level.WITHOUT_TIMESTAMP
    assert check(signed.content, signed=True) == []


def test_service_that_fails_at_the_end_leaves_a_signature_to_be_raised(
    without_archive: SignedFile, raise_later: Callable[[bytes], bytes], judged: Judged
) -> None:
    assert without_archive.level is Level.WITHOUT_ARCHIVE
    assert without_archive.lacks_timestamp
    assert judged(without_archive.content) == ([PROVIDER], [PERSON, TIME, PERSON])

    raised = raise_later(without_archive.content)

    assert judged(raised) == (["Tijdstempel_2"], [PERSON, TIME, PERSON, TIME])


@pytest.mark.enable_socket
def test_service_that_nobody_answers_does_not_stop_the_signature(
    sealed: bytes, sign_alderman: Sign, authority: Authority
) -> None:
    nobody = RemoteTimestamps("http://127.0.0.1:9/", (authority.certificate,))

    signed = sign_alderman(sealed, nobody)

    assert signed.level is Level.WITHOUT_TIMESTAMP


def test_service_of_an_unknown_authority_gives_no_timestamp(
    sealed: bytes, sign_alderman: Sign, timestamps: BuiltInTimestamps, tmp_path: Path
) -> None:
    unknown = BuiltInTimestamps(_stranger(tmp_path), ())

    signed = sign_alderman(sealed, unknown)

    assert signed.level is Level.WITHOUT_TIMESTAMP
    assert timestamps.roots != unknown.roots


def _stranger(folder: Path) -> Credential:
    authority = create_authority(
        key_path=folder / "key.pem",
        certificate_path=folder / "authority.pem",
        archive_years=20,
        at=NOW,
    )
    return authority.issue_timestamper(NOW)


def test_raising_waits_until_the_service_is_back(
    signed_once: SignedFile, authority: Authority, broken: BrokenTimestamps
) -> None:
    with pytest.raises(TimestampUnavailable):
        raise_level(signed_once.content, authority=authority, timestamps=broken, at=NOW)


def test_document_that_breaks_a_rule_is_not_signed(
    sealed: bytes, sign_alderman: Sign, timestamps: BuiltInTimestamps
) -> None:
    with pytest.raises(InvalidDocument) as refused:
        sign_alderman(without_marks(sealed), timestamps)

    assert refused.value.rules == check(without_marks(sealed))
    assert refused.value.rules != []


def without_marks(pdf: bytes) -> bytes:
    """The document without the word that its structure can be trusted."""
    changed = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        del opened.Root.MarkInfo
        opened.save(changed)
    return changed.getvalue()


def test_what_was_sealed_is_still_there_untouched(
    sealed: bytes, signed_twice: SignedFile
) -> None:
    assert signed_twice.content.startswith(sealed)


def test_signed_file_tells_whose_certificate_it_has(signed_once: SignedFile) -> None:
    certificate = x509.load_pem_x509_certificate(signed_once.certificate_pem.encode())

    assert f"{certificate.serial_number:x}" == signed_once.certificate_serial
    assert "A. Verzonnen" in certificate.subject.rfc4514_string()


def test_signatures_of_the_same_person_have_other_keys(
    sealed: bytes, sign_alderman: Sign, broken: BrokenTimestamps
) -> None:
    first, second = (sign_alderman(sealed, broken) for _ in range(2))

    assert first.certificate_serial != second.certificate_serial
    assert first.sha256 != second.sha256


def test_key_of_a_signer_is_never_written(
    sealed: bytes,
    sign_alderman: Sign,
    broken: BrokenTimestamps,
    authority_folder: Path,
) -> None:
    before = sorted(file.name for file in authority_folder.iterdir())

    signed = sign_alderman(sealed, broken)

    assert sorted(file.name for file in authority_folder.iterdir()) == before
    assert b"PRIVATE KEY" not in signed.content
    assert "PRIVATE KEY" not in repr(signed)


def test_streams_added_by_signing_end_in_both_line_ends(
    sealed: bytes, signed_twice: SignedFile
) -> None:
    added = signed_twice.content[len(sealed) :]

    assert added.count(b"endstream") > 2
    assert added.count(b"\r\nendstream") == added.count(b"endstream")
