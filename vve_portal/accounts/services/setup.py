"""What is done at the server: new organisations, their first administrator, pairs."""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from vve_portal.access.scope import PORTAL_ITSELF, Scope, scope
from vve_portal.accounts.mail import absolute, send_mail_to
from vve_portal.accounts.models import Invitation, Organisation, Partnership
from vve_portal.accounts.roles import Role
from vve_portal.accounts.scopes import scope_of_job
from vve_portal.accounts.tokens import hash_of_token, make_token
from vve_portal.audit.services import record

# Entries of the portal itself belong to no organisation.
OF_THE_PORTAL = Scope(organisations=frozenset({PORTAL_ITSELF}))


@transaction.atomic
def add_organisation(*, organisation: Organisation, now: datetime) -> Organisation:
    """Keep a new organisation; raises ValidationError when it is not whole."""
    organisation.full_clean()
    organisation.save()
    with scope(OF_THE_PORTAL):
        record(
            at=now,
            actor=None,
            verb="organisation.added",
            subject=organisation,
            summary=f"{organisation.name} is toegevoegd.",
        )
    return organisation


@transaction.atomic
def invite_administrator(
    *, organisation: Organisation, email: str, name: str, now: datetime
) -> str:
    """Invite an administrator from outside the portal; return the link.

    For the first of an organisation, or when none can get in any more.
    """
    token = make_token()
    invitation = Invitation.objects.create(
        organisation=organisation,
        email=email.lower(),
        name=name,
        roles=[Role.ADMINISTRATOR.value],
        token_hash=hash_of_token(token),
        invited_at=now,
        expires_at=now + timedelta(days=settings.INVITATION_DAYS),
    )
    url = absolute(reverse("accounts:accept-invitation", args=[token]))
    send_mail_to(
        invitation.email,
        subject="Uitnodiging voor het VVE-portaal",
        template="accounts/mail/invitation.txt",
        context={
            "invitation": invitation,
            "url": url,
            "days": settings.INVITATION_DAYS,
        },
    )
    with scope(OF_THE_PORTAL):
        record(
            at=now,
            actor=None,
            verb="invitation.sent",
            subject=invitation,
            summary=f"{name} is uitgenodigd als beheerder van {organisation.name}.",
        )
    return url


@transaction.atomic
def add_partnership(
    *,
    municipality: Organisation,
    provider: Organisation,
    code: str,
    starts_on: date,
    now: datetime,
) -> Partnership:
    """Tie a municipality and a provider; raises ValidationError when that can't be."""
    partnership = Partnership(
        municipality=municipality, provider=provider, code=code, starts_on=starts_on
    )
    partnership.full_clean()
    partnership.save()
    with scope(scope_of_job(partnership)):
        record(
            at=now,
            actor=None,
            verb="partnership.added",
            subject=partnership,
            summary=f"De samenwerking {partnership} is begonnen.",
        )
    return partnership
