"""People and organisations. Scopes are built from these, so most have no row policy."""

from vve_portal.accounts.models.mandates import Mandate, MandateQuerySet
from vve_portal.accounts.models.organisations import (
    Organisation,
    Partnership,
    PartnershipQuerySet,
)
from vve_portal.accounts.models.people import (
    RoleGrant,
    RoleGrantQuerySet,
    User,
    UserManager,
    UserQuerySet,
)
from vve_portal.accounts.models.sign_in import (
    EnrolmentLink,
    Invitation,
    InvitationQuerySet,
    RecoveryCode,
    Session,
)
from vve_portal.accounts.models.work import (
    Team,
    TeamMembership,
    TeamMembershipQuerySet,
    TeamQuerySet,
    Workplace,
    WorkplaceQuerySet,
)

__all__ = [
    "EnrolmentLink",
    "Invitation",
    "InvitationQuerySet",
    "Mandate",
    "MandateQuerySet",
    "Organisation",
    "Partnership",
    "PartnershipQuerySet",
    "RecoveryCode",
    "RoleGrant",
    "RoleGrantQuerySet",
    "Session",
    "Team",
    "TeamMembership",
    "TeamMembershipQuerySet",
    "TeamQuerySet",
    "User",
    "UserManager",
    "UserQuerySet",
    "Workplace",
    "WorkplaceQuerySet",
]
