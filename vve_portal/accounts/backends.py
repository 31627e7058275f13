"""Signing in by e-mail and password; every request loads its actor here."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from vve_portal.accounts.models import User
from vve_portal.accounts.queries import find_actor


class ActorBackend(ModelBackend):
    """Django's own password check; the user comes with roles and partnerships."""

    def get_user(self, user_id: Any) -> User | None:
        """Return the actor of a session, or None when the account was closed."""
        return find_actor(user_pk=user_id, today=timezone.localdate())


def hash_of_name(email: str) -> str:
    """Return what is kept of a name that somebody tried to sign in with."""
    return salted_hmac("accounts.tried", email.lower(), algorithm="sha256").hexdigest()


def hidden_name(
    request: HttpRequest,  # noqa: ARG001 - axes' signature
    credentials: Mapping[str, str | None] | None,
) -> str:
    """Return the name under which axes counts wrong passwords."""
    return hash_of_name((credentials or {}).get("email") or "")


def keep_answer(
    request: HttpRequest,  # noqa: ARG001 - axes' signature
    answer: HttpResponse,
    credentials: Mapping[str, str | None] | None,  # noqa: ARG001 - axes' signature
) -> HttpResponse:
    """Return the sign-in page's own answer, which says what a lock-out means."""
    return answer
