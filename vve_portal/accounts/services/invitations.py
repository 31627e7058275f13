"""Invitations by mail: one link, once, for a week."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse

from vve_portal.access.scope import scope
from vve_portal.accounts import policies
from vve_portal.accounts.mail import absolute, send_mail_to
from vve_portal.accounts.models import Invitation, RoleGrant, User
from vve_portal.accounts.roles import Role
from vve_portal.accounts.scopes import scope_of_account
from vve_portal.accounts.services.links import LinkRefused
from vve_portal.accounts.tokens import hash_of_token, make_token
from vve_portal.audit.services import record
from vve_portal.ui.dates import local_day

UNKNOWN: Final = (
    "Deze uitnodiging kennen wij niet. Kopieer de hele link uit de mail, of vraag de"
    " beheerder van uw organisatie om een nieuwe uitnodiging."
)
USED: Final = (
    "Deze uitnodiging is al gebruikt. Log in met uw e-mailadres en wachtwoord."
)
WITHDRAWN: Final = (
    "Deze uitnodiging is ingetrokken. Vraag de beheerder van uw organisatie om een"
    " nieuwe uitnodiging."
)
STALE: Final = (
    "Deze uitnodiging is te oud. Vraag de beheerder van uw organisatie om een nieuwe"
    " uitnodiging."
)


class InvitationRefused(Exception):  # noqa: N818 - a refusal, no fault
    """Somebody who can't be invited; the message says in Dutch why."""


@transaction.atomic
def invite(
    *,
    email: str,
    name: str,
    job_title: str,
    roles: Sequence[Role],
    actor: User,
    now: datetime,
) -> Invitation:
    """Invite somebody to the actor's organisation; an older invitation is withdrawn.

    Raises PermissionDenied when the actor may not or a role does not exist there, and
    InvitationRefused when the address already has an account.
    """
    policies.may_manage_people(actor).enforce()
    for role in roles:
        policies.may_have_role(actor.organisation, role).enforce()
    address = email.lower()
    if User.objects.get_queryset().filter(email=address).exists():
        message = "Dit e-mailadres heeft al een account. Gebruik een ander adres."
        raise InvitationRefused(message)
    older = Invitation.objects.visible_to(actor).open().filter(email=address)
    older.update(withdrawn_at=now)
    token = make_token()
    invitation = Invitation.objects.create(
        organisation=actor.organisation,
        email=address,
        name=name,
        job_title=job_title,
        roles=[role.value for role in roles],
        token_hash=hash_of_token(token),
        invited_by=actor,
        invited_at=now,
        expires_at=now + timedelta(days=settings.INVITATION_DAYS),
    )
    _send(invitation, token, actor)
    labels = ", ".join(role.label for role in roles)
    record(
        at=now,
        actor=actor,
        verb="invitation.sent",
        subject=invitation,
        summary=f"{name} is uitgenodigd als {labels}.",
        roles=invitation.roles,
    )
    return invitation


def _send(invitation: Invitation, token: str, actor: User) -> None:
    send_mail_to(
        invitation.email,
        subject="Uitnodiging voor het VVE-portaal",
        template="accounts/mail/invitation.txt",
        context={
            "invitation": invitation,
            "actor": actor,
            "url": absolute(reverse("accounts:accept-invitation", args=[token])),
            "days": settings.INVITATION_DAYS,
        },
    )


@transaction.atomic
def withdraw_invitation(
    *, invitation: Invitation, actor: User, now: datetime
) -> Invitation:
    """Withdraw an invitation: its link stops working.

    Raises PermissionDenied when the actor may not, or when it was used or withdrawn.
    """
    current = Invitation.objects.select_for_update().get(pk=invitation.pk)
    policies.may_withdraw_invitation(actor, current).enforce()
    current.withdrawn_at = now
    current.save(update_fields=["withdrawn_at"])
    record(
        at=now,
        actor=actor,
        verb="invitation.withdrawn",
        subject=current,
        summary=f"De uitnodiging van {current.name} is ingetrokken.",
    )
    return current


def get_invitation(*, token: str, now: datetime) -> Invitation:
    """Return the invitation with this secret; raises LinkRefused when it is void."""
    rows = Invitation.objects.select_related("organisation")
    invitation = rows.filter(token_hash=hash_of_token(token)).first()
    return _judge(invitation, now=now)


@transaction.atomic
def accept_invitation(*, token: str, name: str, password: str, now: datetime) -> User:
    """Make the account of an invitation, with its roles from today.

    Raises LinkRefused when the invitation was used, withdrawn or is too old. Nobody is
    signed in yet: it works in the scope of the one new account.
    """
    rows = Invitation.objects.select_for_update(of=("self",))
    rows = rows.select_related("organisation")
    found = rows.filter(token_hash=hash_of_token(token)).first()
    invitation = _judge(found, now=now)
    user = _make_user(invitation, name, password)
    for role in invitation.roles:
        RoleGrant.objects.create(
            user=user,
            role=role,
            starts_on=local_day(now),
            granted_by=invitation.invited_by,
        )
    invitation.accepted_at = now
    invitation.save(update_fields=["accepted_at"])
    with scope(scope_of_account(user)):
        record(
            at=now,
            actor=user,
            verb="invitation.accepted",
            subject=user,
            summary=f"{user.name} heeft de uitnodiging aangenomen.",
            roles=invitation.roles,
        )
    return user


def _make_user(invitation: Invitation, name: str, password: str) -> User:
    user = User(
        email=invitation.email,
        name=name,
        job_title=invitation.job_title,
        organisation=invitation.organisation,
    )
    user.set_password(password)
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError as error:  # invited by two organisations, or twice at once
        raise LinkRefused(USED) from error
    return user


def _judge(invitation: Invitation | None, *, now: datetime) -> Invitation:
    if invitation is None:
        raise LinkRefused(UNKNOWN)
    if invitation.accepted_at:
        raise LinkRefused(USED)
    if invitation.withdrawn_at:
        raise LinkRefused(WITHDRAWN)
    if invitation.expires_at <= now:
        raise LinkRefused(STALE)
    return invitation
