"""What a waiting list becomes in the coming months, worked out by hand."""

from datetime import date

import pytest

from referrals.queries.forecast import Month, Waiter, forecast

TODAY = date(2026, 11, 20)
FOUR_IN_JANUARY = date(2027, 1, 1)
LATER = date(2029, 1, 1)


def waiter(
    priority: str = "2",
    since: date = date(2026, 9, 1),
    ready_on: date = date(2026, 10, 1),
    leaves_on: date = LATER,
) -> Waiter:
    return Waiter(priority, since, ready_on, leaves_on)


def months(*, leaving: list[date], waiters: list[Waiter], places: int) -> list[Month]:
    """Return the two months after the day on which the tests play."""
    return forecast(
        leaving=leaving,
        waiters=waiters,
        places_on=lambda _: places,
        today=TODAY,
        months=2,
    )


def test_who_turns_four_makes_place_for_who_waits() -> None:
    found = months(leaving=[FOUR_IN_JANUARY], waiters=[waiter()], places=1)

    assert found == [
        Month(date(2026, 12, 1), places=1, occupied=1, waiting=1),
        Month(date(2027, 1, 1), places=1, occupied=1, waiting=0),
    ]


def test_two_children_alike_take_two_places() -> None:
    found = months(leaving=[], waiters=[waiter(), waiter(), waiter()], places=2)

    assert [(one.occupied, one.waiting) for one in found] == [(2, 1), (2, 1)]


def test_nobody_starts_before_the_start_age() -> None:
    found = months(leaving=[], waiters=[waiter(ready_on=date(2027, 1, 1))], places=1)

    assert [(one.occupied, one.waiting, one.free) for one in found] == [
        (0, 0, 1),
        (1, 0, 0),
    ]


def test_who_turns_four_while_waiting_waits_no_more() -> None:
    found = months(leaving=[], waiters=[waiter(leaves_on=FOUR_IN_JANUARY)], places=0)

    assert [one.waiting for one in found] == [1, 0]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (waiter("1", date(2026, 9, 9)), waiter("2", date(2026, 9, 1))),
        (waiter("2", date(2026, 9, 1)), waiter("2", date(2026, 9, 9))),
    ],
    ids=["priority", "waiting time"],
)
def test_the_place_goes_to_who_comes_first(first: Waiter, second: Waiter) -> None:
    leaves_soon = Waiter(
        first.priority, first.waiting_since, first.ready_on, FOUR_IN_JANUARY
    )

    found = months(leaving=[], waiters=[second, leaves_soon], places=1)

    # Whoever was first is there in December and gone in January.
    assert [(one.occupied, one.waiting) for one in found] == [(1, 1), (1, 0)]


def test_too_many_children_leave_no_place_below_zero() -> None:
    found = months(leaving=[LATER, LATER], waiters=[waiter()], places=1)

    assert [(one.occupied, one.waiting, one.free) for one in found] == [(2, 1, 0)] * 2
