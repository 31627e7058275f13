"""Who may print letters, note advice and counts, and see what became of referrals."""

from typing import Final

from referrals.models import Trajectory
from referrals.states import RouteKind
from vve_portal.access.verdicts import ALLOWED, Policy, Verdict, deny
from vve_portal.accounts.models import Partnership, User
from vve_portal.accounts.roles import Ability, Kind

ONLY_JGZ: Final = "Dit is het werk van de JGZ. Uw organisatie ziet dit niet."
NO_ROLE: Final = "Uw rol geeft u hiervoor geen recht. Vraag het uw beheerder."
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
NOT_NOW: Final = "In deze stap van de route gaat er geen verwijsbrief."
# The state a letter leads to, and the ones in which parents may need it once more.
REFERRED: Final = "S40"
ON_THE_WAY: Final = frozenset({REFERRED, "S41", "S42"})


@Policy
def may_read_counts(actor: User) -> Verdict:
    """Judge whether somebody sees what the JGZ counts beside the trajectories."""
    if actor.organisation.kind != Kind.JGZ:
        return deny(ONLY_JGZ)
    if not actor.may(Ability.READ_TRAJECTORIES):
        return deny(NO_ROLE)
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
        return deny(NO_ROLE)
    return ALLOWED


@Policy
def may_note(actor: User, trajectory: Trajectory) -> Verdict:
    """Judge whether somebody of the JGZ notes something beside a trajectory."""
    return may_count(actor, trajectory.partnership)


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


def refer_outcome(trajectory: Trajectory) -> str:
    """Return the way on of the route that says the letter went; empty without one."""
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
