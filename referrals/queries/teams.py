"""Teams with who works in them, now and soon."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from referrals.queries.options import teams_of
from vve_portal.accounts.models import Team, TeamMembership, User


@dataclass(frozen=True, slots=True)
class TeamMembers:
    """A team with who works in it and who stands in."""

    team: Team
    members: Sequence[TeamMembership]
    replacements: Sequence[TeamMembership]


def teams_with_members(actor: User, *, today: date) -> list[TeamMembers]:
    """Return the teams of the actor's organisation, in two queries."""
    teams = list(teams_of(actor))
    rows = memberships_of(actor, today=today).filter(team__in=teams)
    by_team: dict[int, list[TeamMembership]] = {team.pk: [] for team in teams}
    for row in rows:
        by_team[row.team_id].append(row)
    return [_split(team, by_team[team.pk]) for team in teams]


def team_with_members(team: Team, actor: User, *, today: date) -> TeamMembers:
    """Return one team with who works in it."""
    return _split(team, list(memberships_of(actor, today=today).filter(team=team)))


def _split(team: Team, rows: Sequence[TeamMembership]) -> TeamMembers:
    return TeamMembers(
        team,
        members=[row for row in rows if row.replaces_id is None],
        replacements=[row for row in rows if row.replaces_id is not None],
    )


def memberships_of(actor: User, *, today: date) -> QuerySet[TeamMembership]:
    """Return who works where in the actor's organisation, from today on."""
    rows = TeamMembership.objects.visible_to(actor).filter(ended_at__isnull=True)
    rows = rows.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today))
    return rows.select_related("user", "replaces").order_by("user__name", "pk")


def colleagues_of(actor: User) -> QuerySet[User]:
    """Return the colleagues who can be given work: who have an open account."""
    people = User.objects.visible_to(actor).filter(is_active=True)
    return people.order_by("name", "pk")


def team_mates_of(actor: User, *, today: date) -> QuerySet[User]:
    """Return the colleagues who work in some team today."""
    rows = TeamMembership.objects.visible_to(actor).on(today)
    return colleagues_of(actor).filter(pk__in=rows.values("user"))


def members_by_team(actor: User, *, today: date) -> dict[int, set[int]]:
    """Return per team of the own organisation who works in it today."""
    rows = TeamMembership.objects.visible_to(actor).on(today)
    members: dict[int, set[int]] = {}
    for team, person in rows.values_list("team_id", "user_id"):
        members.setdefault(team, set()).add(person)
    return members
