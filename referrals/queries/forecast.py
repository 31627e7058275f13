"""What a waiting list would become in the coming months. Pure: stores nothing.

Places that come free go to who waits, in order of priority and waiting time, from the
age at which a child may start; everybody leaves at four.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from referrals.routes.facts import day_of_age

MONTHS_AHEAD: Final = 12


@dataclass(frozen=True, slots=True, order=True)
class Waiter:
    """A child that needs a place; the order of the fields is the order of the queue."""

    priority: str
    waiting_since: date
    ready_on: date
    leaves_on: date


@dataclass(frozen=True, slots=True)
class Month:
    """The first of a month: who has a place then, and who waits for one."""

    on: date
    places: int
    occupied: int
    waiting: int

    @property
    def free(self) -> int:
        """The places that nobody asks for."""
        return max(0, self.places - self.occupied)


def forecast(
    *,
    leaving: Iterable[date],
    waiters: Iterable[Waiter],
    places_on: Callable[[date], int],
    today: date,
    months: int = MONTHS_AHEAD,
) -> list[Month]:
    """Return the first of each coming month.

    `leaving` holds for each child with a place, taken or promised, the day it turns
    four.
    """
    stays, queue = list(leaving), sorted(waiters)
    found = []
    for number in range(1, months + 1):
        day = day_of_age(today.replace(day=1), number)
        stays = [until for until in stays if until > day]
        queue = [one for one in queue if one.leaves_on > day]
        placed, queue = _give(queue, places_on(day) - len(stays), day)
        stays += [one.leaves_on for one in placed]
        waiting = sum(1 for one in queue if one.ready_on <= day)
        found.append(Month(day, places_on(day), len(stays), waiting))
    return found


def _give(
    queue: list[Waiter], free: int, day: date
) -> tuple[list[Waiter], list[Waiter]]:
    """Split the queue in who gets one of the free places and who goes on waiting."""
    placed: list[Waiter] = []
    left: list[Waiter] = []
    for one in queue:
        gets = one.ready_on <= day and len(placed) < free
        (placed if gets else left).append(one)
    return placed, left
