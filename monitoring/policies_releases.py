"""Who has figures released, how careful, and who takes them along or publishes them."""

from typing import Final

from monitoring.lifecycle import FIXED
from monitoring.models import FigureSettings, Quarter, Release
from monitoring.policies_parties import is_able, is_party, is_party_in, works_in
from monitoring.policies_quarters import may_read_figures
from vve_portal.access.verdicts import ALLOWED, Policy, Verdict, deny
from vve_portal.accounts.models import Partnership, User
from vve_portal.accounts.roles import Ability, Kind

ONLY_JGZ: Final = "Alleen de JGZ geeft cijfers vrij."
ONLY_JGZ_RAISES: Final = (
    "Alleen de JGZ bepaalt hoe voorzichtig kleine getallen worden getoond."
)
RELEASED: Final = (
    "De cijfers van dit kwartaal zijn al vrijgegeven. Wat later nog verandert, staat"
    " als herzien in het volgende rapport."
)
NOT_COUNTED: Final = "Laat de cijfers van dit kwartaal eerst tellen."
NOT_YET: Final = (
    "De cijfers van dit kwartaal zijn nog niet vrijgegeven. De JGZ doet dat."
)
NOT_SETTLED: Final = (
    "Dit kwartaal is nog niet vastgesteld. De raad ziet alleen vastgestelde cijfers."
)
PUBLISHED: Final = "De cijfers van dit kwartaal zijn al open data."
NOT_PUBLISHED: Final = "De cijfers van dit kwartaal zijn geen open data."
Audience = Release.Audience


def audience_of(actor: User) -> Release.Audience:
    """Return whose figures somebody reads: the partners', or those for the council."""
    partner = actor.may(Ability.READ_FIGURES)
    return Audience.PARTNER if partner else Audience.COUNCIL


@Policy
def may_export(actor: User, quarter: Quarter) -> Verdict:
    """Judge who takes the figures of a quarter along as a file."""
    read = may_read_figures(actor) and works_in(actor, quarter.partnership_id)
    if not read:
        return read
    if quarter.status == Quarter.Status.OPEN:
        return deny(NOT_YET)
    if audience_of(actor) == Audience.COUNCIL and quarter.status not in FIXED:
        return deny(NOT_SETTLED)
    return ALLOWED


@Policy
def may_see_release(actor: User, quarter: Quarter) -> Verdict:
    """Judge who sees which groups are taken together, and whether that was tested."""
    party = is_party_in(actor, quarter.partnership_id)
    return party and is_able(actor, Ability.READ_FIGURES)


@Policy
def may_release(actor: User, quarter: Quarter) -> Verdict:
    """Judge who has the figures of a counted quarter released: the JGZ, once."""
    seen = may_see_release(actor, quarter)
    if seen and actor.organisation.kind != Kind.JGZ:
        return deny(ONLY_JGZ)
    able = seen and is_able(actor, Ability.RELEASE_FIGURES)
    if not able:
        return able
    if quarter.status != Quarter.Status.OPEN:
        return deny(RELEASED)
    if quarter.counted_at is None:
        return deny(NOT_COUNTED)
    return ALLOWED


@Policy
def may_see_test(actor: User) -> Verdict:
    """Judge who reads how the attack went: it tells how many small counts there are."""
    if actor.organisation.kind != Kind.JGZ:
        return deny(ONLY_JGZ)
    return is_able(actor, Ability.READ_UNRELEASED_FIGURES)


@Policy
def may_see_settings(actor: User) -> Verdict:
    """Judge who sees the thresholds and the public numbers."""
    return is_party(actor) and is_able(actor, Ability.READ_FIGURES)


@Policy
def may_see_settings_of(actor: User, partnership: Partnership) -> Verdict:
    """Judge who sees the thresholds and public numbers of one partnership."""
    return works_in(actor, partnership.pk) and may_see_settings(actor)


@Policy
def may_note_public_numbers(actor: User, partnership: Partnership) -> Verdict:
    """Judge who fills in what anybody can look up about a town."""
    seen = may_see_settings_of(actor, partnership)
    return seen and is_able(actor, Ability.DEFINE_FIGURES)


@Policy
def may_change_thresholds(actor: User, partnership: Partnership) -> Verdict:
    """Judge who says how careful the figures are: the JGZ, whose duty it is."""
    seen = may_see_settings_of(actor, partnership)
    if seen and actor.organisation.kind != Kind.JGZ:
        return deny(ONLY_JGZ_RAISES)
    return seen and is_able(actor, Ability.RELEASE_FIGURES)


@Policy
def may_publish(actor: User, quarter: Quarter) -> Verdict:
    """Judge who makes the figures of a settled quarter open data."""
    seen = may_see_release(actor, quarter)
    able = seen and is_able(actor, Ability.SETTLE_QUARTER)
    if able and quarter.status not in FIXED:
        return deny(NOT_SETTLED)
    return able


def thresholds_of(settings: FigureSettings) -> dict[str, int]:
    """Return from how many children on each audience sees a number."""
    return {
        Audience.PARTNER: settings.partner_threshold,
        Audience.COUNCIL: settings.council_threshold,
    }
