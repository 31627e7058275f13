"""Everything that keeps documents, or signs and judges them as the settings say."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from cryptography import x509
from django.conf import settings
from django.db import transaction

from vve_portal.access.scope import scope
from vve_portal.accounts.models import Partnership
from vve_portal.accounts.scopes import scope_of_job
from vve_portal.documents import judging, signing, verifying
from vve_portal.documents.authority import (
    Authority,
    create_authority,
    load_certificates,
    load_revocation_list,
    write_revocation_list,
)
from vve_portal.documents.judges.opinions import Opinion
from vve_portal.documents.models import CheckKey, Judgement, StoredDocument
from vve_portal.documents.signing import Signatory, SignedFile
from vve_portal.documents.timestamps import (
    RemoteTimestamps,
    TimestampService,
    load_built_in,
)
from vve_portal.documents.verdicts import FileVerdict

PDF: Final = "application/pdf"


def sign(
    pdf: bytes,
    *,
    field: str,
    signer_name: str,
    organisation: str,
    function: str,
    at: datetime,
) -> SignedFile:
    """Sign into a field kept free, with a key that exists for this signature only.

    Without a timestamp, marked so, when the timestamp service fails. Raises
    AuthorityUnavailable, and InvalidDocument when the file breaks a standard.
    """
    authority = load_authority(at)
    return signing.sign(
        pdf,
        field=field,
        signatory=Signatory(signer_name, organisation, function),
        authority=authority,
        timestamps=load_timestamps(authority, at),
        at=at,
    )


def raise_level(pdf: bytes, *, at: datetime) -> bytes:
    """Add the timestamp that was missing, over the whole file.

    Raises TimestampUnavailable when the service still fails.
    """
    authority = load_authority(at)
    return signing.raise_level(
        pdf,
        authority=authority,
        timestamps=load_timestamps(authority, at),
        at=at,
    )


def verify_file(
    content: bytes, *, now: datetime, expected_sha256: str | None = None
) -> FileVerdict:
    """Judge a signed file against the stored SHA-256, if given, and on its own.

    Raises AuthorityUnavailable when the portal does not know what to trust.
    """
    return verifying.verify(
        content,
        trusted_roots=trusted_roots(),
        revoked=revocation_lists(),
        at=now,
        expected_sha256=expected_sha256,
    )


def judge_file(content: bytes) -> list[Opinion]:
    """Ask the judges from outside what they think of a file.

    Raises AuthorityUnavailable when the portal does not know what to trust.
    """
    return judging.judge_file(content, certificates=trusted_roots())


def judge_once(
    *, document_pk: int, partnership: Partnership, now: datetime
) -> list[Judgement]:
    """Ask the judges about a kept file unless they were asked; keep what they say.

    Asking takes seconds, so no scope is open meanwhile. Raises AuthorityUnavailable.
    """
    with scope(scope_of_job(partnership)):
        document = StoredDocument.objects.get(pk=document_pk)
        if document.judgements.exists():
            return []
    return judge_document(document=document, partnership=partnership, now=now)


def judge_document(
    *, document: StoredDocument, partnership: Partnership, now: datetime
) -> list[Judgement]:
    """Ask the judges about a kept file, and keep what they say beside it.

    Asking takes seconds: call it outside any scope, with the content loaded. Raises
    AuthorityUnavailable.
    """
    opinions = judge_file(bytes(document.content))
    with scope(scope_of_job(partnership)):
        return judging.keep_opinions(opinions, document=document, now=now)


def keep_opinions(
    content: bytes, opinions: Sequence[Opinion], *, now: datetime
) -> list[Judgement]:
    """Keep what the judges said beside each kept file that is this very file."""
    sha256 = hashlib.sha256(content).hexdigest()
    kept = []
    for partnership in find_partnerships(digest=sha256):
        with scope(scope_of_job(partnership)):
            same = StoredDocument.objects.filter(
                partnership=partnership, sha256=sha256
            ).defer("content")
            for document in same.order_by("pk"):
                kept += judging.keep_opinions(opinions, document=document, now=now)
    return kept


@transaction.atomic
def keep(
    *,
    partnership: Partnership,
    name: str,
    content: bytes,
    now: datetime,
    media_type: str = PDF,
    can_be_found: bool = True,
) -> StoredDocument:
    """Keep a file with its SHA-256; it is never changed afterwards.

    Who holds the same file finds its partnership by that SHA-256, unless it is one
    that only the parties may know of.
    """
    sha256 = hashlib.sha256(content).hexdigest()
    if can_be_found:
        add_check_key(digest=sha256, partnership=partnership)
    return StoredDocument.objects.create(
        partnership=partnership,
        name=name,
        media_type=media_type,
        content=content,
        sha256=sha256,
        created_at=now,
    )


def add_check_key(*, digest: str, partnership: Partnership) -> None:
    """Let whoever holds a file, or the code printed on it, find its partnership.

    `digest` is the SHA-256 of the file or of the code, in 64 hexadecimal digits.
    """
    CheckKey.objects.get_or_create(digest=digest, partnership=partnership)


def find_partnerships(*, digest: str) -> list[Partnership]:
    """The partnerships that have a file or code with this SHA-256; before any scope."""
    keys = CheckKey.objects.filter(digest=digest).order_by("partnership_id")
    rows = keys.select_related("partnership__municipality", "partnership__provider")
    return [key.partnership for key in rows]


def find_stored_sha256(name: str, content: bytes) -> str | None:
    """The SHA-256 the portal keeps for a file: of the same content, else of its name.

    By name it looks in one partnership after the other, each in its own scope.
    """
    sha256 = hashlib.sha256(content).hexdigest()
    if find_partnerships(digest=sha256):
        return sha256
    for partnership in Partnership.objects.order_by("pk"):
        with scope(scope_of_job(partnership)):
            found = (
                StoredDocument.objects.filter(partnership=partnership, name=name)
                .order_by("-created_at", "-pk")
                .values_list("sha256", flat=True)
                .first()
            )
        if found is not None:
            return found
    return None


def load_authority(at: datetime) -> Authority:
    """The authority in the settings; when trying out it is made on first use.

    Raises AuthorityUnavailable when it is missing or its files do not fit.
    """
    return create_portal_authority(at) if settings.DEBUG else read_authority()


def read_authority() -> Authority:
    """The authority in the settings; raises AuthorityUnavailable."""
    return Authority.load(
        key_path=settings.SIGNING_KEY_FILE,
        certificate_path=settings.SIGNING_CERTIFICATE_FILE,
        archive_years=settings.SIGNING_ARCHIVE_YEARS,
    )


def create_portal_authority(at: datetime) -> Authority:
    """Make the authority where the settings say, unless it is there already."""
    return create_authority(
        key_path=settings.SIGNING_KEY_FILE,
        certificate_path=settings.SIGNING_CERTIFICATE_FILE,
        archive_years=settings.SIGNING_ARCHIVE_YEARS,
        at=at,
    )


def renew_revocation_list(at: datetime) -> None:
    """Write the authority's revocation list as of now."""
    authority = read_authority()
    write_revocation_list(authority, settings.SIGNING_CERTIFICATE_FILE, at=at)


def load_timestamps(authority: Authority, at: datetime) -> TimestampService:
    """The timestamp service in the settings, or the built-in one to try out."""
    if has_built_in_timestamps():
        folder = settings.SIGNING_KEY_FILE.parent
        return load_built_in(authority, folder=folder, at=at)
    roots = load_certificates(settings.TIMESTAMP_ROOTS_FILE)
    return RemoteTimestamps(settings.TIMESTAMP_URL, tuple(roots))


def has_built_in_timestamps() -> bool:
    """Whether timestamps prove nothing to others, which a document has to say."""
    return not settings.TIMESTAMP_URL


def trusted_roots() -> list[x509.Certificate]:
    """The authorities on which trust in a signed file rests.

    The first is the portal's own; earlier ones may follow it in the same file.
    """
    roots = [*load_certificates(settings.SIGNING_CERTIFICATE_FILE), *external_roots()]
    if has_built_in_timestamps():
        return roots
    return [*roots, *load_certificates(settings.TIMESTAMP_ROOTS_FILE)]


def revocation_lists() -> list[x509.CertificateRevocationList]:
    """What the portal's own authority has revoked; raises AuthorityUnavailable."""
    return [load_revocation_list(settings.SIGNING_CERTIFICATE_FILE)]


def external_roots() -> list[x509.Certificate]:
    """The authorities whose certificates people may sign with outside the portal.

    None when the settings name no file; raises AuthorityUnavailable when it is not
    there.
    """
    file = settings.EXTERNAL_ROOTS_FILE
    return load_certificates(file) if file else []
