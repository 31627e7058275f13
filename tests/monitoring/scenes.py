"""A world for pages about figures and meetings: both parties and who delivers."""

from dataclasses import dataclass

from monitoring.models import Quarter
from referrals.models import ChainPartner, Location
from tests.conftest import person
from tests.factories import NOW, LocationFactory
from tests.monitoring.factories import QuarterFactory
from tests.referrals.scenes import contact_at, coordinator_elsewhere, helper_in
from vve_portal.access.scope import Scope
from vve_portal.accounts.models import Organisation, Partnership, User
from vve_portal.accounts.roles import Role


@dataclass
class World:
    """Everybody around an open quarter and the settled one before it."""

    partnership: Partnership
    location: Location
    quarter: Quarter
    settled: Quarter
    people: dict[str, User]


def build_world(partnership: Partnership) -> World:
    """Make the world; the preschool contact works at its one linked preschool."""
    location = LocationFactory.create(partnership=partnership)
    coordinator = person(partnership.provider, Role.VVE_COORDINATOR, name="Ilse Beeld")
    helper = helper_in(partnership)
    ChainPartner.objects.create(
        partnership=partnership,
        organisation=helper.organisation,
        linked_by=coordinator,
        linked_at=NOW,
    )
    officer = person(partnership.municipality, Role.PRIVACY_OFFICER, name="Fien Gee")
    people = {
        "privacy_officer": officer,
        "coordinator": coordinator,
        "planner": person(partnership.provider, Role.PLANNER, name="Pia Plan"),
        "elsewhere": coordinator_elsewhere(),
        "preschool_contact": contact_at(location),
        "other_preschool": contact_at(LocationFactory.create(partnership=partnership)),
        "helper": helper,
    }
    return World(
        partnership=partnership,
        location=location,
        quarter=QuarterFactory.create(partnership=partnership),
        settled=QuarterFactory.create(partnership=partnership, number=2, settled=True),
        people=people,
    )


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
        unreleased=partnerships,
    )
