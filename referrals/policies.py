"""Who may do what with trajectories, with the reason when they may not."""

from typing import Final

from referrals.models import Event, SavedList, Trajectory
from vve_portal.access.verdicts import ALLOWED, Policy, Verdict, deny
from vve_portal.accounts.models import Partnership, User
from vve_portal.accounts.roles import Ability, Kind, Role

NO_ROLE: Final = "Uw rol geeft u hiervoor geen recht. Vraag het uw beheerder."
NOT_FOR_TOWNS: Final = "Een gemeente ziet geen trajecten van kinderen, alleen cijfers."
OUT_OF_REACH: Final = "Dit traject valt buiten uw organisatie."
OTHER_LOCATION: Final = "Dit kind is bij een andere voorschool."
OTHER_TEAM: Final = "Dit traject is van een ander team. Vraag uw VVE-coördinator."
OTHER_TASK: Final = "Dit traject vraagt nu niets van u."
ONLY_JGZ: Final = "Alleen de JGZ kan dit."
NO_TEAM: Final = "U zit nog in geen team. Vraag uw VVE-coördinator om een team."
NOT_YOUR_TEAM: Final = "Kies een team waarin u zelf werkt."
CLOSED: Final = "Dit traject is al gesloten."
OTHERS_LIST: Final = "Deze lijst is van een collega."
MOVED: Final = "S94"
OTHERS_EVENT: Final = (
    "Dit legde een andere organisatie vast. Vraag haar om het te corrigeren."
)


@Policy
def may_list_trajectories(actor: User) -> Verdict:
    """Judge who has a page of trajectories at all."""
    if actor.organisation.kind == Kind.MUNICIPALITY:
        return deny(NOT_FOR_TOWNS)
    if not actor.may(Ability.READ_TRAJECTORIES):
        return deny(NO_ROLE)
    return ALLOWED


@Policy
def may_delete_list(actor: User, saved: SavedList) -> Verdict:
    """Judge who may forget a list: who keeps it."""
    if saved.user_id != actor.pk:
        return deny(OTHERS_LIST)
    return may_list_trajectories(actor)


@Policy
def may_view(actor: User, trajectory: Trajectory) -> Verdict:
    """Judge who may read a trajectory: by organisation, then role, then team."""
    listing = may_list_trajectories(actor)
    if not listing:
        return listing
    if trajectory.partnership_id not in actor.children_ids:
        return deny(OUT_OF_REACH)
    return _within_organisation(actor, trajectory)


def _within_organisation(actor: User, trajectory: Trajectory) -> Verdict:
    kind = actor.organisation.kind
    if kind == Kind.PRESCHOOL and trajectory.location_id not in actor.location_ids:
        return deny(OTHER_LOCATION)
    if kind == Kind.PARTNER and trajectory.owner not in actor.roles:
        return deny(OTHER_TASK)
    if kind == Kind.JGZ and not _within_provider(actor, trajectory):
        return deny(OTHER_TEAM)
    return ALLOWED


def _within_provider(actor: User, trajectory: Trajectory) -> bool:
    if actor.has_role(Role.VVE_COORDINATOR) or trajectory.team_id in actor.team_ids:
        return True
    is_outreach = actor.has_role(Role.OUTREACH_WORKER)
    return is_outreach and trajectory.owner == Role.OUTREACH_WORKER


@Policy
def may_register(actor: User) -> Verdict:
    """Judge who may begin trajectories."""
    if actor.organisation.kind != Kind.JGZ:
        return deny(ONLY_JGZ)
    if not actor.may(Ability.EDIT_TRAJECTORIES):
        return deny(NO_ROLE)
    if not actor.has_role(Role.VVE_COORDINATOR) and not actor.team_ids:
        return deny(NO_TEAM)
    return ALLOWED


@Policy
def may_register_in(
    actor: User, partnership: Partnership, team_id: int | None
) -> Verdict:
    """Judge who may begin trajectories in a partnership, for a team."""
    able = may_register(actor)
    if not able:
        return able
    if partnership.pk not in actor.children_ids:
        return deny(OUT_OF_REACH)
    if actor.has_role(Role.VVE_COORDINATOR) or team_id in actor.team_ids:
        return ALLOWED
    return deny(NOT_YOUR_TEAM)


@Policy
def may_edit(actor: User, trajectory: Trajectory) -> Verdict:
    """Judge who may report something about a trajectory."""
    readable = may_view(actor, trajectory)
    if not readable:
        return readable
    if not actor.may(Ability.EDIT_TRAJECTORIES):
        return deny(NO_ROLE)
    return ALLOWED


@Policy
def may_correct(
    actor: User, trajectory: Trajectory, event: Event | None = None
) -> Verdict:
    """Judge who may take back what happened: the organisation that reported it.

    What the portal did by itself is the JGZ's to correct.
    """
    editable = may_edit(actor, trajectory)
    if not editable or event is None:
        return editable
    if event.organisation_id == actor.organisation_id:
        return ALLOWED
    if event.organisation_id is None and actor.organisation.kind == Kind.JGZ:
        return ALLOWED
    return deny(OTHERS_EVENT)


@Policy
def may_transfer(actor: User, trajectory: Trajectory) -> Verdict:
    """Judge who may hand a trajectory to another team or another JGZ."""
    if actor.organisation.kind != Kind.JGZ:
        return deny(ONLY_JGZ)
    editable = may_edit(actor, trajectory)
    if not editable:
        return editable
    if not trajectory.is_open and trajectory.state != MOVED:
        return deny(CLOSED)
    return ALLOWED


@Policy
def may_withdraw_transfer(actor: User, trajectory: Trajectory) -> Verdict:
    """Judge who may take back an offer to another JGZ; it is closed by then."""
    if actor.organisation.kind != Kind.JGZ:
        return deny(ONLY_JGZ)
    return may_edit(actor, trajectory)


@Policy
def may_take_over(actor: User) -> Verdict:
    """Judge who may take over a trajectory from another JGZ."""
    return may_register(actor)
