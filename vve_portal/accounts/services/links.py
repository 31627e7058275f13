"""Links by mail with which somebody sets the second factor, once."""

from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from vve_portal.accounts.mail import absolute, send_mail_to
from vve_portal.accounts.models import EnrolmentLink, User
from vve_portal.accounts.tokens import hash_of_token, make_token

UNKNOWN: Final = (
    "Deze link kennen wij niet. Kopieer de hele link uit de mail, of vraag een nieuwe"
    " link aan."
)
USED: Final = (
    "Deze link is al gebruikt. Log in met uw e-mailadres en wachtwoord. Dan kunt u"
    " een nieuwe link aanvragen."
)
STALE: Final = (
    "Deze link is te oud. Log in met uw e-mailadres en wachtwoord. Dan kunt u een"
    " nieuwe link aanvragen."
)


class LinkRefused(Exception):  # noqa: N818 - a refusal, no fault
    """A link that does not hold (any more); the message says in Dutch what to do."""


@transaction.atomic
def send_enrolment_link(*, user: User, now: datetime) -> EnrolmentLink:
    """Mail the user a link to set the second factor; older links stop working."""
    EnrolmentLink.objects.filter(user=user, used_at__isnull=True).delete()
    token = make_token()
    link = EnrolmentLink.objects.create(
        user=user,
        token_hash=hash_of_token(token),
        sent_at=now,
        expires_at=now + timedelta(days=settings.INVITATION_DAYS),
    )
    send_mail_to(
        user,
        subject="Stel uw tweede stap voor het VVE-portaal in",
        template="accounts/mail/enrolment_link.txt",
        context={
            "user": user,
            "url": absolute(reverse("accounts:open-link", args=[token])),
            "days": settings.INVITATION_DAYS,
        },
    )
    return link


def get_enrolment_link(*, token: str, now: datetime) -> EnrolmentLink:
    """Return the link with this secret; raises LinkRefused when it does not hold."""
    link = (
        EnrolmentLink.objects.select_related("user__organisation")
        .filter(token_hash=hash_of_token(token))
        .first()
    )
    if link is None or not link.user.is_active:
        raise LinkRefused(UNKNOWN)
    if link.used_at:
        raise LinkRefused(USED)
    if link.expires_at <= now:
        raise LinkRefused(STALE)
    return link
