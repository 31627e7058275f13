"""A world for pages about children: two teams, two JGZ, two preschools, a helper."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from referrals.models import (
    Advice,
    Attendance,
    AttendanceRequest,
    ChainPartner,
    Location,
    PathwayVersion,
    SavedList,
    Trajectory,
)
from tests.conftest import person
from tests.factories import (
    NOW,
    TODAY,
    LocationFactory,
    OrganisationFactory,
    PartnershipFactory,
    TeamFactory,
    TeamMembershipFactory,
    WorkplaceFactory,
)
from tests.referrals.building import publish, stored
from vve_portal.access.scope import Scope
from vve_portal.accounts.models import (
    Organisation,
    Partnership,
    Team,
    TeamMembership,
    User,
    Workplace,
)
from vve_portal.accounts.queries import with_reach
from vve_portal.accounts.roles import Role


@dataclass
class World:
    """Everybody around one trajectory, and the pages' other subjects."""

    partnership: Partnership
    version: PathwayVersion
    location: Location
    team: Team
    membership: TeamMembership
    trajectory: Trajectory
    saved: SavedList
    asked: AttendanceRequest
    partner: ChainPartner
    advice: Advice
    people: dict[str, User]


def build_world(partnership: Partnership) -> World:
    """Make the world; the nurse of the first team has one trajectory."""
    provider: Organisation = partnership.provider
    location = LocationFactory.create(partnership=partnership)
    team = TeamFactory.create(organisation=provider, name="Team Noord")
    nurse = nurse_in(team, name="Nel Noord")
    other_team = TeamFactory.create(organisation=provider, name="Team Zuid")
    version = publish(partnership)
    people = {
        "coordinator": person(provider, Role.VVE_COORDINATOR, name="Ilse Denkbeeld"),
        "manager": person(provider, Role.JGZ_MANAGER, name="Roos Testman"),
        "nurse": nurse,
        "other_nurse": nurse_in(other_team, name="Zita Zuid"),
        "elsewhere": coordinator_elsewhere(),
        "preschool_contact": contact_at(location),
        "other_preschool": contact_at(LocationFactory.create(partnership=partnership)),
        "helper": helper_in(partnership),
    }
    trajectory = stored(version, "S50", team=team, location=location)
    return World(
        partnership=partnership,
        version=version,
        location=location,
        team=team,
        membership=TeamMembership.objects.get(team=team),
        trajectory=trajectory,
        saved=SavedList.objects.create(user=nurse, name="Mijn wijk", query="due=late"),
        asked=correction_asked(trajectory, people["preschool_contact"]),
        partner=ChainPartner.objects.create(
            partnership=partnership,
            organisation=people["helper"].organisation,
            linked_by=people["coordinator"],
            linked_at=NOW,
        ),
        advice=Advice.objects.create(
            partnership=partnership,
            to="library",
            month=date(2026, 11, 1),
            given_by=nurse,
            given_at=NOW,
        ),
        people=people,
    )


def nurse_in(team: Team, *, name: str) -> User:
    """Make a nurse who works in a team."""
    user = person(team.organisation, Role.NURSE, name=name)
    TeamMembershipFactory.create(team=team, user=user)
    return with_reach(user, today=TODAY)


def coordinator_elsewhere() -> User:
    """Make the coordinator of another JGZ, in another town."""
    other: Partnership = PartnershipFactory.create()
    return person(other.provider, Role.VVE_COORDINATOR, name="Els Elders")


def contact_at(location: Location) -> User:
    """Make somebody who works at a preschool."""
    holder = OrganisationFactory.create(preschool=True)
    user = person(holder, Role.PRESCHOOL_CONTACT, name="Pim Peuter")
    WorkplaceFactory.create(user=user, location=location)
    return with_reach(user, today=TODAY)


def correction_asked(trajectory: Trajectory, contact: User) -> AttendanceRequest:
    """Let a preschool ask to correct what it noted of a child."""
    where = {
        "partnership": trajectory.partnership,
        "location": trajectory.location,
    }
    noted = Attendance.objects.create(
        **where,
        trajectory=trajectory,
        month=date(2026, 10, 1),
        offered_hours=Decimal(64),
        attended_hours=Decimal(60),
        noted_by=contact,
        noted_at=NOW,
    )
    asked: AttendanceRequest = AttendanceRequest.objects.create(
        **where,
        attendance=noted,
        attended_hours=Decimal(58),
        asked_by=contact,
        asked_at=NOW,
    )
    return asked


def helper_in(partnership: Partnership) -> User:
    """Make somebody of a partner, who helps parents on their way."""
    user = person(OrganisationFactory.create(), Role.OUTREACH_WORKER, name="Tess Toe")
    Workplace.objects.create(user=user, partnership=partnership, starts_on=TODAY)
    return with_reach(user, today=TODAY)


def everything() -> Scope:
    """Reach every partnership and organisation there is; for arranging only."""
    partnerships = frozenset(Partnership.objects.values_list("pk", flat=True))
    organisations = frozenset(Organisation.objects.values_list("pk", flat=True))
    return Scope(
        partnerships,
        children=partnerships,
        locations="all",
        reasons=True,
        organisations=organisations | {0},
    )
