"""Keeping, signing and judging as the settings say, and the commands for it."""

import hashlib
import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction
from pytest_django import Settings

from tests.documents.samples import MUNICIPALITY
from tests.factories import NOW
from vve_portal.access.scope import scope
from vve_portal.accounts.models import Partnership, User
from vve_portal.accounts.scopes import scope_of, scope_of_job
from vve_portal.documents import services
from vve_portal.documents.authority import Authority, AuthorityUnavailable
from vve_portal.documents.checks import check_authority
from vve_portal.documents.models import StoredDocument
from vve_portal.documents.signing import Level, SignedFile
from vve_portal.documents.timestamps import RemoteTimestamps

NAME = "overeenkomst.pdf"


@pytest.fixture
def stored(partnership: Partnership, signed_once: SignedFile) -> StoredDocument:
    """The signed file, kept for the partnership of the cast."""
    with scope(scope_of_job(partnership)):
        return services.keep(
            partnership=partnership, name=NAME, content=signed_once.content, now=NOW
        )


@pytest.mark.sqlite
def test_kept_file_has_its_hash_and_moment(
    partnership: Partnership, stored: StoredDocument, signed_once: SignedFile
) -> None:
    with scope(scope_of_job(partnership)):
        kept = StoredDocument.objects.get()

    assert kept == stored
    assert bytes(kept.content) == signed_once.content
    assert kept.sha256 == signed_once.sha256
    assert kept.created_at == NOW
    assert str(kept) == f"{NAME} ({kept.sha256[:8]})"


@pytest.mark.sqlite
def test_kept_file_is_never_changed(
    partnership: Partnership, stored: StoredDocument
) -> None:
    with (
        scope(scope_of_job(partnership)),
        pytest.raises(DatabaseError),
        transaction.atomic(),
    ):
        StoredDocument.objects.filter(pk=stored.pk).update(name="anders.pdf")


def test_kept_file_is_for_both_parties_only(
    stored: StoredDocument, advisor: User, manager: User, stranger: User
) -> None:
    seen = {}
    for person in (advisor, manager, stranger):
        with scope(scope_of(person)):
            seen[person] = list(StoredDocument.objects.visible_to(person))

    assert seen == {advisor: [stored], manager: [stored], stranger: []}


@pytest.mark.usefixtures("authority_in_settings")
def test_file_is_signed_and_judged_as_the_settings_say(sealed: bytes) -> None:
    signed = services.sign(
        sealed,
        field=MUNICIPALITY,
        signer_name="A. Verzonnen",
        organisation="Gemeente",
        function="wethouder",
        at=NOW,
    )

    assert signed.level is Level.ARCHIVED
    assert services.has_built_in_timestamps()
    raised = services.raise_level(signed.content, at=NOW)
    assert services.verify_file(raised, now=NOW).is_good
    other = hashlib.sha256(sealed).hexdigest()
    assert not services.verify_file(raised, now=NOW, expected_sha256=other).is_good


def test_authority_is_made_only_when_trying_out(
    settings: Settings, tmp_path: Path
) -> None:
    settings.SIGNING_KEY_FILE = tmp_path / "signing" / "key.pem"
    settings.SIGNING_CERTIFICATE_FILE = tmp_path / "signing" / "authority.pem"

    with pytest.raises(AuthorityUnavailable, match=r"key\.pem"):
        services.load_authority(NOW)

    settings.DEBUG = True
    made = services.load_authority(NOW)
    assert made.certificate == services.read_authority().certificate


@pytest.mark.usefixtures("authority_in_settings")
def test_configured_service_needs_its_roots(
    settings: Settings, authority: Authority, tmp_path: Path
) -> None:
    settings.TIMESTAMP_URL = "https://tijdstempel.example/tsa"
    settings.TIMESTAMP_ROOTS_FILE = tmp_path / "roots.pem"

    with pytest.raises(AuthorityUnavailable, match=r"roots\.pem"):
        services.load_timestamps(authority, NOW)

    content = settings.SIGNING_CERTIFICATE_FILE.read_bytes()
    settings.TIMESTAMP_ROOTS_FILE.write_bytes(content)
    assert services.load_timestamps(authority, NOW) == RemoteTimestamps(
        "https://tijdstempel.example/tsa", (authority.certificate,)
    )
    assert services.trusted_roots() == [authority.certificate] * 2
    assert not services.has_built_in_timestamps()


@pytest.mark.usefixtures("authority_in_settings")
def test_deployment_is_fit_with_an_authority() -> None:
    assert check_authority() == []


def test_deployment_without_an_authority_is_refused(
    settings: Settings, tmp_path: Path
) -> None:
    settings.SIGNING_KEY_FILE = tmp_path / "key.pem"

    (error,) = check_authority()

    assert error.id == "documents.E001"
    assert "create_authority" in str(error.hint)


def verified(file: Path, *options: str) -> tuple[int, dict[str, object]]:
    """The exit status and the verdict that the command prints."""
    out, status = StringIO(), 0
    try:
        call_command("verify_document", str(file), *options, stdout=out)
    except SystemExit as end:
        status = int(end.code or 0)
    said: dict[str, object] = json.loads(out.getvalue())
    return status, said


@pytest.mark.sqlite
@pytest.mark.usefixtures("authority_in_settings")
def test_command_finds_the_hash_of_a_kept_file(
    stored: StoredDocument, tmp_path: Path
) -> None:
    file = tmp_path / "hernoemd.pdf"
    file.write_bytes(stored.content)

    status, said = verified(file)

    assert status == 0
    assert said["expected_sha256"] == stored.sha256


@pytest.mark.usefixtures("authority_in_settings")
def test_command_compares_with_the_kept_file_of_that_name(
    stored: StoredDocument, tmp_path: Path
) -> None:
    file = tmp_path / NAME
    damaged = bytearray(stored.content)
    damaged[-1] ^= 1
    file.write_bytes(damaged)

    status, said = verified(file)

    assert status == 1
    assert said["expected_sha256"] == stored.sha256
    assert said["is_good"] is False


@pytest.mark.django_db
@pytest.mark.usefixtures("authority_in_settings")
def test_command_judges_an_unknown_file_by_its_signatures(
    signed_once: SignedFile, tmp_path: Path
) -> None:
    file = tmp_path / "onbekend.pdf"
    file.write_bytes(signed_once.content)
    known = verified(file)
    file.write_bytes(signed_once.content.replace(b"/Metadata", b"/Metadatb", 1))
    damaged = verified(file)

    assert (known[0], damaged[0]) == (0, 1)
    assert known[1]["expected_sha256"] is None


@pytest.mark.django_db
@pytest.mark.usefixtures("authority_in_settings")
def test_command_takes_the_hash_of_the_evidence(
    signed_once: SignedFile, tmp_path: Path
) -> None:
    file = tmp_path / "bestand.pdf"
    file.write_bytes(signed_once.content)

    right = verified(file, "--sha256", signed_once.sha256)
    wrong = verified(file, "--sha256", "0" * 64)

    assert (right[0], wrong[0]) == (0, 1)


@pytest.mark.django_db
@pytest.mark.usefixtures("authority_in_settings")
def test_command_says_which_file_is_missing(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"weg\.pdf"):
        call_command("verify_document", str(tmp_path / "weg.pdf"))


def test_command_makes_the_authority_once(settings: Settings, tmp_path: Path) -> None:
    settings.SIGNING_KEY_FILE = tmp_path / "key.pem"
    settings.SIGNING_CERTIFICATE_FILE = tmp_path / "authority.pem"
    call_command("create_authority", stdout=StringIO())
    first, list_before = (
        services.read_authority(),
        (tmp_path / "authority.crl.pem").read_bytes(),
    )

    call_command("create_authority", stdout=StringIO())

    assert services.read_authority().certificate == first.certificate
    assert (tmp_path / "authority.crl.pem").read_bytes() != list_before
