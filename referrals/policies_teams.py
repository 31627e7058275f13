"""Who may see and change teams, and who stands in for whom."""

from typing import Final

from vve_portal.access.verdicts import ALLOWED, Policy, Verdict, deny
from vve_portal.accounts.models import Team, TeamMembership, User
from vve_portal.accounts.roles import Ability, Kind

NO_TEAMS: Final = "Alleen een JGZ-organisatie werkt in het portaal met teams."
NOT_YOURS: Final = "Dit team hoort niet bij uw organisatie."
NO_ROLE: Final = (
    "Alleen de VVE-coördinator, de manager of de beheerder wijzigt de teams."
)


@Policy
def may_see_teams(actor: User) -> Verdict:
    """Judge who may see which teams there are and who is in them."""
    if actor.organisation.kind != Kind.JGZ:
        return deny(NO_TEAMS)
    if actor.may(Ability.READ_TRAJECTORIES) or actor.may(Ability.MANAGE_TEAMS):
        return ALLOWED
    return deny("Uw rol heeft geen toegang tot de teams.")


@Policy
def may_manage_teams(actor: User) -> Verdict:
    """Judge who may make teams and arrange who works in them."""
    if actor.organisation.kind != Kind.JGZ:
        return deny(NO_TEAMS)
    if not actor.may(Ability.MANAGE_TEAMS):
        return deny(NO_ROLE)
    return ALLOWED


@Policy
def may_see_team(actor: User, team: Team) -> Verdict:
    """Judge who may open the page of a team."""
    if team.organisation_id != actor.organisation_id:
        return deny(NOT_YOURS)
    return may_see_teams(actor)


@Policy
def may_manage_team(actor: User, team: Team) -> Verdict:
    """Judge who may change a team and who is in it."""
    if team.organisation_id != actor.organisation_id:
        return deny(NOT_YOURS)
    if team.ended_at is not None:
        return deny("Dit team is opgeheven.")
    return may_manage_teams(actor)


@Policy
def may_end_membership(actor: User, membership: TeamMembership) -> Verdict:
    """Judge who may take somebody out of a team, or end a replacement."""
    managed = may_manage_team(actor, membership.team)
    if not managed:
        return managed
    if membership.ended_at is not None:
        return deny("Dit is al beëindigd.")
    return ALLOWED
