"""Mail that must arrive, whatever somebody typed in a title."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from django.core.mail import EmailMessage

from vve_portal.accounts.mail import send_mail_to
from vve_portal.accounts.models import User

Commits = Callable[..., AbstractContextManager[Any]]


def test_a_line_end_in_a_title_keeps_no_mail_from_arriving(
    advisor: User,
    mailoutbox: list[EmailMessage],
    django_capture_on_commit_callbacks: Commits,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        send_mail_to(
            advisor,
            subject="U kunt nu tekenen: VVE\r\nBcc: iemand@elders.example",
            template="accounts/mail/reset_password.txt",
            context={"user": advisor, "url": "https://x.example/", "hours": 2},
        )

    [mail] = mailoutbox
    assert mail.subject == "U kunt nu tekenen: VVE Bcc: iemand@elders.example"
    assert mail.recipients() == [advisor.email]
