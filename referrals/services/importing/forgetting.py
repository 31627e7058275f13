"""Deleting files that nobody decided about: at the latest after thirty days."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from referrals.models import Import

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
    pks = [upload.pk for upload in old.only("pk")]
    return Import.objects.filter(pk__in=pks).update(
        content=None, status=Status.DROPPED, finished_at=now
    )
