"""Loading the person who asks, with all that policies need to judge."""

from datetime import date

from vve_portal.accounts.models import Partnership, RoleGrant, User
from vve_portal.accounts.roles import Role


def find_actor(*, user_pk: object, today: date) -> User | None:
    """Return the user with organisation, current roles and partnerships, or None.

    Takes three queries; policies ask nothing more of the database.
    """
    user = (
        User.objects.select_related("organisation")
        .filter(pk=user_pk, is_active=True)
        .first()
    )
    return None if user is None else with_reach(user, today=today)


def with_reach(user: User, *, today: date) -> User:
    """Fill in what `user` holds on `today`: roles, and the partnerships in reach."""
    held = RoleGrant.objects.filter(user=user).on(today).values_list("role", flat=True)
    user.roles = frozenset(Role(role) for role in held)
    partnerships = Partnership.objects.of(user.organisation_id)
    user.partnership_ids = frozenset(partnerships.values_list("pk", flat=True))
    return user
