"""The roles people hold, what each may, and which kind of organisation has them."""

from enum import StrEnum
from typing import Final

from django.db import models


class Kind(models.TextChoices):
    """What an organisation is in the portal; its reach follows from this."""

    MUNICIPALITY = "municipality", "Gemeente"
    JGZ = "jgz", "JGZ-organisatie"
    PRESCHOOL = "preschool", "Houder van voorscholen"
    PARTNER = "partner", "Partner"


class Role(models.TextChoices):
    """What somebody does; a test holds the matrix of what each may."""

    POLICY_ADVISOR = "policy_advisor", "Beleidsadviseur"
    CONTRACT_MANAGER = "contract_manager", "Contractmanager"
    ALDERMAN = "alderman", "Wethouder"
    JGZ_MANAGER = "jgz_manager", "JGZ-manager"
    VVE_COORDINATOR = "vve_coordinator", "VVE-coördinator"
    NURSE = "nurse", "Jeugdverpleegkundige"
    DOCTOR = "doctor", "Jeugdarts"
    PLANNER = "planner", "Planner"
    PRESCHOOL_CONTACT = "preschool_contact", "Contactpersoon voorschool"
    OUTREACH_WORKER = "outreach_worker", "Toeleider"
    PROGRAMME_WORKER = "programme_worker", "Uitvoerder thuisprogramma"
    PRIVACY_OFFICER = "privacy_officer", "Functionaris gegevensbescherming"
    CLERK = "clerk", "Griffie"
    ADMINISTRATOR = "administrator", "Functioneel beheerder"


ROLES_OF: Final[dict[Kind, frozenset[Role]]] = {
    Kind.MUNICIPALITY: frozenset(
        {
            Role.POLICY_ADVISOR,
            Role.CONTRACT_MANAGER,
            Role.ALDERMAN,
            Role.PRIVACY_OFFICER,
            Role.CLERK,
            Role.ADMINISTRATOR,
        }
    ),
    Kind.JGZ: frozenset(
        {
            Role.JGZ_MANAGER,
            Role.VVE_COORDINATOR,
            Role.NURSE,
            Role.DOCTOR,
            Role.PLANNER,
            Role.OUTREACH_WORKER,
            Role.PRIVACY_OFFICER,
            Role.ADMINISTRATOR,
        }
    ),
    Kind.PRESCHOOL: frozenset({Role.PRESCHOOL_CONTACT, Role.ADMINISTRATOR}),
    Kind.PARTNER: frozenset(
        {Role.OUTREACH_WORKER, Role.PROGRAMME_WORKER, Role.ADMINISTRATOR}
    ),
}

# Who make agreements; the others come in for the children they help.
PARTIES: Final = frozenset({Kind.MUNICIPALITY, Kind.JGZ})
SIGNING_ROLES: Final = frozenset({Role.ALDERMAN, Role.JGZ_MANAGER})


class Ability(StrEnum):
    """What the permission matrix grants: a role may, within its reach."""

    READ_AGREEMENTS = "read_agreements"
    READ_SIGNED_AGREEMENTS = "read_signed_agreements"
    EDIT_AGREEMENTS = "edit_agreements"
    EDIT_MONEY = "edit_money"
    PROPOSE = "propose"
    CONSENT = "consent"
    PREPARE_SIGNING = "prepare_signing"
    SIGN = "sign"
    MANAGE_PEOPLE = "manage_people"
    READ_RECORD = "read_record"
    READ_ROUTES = "read_routes"
    EDIT_ROUTES = "edit_routes"
    READ_TRAJECTORIES = "read_trajectories"
    EDIT_TRAJECTORIES = "edit_trajectories"
    READ_REASONS = "read_reasons"
    IMPORT_TRAJECTORIES = "import_trajectories"
    MANAGE_LOCATIONS = "manage_locations"
    MANAGE_TEAMS = "manage_teams"
    ANSWER_BY_CODE = "answer_by_code"
    MANAGE_PLACES = "manage_places"
    READ_FIGURES = "read_figures"
    READ_PUBLISHED_FIGURES = "read_published_figures"
    READ_UNRELEASED_FIGURES = "read_unreleased_figures"
    DELIVER_FIGURES = "deliver_figures"
    DELIVER_LOCATION = "deliver_location"
    DEFINE_FIGURES = "define_figures"
    RELEASE_FIGURES = "release_figures"
    WRITE_REPORT = "write_report"
    SETTLE_QUARTER = "settle_quarter"
    TELL = "tell"
    READ_MEETINGS = "read_meetings"
    EDIT_MEETINGS = "edit_meetings"
    READ_OWN_ACTIONS = "read_own_actions"
    READ_HOURS = "read_hours"
    ENTER_HOURS = "enter_hours"
    APPROVE_HOURS = "approve_hours"


A = Ability
ABILITIES: Final[dict[Role, frozenset[Ability]]] = {
    Role.POLICY_ADVISOR: frozenset(
        {
            A.READ_AGREEMENTS,
            A.EDIT_AGREEMENTS,
            A.EDIT_MONEY,
            A.PROPOSE,
            A.CONSENT,
            A.PREPARE_SIGNING,
            A.READ_ROUTES,
            A.EDIT_ROUTES,
            A.MANAGE_LOCATIONS,
            A.READ_FIGURES,
            A.DEFINE_FIGURES,
            A.WRITE_REPORT,
            A.SETTLE_QUARTER,
            A.TELL,
            A.READ_MEETINGS,
            A.EDIT_MEETINGS,
            A.READ_OWN_ACTIONS,
            A.READ_HOURS,
        }
    ),
    Role.CONTRACT_MANAGER: frozenset(
        {
            A.READ_AGREEMENTS,
            A.EDIT_MONEY,
            A.PREPARE_SIGNING,
            A.READ_ROUTES,
            A.READ_FIGURES,
            A.TELL,
            A.READ_MEETINGS,
            A.READ_OWN_ACTIONS,
            A.READ_HOURS,
            A.APPROVE_HOURS,
        }
    ),
    Role.ALDERMAN: frozenset(
        {
            A.READ_AGREEMENTS,
            A.SIGN,
            A.READ_ROUTES,
            A.READ_FIGURES,
            A.READ_MEETINGS,
            A.READ_OWN_ACTIONS,
            A.READ_HOURS,
        }
    ),
    Role.JGZ_MANAGER: frozenset(
        {
            A.READ_AGREEMENTS,
            A.EDIT_AGREEMENTS,
            A.EDIT_MONEY,
            A.PROPOSE,
            A.CONSENT,
            A.SIGN,
            A.READ_ROUTES,
            A.EDIT_ROUTES,
            A.MANAGE_TEAMS,
            A.READ_FIGURES,
            A.READ_UNRELEASED_FIGURES,
            A.RELEASE_FIGURES,
            A.DEFINE_FIGURES,
            A.WRITE_REPORT,
            A.SETTLE_QUARTER,
            A.TELL,
            A.READ_MEETINGS,
            A.EDIT_MEETINGS,
            A.READ_OWN_ACTIONS,
            A.READ_HOURS,
            A.APPROVE_HOURS,
        }
    ),
    Role.VVE_COORDINATOR: frozenset(
        {
            A.READ_AGREEMENTS,
            A.PROPOSE,
            A.READ_ROUTES,
            A.EDIT_ROUTES,
            A.READ_TRAJECTORIES,
            A.EDIT_TRAJECTORIES,
            A.READ_REASONS,
            A.IMPORT_TRAJECTORIES,
            A.MANAGE_LOCATIONS,
            A.MANAGE_TEAMS,
            A.READ_FIGURES,
            A.READ_UNRELEASED_FIGURES,
            A.DELIVER_FIGURES,
            A.RELEASE_FIGURES,
            A.DEFINE_FIGURES,
            A.WRITE_REPORT,
            A.TELL,
            A.READ_MEETINGS,
            A.EDIT_MEETINGS,
            A.READ_OWN_ACTIONS,
            A.READ_HOURS,
            A.ENTER_HOURS,
        }
    ),
    Role.NURSE: frozenset(
        {
            A.READ_AGREEMENTS,
            A.READ_ROUTES,
            A.READ_TRAJECTORIES,
            A.EDIT_TRAJECTORIES,
            A.READ_REASONS,
            A.READ_FIGURES,
            A.TELL,
            A.READ_MEETINGS,
            A.READ_OWN_ACTIONS,
            A.ENTER_HOURS,
        }
    ),
    Role.DOCTOR: frozenset(
        {
            A.READ_AGREEMENTS,
            A.READ_ROUTES,
            A.READ_TRAJECTORIES,
            A.EDIT_TRAJECTORIES,
            A.READ_REASONS,
            A.READ_FIGURES,
            A.TELL,
            A.READ_MEETINGS,
            A.READ_OWN_ACTIONS,
            A.ENTER_HOURS,
        }
    ),
    Role.PLANNER: frozenset(
        {
            A.READ_ROUTES,
            A.READ_TRAJECTORIES,
            A.READ_OWN_ACTIONS,
        }
    ),
    Role.PRESCHOOL_CONTACT: frozenset(
        {
            A.READ_ROUTES,
            A.READ_TRAJECTORIES,
            A.EDIT_TRAJECTORIES,
            A.ANSWER_BY_CODE,
            A.MANAGE_PLACES,
            A.DELIVER_LOCATION,
            A.TELL,
            A.READ_OWN_ACTIONS,
        }
    ),
    Role.OUTREACH_WORKER: frozenset(
        {
            A.READ_ROUTES,
            A.READ_TRAJECTORIES,
            A.EDIT_TRAJECTORIES,
            A.TELL,
            A.READ_OWN_ACTIONS,
            A.ENTER_HOURS,
        }
    ),
    Role.PROGRAMME_WORKER: frozenset(
        {
            A.READ_ROUTES,
            A.READ_TRAJECTORIES,
            A.EDIT_TRAJECTORIES,
            A.TELL,
            A.READ_OWN_ACTIONS,
        }
    ),
    Role.PRIVACY_OFFICER: frozenset(
        {
            A.READ_AGREEMENTS,
            A.READ_RECORD,
            A.READ_ROUTES,
            A.READ_FIGURES,
            A.READ_MEETINGS,
            A.READ_OWN_ACTIONS,
        }
    ),
    Role.CLERK: frozenset(
        {
            A.READ_SIGNED_AGREEMENTS,
            A.READ_PUBLISHED_FIGURES,
        }
    ),
    Role.ADMINISTRATOR: frozenset({A.MANAGE_PEOPLE, A.READ_RECORD, A.MANAGE_TEAMS}),
}
