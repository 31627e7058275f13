"""Who is measured, signed in with a second factor as if by the sign-in page."""

from collections.abc import Iterable
from typing import Final

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.utils import timezone
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_totp.models import TOTPDevice

from bench.load import Visitor
from vve_portal.accounts.models import User
from vve_portal.accounts.queries import find_actor
from vve_portal.accounts.roles import Role
from vve_portal.accounts.sessions import SEEN, SIGNED_IN, SessionStore

BACKEND: Final = "vve_portal.accounts.backends.ActorBackend"


def find_people(role: Role, number: int) -> list[User]:
    """Return the first so many people with a role, the measured one first."""
    rows = User.objects.get_queryset().filter(grants__role=role).order_by("pk")
    return list(rows[:number])


def as_actor(person: User) -> User:
    """Return somebody with all he may; raises LookupError without an account."""
    actor = find_actor(user_pk=person.pk, today=timezone.localdate())
    if actor is None:
        message = f"{person} can't sign in."
        raise LookupError(message)
    return actor


def sign_in(people: Iterable[User]) -> list[Visitor]:
    """Return a visitor per person; the sessions stand in the database."""
    return [Visitor(_session(person)) for person in people]


def _session(person: User) -> str:
    device = TOTPDevice.objects.create(user=person, name="Inlog-app", confirmed=True)
    now = timezone.now().timestamp()
    store = SessionStore()
    store.update(
        {
            SESSION_KEY: str(person.pk),
            BACKEND_SESSION_KEY: BACKEND,
            HASH_SESSION_KEY: person.get_session_auth_hash(),
            DEVICE_ID_SESSION_KEY: device.persistent_id,
            SIGNED_IN: now,
            SEEN: now,
        }
    )
    store.create()
    return str(store.session_key)
