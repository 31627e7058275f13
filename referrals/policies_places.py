"""Who may do what with places at preschools: codes, waiting lists, attendance, work."""

from referrals.models import (
    Attendance,
    AttendanceRequest,
    ChainPartner,
    Location,
    Trajectory,
)
from vve_portal.access.verdicts import ALLOWED, Policy, Verdict, deny
from vve_portal.accounts.models import Organisation, Partnership, User, Workplace
from vve_portal.accounts.roles import Ability, Kind, Role

NOT_HERE = "U werkt niet bij deze locatie."


@Policy
def may_open_preschool(actor: User) -> Verdict:
    """Judge whether somebody opens the start page of a preschool."""
    if not actor.may(Ability.ANSWER_BY_CODE):
        return deny("Alleen een contactpersoon van een voorschool opent deze pagina.")
    return ALLOWED


@Policy
def may_answer_by_code(actor: User) -> Verdict:
    """Judge whether somebody accepts children with the code of their letter."""
    opened = may_open_preschool(actor)
    if not opened:
        return opened
    if not actor.location_ids:
        return deny(
            "U werkt nog bij geen locatie. Vraag uw functioneel beheerder om u bij uw"
            " locatie te zetten."
        )
    return ALLOWED


@Policy
def may_work_on(actor: User, trajectory: Trajectory) -> Verdict:
    """Judge whether a preschool opens the page of a child it accepted."""
    opened = may_open_preschool(actor)
    if not opened:
        return opened
    if trajectory.location_id not in actor.location_ids:
        return deny(NOT_HERE)
    return ALLOWED


@Policy
def may_see_capacity(actor: User) -> Verdict:
    """Judge whether somebody sees the waiting list and the places of preschools."""
    if actor.may(Ability.MANAGE_PLACES) or actor.has_role(Role.VVE_COORDINATOR):
        return ALLOWED
    return deny(
        "Alleen een contactpersoon van een voorschool en de VVE-coördinator zien de"
        " wachtlijst en de plaatsen."
    )


@Policy
def may_set_capacity(actor: User, location: Location) -> Verdict:
    """Judge whether somebody says how many VE places a location has."""
    if not actor.may(Ability.MANAGE_PLACES):
        return deny("Alleen een contactpersoon van de voorschool vult de plaatsen in.")
    if location.pk not in actor.location_ids:
        return deny(NOT_HERE)
    if not location.is_open:
        return deny("Deze locatie staat niet meer in het register.")
    return ALLOWED


@Policy
def may_see_attendance(actor: User) -> Verdict:
    """Judge whether somebody sees attendance."""
    if actor.may(Ability.MANAGE_PLACES) or actor.has_role(Role.VVE_COORDINATOR):
        return ALLOWED
    return deny(
        "Alleen een contactpersoon van een voorschool en de VVE-coördinator zien de"
        " aanwezigheid."
    )


@Policy
def may_see_attendance_at(actor: User, location: Location) -> Verdict:  # noqa: ARG001 - the row was scoped
    """Judge whether somebody opens a month of a location."""
    return may_see_attendance(actor)


@Policy
def may_note_attendance(actor: User, location: Location) -> Verdict:
    """Judge whether somebody writes down or locks a month of a location."""
    if not actor.may(Ability.MANAGE_PLACES):
        return deny("Alleen een contactpersoon van de voorschool vult dit in.")
    if location.pk not in actor.location_ids:
        return deny(NOT_HERE)
    return ALLOWED


@Policy
def may_ask_correction(actor: User, attendance: Attendance) -> Verdict:
    """Judge whether somebody asks to correct a month that is locked."""
    if not actor.may(Ability.MANAGE_PLACES):
        return deny("Alleen een contactpersoon van de voorschool vraagt dit aan.")
    if attendance.location_id not in actor.location_ids:
        return deny(NOT_HERE)
    return ALLOWED


@Policy
def may_answer_corrections(actor: User) -> Verdict:
    """Judge whether somebody sees what preschools ask to correct."""
    if not actor.has_role(Role.VVE_COORDINATOR):
        return deny("Alleen de VVE-coördinator beantwoordt verzoeken om een correctie.")
    return ALLOWED


@Policy
def may_answer_correction(actor: User, asked: AttendanceRequest) -> Verdict:
    """Judge whether somebody grants or refuses a correction."""
    answers = may_answer_corrections(actor)
    if not answers:
        return answers
    if asked.partnership_id not in actor.children_ids:
        return deny("Dit verzoek is van een ander samenwerkingsverband.")
    if asked.status != AttendanceRequest.Status.OPEN:
        return deny("Dit verzoek is al beantwoord.")
    return ALLOWED


@Policy
def may_link(actor: User) -> Verdict:
    """Judge whether somebody says which organisations work in the chain."""
    if actor.organisation.kind != Kind.JGZ:
        return deny("Alleen de JGZ zegt welke organisaties in de keten werken.")
    if not actor.has_role(Role.VVE_COORDINATOR, Role.ADMINISTRATOR):
        return deny(
            "Alleen de VVE-coördinator en de functioneel beheerder van de JGZ zeggen"
            " welke organisaties in de keten werken."
        )
    return ALLOWED


@Policy
def may_link_holder(actor: User, location: Location) -> Verdict:
    """Judge whether somebody says which organisation holds a location."""
    links = may_link(actor)
    if not links:
        return links
    if location.partnership_id not in actor.partnership_ids:
        return deny("Deze locatie hoort bij een ander samenwerkingsverband.")
    return ALLOWED


@Policy
def may_link_partner(actor: User, partnership: Partnership | int) -> Verdict:
    """Judge whether somebody lets an organisation help in a partnership."""
    links = may_link(actor)
    if not links:
        return links
    pk = partnership if isinstance(partnership, int) else partnership.pk
    if pk not in actor.partnership_ids:
        return deny("Dit is een ander samenwerkingsverband.")
    return ALLOWED


@Policy
def may_unlink_partner(actor: User, link: ChainPartner) -> Verdict:
    """Judge whether somebody ends the help of an organisation in a partnership."""
    links = may_link_partner(actor, link.partnership_id)
    if not links:
        return links
    if link.ended_at:
        return deny("Deze organisatie werkt hier al niet meer mee.")
    return ALLOWED


@Policy
def may_manage_workplaces(actor: User) -> Verdict:
    """Judge whether somebody says where the own people work."""
    if actor.organisation.kind not in {Kind.PRESCHOOL, Kind.PARTNER}:
        return deny("Werkplekken zijn er alleen voor voorscholen en partners.")
    if not actor.may(Ability.MANAGE_PEOPLE):
        return deny("Alleen de functioneel beheerder zegt wie waar werkt.")
    return ALLOWED


@Policy
def may_employ(actor: User, person: User) -> Verdict:
    """Judge whether somebody gives a person any workplace."""
    manages = may_manage_workplaces(actor)
    if not manages:
        return manages
    if person.organisation_id != actor.organisation_id:
        return deny("Deze persoon hoort niet bij uw organisatie.")
    if not person.is_active:
        return deny("Het account van deze persoon is gesloten.")
    return ALLOWED


@Policy
def may_give_location(actor: User, person: User, location: Location) -> Verdict:
    """Judge whether somebody lets a person work at a location: only the holder's."""
    employs = may_employ(actor, person)
    if not employs:
        return employs
    if location.holder_id != actor.organisation_id:
        return deny("Deze locatie is niet van uw organisatie.")
    return ALLOWED


@Policy
def may_give_partnership(actor: User, person: User, link: ChainPartner) -> Verdict:
    """Judge whether somebody lets a person help in a partnership."""
    employs = may_employ(actor, person)
    if not employs:
        return employs
    if link.organisation_id != actor.organisation_id or link.ended_at:
        return deny("Uw organisatie werkt niet mee in dit samenwerkingsverband.")
    return ALLOWED


@Policy
def may_end_workplace(actor: User, workplace: Workplace) -> Verdict:
    """Judge whether somebody ends a workplace."""
    manages = may_manage_workplaces(actor)
    if not manages:
        return manages
    if workplace.user.organisation_id != actor.organisation_id:
        return deny("Deze persoon hoort niet bij uw organisatie.")
    if workplace.ended_at:
        return deny("Deze werkplek is al beëindigd.")
    return ALLOWED


@Policy
def may_be_holder(organisation: Organisation) -> Verdict:
    """Judge whether an organisation can hold preschools."""
    if organisation.kind != Kind.PRESCHOOL:
        return deny("Alleen een houder van voorscholen kan een locatie hebben.")
    return ALLOWED


@Policy
def may_be_partner(organisation: Organisation) -> Verdict:
    """Judge whether an organisation can help as a partner."""
    if organisation.kind != Kind.PARTNER:
        return deny("Alleen een partnerorganisatie kan zo meehelpen.")
    return ALLOWED
