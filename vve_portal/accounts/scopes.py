"""What the database lets each person reach; built from organisation and roles alone."""

from typing import Any

from vve_portal.access.scope import Scope
from vve_portal.accounts.models import Partnership, User
from vve_portal.accounts.roles import PARTIES


def scope_of(user: Any) -> Scope:
    """Return the scope of a signed-in user; anybody else reaches nothing."""
    if not isinstance(user, User):
        return Scope()
    own = frozenset({user.organisation_id})
    if not user.roles or user.organisation.kind not in PARTIES:
        return Scope(organisations=own)
    return Scope(partnerships=user.partnership_ids, organisations=own)


def scope_of_job(partnership: Partnership) -> Scope:
    """Return the scope of a task or command that works for one partnership."""
    return Scope(
        partnerships=frozenset({partnership.pk}),
        organisations=frozenset(
            {0, partnership.municipality_id, partnership.provider_id}
        ),
    )


def scope_of_account(user: User) -> Scope:
    """Return the scope in which the portal itself keeps what happens to an account."""
    return Scope(organisations=frozenset({user.organisation_id}))
