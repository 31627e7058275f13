"""Deletes delivered files that nobody decided about; meant for a daily timer."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from referrals.services.importing.forgetting import forget_files
from vve_portal.access.scope import scope
from vve_portal.accounts.models import Partnership
from vve_portal.accounts.scopes import scope_of_children_job


class Command(BaseCommand):
    """Goes through the partnerships one by one."""

    help = "Verwijdert aangeleverde bestanden die langer dan dertig dagen wachten."

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 - Django's form
        forgotten = 0
        partnerships = Partnership.objects.select_related("municipality", "provider")
        for partnership in partnerships.order_by("pk"):
            with scope(scope_of_children_job(partnership)):
                forgotten += forget_files(now=timezone.now())
        self.stdout.write(f"Verwijderde bestanden: {forgotten}.")
