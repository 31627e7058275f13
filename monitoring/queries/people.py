"""Who can be asked to a meeting or own an action."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Final

from django.db.models import Q, QuerySet

from vve_portal.accounts.models import Partnership, RoleGrant, User, Workplace
from vve_portal.accounts.roles import ABILITIES, Ability, Role

# Who sits at the table for a party; of its other people only colleagues know.
AT_THE_TABLE: Final = frozenset(
    {
        Role.POLICY_ADVISOR,
        Role.CONTRACT_MANAGER,
        Role.ALDERMAN,
        Role.JGZ_MANAGER,
        Role.VVE_COORDINATOR,
    }
)
WITH_ACTIONS: Final = frozenset(
    role
    for role, abilities in ABILITIES.items()
    if Ability.READ_OWN_ACTIONS in abilities
)


def people_of(partnership: Partnership, *, asker: User, today: date) -> QuerySet[User]:
    """Return who can get an action of a partnership from `asker`.

    Colleagues, who sits at the table for the other party, and who works there for a
    preschool or partner.
    """
    held = RoleGrant.objects.on(today)
    parties = (partnership.municipality_id, partnership.provider_id)
    places = Workplace.objects.on(today).filter(partnership=partnership)
    working = held.filter(role__in=WITH_ACTIONS).values("user")
    table = held.filter(role__in=AT_THE_TABLE).values("user")
    chosen = (
        Q(organisation=asker.organisation_id, pk__in=working)
        | Q(organisation__in=parties, pk__in=table)
        | Q(pk__in=places.values("user")) & Q(pk__in=working)
    )
    people = User.objects.get_queryset().filter(chosen, is_active=True)
    return people.select_related("organisation").order_by(
        "organisation__name", "name", "pk"
    )


def holders_of(
    partnership: Partnership, roles: Iterable[str], *, today: date
) -> dict[str, list[User]]:
    """Return who holds which of `roles` at the two parties."""
    grants = (
        RoleGrant.objects.on(today)
        .filter(
            role__in=list(roles),
            user__is_active=True,
            user__organisation__in=[
                partnership.municipality_id,
                partnership.provider_id,
            ],
        )
        .select_related("user")
        .order_by("user__name", "user_id", "pk")
    )
    found: dict[str, dict[int, User]] = defaultdict(dict)
    for grant in grants:
        found[grant.role][grant.user_id] = grant.user
    return {role: list(people.values()) for role, people in found.items()}
