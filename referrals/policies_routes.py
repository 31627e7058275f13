"""Who may read routes, and who makes and confirms them, with the reason when not."""

from typing import Final

from referrals.models import Pathway, PathwayVersion, TargetDefinition
from vve_portal.access.verdicts import ALLOWED, Policy, Verdict, deny
from vve_portal.accounts.models import Partnership, User
from vve_portal.accounts.roles import PARTIES, Ability, Kind

Status = PathwayVersion.Status

NO_ROLE: Final = "Uw rol geeft u hiervoor geen recht. Vraag het uw beheerder."
NOT_A_PARTY: Final = "Alleen gemeente en JGZ maken samen de routes."
STILL_BEING_MADE: Final = (
    "Deze versie wordt nog gemaakt. U leest haar zodra beide partijen haar vaststellen."
)
PUBLISHED: Final = (
    "Deze versie is vastgesteld en verandert niet meer. Maak een nieuwe versie."
)
OFFERED: Final = "Deze versie is voorgelegd. Neem haar eerst terug om iets te wijzigen."
OWN_OFFER: Final = "Uw organisatie legde deze versie voor. De andere partij stelt vast."
NOT_OFFERED: Final = "Leg de versie eerst voor aan de andere partij."
MUNICIPALITY_DECIDES: Final = (
    "De gemeente stelt de doelgroepdefinitie vast. U kunt de tekst wel voorbereiden."
)
DECIDED: Final = (
    "Deze definitie is vastgesteld en verandert niet meer. Maak een nieuwe versie."
)


@Policy
def may_read_routes(actor: User) -> Verdict:
    """Judge whether somebody works with routes at all."""
    return ALLOWED if actor.may(Ability.READ_ROUTES) else deny(NO_ROLE)


@Policy
def may_view(actor: User, version: PathwayVersion) -> Verdict:
    """Judge who reads a version: the parties each, others what was confirmed."""
    readable = may_read_routes(actor)
    if not readable:
        return readable
    if version.status == Status.PUBLISHED:
        return ALLOWED
    is_party = version.partnership_id in actor.partnership_ids
    return ALLOWED if is_party else deny(STILL_BEING_MADE)


@Policy
def may_read_terms(actor: User, partnership: Partnership) -> Verdict:  # noqa: ARG001 - a page about one
    """Judge who reads the terms of a partnership in reach."""
    return may_read_routes(actor)


def _as_maker(actor: User, partnership: int) -> Verdict:
    if partnership not in actor.partnership_ids:
        return deny(NOT_A_PARTY)
    return may_make_any(actor)


@Policy
def may_make_any(actor: User) -> Verdict:
    """Judge whether somebody makes routes for any partnership."""
    if actor.organisation.kind not in PARTIES:
        return deny(NOT_A_PARTY)
    return ALLOWED if actor.may(Ability.EDIT_ROUTES) else deny(NO_ROLE)


@Policy
def may_make(actor: User, partnership: Partnership) -> Verdict:
    """Judge who may start a route, set the terms or write a definition."""
    return _as_maker(actor, partnership.pk)


@Policy
def may_start_version(actor: User, pathway: Pathway) -> Verdict:
    """Judge who may make a new version of a route."""
    return _as_maker(actor, pathway.partnership_id)


@Policy
def may_edit(actor: User, version: PathwayVersion) -> Verdict:
    """Judge who may change, offer or throw away a version that is being made."""
    able = _as_maker(actor, version.partnership_id)
    if not able:
        return able
    if version.status == Status.PUBLISHED:
        return deny(PUBLISHED)
    return ALLOWED if version.status == Status.DRAFT else deny(OFFERED)


@Policy
def may_take_back(actor: User, version: PathwayVersion) -> Verdict:
    """Judge who may turn an offered version into a draft again: either party."""
    able = _as_maker(actor, version.partnership_id)
    if not able:
        return able
    if version.status == Status.PUBLISHED:
        return deny(PUBLISHED)
    return ALLOWED if version.status == Status.OFFERED else deny(NOT_OFFERED)


@Policy
def may_publish(actor: User, version: PathwayVersion) -> Verdict:
    """Judge who may confirm a version: the party that did not offer it."""
    able = may_take_back(actor, version)
    if not able:
        return able
    is_own = version.offered_by_id == actor.organisation_id
    return deny(OWN_OFFER) if is_own else ALLOWED


@Policy
def may_view_definition(actor: User, definition: TargetDefinition) -> Verdict:
    """Judge who reads a definition: the parties each, others what was decided."""
    readable = may_read_routes(actor)
    if not readable:
        return readable
    is_party = definition.partnership_id in actor.partnership_ids
    if definition.decided_on or is_party:
        return ALLOWED
    return deny(STILL_BEING_MADE)


@Policy
def may_edit_definition(actor: User, definition: TargetDefinition) -> Verdict:
    """Judge who may change or throw away a definition that is being made."""
    able = _as_maker(actor, definition.partnership_id)
    if not able:
        return able
    return deny(DECIDED) if definition.decided_on else ALLOWED


@Policy
def may_decide_definition(actor: User, definition: TargetDefinition) -> Verdict:
    """Judge who may note that the college decided: the municipality."""
    able = may_edit_definition(actor, definition)
    if not able:
        return able
    is_municipality = actor.organisation.kind == Kind.MUNICIPALITY
    return ALLOWED if is_municipality else deny(MUNICIPALITY_DECIDES)
