"""Who may bring in files with trajectories or totals, and who keeps the preschools."""

from typing import Final

from referrals.models import Import, Location, LocationImport, Neighbourhood
from vve_portal.access.verdicts import ALLOWED, Policy, Verdict, deny
from vve_portal.accounts.models import Partnership, User
from vve_portal.accounts.roles import Ability, Kind

Status = Import.Status

ONLY_JGZ: Final = "Dit is het werk van de JGZ. Uw organisatie ziet dit niet."
NO_ROLE: Final = "Uw rol geeft u hiervoor geen recht. Vraag het uw beheerder."
ELSEWHERE: Final = "Uw organisatie werkt niet in deze gemeente."
# Why the columns of a file can't be chosen any more, per status.
PAST: Final[dict[str, str]] = {
    Status.APPLYING: "Dit bestand wordt nu verwerkt.",
    Status.APPLIED: "Dit bestand is al verwerkt.",
    Status.DROPPED: "Dit bestand is weggedaan. Kies het opnieuw.",
}
NOT_CHECKED: Final = "Kies eerst de kolommen, dan controleert het portaal het bestand."
HAS_FAULTS: Final = (
    "Er zijn rijen met een fout. Verbeter die in uw bestand en kies het opnieuw."
)
NOTHING_NEW: Final = "Alles uit dit bestand staat al in het portaal."
NOT_RUNNING: Final = "Dit bestand wordt niet verwerkt op dit moment."
REGISTER_PAST: Final = "Over dit bestand is al beslist. Kies het register opnieuw."


@Policy
def may_import(actor: User) -> Verdict:
    """Judge who brings in files of the JGZ."""
    if actor.organisation.kind != Kind.JGZ:
        return deny(ONLY_JGZ)
    if not actor.may(Ability.IMPORT_TRAJECTORIES):
        return deny(NO_ROLE)
    return ALLOWED


@Policy
def may_import_in(actor: User, partnership: Partnership) -> Verdict:
    """Judge who brings in files about one municipality."""
    able = may_import(actor)
    if not able:
        return able
    if partnership.pk not in actor.children_ids:
        return deny(ELSEWHERE)
    return ALLOWED


@Policy
def may_view_import(actor: User, upload: Import) -> Verdict:
    """Judge who sees a file that came in."""
    able = may_import(actor)
    if not able:
        return able
    if upload.partnership_id not in actor.children_ids:
        return deny(ELSEWHERE)
    return ALLOWED


@Policy
def may_choose_columns(actor: User, upload: Import) -> Verdict:
    """Judge who may say, or say again, what the columns of a file are."""
    seen = may_view_import(actor, upload)
    if not seen:
        return seen
    return deny(PAST[upload.status]) if upload.status in PAST else ALLOWED


@Policy
def may_apply_import(actor: User, upload: Import) -> Verdict:
    """Judge whether a file may be applied: checked, and without a wrong row."""
    open_still = may_choose_columns(actor, upload)
    if not open_still:
        return open_still
    if upload.status != Status.CHECKED:
        return deny(NOT_CHECKED)
    if upload.errors:
        return deny(HAS_FAULTS)
    if not upload.counts.get("new") and not upload.counts.get("changed"):
        return deny(NOTHING_NEW)
    return ALLOWED


@Policy
def may_resume_import(actor: User, upload: Import) -> Verdict:
    """Judge who may have the work done once more that seems to stand still."""
    seen = may_view_import(actor, upload)
    if not seen:
        return seen
    return ALLOWED if upload.status == Status.APPLYING else deny(NOT_RUNNING)


@Policy
def may_list_locations(actor: User) -> Verdict:
    """Judge who reads the list of preschools."""
    if not actor.may(Ability.READ_ROUTES):
        return deny(NO_ROLE)
    return ALLOWED


@Policy
def may_view_location(actor: User, location: Location) -> Verdict:
    """Judge who reads about one preschool."""
    able = may_list_locations(actor)
    if not able:
        return able
    if location.partnership_id not in actor.partnership_ids | actor.children_ids:
        return deny(ELSEWHERE)
    return ALLOWED


@Policy
def may_manage_locations(actor: User) -> Verdict:
    """Judge who keeps preschools and parts of town up to date."""
    if not actor.may(Ability.MANAGE_LOCATIONS):
        return deny(NO_ROLE)
    return ALLOWED


@Policy
def may_manage_locations_in(actor: User, partnership: Partnership) -> Verdict:
    """Judge who keeps the preschools of one municipality up to date."""
    return _manages(actor, partnership.pk)


@Policy
def may_change_location(actor: User, location: Location) -> Verdict:
    """Judge who says in which part of town a preschool is."""
    return _manages(actor, location.partnership_id)


@Policy
def may_change_neighbourhood(actor: User, neighbourhood: Neighbourhood) -> Verdict:
    """Judge who changes the name of a part of town."""
    return _manages(actor, neighbourhood.partnership_id)


@Policy
def may_view_register(actor: User, register: LocationImport) -> Verdict:
    """Judge who sees what a register file would change."""
    return _manages(actor, register.partnership_id)


@Policy
def may_apply_register(actor: User, register: LocationImport) -> Verdict:
    """Judge who decides about a register file, once."""
    able = _manages(actor, register.partnership_id)
    if not able:
        return able
    if register.status != LocationImport.Status.CHECKED:
        return deny(REGISTER_PAST)
    return ALLOWED


def _manages(actor: User, partnership_id: int) -> Verdict:
    able = may_manage_locations(actor)
    if not able:
        return able
    if partnership_id not in actor.partnership_ids:
        return deny(ELSEWHERE)
    return ALLOWED
