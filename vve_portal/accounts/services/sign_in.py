"""What is kept of signing in: who came in, and who was refused."""

from datetime import datetime

from django.db import transaction

from vve_portal.access.scope import scope
from vve_portal.accounts.models import Session, User
from vve_portal.accounts.scopes import scope_of_account
from vve_portal.audit.services import record, record_refusal


def record_sign_in(*, user: User, now: datetime) -> None:
    """Keep that somebody signed in, second factor and all."""
    with scope(scope_of_account(user)):
        record(
            at=now,
            actor=user,
            verb="account.signed_in",
            subject=user,
            summary=f"{user.name} heeft ingelogd.",
        )


def record_wrong_password(*, email: str, is_locked: bool, now: datetime) -> None:
    """Keep a refused sign-in; of an address without account not even the address."""
    user = (
        User.objects.select_related("organisation").filter(email=email.lower()).first()
    )
    verb, summary = "account.wrong_password", "Inloggen met een verkeerd wachtwoord."
    if is_locked:
        verb = "account.locked"
        summary = "Inloggen geweigerd: te vaak een verkeerd wachtwoord."
    record_refusal(at=now, actor=user, verb=verb, summary=summary)


def record_refused_link(*, now: datetime, kind: str, user: User | None = None) -> None:
    """Keep that a link was opened that does not hold (any more)."""
    record_refusal(
        at=now,
        actor=user,
        verb="account.link_refused",
        summary=f"Een link die niet (meer) geldt is geopend: {kind}.",
    )


@transaction.atomic
def end_other_sessions(*, user: User, keep: str | None, now: datetime) -> int:
    """Sign the user out everywhere but in the session with key `keep`."""
    others = Session.objects.filter(user=user).exclude(session_key=keep)
    ended, _ = others.delete()
    with scope(scope_of_account(user)):
        record(
            at=now,
            actor=user,
            verb="account.sessions_ended",
            subject=user,
            summary=f"{user.name} heeft zich op andere apparaten uitgelogd.",
            sessions=ended,
        )
    return ended
