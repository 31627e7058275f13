"""A file is what was signed, down to the last byte, or the verdict says it is not."""

import io
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509

from tests.documents.conftest import BrokenTimestamps, Sign
from tests.documents.samples import PROVIDER
from tests.documents.verdicts import LATER, Verify, flipped, wrong
from tests.factories import NOW
from tests.signing import ARCHIVE_YEARS
from vve_portal.documents.authority import Authority, create_authority
from vve_portal.documents.check import InvalidDocument
from vve_portal.documents.covering import WHOLE
from vve_portal.documents.pades.placing import own_signer, place_signature
from vve_portal.documents.pades.writer import SealedWriter
from vve_portal.documents.signing import SignedFile
from vve_portal.documents.timestamps import BuiltInTimestamps
from vve_portal.documents.trust import Trust
from vve_portal.documents.verdicts import FileVerdict, Finding, Weight
from vve_portal.documents.verifying import verify


def test_both_signatures_are_good(judge: Verify, signed_twice: SignedFile) -> None:
    verdict = judge(signed_twice.content)

    assert verdict.is_good
    people = (
        "A. Verzonnen, wethouder, Gemeente Verzonnen",
        "B. Bedacht, directeur-bestuurder, JGZ Bedacht",
    )
    times = ("20-11-2026 om 10:30:00 uur", "20-11-2026 om 11:30:00 uur")
    stamp = "Het tijdstempel van Tijdstempel om uit te proberen"
    assert [finding.sentence for finding in verdict.findings] == [
        *(
            f"{who} klopt en bestond op {time}."
            for person, time in zip(people, times, strict=True)
            for who in (f"De handtekening van {person}", stamp)
        ),
        "De laatste handtekening of het laatste tijdstempel dekt het hele bestand.",
    ]
    assert [one.level for one in verdict.signatures] == ["B-LTA", "", "B-LTA", ""]
    assert [one.covers_file for one in verdict.signatures] == [False] * 3 + [True]
    assert verdict.signatures[2].certificate_serial == signed_twice.certificate_serial


def test_file_tells_until_when_its_newest_timestamp_can_be_judged(
    judge: Verify, signed_twice: SignedFile, timestamps: BuiltInTimestamps
) -> None:
    ends_at = timestamps.credential.certificate.not_valid_after_utc
    damaged = flipped(signed_twice.content, len(signed_twice.content) // 2)

    assert judge(signed_twice.content).archived_until == ends_at
    assert judge(damaged).archived_until is None


def test_signature_without_a_timestamp_over_it_is_not_archived(
    judge: Verify, without_archive: SignedFile
) -> None:
    verdict = judge(without_archive.content)

    assert verdict.is_good
    assert [one.level for one in verdict.signatures] == ["B-LTA", "", "B-LT"]
    assert verdict.archived_until is None


def test_raised_signature_is_proven_by_the_later_timestamp(
    judge: Verify, raised: bytes
) -> None:
    verdict = judge(raised)

    assert verdict.is_good
    assert [(one.kind, one.level) for one in verdict.signatures] == [
        ("handtekening", "B-LTA"),
        ("tijdstempel", ""),
        ("handtekening", "B-B+DTS"),
        ("tijdstempel", ""),
    ]
    assert [one.proven_at for one in verdict.signatures] == [
        NOW,
        NOW,
        NOW + timedelta(hours=2),
        NOW + timedelta(hours=2),
    ]


def test_signature_without_timestamp_is_good_but_marked(
    judge: Verify, sealed: bytes, sign_alderman: Sign, broken: BrokenTimestamps
) -> None:
    verdict = judge(sign_alderman(sealed, broken).content)

    assert verdict.is_good
    assert [finding for finding in verdict.findings if _is_notice(finding)] == [
        Finding(
            Weight.NOTICE,
            "De handtekening van A. Verzonnen, wethouder, Gemeente Verzonnen klopt."
            " Het tijdstip is nog niet bewezen met een tijdstempel.",
        ),
        Finding(Weight.NOTICE, "Nog niet geplaatst: Handtekening namens de JGZ."),
    ]
    assert [(one.level, one.proven_at) for one in verdict.signatures] == [("B-B", None)]


def _is_notice(finding: Finding) -> bool:
    return finding.weight is Weight.NOTICE


def test_file_without_signature_is_not_good(judge: Verify, sealed: bytes) -> None:
    assert wrong(judge(sealed)) == ["Het bestand heeft geen handtekening."]


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"geen pdf", b"\x00" * 999])
def test_what_is_no_pdf_is_not_good(judge: Verify, content: bytes) -> None:
    (sentence,) = wrong(judge(content))

    assert sentence.startswith("Het bestand is beschadigd of is geen PDF")


def test_stored_hash_is_compared_first(
    authority: Authority, signed_twice: SignedFile
) -> None:
    def judged(expected: str) -> FileVerdict:
        return verify(
            signed_twice.content,
            trusted_roots=[authority.certificate],
            at=LATER,
            expected_sha256=expected,
        )

    same, other = judged(signed_twice.sha256.upper()), judged("0" * 64)

    assert same.is_good
    assert same.findings[0].weight is Weight.GOOD
    assert wrong(other) == [
        "Het bestand is anders dan het bestand dat het portaal bewaart."
    ]


def test_signature_of_an_unknown_authority_is_not_trusted(
    signed_twice: SignedFile, tmp_path: Path
) -> None:
    unknown = create_authority(
        key_path=tmp_path / "key.pem",
        certificate_path=tmp_path / "authority.pem",
        archive_years=ARCHIVE_YEARS,
        at=NOW,
    )

    verdict = verify(
        signed_twice.content, trusted_roots=[unknown.certificate], at=LATER
    )

    assert not verdict.is_good
    assert [one.is_trusted for one in verdict.signatures] == [False] * 4
    assert [one.problems[0] for one in verdict.signatures] == [
        "Het certificaat is niet van een autoriteit die wordt vertrouwd."
    ] * 4
    assert [one.is_intact for one in verdict.signatures] == [True] * 4


def test_signature_of_a_revoked_certificate_is_not_good(
    sealed: bytes,
    authority: Authority,
    sign_alderman: Sign,
    timestamps: BuiltInTimestamps,
) -> None:
    signed = sign_alderman(sealed, timestamps)
    serial = int(signed.certificate_serial, 16)
    builder = x509.RevokedCertificateBuilder().serial_number(serial)
    entry = builder.revocation_date(NOW - timedelta(hours=1)).build()
    listed = Authority(
        authority.key, authority.certificate, ARCHIVE_YEARS, (entry,)
    ).revocation_list(NOW)

    verdict = verify(
        signed.content,
        trusted_roots=[authority.certificate],
        revoked=[listed],
        at=LATER,
    )

    assert not verdict.is_good
    assert "Het certificaat is ingetrokken." in wrong(verdict)[0]


def test_verdict_lasts_after_the_certificates_have_ended(
    authority: Authority, signed_twice: SignedFile
) -> None:
    in_a_century = NOW + timedelta(days=36525)

    verdict = verify(
        signed_twice.content, trusted_roots=[authority.certificate], at=in_a_century
    )

    assert verdict.is_good


def test_other_content_is_named_as_such(
    judge: Verify, signed_twice: SignedFile
) -> None:
    verdict = judge(flipped(signed_twice.content, len("%PDF-1.7\n%.")))

    assert [one.is_intact for one in verdict.signatures] == [False] * 4
    assert [one.problems[0] for one in verdict.signatures] == [
        "De ondertekende inhoud is daarna gewijzigd."
    ] * 4


def test_words_added_after_the_last_signature_are_seen(
    judge: Verify, signed_twice: SignedFile
) -> None:
    verdict = judge(signed_twice.content + b"\n% nog iets\n")

    (sentence,) = wrong(verdict)
    assert sentence.startswith("Na de laatste handtekening of het laatste tijdstempel")


def test_change_between_two_signatures_is_seen(
    judge: Verify,
    signed_once: SignedFile,
    sign_director: Sign,
    authority: Authority,
    timestamps: BuiltInTimestamps,
) -> None:
    changed = with_other_page(signed_once.content)
    trust = Trust(
        own=authority.certificate,
        timestamps=timestamps.roots,
        guests=(),
        revoked=(authority.revocation_list(NOW),),
        at=NOW,
        are_timestamps_remote=False,
    )
    signer = authority.issue_signer(name="B", organisation="C", function="D", at=NOW)

    signed = place_signature(
        changed,
        field=PROVIDER,
        signer=own_signer(signer, authority.certificate),
        trust=trust,
        client=timestamps.client(NOW),
    )

    first, stamp = wrong(judge(signed))
    assert first.startswith("De handtekening van A. Verzonnen")
    assert stamp.startswith("Het tijdstempel van")
    assert "meer gewijzigd dan handtekeningen en tijdstempels" in first
    assert "meer gewijzigd dan handtekeningen en tijdstempels" in stamp
    # The portal itself signs no such file.
    with pytest.raises(InvalidDocument, match=WHOLE):
        sign_director(changed, timestamps)


def with_other_page(pdf: bytes) -> bytes:
    """The file with one revision more, in which a page shows another."""
    changed: Any = io.BytesIO()
    writer: Any = SealedWriter(io.BytesIO(pdf))
    pages = writer.root["/Pages"]["/Kids"]
    pages[0]["/Contents"] = pages[1].raw_get("/Contents")
    writer.update_container(pages[0])
    writer.write(changed)
    return bytes(changed.getvalue())


def test_last_signature_cut_off_leaves_the_first_with_a_notice(
    judge: Verify, signed_once: SignedFile, signed_twice: SignedFile
) -> None:
    verdict = judge(signed_twice.content[: len(signed_once.content)])

    assert verdict.is_good
    assert verdict.findings[-1].sentence == (
        "Nog niet geplaatst: Handtekening namens de JGZ."
    )


def test_verdict_is_plain_data(judge: Verify, signed_once: SignedFile) -> None:
    said = json.loads(json.dumps(judge(signed_once.content).as_json()))

    assert said["is_good"] is True
    assert said["sha256"] == signed_once.sha256
    assert said["signatures"][0]["proven_at"] == "2026-11-20T09:30:00+00:00"
    assert said["signatures"][0]["function"] == "wethouder"


def test_verdict_holds_nothing_of_the_reader(
    judge: Verify, signed_once: SignedFile
) -> None:
    """Its own texts hold on to the file: writing them as data took half a minute."""
    verdict = judge(signed_once.content)

    assert {type(one.field) for one in verdict.signatures} == {str}
