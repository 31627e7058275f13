"""Makes the portal's own authority, or renews its revocation list."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from vve_portal.documents import services
from vve_portal.documents.authority import AuthorityUnavailable


class Command(BaseCommand):
    """An authority that is there already is kept."""

    help = (
        "Maakt de autoriteit van het portaal. Bestaat die al, dan blijft ze en wordt"
        " alleen haar intrekkingslijst vernieuwd."
    )
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 - Django's form
        now = timezone.now()
        try:
            services.create_portal_authority(now)
            services.renew_revocation_list(now)
        except (OSError, AuthorityUnavailable) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"De sleutel staat in {settings.SIGNING_KEY_FILE}. Maak er een kopie van op"
            " een veilige plaats: zonder deze sleutel kan niemand meer ondertekenen."
        )
