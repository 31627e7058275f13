"""Who delivers, checks and defines figures; before a release only the JGZ sees them."""

from typing import Final

from monitoring.models import OwnIndicator, Quarter
from monitoring.policies_parties import ELSEWHERE, is_able, is_party, works_in
from monitoring.policies_quarters import is_open, reads_some_figures
from referrals.models import Location
from vve_portal.access.verdicts import Policy, Verdict, deny
from vve_portal.accounts.models import Partnership, User
from vve_portal.accounts.roles import Ability, Kind

ONLY_JGZ: Final = "Alleen de JGZ ziet cijfers voordat ze zijn vrijgegeven."
ONLY_PRESCHOOL: Final = "Alleen wie op een voorschool werkt, levert voor haar aan."
NOT_YOUR_LOCATION: Final = "U werkt niet op deze voorschool."


@Policy
def may_see_deliveries(actor: User) -> Verdict:
    """Judge who sees which organisation delivered and which one is waited for."""
    return is_party(actor) and is_able(actor, Ability.READ_FIGURES)


@Policy
def may_see_unreleased(actor: User, quarter: Quarter) -> Verdict:
    """Judge who sees figures before their release."""
    own = works_in(actor, quarter.partnership_id)
    if own and actor.organisation.kind != Kind.JGZ:
        return deny(ONLY_JGZ)
    return own and is_able(actor, Ability.READ_UNRELEASED_FIGURES)


@Policy
def may_deliver(actor: User, quarter: Quarter) -> Verdict:
    """Judge who enters totals and says that they are complete: until the release."""
    able = is_able(actor, Ability.DELIVER_FIGURES)
    return may_see_unreleased(actor, quarter) and able and is_open(quarter)


@Policy
def may_deliver_locations(actor: User) -> Verdict:
    """Judge who has a page on which preschools deliver."""
    if actor.organisation.kind != Kind.PRESCHOOL:
        return deny(ONLY_PRESCHOOL)
    return is_able(actor, Ability.DELIVER_LOCATION)


def may_deliver_for(actor: User, location: Location, quarter: Quarter) -> Verdict:
    """Judge who says that a preschool is complete: whoever works there."""
    own = may_have_location(actor, location)
    if own and location.partnership_id != quarter.partnership_id:
        return deny(ELSEWHERE)
    return own and is_open(quarter)


@Policy
def may_read_definitions(actor: User) -> Verdict:
    """Judge who reads what each indicator counts."""
    return reads_some_figures(actor)


@Policy
def may_see_own_indicators(actor: User) -> Verdict:
    """Judge who sees the indicators that partners thought of themselves."""
    return may_see_deliveries(actor)


@Policy
def may_define(actor: User) -> Verdict:
    """Judge who defines, changes and ends indicators of a partnership's own."""
    return may_see_own_indicators(actor) and is_able(actor, Ability.DEFINE_FIGURES)


@Policy
def may_define_in(actor: User, partnership: Partnership) -> Verdict:
    """Judge who defines indicators in one partnership."""
    return works_in(actor, partnership.pk) and may_define(actor)


@Policy
def may_have_location(actor: User, location: Location) -> Verdict:
    """Judge who delivers for a preschool at all; of which quarter is judged apart."""
    able = may_deliver_locations(actor)
    if able and location.pk not in actor.location_ids:
        return deny(NOT_YOUR_LOCATION)
    return able


@Policy
def may_change_own(actor: User, indicator: OwnIndicator) -> Verdict:
    """Judge who changes or ends an indicator of a partnership's own."""
    return may_define_in(actor, indicator.partnership)
