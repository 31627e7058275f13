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
    """What the permission matrix grants for agreements, people and the record."""

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
        }
    ),
    Role.CONTRACT_MANAGER: frozenset(
        {A.READ_AGREEMENTS, A.EDIT_MONEY, A.PREPARE_SIGNING}
    ),
    Role.ALDERMAN: frozenset({A.READ_AGREEMENTS, A.SIGN}),
    Role.JGZ_MANAGER: frozenset(
        {
            A.READ_AGREEMENTS,
            A.EDIT_AGREEMENTS,
            A.EDIT_MONEY,
            A.PROPOSE,
            A.CONSENT,
            A.SIGN,
        }
    ),
    Role.VVE_COORDINATOR: frozenset({A.READ_AGREEMENTS, A.PROPOSE}),
    Role.NURSE: frozenset({A.READ_AGREEMENTS}),
    Role.DOCTOR: frozenset({A.READ_AGREEMENTS}),
    Role.PLANNER: frozenset(),
    Role.PRESCHOOL_CONTACT: frozenset(),
    Role.OUTREACH_WORKER: frozenset(),
    Role.PROGRAMME_WORKER: frozenset(),
    Role.PRIVACY_OFFICER: frozenset({A.READ_AGREEMENTS, A.READ_RECORD}),
    Role.CLERK: frozenset({A.READ_SIGNED_AGREEMENTS}),
    Role.ADMINISTRATOR: frozenset({A.MANAGE_PEOPLE, A.READ_RECORD}),
}
