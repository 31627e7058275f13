"""Who delivers, checks and defines figures; before a release only the JGZ sees them."""

from typing import Final

from monitoring.models import OwnIndicator, Quarter
from monitoring.policies_quarters import ELSEWHERE, NO_ROLE, RELEASED
from referrals.models import Location
from vve_portal.access.verdicts import ALLOWED, Policy, Verdict, deny
from vve_portal.accounts.models import Partnership, User
from vve_portal.accounts.roles import PARTIES, Ability, Kind

ONLY_JGZ: Final = "Alleen de JGZ ziet cijfers voordat ze zijn vrijgegeven."
ONLY_PRESCHOOL: Final = "Alleen wie op een voorschool werkt, levert voor haar aan."
NOT_YOUR_LOCATION: Final = "U werkt niet op deze voorschool."


@Policy
def may_see_deliveries(actor: User) -> Verdict:
    """Judge who sees which organisation delivered and which one is waited for."""
    if actor.organisation.kind not in PARTIES:
        return deny(ELSEWHERE)
    if not actor.may(Ability.READ_FIGURES):
        return deny(NO_ROLE)
    return ALLOWED


@Policy
def may_see_unreleased(actor: User, quarter: Quarter) -> Verdict:
    """Judge who sees figures before their release."""
    if quarter.partnership_id not in actor.partnership_ids:
        return deny(ELSEWHERE)
    if actor.organisation.kind != Kind.JGZ:
        return deny(ONLY_JGZ)
    if not actor.may(Ability.READ_UNRELEASED_FIGURES):
        return deny(NO_ROLE)
    return ALLOWED


@Policy
def may_deliver(actor: User, quarter: Quarter) -> Verdict:
    """Judge who enters totals and says that they are complete: until the release."""
    seen = may_see_unreleased(actor, quarter)
    if not seen:
        return seen
    if not actor.may(Ability.DELIVER_FIGURES):
        return deny(NO_ROLE)
    return _is_open(quarter)


@Policy
def may_deliver_locations(actor: User) -> Verdict:
    """Judge who has a page on which preschools deliver."""
    if actor.organisation.kind != Kind.PRESCHOOL:
        return deny(ONLY_PRESCHOOL)
    if not actor.may(Ability.DELIVER_LOCATION):
        return deny(NO_ROLE)
    return ALLOWED


def may_deliver_for(actor: User, location: Location, quarter: Quarter) -> Verdict:
    """Judge who says that a preschool is complete: whoever works there."""
    own = may_have_location(actor, location)
    if not own:
        return own
    if location.partnership_id != quarter.partnership_id:
        return deny(ELSEWHERE)
    return _is_open(quarter)


@Policy
def may_read_definitions(actor: User) -> Verdict:
    """Judge who reads what each indicator counts."""
    if actor.may(Ability.READ_FIGURES) or actor.may(Ability.READ_PUBLISHED_FIGURES):
        return ALLOWED
    return deny(NO_ROLE)


@Policy
def may_see_own_indicators(actor: User) -> Verdict:
    """Judge who sees the indicators that partners thought of themselves."""
    return may_see_deliveries(actor)


@Policy
def may_define(actor: User) -> Verdict:
    """Judge who defines, changes and ends indicators of a partnership's own."""
    able = may_see_own_indicators(actor)
    if not able:
        return able
    if not actor.may(Ability.DEFINE_FIGURES):
        return deny(NO_ROLE)
    return ALLOWED


@Policy
def may_define_in(actor: User, partnership: Partnership) -> Verdict:
    """Judge who defines indicators in one partnership."""
    if partnership.pk not in actor.partnership_ids:
        return deny(ELSEWHERE)
    return may_define(actor)


@Policy
def may_have_location(actor: User, location: Location) -> Verdict:
    """Judge who delivers for a preschool at all; of which quarter is judged apart."""
    able = may_deliver_locations(actor)
    if not able:
        return able
    if location.pk not in actor.location_ids:
        return deny(NOT_YOUR_LOCATION)
    return ALLOWED


@Policy
def may_change_own(actor: User, indicator: OwnIndicator) -> Verdict:
    """Judge who changes or ends an indicator of a partnership's own."""
    return may_define_in(actor, indicator.partnership)


def _is_open(quarter: Quarter) -> Verdict:
    if quarter.status != Quarter.Status.OPEN:
        return deny(RELEASED)
    return ALLOWED
