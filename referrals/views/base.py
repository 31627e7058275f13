"""What the pages about children share: a municipality finds none of them."""

from collections.abc import Iterable
from typing import Any, ClassVar, Final

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from referrals.models import Trajectory
from referrals.models.trajectories import TrajectoryQuerySet
from vve_portal.access.views import ObjectView, PortalView
from vve_portal.accounts.roles import Kind

PROVIDER: frozenset[Kind] = frozenset({Kind.JGZ})
HELPERS: frozenset[Kind] = frozenset({Kind.JGZ, Kind.PARTNER})
CHAIN: frozenset[Kind] = frozenset({Kind.JGZ, Kind.PARTNER, Kind.PRESCHOOL})
# A longer number fits no row, and the database would break off on it.
_MOST_DIGITS: Final = 18


def row_numbers(asked: Iterable[str], most: int) -> list[int]:
    """Return the numbers of rows that an address or a form names, so many at most."""
    numbers = [one for one in asked if one.isdecimal() and len(one) <= _MOST_DIGITS]
    return [int(one) for one in numbers[:most]]


class ChildPage(PortalView):
    """A page about children; for other kinds of organisation it does not exist.

    404 and not 403: an address must not even tell that there is something to see.
    """

    kinds: ClassVar[frozenset[Kind]] = CHAIN

    @classmethod
    def is_for(cls, actor: Any) -> bool:
        """Return whether the page exists for `actor`, and lets him in."""
        return Kind(actor.organisation.kind) in cls.kinds and super().is_for(actor)

    def dispatch(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        if Kind(self.actor.organisation.kind) not in self.kinds:
            raise Http404
        return super().dispatch(request, *args, **kwargs)


class TrajectoryPage(ChildPage, ObjectView[Trajectory]):
    """A page about one trajectory the actor may know of."""

    def get_queryset(self) -> TrajectoryQuerySet:
        """Return the trajectories in reach, with all that pages tell of them."""
        return Trajectory.objects.visible_to(self.actor).select_related(
            "pathway_version__pathway",
            "partnership__municipality",
            "neighbourhood",
            "team",
            "assigned_to",
            "location",
            "wished_location",
            "main",
        )
