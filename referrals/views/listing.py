"""What a request asks of the worklist: shared by page, export and trajectory."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest

from referrals.filters import WorklistFilter
from referrals.models import Trajectory
from referrals.queries.options import NOTHING, Options, options_for
from referrals.queries.worklist import (
    SHOWN,
    Lane,
    Place,
    first_lane,
    page_of,
)
from vve_portal.accounts.models import User

# What is about the page and not about the list.
PAGING = ("na", "voor", "anders")
# Filters of which the choices are rows.
WITH_ROWS = ("neighbourhood", "team", "route", "partnership")


class Listing:
    """A list as somebody filtered it."""

    def __init__(self, request: HttpRequest, actor: User, today: date) -> None:
        self.data = request.GET.copy()
        self.data.setdefault("lijst", first_lane(actor).value)
        lane = str(self.data["lijst"])
        self.actor = actor
        self.today = today
        self.options = self.load_options()
        self.filter = WorklistFilter(
            self.data,
            Trajectory.objects.visible_to(actor),
            actor=actor,
            today=today,
            options=self.options,
        )
        self.lane = self._lane(lane)
        kept = [(key, value) for key, value in self.data.items() if value]
        self.query = urlencode([pair for pair in kept if pair[0] not in PAGING])

    def load_options(self) -> Options:
        """Return what the filters offer."""
        return options_for(self.actor)

    def _lane(self, name: str) -> Lane | None:
        """Return the fixed list; none when closed trajectories are looked for."""
        if self.filter.holds_closed or name not in list(Lane):
            return None
        return Lane(name)

    @property
    def rows(self) -> Any:
        """The trajectories in the list, with no more than a list shows of them."""
        return self.filter.listed(self.lane).only(*SHOWN)


class Beside(Listing):
    """The same list, only to go on to the next trajectory: it loads what it must."""

    def load_options(self) -> Options:
        """Return what the filters in use offer."""
        asked = any(self.data.get(name) for name in WITH_ROWS)
        return options_for(self.actor) if asked else NOTHING

    def next_to(self, trajectory: Trajectory, *, back: bool = False) -> int | None:
        """Return what comes after a trajectory in the list, or before it."""
        order = self.filter.order
        if order.by_day and trajectory.due_on is None:
            return None
        place = {"before" if back else "after": order.place_of(trajectory)}
        found: list[Trajectory] = list(
            page_of(
                self.rows, order, size=1, towns=self.actor.children_ids, **place
            ).rows,
        )
        return found[0].pk if found else None


def place_in(request: HttpRequest, name: str) -> Place | None:
    """Return the place in the list from which a page goes on."""
    return Place.read(request.GET.get(name, ""))
