"""Loading what a move is judged against."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Final

from django.db.models import Max

from referrals.lifecycle.deeds import Ground
from referrals.lifecycle.guards import find_outcome, indicates
from referrals.models import (
    Event,
    EventReason,
    TargetDefinition,
    Trajectory,
)
from referrals.queries.rules import rules_for
from referrals.routes.definition import Route
from referrals.routes.rules import Rule

# These made the next event possible; a note about a place or a team did not.
IN_ORDER: Final = (Event.Kind.REGISTERED, Event.Kind.MOVE, Event.Kind.IMPORT)
# These changed where a trajectory stands, so the last of them can be taken back.
TAKEN_BACK: Final = (Event.Kind.MOVE, Event.Kind.IMPORT, Event.Kind.PLACE)


class Grounds:
    """The same for many trajectories: each route and set of rules is read once."""

    def __init__(self, today: date) -> None:
        self.today = today
        self._rules: dict[int, dict[str, Rule]] = {}
        self._routes: dict[int, Route] = {}
        self._definitions: dict[tuple[int, date], TargetDefinition | None] = {}

    def of(self, trajectory: Trajectory) -> Ground:
        """Return what a move of this one is judged against."""
        town, version = trajectory.partnership_id, trajectory.pathway_version_id
        if town not in self._rules:
            self._rules[town] = rules_for(town)
        if version not in self._routes:
            self._routes[version] = trajectory.pathway_version.route
        return Ground(self._routes[version], self._rules[town], self.today)

    def of_step(self, trajectory: Trajectory, outcome: str, day: date) -> Ground:
        """Return the same for one step, with the target group when that indicates."""
        ground = self.of(trajectory)
        if not indicates(find_outcome(trajectory, ground, outcome)):
            return ground
        key = trajectory.partnership_id, day
        if key not in self._definitions:
            self._definitions[key] = definition_on(*key)
        return replace(ground, definition=self._definitions[key])


def ground_of(trajectory: Trajectory, today: date) -> Ground:
    """Return what a move of one trajectory is judged against."""
    return Grounds(today).of(trajectory)


def definition_on(partnership_id: int, day: date) -> TargetDefinition | None:
    """Return the definition of the target group in force on a day."""
    rows = TargetDefinition.objects.filter(partnership=partnership_id)
    return rows.in_force_on(day).first()


def last_days(trajectories: Iterable[Trajectory]) -> dict[int, date]:
    """Return per trajectory the day of the last event that still counts."""
    rows = (
        Event.objects.filter(
            trajectory__in=[one.pk for one in trajectories],
            kind__in=IN_ORDER,
            corrections__isnull=True,
        )
        .order_by("trajectory")
        .values_list("trajectory")
        .annotate(last=Max("occurred_on"))
    )
    return dict(rows)


def find_last_event(trajectory: Trajectory) -> Event | None:
    """Return the last event that can be taken back."""
    rows = Event.objects.filter(
        trajectory=trajectory, kind__in=TAKEN_BACK, corrections__isnull=True
    )
    return rows.order_by("-pk").first()


def reason_of(event: Event | None) -> str:
    """Return the reason told with an event, as far as the asker may know it."""
    if event is None:
        return ""
    found = EventReason.objects.filter(event=event).first()
    return found.code if found else ""


def find_closing_event(trajectory: Trajectory, before: Event) -> Event | None:
    """Return the event that brought a trajectory where it was before another one."""
    rows = Event.objects.filter(
        trajectory=trajectory, pk__lt=before.pk, corrections__isnull=True
    ).exclude(kind=Event.Kind.CORRECTION)
    return rows.filter(state=before.from_state).order_by("-pk").first()
