"""Scenes around a referral: a nurse in a team, and a child whose letter may go."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from referrals.models import Location, PathwayVersion, Trajectory
from referrals.routes.definition import to_json
from referrals.routes.templates import TEMPLATES
from tests.factories import (
    TODAY,
    LocationFactory,
    PathwayVersionFactory,
    TeamFactory,
    TeamMembershipFactory,
    TrajectoryFactory,
)
from vve_portal.accounts.models import Partnership, Team, User
from vve_portal.accounts.queries import with_reach
from vve_portal.accounts.roles import Role

STEPS = {"S30": "talk", "S40": "confirm", "Z20": "level_1", "T10": "intake"}
OWNERS = {
    "S40": Role.PRESCHOOL_CONTACT,
    "S70": Role.PRESCHOOL_CONTACT,
    "T10": Role.PROGRAMME_WORKER,
}


@dataclass(frozen=True)
class Scene:
    """A partnership with its starting routes, a nurse with a team and a preschool."""

    partnership: Partnership
    nurse: User
    team: Team
    location: Location
    versions: dict[str, PathwayVersion]

    def child(
        self, state: str = "S30", *, route: str = "R-BASIS", **changes: Any
    ) -> Trajectory:
        """Make a trajectory with consent and a wish, in the nurse's team."""
        values = {
            "state": state,
            "kind": TEMPLATES[route].kind,
            "since": date(2026, 11, 3),
            "consent": "yes",
            "consent_on": date(2026, 11, 3),
            "consent_by": Role.NURSE,
            "location_known": True,
            "wished_location": self.location,
            "team": self.team,
            "step": STEPS.get(state, "look"),
            "owner": OWNERS.get(state, Role.NURSE),
        }
        made: Trajectory = TrajectoryFactory.create(
            partnership=self.partnership,
            pathway_version=self.versions[route],
            **{**values, **changes},
        )
        return made


def make_scene(partnership: Partnership, nurse: User) -> Scene:
    """Make the scene; the caller opens a scope in which it may."""
    team = TeamFactory.create(organisation=nurse.organisation, name="Team Noord")
    TeamMembershipFactory.create(team=team, user=nurse)
    return Scene(
        partnership=partnership,
        nurse=with_reach(nurse, today=TODAY),
        team=team,
        location=LocationFactory.create(
            partnership=partnership,
            name="De Waterlelie",
            street="Verzonnenstraat 12",
            postcode="1234 AB",
            place="Waterrijk",
        ),
        versions={
            code: PathwayVersionFactory.create(
                published=True,
                pathway__partnership=partnership,
                pathway__code=code,
                pathway__kind=route.kind,
                content=to_json(route),
            )
            for code, route in TEMPLATES.items()
        },
    )


def close(trajectory: Trajectory, state: str, on: date) -> None:
    """Bring a trajectory into a closing state, as a move would have."""
    Trajectory.objects.filter(pk=trajectory.pk).update(
        state=state, since=on, closed_on=on, is_open=False, owner="", due_on=None
    )
