"""Passwords: forgotten, set anew, changed. The second factor is asked all the same."""

from datetime import datetime, timedelta
from typing import Final

from axes.utils import reset
from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.urls import reverse
from django.utils.encoding import force_bytes, force_str
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode

from vve_portal.access.scope import scope
from vve_portal.accounts.backends import hash_of_name
from vve_portal.accounts.mail import absolute, send_mail_to
from vve_portal.accounts.models import Session, User
from vve_portal.accounts.scopes import scope_of_account
from vve_portal.accounts.services.links import LinkRefused
from vve_portal.audit.models import Entry
from vve_portal.audit.services import record, record_refusal

REQUESTED: Final = "account.password_requested"
ASKED_AGAIN: Final = "account.password_asked_again"
# Whoever knows an address can't fill its mailbox.
ONE_MAIL_PER: Final = timedelta(minutes=5)
REFUSED: Final = (
    "Deze link is al gebruikt of te oud. Vraag een nieuwe link aan bij Wachtwoord"
    " vergeten."
)


@transaction.atomic
def request_password(*, email: str, now: datetime) -> None:
    """Have a link to set a new password mailed, if there is such an account.

    Tells nobody: a task sends the mail, so the answer takes as long for any address.
    """
    user = _find_user(email=email.lower())
    if user is None:
        record_refusal(
            at=now,
            actor=None,
            verb=REQUESTED,
            summary="Een nieuw wachtwoord is gevraagd voor een onbekend adres.",
        )
        return
    with scope(scope_of_account(user)):
        mailed = Entry.objects.about(user).filter(verb=REQUESTED)
        is_flood = mailed.filter(at__gt=now - ONE_MAIL_PER).exists()
    if is_flood:
        _record(user, ASKED_AGAIN, "nog een keer een nieuw wachtwoord gevraagd", now)
    else:
        _record(user, REQUESTED, "een nieuw wachtwoord gevraagd", now)
        from vve_portal.accounts.tasks import mail_password_link  # noqa: PLC0415 - the task calls us

        mail_password_link.enqueue(user.pk)


def send_password_link(*, user_pk: int) -> None:
    """Mail somebody a link to set a new password."""
    user = _find_user(pk=user_pk)
    if user is None:
        return
    uid = urlsafe_base64_encode(force_bytes(user.pk))
    token = default_token_generator.make_token(user)
    path = reverse("accounts:reset-password", args=[uid, token])
    send_mail_to(
        user,
        subject="Nieuw wachtwoord voor het VVE-portaal",
        template="accounts/mail/reset_password.txt",
        context={
            "user": user,
            "url": absolute(path),
            "hours": settings.PASSWORD_RESET_TIMEOUT // 3600,
        },
    )


def get_user_of_link(*, uid: str, token: str) -> User:
    """Return whose password a link may set; raises LinkRefused when it is void."""
    try:
        user = _find_user(pk=int(force_str(urlsafe_base64_decode(uid))))
    except ValueError:
        user = None
    if user is None or not default_token_generator.check_token(user, token):
        raise LinkRefused(REFUSED)
    return user


@transaction.atomic
def reset_password(*, uid: str, token: str, password: str, now: datetime) -> User:
    """Set a new password by a link, end all sessions and any lock-out.

    Raises LinkRefused when the link was used or is too old.
    """
    found = get_user_of_link(uid=uid, token=token)
    User.objects.select_for_update().get(pk=found.pk)
    # Judged again: who was first has changed the password that the link stands on.
    user = get_user_of_link(uid=uid, token=token)
    user.set_password(password)
    user.save(update_fields=["password"])
    Session.objects.filter(user=user).delete()
    reset(username=hash_of_name(user.email))
    _record(user, "account.password_reset", "een nieuw wachtwoord ingesteld", now)
    return user


@transaction.atomic
def change_password(
    *, user: User, password: str, keep_session: str | None, now: datetime
) -> User:
    """Change one's own password and sign out everywhere but in the session kept."""
    current = User.objects.select_related("organisation").get(pk=user.pk)
    current.set_password(password)
    current.save(update_fields=["password"])
    others = Session.objects.filter(user=current).exclude(session_key=keep_session)
    others.delete()
    _record(current, "account.password_changed", "het wachtwoord gewijzigd", now)
    return current


def _find_user(**wanted: object) -> User | None:
    people = User.objects.select_related("organisation")
    return people.filter(is_active=True, **wanted).first()


def _record(user: User, verb: str, deed: str, now: datetime) -> None:
    with scope(scope_of_account(user)):
        record(
            at=now,
            actor=user,
            verb=verb,
            subject=user,
            summary=f"{user.name} heeft {deed}.",
        )
