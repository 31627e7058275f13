"""Teams of a JGZ: who works in which one, and who stands in for whom."""

from datetime import date, datetime
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from referrals import policies_teams as policies
from referrals.models import Trajectory
from vve_portal.accounts.models import RoleGrant, Team, TeamMembership, User
from vve_portal.accounts.roles import ABILITIES, Ability, Role
from vve_portal.audit.services import record
from vve_portal.ui.dates import local_day, period

NAME_TAKEN: Final = "Er is al een team met deze naam. Kies een andere naam."
TOO_EARLY: Final = "Kies een eerste dag vanaf vandaag."
ENDS_FIRST: Final = "Kies een laatste dag op of na de eerste dag."
NO_COLLEAGUE: Final = "Kies een collega met een open account."
HIMSELF: Final = "Kies een andere collega: niemand neemt waar voor zichzelf."
NO_TEAM: Final = "Deze collega werkt in geen team, dus er is niets om waar te nemen."
DOUBLE: Final = "Dit is al geregeld voor een deel van deze periode."
HAS_MEMBERS: Final = "Er werkt nog iemand in dit team. Beëindig dat eerst."
HAS_CHILDREN: Final = "Dit team heeft nog trajecten. Geef die eerst aan een ander team."
NO_READER: Final = (
    "Deze collega heeft geen rol die trajecten ziet. Vraag de beheerder om die rol."
)


@transaction.atomic
def create_team(*, name: str, actor: User, now: datetime) -> Team:
    """Make a team in the actor's own organisation.

    Raises PermissionDenied, or ValidationError when the name is taken.
    """
    policies.may_manage_teams(actor).enforce()
    same = Team.objects.visible_to(actor).filter(name__iexact=name)
    if same.exists():
        raise ValidationError({"name": NAME_TAKEN})
    team = Team.objects.create(organisation=actor.organisation, name=name)
    record(
        at=now,
        actor=actor,
        verb="team.created",
        subject=team,
        summary=f"Team {team.name} is gemaakt.",
    )
    return team


@transaction.atomic
def end_team(*, team: Team, actor: User, now: datetime) -> Team:
    """End a team in which nobody works any more and that has no open trajectories.

    Raises PermissionDenied, or ValidationError with what to do first.
    """
    current = _lock(team)
    policies.may_manage_team(actor, current).enforce()
    members = TeamMembership.objects.filter(team=current, ended_at__isnull=True)
    still = Q(ends_on__isnull=True) | Q(ends_on__gte=local_day(now))
    if members.filter(still).exists():
        raise ValidationError(HAS_MEMBERS)
    if Trajectory.objects.filter(team=current, due_on__isnull=False).exists():
        raise ValidationError(HAS_CHILDREN)
    current.ended_at = now
    current.save(update_fields=["ended_at"])
    record(
        at=now,
        actor=actor,
        verb="team.ended",
        subject=current,
        summary=f"Team {current.name} is opgeheven.",
    )
    return current


@transaction.atomic
def add_member(
    *,
    team: Team,
    person: User,
    starts_on: date,
    ends_on: date | None,
    actor: User,
    now: datetime,
) -> TeamMembership:
    """Let a colleague work in a team from a day, possibly until a day.

    Raises PermissionDenied, or ValidationError for days that don't fit, somebody of
    elsewhere, or what was arranged already.
    """
    current = _lock(team)
    policies.may_manage_team(actor, current).enforce()
    colleague = _colleague(person, actor, on=starts_on)
    _refuse_days(starts_on, ends_on, today=local_day(now))
    _refuse_double(current, colleague, None, starts_on, ends_on)
    membership = TeamMembership.objects.create(
        team=current, user=colleague, starts_on=starts_on, ends_on=ends_on
    )
    record(
        at=now,
        actor=actor,
        verb="team.member_added",
        subject=current,
        summary=f"{colleague.name} werkt in team {current.name},"
        f" {period(starts_on, ends_on)}.",
        membership=membership.pk,
    )
    return membership


@transaction.atomic
def stand_in(
    *,
    person: User,
    replaces: User,
    starts_on: date,
    ends_on: date,
    actor: User,
    now: datetime,
) -> list[TeamMembership]:
    """Let a colleague do somebody's work in his absence, in all of his teams.

    Raises PermissionDenied, or ValidationError for days that don't fit, somebody of
    elsewhere, or somebody without a team.
    """
    policies.may_manage_teams(actor).enforce()
    colleague = _colleague(person, actor, on=starts_on)
    if replaces.pk == colleague.pk:
        raise ValidationError({"person": HIMSELF})
    _refuse_days(starts_on, ends_on, today=local_day(now))
    teams = _teams_of(replaces, actor, on=starts_on)
    if not teams:
        raise ValidationError({"replaces": NO_TEAM})
    for team in teams:
        _refuse_double(team, colleague, replaces, starts_on, ends_on)
    made = TeamMembership.objects.bulk_create(
        TeamMembership(
            team=team,
            user=colleague,
            replaces=replaces,
            starts_on=starts_on,
            ends_on=ends_on,
        )
        for team in teams
    )
    for team in teams:
        record(
            at=now,
            actor=actor,
            verb="team.replacement_arranged",
            subject=team,
            summary=f"{colleague.name} neemt in team {team.name} waar voor"
            f" {replaces.name}, {period(starts_on, ends_on)}.",
        )
    return made


@transaction.atomic
def end_membership(
    *, membership: TeamMembership, actor: User, now: datetime
) -> TeamMembership:
    """Take a colleague out of a team at once, or end a replacement.

    Raises PermissionDenied when the actor may not, or when it was ended already.
    """
    rows = TeamMembership.objects.select_for_update(of=("self",))
    current = rows.select_related("team", "user", "replaces").get(pk=membership.pk)
    policies.may_end_membership(actor, current).enforce()
    current.ended_at = now
    current.save(update_fields=["ended_at"])
    who, team = current.user.name, current.team.name
    summary = f"{who} werkt niet meer in team {team}."
    if current.replaces:
        summary = f"{who} neemt in team {team} niet meer waar."
    record(
        at=now,
        actor=actor,
        verb="team.membership_ended",
        subject=current.team,
        summary=summary,
        membership=current.pk,
    )
    return current


def _lock(team: Team) -> Team:
    rows = Team.objects.select_for_update(of=("self",))
    return rows.select_related("organisation").get(pk=team.pk)


def _colleague(person: User, actor: User, *, on: date) -> User:
    """Return a colleague who can do the work; refuse anybody else."""
    found = User.objects.visible_to(actor).filter(pk=person.pk, is_active=True).first()
    if found is None:
        raise ValidationError({"person": NO_COLLEAGUE})
    held = RoleGrant.objects.filter(user=found).on(on).values_list("role", flat=True)
    if not any(Ability.READ_TRAJECTORIES in ABILITIES[Role(role)] for role in held):
        raise ValidationError({"person": NO_READER})
    return found


def _refuse_days(starts_on: date, ends_on: date | None, *, today: date) -> None:
    if starts_on < today:
        raise ValidationError({"starts_on": TOO_EARLY})
    if ends_on and ends_on < starts_on:
        raise ValidationError({"ends_on": ENDS_FIRST})


def _refuse_double(
    team: Team,
    person: User,
    replaces: User | None,
    starts_on: date,
    ends_on: date | None,
) -> None:
    rows = TeamMembership.objects.filter(
        team=team, user=person, replaces=replaces, ended_at__isnull=True
    ).filter(Q(ends_on__isnull=True) | Q(ends_on__gte=starts_on))
    if ends_on:
        rows = rows.filter(starts_on__lte=ends_on)
    if rows.exists():
        raise ValidationError(DOUBLE)


def _teams_of(person: User, actor: User, *, on: date) -> list[Team]:
    """Return the teams somebody works in himself, locked; none of elsewhere."""
    own = (
        TeamMembership.objects.visible_to(actor)
        .on(on)
        .filter(user=person, replaces__isnull=True)
    )
    teams = Team.objects.select_for_update().filter(pk__in=own.values("team"))
    return list(teams.order_by("pk"))
