"""Signing in by e-mail and password; every request loads its actor here."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.utils import timezone

from vve_portal.accounts.models import User
from vve_portal.accounts.queries import find_actor


class ActorBackend(ModelBackend):
    """Django's own password check; the user comes with roles and partnerships."""

    def get_user(self, user_id: Any) -> User | None:
        """Return the actor of a session, or None when the account was closed."""
        return find_actor(user_pk=user_id, today=timezone.localdate())
