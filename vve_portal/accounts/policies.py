"""Who may do what with people, roles and mandates; refusals say why."""

from vve_portal.access.verdicts import ALLOWED, Policy, Verdict, deny
from vve_portal.accounts.models import (
    Invitation,
    Mandate,
    Organisation,
    Partnership,
    RoleGrant,
    User,
)
from vve_portal.accounts.roles import (
    PARTIES,
    ROLES_OF,
    SIGNING_ROLES,
    Ability,
    Kind,
    Role,
)


@Policy
def may_manage_people(actor: User) -> Verdict:
    """Judge whether somebody manages the people of the own organisation."""
    if not actor.may(Ability.MANAGE_PEOPLE):
        return deny("Alleen de functioneel beheerder beheert de mensen.")
    return ALLOWED


@Policy
def may_see_person(actor: User, person: User) -> Verdict:
    """Judge whether somebody opens the page of a person."""
    if person.organisation_id != actor.organisation_id:
        return deny("Deze persoon hoort niet bij uw organisatie.")
    return may_manage_people(actor)


@Policy
def may_change_person(actor: User, person: User) -> Verdict:
    """Judge whether somebody changes a person's account or roles."""
    seen = may_see_person(actor, person)
    if not seen:
        return seen
    if not person.is_active:
        return deny("Dit account is gesloten. Open het eerst opnieuw.")
    return ALLOWED


@Policy
def may_have_role(organisation: Organisation, role: Role) -> Verdict:
    """Judge whether a role exists in an organisation of this kind."""
    if role not in ROLES_OF[Kind(organisation.kind)]:
        return deny(f"De rol {role.label} bestaat niet bij uw soort organisatie.")
    return ALLOWED


@Policy
def may_grant_role(actor: User, person: User, role: Role) -> Verdict:
    """Judge whether somebody gives a person this role."""
    changed = may_change_person(actor, person)
    if not changed:
        return changed
    fits = may_have_role(person.organisation, role)
    if not fits:
        return fits
    if role in SIGNING_ROLES and person.pk == actor.pk:
        return deny(
            "U geeft uzelf geen rol die ondertekent. Vraag een andere beheerder."
        )
    return ALLOWED


@Policy
def may_end_role(actor: User, grant: RoleGrant) -> Verdict:
    """Judge whether somebody ends a role; the last administrator can't lock up."""
    seen = may_see_person(actor, grant.user)
    if not seen:
        return seen
    if grant.ended_at:
        return deny("Deze rol is al beëindigd.")
    if grant.user_id == actor.pk and grant.role == Role.ADMINISTRATOR:
        return deny("U beëindigt uw eigen beheer niet. Vraag een andere beheerder.")
    return ALLOWED


@Policy
def may_close_account(actor: User, person: User) -> Verdict:
    """Judge whether somebody closes an account."""
    changed = may_see_person(actor, person)
    if not changed:
        return changed
    if person.pk == actor.pk:
        return deny("U sluit uw eigen account niet. Vraag een andere beheerder.")
    if not person.is_active:
        return deny("Dit account is al gesloten.")
    return ALLOWED


@Policy
def may_reopen_account(actor: User, person: User) -> Verdict:
    """Judge whether somebody opens a closed account again."""
    seen = may_see_person(actor, person)
    if not seen:
        return seen
    if person.is_active:
        return deny("Dit account is al open.")
    return ALLOWED


@Policy
def may_reset_second_factor(actor: User, person: User) -> Verdict:
    """Judge whether somebody wipes the second factor of a person."""
    changed = may_change_person(actor, person)
    if not changed:
        return changed
    if person.pk == actor.pk:
        return deny(
            "U wist uw eigen tweede stap niet. Vraag een andere beheerder, of kies bij"
            " uw account voor een andere telefoon."
        )
    return ALLOWED


@Policy
def may_withdraw_invitation(actor: User, invitation: Invitation) -> Verdict:
    """Judge whether somebody withdraws an invitation."""
    if invitation.organisation_id != actor.organisation_id:
        return deny("Deze uitnodiging hoort niet bij uw organisatie.")
    manages = may_manage_people(actor)
    if not manages:
        return manages
    if invitation.accepted_at:
        return deny("Deze uitnodiging is al aangenomen.")
    if invitation.withdrawn_at:
        return deny("Deze uitnodiging is al ingetrokken.")
    return ALLOWED


@Policy
def may_read_record(actor: User) -> Verdict:
    """Judge whether somebody reads the record of the own organisation."""
    if not actor.may(Ability.READ_RECORD):
        return deny(
            "Alleen de functionaris gegevensbescherming en de functioneel beheerder"
            " lezen het logboek."
        )
    return ALLOWED


@Policy
def may_see_mandates(actor: User) -> Verdict:
    """Judge whether somebody sees who may sign."""
    if actor.organisation.kind not in PARTIES:
        return deny("Alleen de partijen van een overeenkomst zien de mandaten.")
    if not (actor.may(Ability.READ_AGREEMENTS) or actor.may(Ability.MANAGE_PEOPLE)):
        return deny("Met uw rol ziet u de mandaten niet.")
    return ALLOWED


@Policy
def may_see_mandate(actor: User, mandate: Mandate) -> Verdict:  # noqa: ARG001 - the row was scoped
    """Judge whether somebody opens the page of a mandate."""
    return may_see_mandates(actor)


@Policy
def may_register_mandates(actor: User) -> Verdict:
    """Judge whether somebody registers mandates of the own organisation."""
    if actor.organisation.kind not in PARTIES:
        return deny("Alleen een partij van een overeenkomst legt mandaten vast.")
    if not (actor.may(Ability.MANAGE_PEOPLE) or actor.may(Ability.PREPARE_SIGNING)):
        return deny(
            "Alleen wie de ondertekening voorbereidt of de mensen beheert, legt"
            " mandaten vast."
        )
    return ALLOWED


@Policy
def may_appoint(actor: User, signer: User) -> Verdict:
    """Judge whether somebody registers a mandate for this signer."""
    registers = may_register_mandates(actor)
    if not registers:
        return registers
    if signer.pk == actor.pk:
        return deny(
            "U legt geen mandaat voor uzelf vast. Laat een collega dat doen die de"
            " ondertekening voorbereidt of de mensen beheert."
        )
    if signer.organisation_id != actor.organisation_id:
        return deny("Kies iemand van uw eigen organisatie.")
    if not signer.is_active:
        return deny("Het account van deze persoon is gesloten.")
    if not signer.has_role(*SIGNING_ROLES):
        return deny(f"{signer.name} heeft op dit moment geen rol die ondertekent.")
    return ALLOWED


@Policy
def may_withdraw_mandate(actor: User, mandate: Mandate) -> Verdict:
    """Judge whether somebody withdraws a mandate."""
    registers = may_register_mandates(actor)
    if not registers:
        return registers
    if mandate.organisation_id != actor.organisation_id:
        return deny("Alleen de organisatie die het mandaat gaf, trekt het in.")
    if mandate.withdrawn_at:
        return deny("Dit mandaat is al ingetrokken.")
    return ALLOWED


@Policy
def may_act_for(
    actor: User, partnership: Partnership, organisation: Organisation
) -> Verdict:
    """Judge whether somebody acts for this party of this partnership."""
    if organisation.pk != actor.organisation_id:
        return deny("U legt alleen mandaten van uw eigen organisatie vast.")
    if partnership.pk not in actor.partnership_ids:
        return deny("Uw organisatie is geen partij in deze samenwerking.")
    return ALLOWED
