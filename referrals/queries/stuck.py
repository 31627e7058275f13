"""Where children are stuck: what is late, per state and team."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final
from urllib.parse import urlencode

from django.db.models import Count, Min

from referrals.models import Trajectory
from referrals.queries.options import teams_of
from referrals.queries.worklist import Lane
from referrals.states import ALL_STATES
from vve_portal.accounts.models import User

NO_TEAM: Final = "Nog geen team"
ENDED_TEAM: Final = "Opgeheven team"


@dataclass(frozen=True, slots=True)
class Stuck:
    """How many children of a team are late in a state, and for how long."""

    state: str
    team: str
    count: int
    longest: int
    query: str


def stuck_children(actor: User, *, today: date) -> list[Stuck]:
    """Return where children are stuck, most children first, in two queries."""
    teams = dict(teams_of(actor).values_list("pk", "name"))
    late = Trajectory.objects.visible_to(actor).filter(due_on__lt=today)
    grouped = (
        late.values("state", "team_id")
        .annotate(count=Count("pk"), oldest=Min("due_on"))
        .order_by("-count", "state", "team_id")
    )
    return [
        Stuck(
            state=ALL_STATES[row["state"]].label,
            team=_team(row["team_id"], teams),
            count=row["count"],
            longest=(today - row["oldest"]).days,
            query=_query(row["state"], row["team_id"]),
        )
        for row in grouped
    ]


def _team(pk: int | None, teams: Mapping[int, str]) -> str:
    return NO_TEAM if pk is None else teams.get(pk, ENDED_TEAM)


def _query(state: str, team: int | None) -> str:
    wanted = {"lijst": str(Lane.LATE), "state": state}
    if team is not None:
        wanted["team"] = str(team)
    return urlencode(wanted)
