"""What the database lets each person reach; built from organisation and roles alone."""

from dataclasses import replace
from typing import Any, Literal

from vve_portal.access.scope import Scope
from vve_portal.accounts.models import Partnership, User
from vve_portal.accounts.roles import PARTIES, Ability, Kind


def scope_of(user: Any) -> Scope:
    """Return the scope of a signed-in user; anybody else reaches nothing."""
    if not isinstance(user, User):
        return Scope()
    own = frozenset({user.organisation_id})
    if not user.roles:
        return Scope(organisations=own)
    return Scope(
        partnerships=_parties(user),
        children=user.children_ids,
        locations=_locations(user),
        reasons=user.may(Ability.READ_REASONS),
        organisations=own,
        unreleased=_unreleased(user),
    )


def _unreleased(user: User) -> frozenset[int]:
    is_provider = user.organisation.kind == Kind.JGZ
    may_read = is_provider and user.may(Ability.READ_UNRELEASED_FIGURES)
    return user.partnership_ids if may_read else frozenset()


def _parties(user: User) -> frozenset[int]:
    is_party = user.organisation.kind in PARTIES
    return user.partnership_ids if is_party else frozenset()


def _locations(user: User) -> frozenset[int] | Literal["all"]:
    """Only a preschool is held to its locations; a helper to his tasks, by queryset."""
    if user.organisation.kind == Kind.PRESCHOOL:
        return user.location_ids
    return "all" if user.children_ids else frozenset()


def scope_of_job(partnership: Partnership) -> Scope:
    """Return the scope of a task or command that works for one partnership."""
    return Scope(
        partnerships=frozenset({partnership.pk}),
        organisations=frozenset(
            {0, partnership.municipality_id, partnership.provider_id}
        ),
    )


def scope_of_children_job(partnership: Partnership) -> Scope:
    """Return the scope of a task or command about one partnership's trajectories."""
    return replace(
        scope_of_job(partnership),
        children=frozenset({partnership.pk}),
        locations="all",
        reasons=True,
        unreleased=frozenset({partnership.pk}),
    )


def scope_of_account(user: User) -> Scope:
    """Return the scope in which the portal itself keeps what happens to an account."""
    return Scope(organisations=frozenset({user.organisation_id}))
