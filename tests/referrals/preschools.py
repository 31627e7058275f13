"""Two preschools of one town, who works there, and children on their way to them."""

from dataclasses import dataclass
from typing import Any

from referrals.models import Location, PathwayVersion, Trajectory
from tests.conftest import person
from tests.factories import (
    TODAY,
    LocationFactory,
    NeighbourhoodFactory,
    OrganisationFactory,
    WorkplaceFactory,
)
from tests.referrals.building import SINCE, publish, stored
from vve_portal.accounts.models import Partnership, User
from vve_portal.accounts.queries import with_reach
from vve_portal.accounts.roles import Role

CONSENTED: dict[str, Any] = {
    "consent": Trajectory.Consent.YES,
    "consent_on": SINCE,
    "consent_by": Role.NURSE,
    "location_known": True,
    "letter_on": SINCE,
    "indicated_on": SINCE,
}


@dataclass
class Preschools:
    """A preschool with a contact, and another one of another holder."""

    version: PathwayVersion
    here: Location
    there: Location
    contact: User
    other: User

    def referred(self, **fields: Any) -> Trajectory:
        """Refer a child by letter to the first preschool, or as `fields` say."""
        wanted = {"wished_location": self.here, **CONSENTED, **fields}
        return stored(self.version, wanted.pop("state", "S40"), **wanted)

    def accepted(self, state: str = "S41", **fields: Any) -> Trajectory:
        """Put a child that was accepted by code at the first preschool."""
        wanted = {"location": self.here, "accepted_on": SINCE, **fields}
        return self.referred(state=state, **wanted)


def contact_at(*locations: Location, name: str) -> User:
    """Make somebody of a holder who works at these locations."""
    holder = OrganisationFactory.create(preschool=True)
    user = person(holder, Role.PRESCHOOL_CONTACT, name=name)
    for location in locations:
        location.holder = holder
        location.save(update_fields=["holder"])
        WorkplaceFactory.create(user=user, location=location)
    return with_reach(user, today=TODAY)


def build_preschools(partnership: Partnership) -> Preschools:
    """Make the two preschools, in the scope that is open."""
    hood = NeighbourhoodFactory.create(partnership=partnership, name="Noord")
    here = LocationFactory.create(
        partnership=partnership, name="Voorschool Hier", neighbourhood=hood
    )
    there = LocationFactory.create(
        partnership=partnership, name="Voorschool Daar", neighbourhood=hood
    )
    return Preschools(
        version=publish(partnership),
        here=here,
        there=there,
        contact=contact_at(here, name="Pim Peuter"),
        other=contact_at(there, name="Olga Overkant"),
    )
