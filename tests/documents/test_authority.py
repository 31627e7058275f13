"""The portal's own authority: kept well, and refused when it does not fit."""

import stat
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from tests.documents.judges import run
from tests.factories import NOW
from tests.signing import ARCHIVE_YEARS
from vve_portal.documents.authority import (
    Authority,
    AuthorityUnavailable,
    create_authority,
    load_certificates,
    revocation_path,
    write_key,
    write_revocation_list,
)


def made_in(folder: Path) -> Authority:
    return create_authority(
        key_path=folder / "key.pem",
        certificate_path=folder / "authority.pem",
        archive_years=ARCHIVE_YEARS,
        at=NOW,
    )


def loaded_from(folder: Path) -> Authority:
    return Authority.load(
        key_path=folder / "key.pem",
        certificate_path=folder / "authority.pem",
        archive_years=ARCHIVE_YEARS,
    )


def test_key_is_for_its_owner_only(tmp_path: Path) -> None:
    made_in(tmp_path)

    assert stat.S_IMODE((tmp_path / "key.pem").stat().st_mode) == 0o600


def test_authority_that_is_there_is_kept(tmp_path: Path) -> None:
    first = made_in(tmp_path)

    second = made_in(tmp_path)

    assert second.certificate == first.certificate
    assert loaded_from(tmp_path).certificate == first.certificate


def test_key_is_never_written_over_another(tmp_path: Path) -> None:
    made_in(tmp_path)

    with pytest.raises(FileExistsError):
        write_key(tmp_path / "key.pem", ec.generate_private_key(ec.SECP256R1()))


@pytest.mark.parametrize("missing", ["key.pem", "authority.pem", "authority.crl.pem"])
def test_missing_file_is_named(tmp_path: Path, missing: str) -> None:
    made_in(tmp_path)
    (tmp_path / missing).unlink()

    with pytest.raises(AuthorityUnavailable, match=missing):
        loaded_from(tmp_path)


@pytest.mark.parametrize("broken", ["key.pem", "authority.pem", "authority.crl.pem"])
def test_damaged_file_is_named(tmp_path: Path, broken: str) -> None:
    made_in(tmp_path)
    (tmp_path / broken).write_text("-----BEGIN NIETS-----", encoding="utf-8")

    with pytest.raises(AuthorityUnavailable, match=broken):
        loaded_from(tmp_path)


@pytest.mark.parametrize("swapped", ["key.pem", "authority.crl.pem"])
def test_file_of_another_authority_is_refused(tmp_path: Path, swapped: str) -> None:
    ours, theirs = tmp_path / "ours", tmp_path / "theirs"
    made_in(ours)
    made_in(theirs)
    (theirs / swapped).replace(ours / swapped)

    with pytest.raises(AuthorityUnavailable):
        loaded_from(ours)


def test_key_of_another_kind_is_refused(tmp_path: Path) -> None:
    made_in(tmp_path)
    (tmp_path / "key.pem").unlink()
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    write_key(tmp_path / "key.pem", key)

    with pytest.raises(AuthorityUnavailable, match="kromme"):
        loaded_from(tmp_path)


def test_signer_gets_a_certificate_for_the_archive_term(authority: Authority) -> None:
    signer = authority.issue_signer(
        name="A. Verzonnen", organisation="Gemeente", function="wethouder", at=NOW
    )

    certificate = signer.certificate
    certificate.verify_directly_issued_by(authority.certificate)
    assert certificate.not_valid_before_utc <= NOW
    term = certificate.not_valid_after_utc - NOW
    assert round(term.days / 365.25) == ARCHIVE_YEARS
    assert _named(certificate) == {
        NameOID.COUNTRY_NAME: "NL",
        NameOID.ORGANIZATION_NAME: "Gemeente",
        NameOID.TITLE: "wethouder",
        NameOID.COMMON_NAME: "A. Verzonnen",
    }


def _named(certificate: x509.Certificate) -> dict[x509.ObjectIdentifier, str | bytes]:
    return {part.oid: part.value for part in certificate.subject}


def test_every_signature_has_its_own_key(authority: Authority) -> None:
    first, second = (
        authority.issue_signer(name="A", organisation="B", function="C", at=NOW)
        for _ in range(2)
    )

    assert first.certificate.serial_number != second.certificate.serial_number
    assert first.key.public_key() != second.key.public_key()


def test_long_names_fit_in_a_certificate(authority: Authority) -> None:
    signer = authority.issue_signer(
        name="N" * 100, organisation="O" * 100, function="", at=NOW
    )

    assert _named(signer.certificate)[NameOID.COMMON_NAME] == "N" * 64
    assert NameOID.TITLE not in _named(signer.certificate)


def test_authority_that_ends_too_soon_issues_nothing(authority: Authority) -> None:
    late = authority.certificate.not_valid_after_utc - timedelta(days=30)

    with pytest.raises(AuthorityUnavailable, match="bewaartermijn"):
        authority.issue_signer(name="A", organisation="B", function="C", at=late)


def test_revocation_list_lasts_as_long_as_the_authority(authority: Authority) -> None:
    listed = authority.revocation_list(NOW)

    assert listed.next_update_utc == authority.certificate.not_valid_after_utc
    assert listed.last_update_utc <= NOW
    issuer = authority.certificate.public_key()
    assert isinstance(issuer, ec.EllipticCurvePublicKey)
    assert listed.is_signature_valid(issuer)


def test_later_list_has_a_higher_number(authority: Authority) -> None:
    first, second = (
        authority.revocation_list(at) for at in (NOW, NOW + timedelta(days=1))
    )

    assert _number(second) > _number(first)


def _number(listed: x509.CertificateRevocationList) -> int:
    return listed.extensions.get_extension_for_class(x509.CRLNumber).value.crl_number


def test_revoked_certificate_stays_on_the_next_list(tmp_path: Path) -> None:
    made = made_in(tmp_path)
    entry = (
        x509.RevokedCertificateBuilder()
        .serial_number(4321)
        .revocation_date(NOW)
        .build()
    )
    with_entry = Authority(made.key, made.certificate, ARCHIVE_YEARS, (entry,))
    write_revocation_list(with_entry, tmp_path / "authority.pem", at=NOW)

    listed = loaded_from(tmp_path).revocation_list(NOW + timedelta(days=1))

    assert [one.serial_number for one in listed] == [4321]


def test_openssl_accepts_signer_and_list(tmp_path: Path) -> None:
    made = made_in(tmp_path)
    signer = made.issue_signer(
        name="A. Verzonnen", organisation="Gemeente", function="wethouder", at=NOW
    )
    file = tmp_path / "signer.pem"
    file.write_bytes(signer.certificate.public_bytes(Encoding.PEM))

    moment = str(int((NOW + timedelta(days=365)).timestamp()))
    said = run(
        "openssl",
        "verify",
        "-attime",
        moment,
        "-crl_check",
        "-CRLfile",
        revocation_path(tmp_path / "authority.pem"),
        "-CAfile",
        tmp_path / "authority.pem",
        file,
    )

    assert said.strip() == f"{file}: OK"


def test_certificates_of_earlier_authorities_are_read_too(tmp_path: Path) -> None:
    made_in(tmp_path / "new")
    made_in(tmp_path / "old")
    both = tmp_path / "both.pem"
    both.write_bytes(
        (tmp_path / "new" / "authority.pem").read_bytes()
        + (tmp_path / "old" / "authority.pem").read_bytes()
    )

    assert len(load_certificates(both)) == 2
