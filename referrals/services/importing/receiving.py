"""Taking a file in: refused at once with a sentence, or kept until it is decided on."""

from datetime import datetime
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction

from referrals import policies_imports
from referrals.models import FileKind, Import
from referrals.queries.imports import saved_mapping
from referrals.tables.columns import Schema
from referrals.tables.personal import refuse_personal
from referrals.tables.reading import read_table
from referrals.tables.signs import has_name_form, sign_in
from referrals.tables.table import DELIVERY, Table, TableError
from referrals.tables.totals import TOTALS
from referrals.tables.trajectories import TRAJECTORIES
from vve_portal.accounts.models import Partnership, User
from vve_portal.audit.models import Entry
from vve_portal.audit.services import record

SCHEMAS: Final[dict[FileKind, Schema]] = {
    FileKind.TRAJECTORIES: TRAJECTORIES,
    FileKind.TOTALS: TOTALS,
}
# Beside each child a file says nothing in free words; beside a figure it may.
FREE_TEXT: Final = frozenset({"opmerking", "opmerkingen", "notitie", "toelichting"})
LONGEST_NAME: Final = 160
MOST_SHOWN: Final = 30


@transaction.atomic
def receive_file(
    *,
    partnership: Partnership,
    kind: FileKind,
    file_name: str,
    content: bytes,
    actor: User,
    now: datetime,
) -> Import:
    """Keep a file until its columns are chosen, with a proposal for those.

    Raises PermissionDenied, or ValidationError with one sentence when the file is no
    table or has personal data; nothing of it is kept then.
    """
    policies_imports.may_import_in(actor, partnership).enforce()
    saved = saved_mapping(actor.organisation_id, kind)
    try:
        table = read_table(content, DELIVERY)
        columns = SCHEMAS[kind].suggest(table.header, saved)
        refuse_content(table, kind, columns)
    except TableError as refusal:
        raise ValidationError({"file": str(refusal)}) from refusal

    upload: Import = Import.objects.create(
        partnership=partnership,
        kind=kind,
        file_name=safe_name(file_name),
        content=content,
        columns=columns,
        # For who chooses the columns: their names, and how the first row fills them.
        counts={
            "header": list(table.header),
            "first": [cell[:MOST_SHOWN] for cell in table.rows[0].cells],
        },
        rows_total=len(table.rows),
        uploaded_by=actor,
        uploaded_at=now,
    )
    record(
        at=now,
        actor=actor,
        verb="import.receive",
        subject=upload,
        summary=f"Bestand met {kind.label.lower()} aangeleverd.",
        reach=Entry.Reach.ORGANISATION,
        rows=len(table.rows),
    )
    return upload


def refuse_content(table: Table, kind: FileKind, columns: dict[str, str]) -> None:
    """Raise TableError when a file has personal data, or free text about a child."""
    schema = SCHEMAS[kind]
    refuse_personal(
        table,
        dates=schema.date_headers(columns),
        months=schema.month_headers(columns),
    )
    if kind == FileKind.TOTALS:
        return
    for name in table.header:
        if name.casefold() in FREE_TEXT:
            message = (
                f"De kolom “{name}” heeft vrije tekst over kinderen. Die neemt het "
                "portaal niet aan. Haal die kolom weg en kies het bestand opnieuw."
            )
            raise TableError(message)


def safe_name(file_name: str) -> str:
    """Return the name of a file without its folder, and without a person in it."""
    bare = file_name.replace("\\", "/").rsplit("/", 1)[-1].strip()
    words = bare.rsplit(".", 1)[0].replace("_", " ").replace("-", " ")
    if not bare or sign_in(words) or has_name_form(words):
        return "bestand"
    return bare[-LONGEST_NAME:]
