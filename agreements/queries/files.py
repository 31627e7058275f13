"""Files of an agreement: what is in them now, and whether they were made of that."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.urls import reverse

from agreements.content import content_of, sha256_of
from agreements.file_kinds import MEANT_FOR, FileKind
from agreements.models import Agreement
from agreements.policies_files import suits
from agreements.queries.council import (
    council_content,
    council_fingerprint,
    find_signed_round,
)
from vve_portal.documents.models import FileOrder
from vve_portal.documents.ordering import is_under_way
from vve_portal.documents.services import has_built_in_timestamps
from vve_portal.ui.dates import long_date, short_moment

# What signing makes by itself: a name, and what it is for.
TO_SIGN: Final = (
    "Overeenkomst ter ondertekening",
    "De vastgelegde tekst, met de handtekeningen die er al in staan.",
)
SIGNED: Final = (
    "Ondertekende overeenkomst",
    "Het origineel met de handtekeningen. Bewaar dit bestand zoals het is.",
)
EVIDENCE: Final = (
    "Bewijs van ondertekening",
    "Wat het portaal vastlegde, als bestand dat een computer leest (JSON).",
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file as it has to be now: another text makes another fingerprint."""

    kind: FileKind
    subject: int
    fingerprint: str


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file on the page: what it is, where it stands and what one can do."""

    label: str
    meant_for: str
    state: str
    detail: str = ""
    fetch_url: str = ""
    make_url: str = ""
    make_label: str = "Maak dit bestand"
    is_waiting: bool = False


def wanted_files(agreement: Agreement) -> list[Wanted]:
    """Return the files that an agreement in this status has, as they have to be now."""
    kinds = [kind for kind in FileKind if suits(agreement, kind)]
    if kinds == [FileKind.DRAFT]:
        fingerprint = draft_fingerprint(content_of(agreement))
        return [Wanted(FileKind.DRAFT, agreement.pk, fingerprint)]
    signing_round = find_signed_round(agreement)
    if signing_round is None:
        return []
    fingerprint = council_fingerprint(council_content(signing_round))
    return [Wanted(kind, signing_round.pk, fingerprint) for kind in kinds]


def find_wanted(agreement: Agreement, kind: FileKind) -> Wanted | None:
    """Return one file as it has to be now, if the agreement has it."""
    wanted = {one.kind: one for one in wanted_files(agreement)}
    return wanted.get(kind)


def draft_fingerprint(content: dict[str, Any]) -> str:
    """Return what tells one draft from another."""
    return sha256_of(
        {"content": sha256_of(content), "tryout": has_built_in_timestamps()}
    )


def find_order(agreement: Agreement, wanted: Wanted) -> FileOrder | None:
    """Return the order of a file, with its document but not its bytes."""
    rows = FileOrder.objects.filter(
        partnership=agreement.partnership_id,
        kind=wanted.kind,
        subject=wanted.subject,
        fingerprint=wanted.fingerprint,
    )
    return rows.select_related("document").defer("document__content").first()


def file_rows(agreement: Agreement, *, now: datetime) -> list[FileRow]:
    """Return the files that an agreement in this status has, made or not."""
    wanted = wanted_files(agreement)
    return [*_kept_rows(agreement), *(_row(agreement, one, now) for one in wanted)]


def _kept_rows(agreement: Agreement) -> list[FileRow]:
    """The files that signing made by itself."""
    is_signed = agreement.status == Agreement.Status.SIGNED
    if agreement.status == Agreement.Status.SIGNING:
        return [FileRow(*TO_SIGN, "Klaar", fetch_url=_page("download", agreement))]
    if not is_signed:
        return []
    signed = f"Ondertekend op {long_date(agreement.signed_at or agreement.created_at)}"
    return [
        FileRow(*SIGNED, "Klaar", signed, fetch_url=_page("download", agreement)),
        FileRow(*EVIDENCE, "Klaar", fetch_url=_page("evidence-file", agreement)),
    ]


def _page(name: str, agreement: Agreement) -> str:
    return reverse(f"agreements:{name}", args=[agreement.pk])


def _row(agreement: Agreement, wanted: Wanted, now: datetime) -> FileRow:
    asked = find_order(agreement, wanted)
    label, meant_for = str(wanted.kind.label), MEANT_FOR[wanted.kind]
    make_url = reverse("agreements:file-make", args=[agreement.pk, wanted.kind])
    if asked is None:
        return FileRow(label, meant_for, "Nog niet gemaakt", make_url=make_url)
    if asked.document is not None:
        return FileRow(
            label,
            meant_for,
            "Klaar",
            f"Gemaakt op {short_moment(asked.document.created_at)}",
            fetch_url=reverse("agreements:file", args=[agreement.pk, wanted.kind]),
        )
    if is_under_way(asked, now=now):
        return FileRow(label, meant_for, "Wordt gemaakt", is_waiting=True)
    why = asked.trouble or "Het bestand is na vijf minuten nog niet gemaakt."
    return FileRow(
        label,
        meant_for,
        "Niet gelukt" if asked.trouble else "Duurt te lang",
        why,
        make_url=make_url,
        make_label="Vraag het opnieuw aan",
    )
