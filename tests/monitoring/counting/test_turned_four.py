"""How far children came who turned four (IND-06, the funnel), by hand."""

from datetime import date
from typing import Any, Final

import pytest

from monitoring.counting.turned_four import turned_four
from referrals.models import Trajectory
from tests.factories import NeighbourhoodFactory
from tests.monitoring.counting.lives import (
    Happening,
    live,
    of,
    take_back,
    third_quarter,
)
from vve_portal.accounts.models import Partnership

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("every_figure"),
    pytest.mark.sqlite,
]
WHOLE: Final = ("", "", "")
# Four in July 2026, and in September; a month earlier and later is another quarter.
JULY: Final = date(2022, 7, 1)
SEPTEMBER: Final = date(2022, 9, 1)
AGREED: Final[Happening] = (
    "2025-02-01",
    "S30",
    {
        "from_state": "S30",
        "changes": {
            "consent": ["not_asked", "yes"],
            "consent_on": [None, "2025-02-01"],
        },
    },
)
WAY: Final[list[Happening]] = [
    ("2024-11-01", "S10"),
    ("2025-01-01", "S20"),
    ("2025-01-10", "S30"),
    AGREED,
    ("2025-02-03", "S40"),
    ("2025-02-10", "S50"),
    ("2025-02-20", "S60"),
    ("2025-03-03", "S70"),
    ("2026-04-01", "S80"),
    ("2026-06-01", "S81"),
    ("2026-07-10", "S90"),
]


def child(
    partnership: Partnership, happenings: list[Happening], **about: Any
) -> Trajectory:
    return live(partnership, happenings, **{"birth_month": JULY, **about})


def steps(partnership: Partnership) -> list[int]:
    found = of(turned_four(third_quarter(partnership)), "FUNNEL")
    return [numerator for numerator, _ in found.values()]


def cohort(partnership: Partnership) -> tuple[int, int]:
    found = of(turned_four(third_quarter(partnership)), "IND-06")
    pair: tuple[int, int] = found[WHOLE]
    return pair


def test_each_step_holds_who_came_that_far(partnership: Partnership) -> None:
    # One child stops after each step of the way, and one goes all of it.
    for length in (1, 2, 4, 5, 6, 7, 8, 11):
        child(partnership, WAY[:length])

    found = of(turned_four(third_quarter(partnership)), "FUNNEL")

    assert found == {
        ("seen", "", ""): (8, None),
        ("indicated", "", ""): (7, None),
        ("consent", "", ""): (6, None),
        ("referred", "", ""): (5, None),
        ("registered", "", ""): (4, None),
        ("placed", "", ""): (3, None),
        ("took_part", "", ""): (2, None),
        ("handed_over", "", ""): (1, None),
    }


@pytest.mark.parametrize(
    ("happenings", "expected"),
    [
        # Registered by outreach without a letter: the steps before it are passed too.
        ([*WAY[:3], ("2025-03-01", "S42"), ("2025-04-01", "S50")], [1] * 5 + [0] * 3),
        # Outreach alone is no referral.
        ([*WAY[:3], ("2025-03-01", "S42")], [1] * 2 + [0] * 6),
        # Who got a place and did not come was placed.
        ([*WAY[:7], ("2025-03-20", "S91")], [1] * 6 + [0] * 2),
        # An indication that was dropped was one.
        ([*WAY[:2], ("2025-03-20", "S22")], [1] * 2 + [0] * 6),
        # Moved before turning four, or died: not of this town any more.
        ([*WAY[:8], ("2026-05-01", "S94")], [0] * 8),
        ([*WAY[:8], ("2026-05-01", "S96")], [0] * 8),
        # What happened after the quarter is not known in it.
        ([*WAY[:8], ("2026-10-01", "S94")], [1] * 7 + [0]),
    ],
)
def test_a_way_counts_as_far_as_it_went(
    partnership: Partnership, happenings: list[Happening], expected: list[int]
) -> None:
    child(partnership, happenings)

    assert steps(partnership) == expected


def test_a_step_that_was_taken_back_was_not_taken(partnership: Partnership) -> None:
    refused = child(partnership, WAY[:4])
    take_back(refused.events.get(changes__has_key="consent"))

    assert steps(partnership) == [1, 1, 0, 0, 0, 0, 0, 0]


@pytest.mark.parametrize(
    ("birth_month", "number"),
    [
        (date(2022, 6, 1), 0),
        (JULY, 1),
        (SEPTEMBER, 1),
        (date(2022, 10, 1), 0),
    ],
)
def test_the_quarter_of_the_fourth_birthday_decides(
    partnership: Partnership, birth_month: date, number: int
) -> None:
    child(partnership, WAY[:2], birth_month=birth_month)

    assert cohort(partnership) == (0, number)


@pytest.mark.parametrize(("stopped_on", "long"), [("2025-09-01", 1), ("2025-08-31", 0)])
def test_half_a_year_is_twenty_six_weeks(
    partnership: Partnership, stopped_on: str, long: int
) -> None:
    # From 3 March 2025 until 1 September is 182 days.
    child(partnership, [*WAY[:8], (stopped_on, "S91")])

    assert cohort(partnership) == (long, 1)


def test_weeks_of_interruption_are_no_weeks_of_taking_part(
    partnership: Partnership,
) -> None:
    # 100 days, then 100 away, then 81: one day short of 182.
    away: list[Happening] = [
        ("2025-06-11", "S72"),
        ("2025-09-19", "S70"),
        ("2025-12-09", "S91"),
    ]
    child(partnership, [*WAY[:8], *away])

    assert cohort(partnership) == (0, 1)


def test_who_still_takes_part_is_counted_until_the_last_day(
    partnership: Partnership,
) -> None:
    # From 1 April until 30 September 2026 is 182 days; from 2 April one day less.
    child(partnership, [*WAY[:7], ("2026-04-01", "S70")], birth_month=SEPTEMBER)
    child(partnership, [*WAY[:7], ("2026-04-02", "S70")], birth_month=SEPTEMBER)

    assert cohort(partnership) == (1, 2)


def test_the_cohort_is_told_by_part_of_town(partnership: Partnership) -> None:
    west = NeighbourhoodFactory.create(partnership=partnership, code="WK001")
    child(partnership, WAY, neighbourhood=west)
    child(partnership, WAY[:2], neighbourhood=west)
    child(partnership, WAY[:5])
    child(partnership, WAY[:1])

    found = of(turned_four(third_quarter(partnership)), "IND-06")

    assert found == {
        WHOLE: (1, 3),
        ("", "neighbourhood", "WK001"): (1, 2),
        ("", "neighbourhood", "unknown"): (0, 1),
    }
