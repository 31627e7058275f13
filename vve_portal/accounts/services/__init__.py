"""Everything that writes about people; by noun."""

from vve_portal.accounts.services.demo import enrol_demo_user
from vve_portal.accounts.services.invitations import (
    InvitationRefused,
    accept_invitation,
    invite,
    withdraw_invitation,
)
from vve_portal.accounts.services.links import LinkRefused, send_enrolment_link
from vve_portal.accounts.services.mandates import (
    MandateRefused,
    register_mandate,
    withdraw_mandate,
)
from vve_portal.accounts.services.people import (
    RoleRefused,
    close_account,
    end_role,
    grant_role,
    reopen_account,
    reset_second_factor,
)
from vve_portal.accounts.services.second_factor import (
    SecondFactor,
    WrongCode,
    confirm_second_factor,
)

__all__ = [
    "InvitationRefused",
    "LinkRefused",
    "MandateRefused",
    "RoleRefused",
    "SecondFactor",
    "WrongCode",
    "accept_invitation",
    "close_account",
    "confirm_second_factor",
    "end_role",
    "enrol_demo_user",
    "grant_role",
    "invite",
    "register_mandate",
    "reopen_account",
    "reset_second_factor",
    "send_enrolment_link",
    "withdraw_invitation",
    "withdraw_mandate",
]
