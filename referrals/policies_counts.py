"""Who may print letters, note advice and counts, and see what became of referrals."""

from typing import Final

from referrals import policies
from referrals.models import Advice, Trajectory
from referrals.reasons import Signaller
from referrals.states import RouteKind
from vve_portal.access.verdicts import ALLOWED, Policy, Verdict, deny
from vve_portal.accounts.models import Partnership, User
from vve_portal.accounts.roles import Ability, Kind, Role

ONLY_JGZ: Final = "Dit is het werk van de JGZ. Uw organisatie ziet dit niet."
ELSEWHERE: Final = "Uw organisatie werkt niet in deze gemeente."
NOT_THIS_ROUTE: Final = "Een verwijsbrief hoort bij een route naar de voorschool."
CLOSED: Final = "Dit traject is gesloten. Open het eerst weer."
NO_CONSENT: Final = (
    "Leg eerst vast dat de ouders toestemming gaven. Zonder toestemming gaat er geen"
    " brief."
)
NO_WISH: Final = (
    "Leg eerst vast naar welke voorschool de ouders willen, of dat zij vrij kiezen."
)
GONE: Final = "Er ligt al vast dat de brief weg is."
OTHERS_ADVICE: Final = (
    "Een collega legde dit advies vast. Vraag hem om het terug te nemen."
)
INSIDE: Final = "Wie dit kind verwees, ziet de uitkomst zelf in het portaal."
SIDE_OF_SIDE: Final = (
    "Dit traject loopt zelf naast een ander. Begin de zijroute bij dat traject."
)
NO_SUPPORT: Final = "Dit traject is geen aanvullende ondersteuning."
NOT_NOW: Final = "In deze stap van de route gaat er geen verwijsbrief."
# The state a letter leads to.
REFERRED: Final = "S40"
# Who referred or signalled and reads nothing in the portal.
OUTSIDE: Final = frozenset(
    {
        Signaller.DOCTOR,
        Signaller.LOCAL_TEAM,
        Signaller.OUTREACH,
        Signaller.LIBRARY,
        Signaller.MIDWIFE,
        Signaller.OTHER,
    }
)
# Parents may need the letter once more.
ON_THE_WAY: Final = frozenset({REFERRED, "S41", "S42"})


@Policy
def may_read_counts(actor: User) -> Verdict:
    """Judge whether somebody sees what the JGZ counts beside the trajectories."""
    if actor.organisation.kind != Kind.JGZ:
        return deny(ONLY_JGZ)
    if not actor.may(Ability.READ_TRAJECTORIES):
        return deny(policies.NO_ROLE)
    return ALLOWED


@Policy
def may_see_counts_of(actor: User, partnership: Partnership) -> Verdict:
    """Judge whether somebody sees the counts of one municipality."""
    if partnership.pk not in actor.children_ids:
        return deny(ELSEWHERE)
    return may_read_counts(actor)


@Policy
def may_count(actor: User, partnership: Partnership) -> Verdict:
    """Judge whether somebody notes advice and counts of one municipality."""
    seen = may_see_counts_of(actor, partnership)
    if not seen:
        return seen
    if not actor.may(Ability.EDIT_TRAJECTORIES):
        return deny(policies.NO_ROLE)
    return ALLOWED


@Policy
def may_note(actor: User, trajectory: Trajectory) -> Verdict:
    """Judge whether somebody of the JGZ notes something beside a trajectory."""
    if actor.organisation.kind != Kind.JGZ:
        return deny(ONLY_JGZ)
    return policies.may_edit(actor, trajectory)


@Policy
def may_withdraw_advice(actor: User, advice: Advice) -> Verdict:
    """Judge whether somebody takes advice back: who noted it, or the coordinator."""
    counted = may_count(actor, advice.partnership)
    if not counted:
        return counted
    if advice.given_by_id != actor.pk and not actor.has_role(Role.VVE_COORDINATOR):
        return deny(OTHERS_ADVICE)
    return ALLOWED


@Policy
def may_give_feedback(actor: User, trajectory: Trajectory) -> Verdict:
    """Judge whether somebody records that a referrer outside the portal was told."""
    noted = may_note(actor, trajectory)
    if not noted:
        return noted
    if (trajectory.referred_by or trajectory.first_signalled_by) not in OUTSIDE:
        return deny(INSIDE)
    return ALLOWED


@Policy
def may_begin_side_route(actor: User, trajectory: Trajectory) -> Verdict:
    """Judge whether somebody begins support or a programme beside a trajectory."""
    noted = may_note(actor, trajectory)
    if not noted:
        return noted
    if trajectory.main_id is not None:
        return deny(SIDE_OF_SIDE)
    if not trajectory.is_open:
        return deny(CLOSED)
    return ALLOWED


@Policy
def may_change_level(actor: User, trajectory: Trajectory) -> Verdict:
    """Judge whether somebody takes support to another level."""
    edited = policies.may_edit(actor, trajectory)
    if not edited:
        return edited
    if trajectory.kind != RouteKind.SUPPORT:
        return deny(NO_SUPPORT)
    if not trajectory.is_open:
        return deny(CLOSED)
    return ALLOWED


@Policy
def may_print_letter(actor: User, trajectory: Trajectory) -> Verdict:
    """Judge whether a letter may go: with consent, to where the parents want."""
    noted = may_note(actor, trajectory)
    if not noted:
        return noted
    if trajectory.kind != RouteKind.PRESCHOOL:
        return deny(NOT_THIS_ROUTE)
    if not trajectory.is_open:
        return deny(CLOSED)
    if trajectory.consent != Trajectory.Consent.YES:
        return deny(NO_CONSENT)
    return _in_this_step(trajectory)


@Policy
def may_send_letter(actor: User, trajectory: Trajectory) -> Verdict:
    """Judge whether somebody may say that a letter went."""
    printed = may_print_letter(actor, trajectory)
    if not printed:
        return printed
    if not refer_outcome(trajectory):
        return deny(GONE)
    return ALLOWED


def refer_outcome(trajectory: Trajectory) -> str:
    """Return the way on of the route that says the letter went; empty without one."""
    if trajectory.state == REFERRED:
        return ""
    route = trajectory.pathway_version.route
    ways = route.outcomes_at(trajectory.state)
    return next((one.key for one in ways if one.to == REFERRED), "")


def _in_this_step(trajectory: Trajectory) -> Verdict:
    if trajectory.state in ON_THE_WAY:
        return ALLOWED
    if not refer_outcome(trajectory):
        return deny(NOT_NOW)
    if not trajectory.location_known:
        return deny(NO_WISH)
    return ALLOWED
