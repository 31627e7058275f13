"""Mail of the portal: plain text, a link and nothing to be leaked."""

from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string

from vve_portal.accounts.models import User


def send_mail_to(
    receiver: User | str, *, subject: str, template: str, context: dict[str, Any]
) -> None:
    """Send a mail once the deed is committed; a failing mail server undoes no deed."""
    address = receiver.email if isinstance(receiver, User) else receiver
    text = render_to_string(template, context)
    # A title with a line end in it would be refused as a header, and never arrive.
    heading = " ".join(subject.split())

    def send() -> None:
        send_mail(heading, text, settings.DEFAULT_FROM_EMAIL, [address])

    transaction.on_commit(send, robust=True)


def absolute(path: str) -> str:
    """Return the address of a page as it must stand in a mail."""
    return f"{settings.PORTAL_URL}{path}"
