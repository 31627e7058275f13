"""Who may read, enter, approve and export the hours of plus-inzet."""

from typing import Final

from monitoring.models import HoursEntry
from vve_portal.access.verdicts import ALLOWED, Policy, Verdict, deny
from vve_portal.accounts.models import Partnership, Team, User
from vve_portal.accounts.roles import Ability, Role

NO_ROLE: Final = "Uw rol heeft geen toegang tot de uren van de plus-inzet."
NOT_ENTERING: Final = "Uw rol vult geen uren in."
NOT_APPROVING: Final = "Uw rol keurt geen uren goed."
NO_PARTY: Final = "Uw organisatie is geen partij in deze samenwerking."
ELSEWHERE: Final = "Uw organisatie werkt niet in deze gemeente."
OTHERS_TEAM: Final = "U vult alleen uren in voor uzelf of voor uw eigen team."
OTHERS_HOURS: Final = "Een collega vulde deze uren in. Vraag hem om ze te wijzigen."
CLOSED: Final = (
    "Deze uren zijn goedgekeurd. Vraag wie ze goedkeurde om ze terug te sturen."
)
OWN_HOURS: Final = "U vulde deze uren zelf in. Iemand anders keurt ze goed."
APPROVED_ALREADY: Final = "Deze uren zijn al goedgekeurd."
RETURNED_ALREADY: Final = "Deze uren zijn teruggestuurd. Wacht op nieuwe uren."
Status = HoursEntry.Status


@Policy
def may_read_hours(actor: User) -> Verdict:
    """Judge who sees budget and hours: both parties, by role."""
    if not actor.may(Ability.READ_HOURS):
        return deny(NO_ROLE)
    return ALLOWED


@Policy
def may_read_hours_of(actor: User, partnership: Partnership) -> Verdict:
    """Judge who sees budget and hours of one partnership."""
    if partnership.pk not in actor.partnership_ids:
        return deny(NO_PARTY)
    return may_read_hours(actor)


@Policy
def may_enter_hours(actor: User) -> Verdict:
    """Judge who enters hours at all."""
    if not actor.may(Ability.ENTER_HOURS):
        return deny(NOT_ENTERING)
    return ALLOWED


@Policy
def may_enter_in(actor: User, partnership: Partnership) -> Verdict:
    """Judge who enters hours in a partnership: a party, or who helps there."""
    if partnership.pk not in actor.partnership_ids | actor.children_ids:
        return deny(ELSEWHERE)
    return may_enter_hours(actor)


@Policy
def may_enter_for(actor: User, team: Team) -> Verdict:
    """Judge for which team somebody enters: the own, and a coordinator for each."""
    if team.organisation_id != actor.organisation_id:
        return deny(OTHERS_TEAM)
    if team.pk not in actor.team_ids and not actor.has_role(Role.VVE_COORDINATOR):
        return deny(OTHERS_TEAM)
    return ALLOWED


@Policy
def may_change(actor: User, entry: HoursEntry) -> Verdict:
    """Judge who changes entered hours: who entered them, until they are approved."""
    if entry.entered_by_id != actor.pk:
        return deny(OTHERS_HOURS)
    if entry.status == Status.APPROVED:
        return deny(CLOSED)
    return may_enter_hours(actor)


@Policy
def may_approve_hours(actor: User) -> Verdict:
    """Judge who approves hours at all."""
    if not actor.may(Ability.APPROVE_HOURS):
        return deny(NOT_APPROVING)
    return ALLOWED


@Policy
def may_approve(actor: User, entry: HoursEntry) -> Verdict:
    """Judge who approves these hours: a party, and never who entered them."""
    judged = _may_judge(actor, entry)
    if not judged:
        return judged
    if entry.status == Status.APPROVED:
        return deny(APPROVED_ALREADY)
    return ALLOWED


@Policy
def may_return(actor: User, entry: HoursEntry) -> Verdict:
    """Judge who sends hours back, also when they were approved before."""
    return _may_judge(actor, entry)


def _may_judge(actor: User, entry: HoursEntry) -> Verdict:
    if entry.partnership_id not in actor.partnership_ids:
        return deny(NO_PARTY)
    if entry.entered_by_id == actor.pk:
        return deny(OWN_HOURS)
    if entry.status == Status.RETURNED:
        return deny(RETURNED_ALREADY)
    return may_approve_hours(actor)
