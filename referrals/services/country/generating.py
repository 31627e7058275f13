"""Fills an empty PostgreSQL with the trajectories of a whole country, to measure with.

The rows come in by COPY, which the row policies refuse to the app's own role. So this
is for the owner of the tables, on a database that is thrown away afterwards.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from time import monotonic
from typing import Final

from django.db import transaction

from referrals.models import Event, EventReason, IndicationGroup, Trajectory
from referrals.services.country.children import Children, Say, tell_stories
from referrals.services.country.loading import (
    bare,
    copy_in,
    mend_sequence,
    next_id,
    tidy,
)
from referrals.services.country.rows import OF_EVENT, OF_TRAJECTORY, columns
from referrals.services.country.towns import build

LOADED: Final = (Trajectory, Event, IndicationGroup, EventReason)
EVERY: Final = 500_000
OF_GROUP: Final = ("id", "partnership_id", "trajectory_id", "group")
OF_REASON: Final = ("event_id", "partnership_id", "location_id", "code")


@dataclass(frozen=True, slots=True)
class Generated:
    """How much there is now, and how long it took."""

    trajectories: int
    events: int
    seconds: float


def generate(
    *, municipalities: int, trajectories: int, seed: int, on: date, say: Say
) -> Generated:
    """Make the country as it is on a day; with the same seed always the same.

    Raises IntegrityError, and leaves nothing behind, when a row does not hold.
    """
    begun = monotonic()
    stories = tell_stories(trajectories=trajectories, seed=seed, until=on, say=say)
    with transaction.atomic():
        towns = build(municipalities=municipalities, trajectories=trajectories, on=on)
        say(f"{len(towns)} gemeenten met mensen, routes en voorscholen")
        children = Children(towns=towns, stories=stories, seed=seed)
        with bare(LOADED):
            events = _load(children, say)
            say("Indexen en verwijzingen worden gemaakt en gecontroleerd")
    tidy(LOADED)
    return Generated(len(children), events, monotonic() - begun)


def _load(children: Children, say: Say) -> int:
    """Bring every row in; return how many events there are."""
    trajectory, event = next_id(Trajectory), next_id(Event)
    count = _Counter(say)
    copy_in(
        Trajectory,
        columns(Trajectory, OF_TRAJECTORY),
        count.named("trajecten", children.trajectories(trajectory)),
    )
    copy_in(
        Event,
        columns(Event, OF_EVENT),
        count.named("gebeurtenissen", children.events(event, trajectory)),
    )
    events = count.last
    copy_in(
        IndicationGroup,
        OF_GROUP,
        children.groups(next_id(IndicationGroup), trajectory),
    )
    copy_in(EventReason, OF_REASON, children.reasons(event))
    for model in (Trajectory, Event, IndicationGroup):
        mend_sequence(model)
    return events


class _Counter:
    """Counts rows while they pass, and says so now and then."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self.say = say
        self.last = 0

    def named(self, what: str, lines: Iterator[str]) -> Iterator[str]:
        """Give the lines on, counted."""
        begun = monotonic()
        self.last = 0
        for self.last, one in enumerate(lines, start=1):
            yield one
            if self.last % EVERY == 0:
                self._tell(what, begun)
        self._tell(what, begun)

    def _tell(self, what: str, begun: float) -> None:
        speed = self.last / (monotonic() - begun)
        self.say(f"{self.last:>10} {what} ({speed:,.0f} per seconde)")
