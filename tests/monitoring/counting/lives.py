"""Children to whom something happened, day by day, and what is asked about them."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any, Final

from monitoring.counting import Asked, Count
from referrals.models import Event, Trajectory
from referrals.states import CLOSING
from tests.factories import EventFactory, TrajectoryFactory
from vve_portal.accounts.models import Partnership

COUNTED_AT: Final = datetime(2026, 10, 15, 9, 0, tzinfo=UTC)
WRITTEN_AT: Final = datetime(2026, 10, 1, 9, 0, tzinfo=UTC)
Happening = tuple[str, str] | tuple[str, str, dict[str, Any]]


def third_quarter(partnership: Partnership) -> Asked:
    """Ask about July, August and September 2026, half a month later."""
    return Asked(partnership, date(2026, 7, 1), date(2026, 9, 30), COUNTED_AT)


def live(
    partnership: Partnership, happenings: Sequence[Happening], **about: Any
) -> Trajectory:
    """Make a child with its events: a day, a state, and what else is known of it."""
    last = happenings[-1][1]
    closed_on = date.fromisoformat(happenings[-1][0]) if last in CLOSING else None
    if closed_on:
        about |= {"is_open": False, "closed_on": closed_on}
    child: Trajectory = TrajectoryFactory.create(
        **{"partnership": partnership, "state": last, **about}
    )
    state = ""
    for happening in happenings:
        on, to, *more = happening
        told = {"from_state": state, "registered_at": WRITTEN_AT, **dict(*more)}
        EventFactory.create(
            trajectory=child,
            state=to,
            occurred_on=date.fromisoformat(on),
            **{"kind": Event.Kind.MOVE, **told},
        )
        state = to
    return child


def take_back(event: Event, **about: Any) -> Event:
    """Correct an event, as people do who wrote down something wrong."""
    undone: Event = EventFactory.create(
        trajectory=event.trajectory,
        kind=Event.Kind.CORRECTION,
        corrects=event,
        from_state=event.state,
        state=event.from_state,
        **{"occurred_on": event.occurred_on, "registered_at": WRITTEN_AT, **about},
    )
    return undone


def of(counts: Sequence[Count], code: str) -> dict[tuple[str, str, str], Any]:
    """Return per measure, dimension and category what was counted of an indicator.

    A mean is (value, cases); anything else (numerator, denominator).
    """
    return {
        (one.measure, one.dimension, one.category): (
            (one.value, one.denominator)
            if one.numerator is None
            else (one.numerator, one.denominator)
        )
        for one in counts
        if one.indicator == code
    }
