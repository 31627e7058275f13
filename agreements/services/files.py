"""Asking for a file of an agreement."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from agreements.file_kinds import FileKind
from agreements.models import Agreement
from agreements.policies_files import NOT_NOW, may_take_along
from agreements.queries.files import find_wanted
from agreements.services.record import record_deed
from agreements.services.versions import lock_agreement
from vve_portal.accounts.models import User
from vve_portal.documents import ordering
from vve_portal.documents.models import FileOrder


@transaction.atomic
def order_file(
    *, agreement: Agreement, kind: FileKind, actor: User, now: datetime
) -> FileOrder:
    """Ask for a file as it has to be now; the same is made once.

    Raises PermissionDenied when the actor may not, or the agreement has no such file.
    """
    current = lock_agreement(agreement)
    may_take_along(actor, current, kind).enforce()
    wanted = find_wanted(current, kind)
    if wanted is None:
        raise PermissionDenied(NOT_NOW[kind])
    asked, is_new = ordering.order(
        partnership=current.partnership,
        kind=wanted.kind,
        subject=wanted.subject,
        fingerprint=wanted.fingerprint,
        actor=actor,
        now=now,
    )
    if is_new:
        record_deed(
            agreement=current,
            at=now,
            actor=actor,
            verb="agreement.order_file",
            subject=current,
            summary=f"Gevraagd om een bestand: {kind.label}.",
            kind=kind.value,
        )
    return asked
