"""Deleting files that nobody decided about: at the latest after thirty days."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from referrals.models import Import
from referrals.services.importing.checking import forget_rows
from vve_portal.audit.models import Entry
from vve_portal.audit.services import entry_of, record_all

KEPT: Final = timedelta(days=30)
Status = Import.Status


@transaction.atomic
def forget_files(*, now: datetime) -> int:
    """Delete the content of files that wait longer than thirty days.

    Returns how many there were within the present scope.
    """
    old = Import.objects.filter(
        content__isnull=False, uploaded_at__lte=now - KEPT
    ).select_for_update()
    uploads: list[Import] = list(old.defer("content").order_by("pk"))
    for upload in uploads:
        upload.content, upload.status, upload.finished_at = None, Status.DROPPED, now
        forget_rows(upload)
    fields = ("content", "status", "finished_at", "counts")
    Import.objects.bulk_update(uploads, fields)
    record_all(
        entry_of(
            at=now,
            actor=None,
            verb="import.forget",
            subject=upload,
            summary="Aangeleverd bestand na dertig dagen weggedaan.",
            reach=Entry.Reach.CHILD,
        )
        for upload in uploads
    )
    return len(uploads)
