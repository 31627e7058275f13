"""Hours, absence and handovers of children written out by hand."""

from datetime import date
from decimal import Decimal

import pytest

from monitoring.counting.staying import hours_taken, leaving, staying
from referrals.models import Attendance, Location
from tests.factories import LocationFactory, TrajectoryFactory
from tests.monitoring.counting.lives import (
    WRITTEN_AT,
    Happening,
    live,
    of,
    third_quarter,
)
from vve_portal.accounts.models import Partnership, User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("every_figure")]
WHOLE = ("", "", "")
BORN = date(2023, 6, 1)


def agreed(hours: str) -> dict[str, object]:
    """Tell that hours per week were agreed."""
    return {"changes": {"hours_per_week": [None, hours]}}


@pytest.fixture
def place(partnership: Partnership) -> Location:
    """A preschool."""
    made: Location = LocationFactory.create(partnership=partnership, lrk_id="111")
    return made


def test_hours_per_week_are_those_agreed_on_the_last_day(
    partnership: Partnership, place: Location
) -> None:
    # 16 agreed and later 10; 16; one that paused five weeks with 12; one that no file
    # told the hours of. Those who paused nine weeks, stopped or start later are not in.
    here = {"birth_month": BORN, "location": place}
    live(
        partnership,
        [
            ("2026-05-01", "S60", agreed("16.0")),
            ("2026-05-10", "S70"),
            ("2026-08-01", "S70", agreed("10.0")),
        ],
        **here,
    )
    live(partnership, [("2026-05-01", "S60", agreed("16")), ("2026-05-10", "S70")])
    live(
        partnership,
        [
            ("2026-05-01", "S60", agreed("12")),
            ("2026-05-10", "S70"),
            ("2026-08-27", "S72"),
        ],
        **here,
    )
    live(partnership, [("2026-05-10", "S81")], birth_month=BORN)
    live(partnership, [("2026-05-10", "S70"), ("2026-08-04", "S72")], birth_month=BORN)
    live(partnership, [("2026-05-10", "S70"), ("2026-09-30", "S91")], birth_month=BORN)
    live(partnership, [("2026-10-01", "S70", agreed("16"))], birth_month=BORN)

    found = of(staying(third_quarter(partnership)), "IND-15")

    # Means: (10 + 12 + 16) / 3 = 12.67; at the preschool (10 + 12) / 2 = 11.
    assert found == {
        WHOLE: (Decimal("12.67"), 3),
        ("at_least_16", "", ""): (1, 4),
        ("", "location", "111"): (Decimal(11), 2),
        ("at_least_16", "location", "111"): (0, 2),
        ("", "location", "unknown"): (Decimal(16), 1),
        ("at_least_16", "location", "unknown"): (1, 2),
    }


def test_pause_of_eight_weeks_still_takes_part_and_a_day_longer_does_not(
    partnership: Partnership,
) -> None:
    just = [("2026-05-10", "S70"), ("2026-08-05", "S72")]
    longer = [("2026-05-10", "S70"), ("2026-08-04", "S72")]
    # A note about the place in between begins no new pause.
    noted = [*longer, ("2026-09-20", "S72")]
    for days in (just, longer, noted):
        live(partnership, days, birth_month=BORN)

    found = of(staying(third_quarter(partnership)), "IND-15")

    assert found["at_least_16", "", ""] == (0, 1)


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        # 28 days, the last of September included; and a day less.
        ([("2026-09-03", "S70"), ("2026-09-10", "S71")], (1, 1)),
        ([("2026-09-04", "S70"), ("2026-09-10", "S71")], (0, 0)),
        # Absent since the quarter before, until the day before this one or in it.
        ([("2026-05-01", "S71"), ("2026-07-01", "S70")], (0, 1)),
        ([("2026-05-01", "S71"), ("2026-07-02", "S70")], (1, 1)),
        # Absent, and gone before four weeks were over.
        ([("2026-05-01", "S71"), ("2026-07-20", "S91")], (0, 0)),
        ([("2026-05-01", "S70"), ("2026-10-01", "S71")], (0, 1)),
    ],
)
def test_frequent_absence_is_of_children_who_came_four_weeks(
    partnership: Partnership, days: list[Happening], expected: tuple[int, int]
) -> None:
    live(partnership, days, birth_month=BORN)

    found = of(staying(third_quarter(partnership)), "IND-17")

    assert found[WHOLE] == expected


def test_frequent_absence_of_two_periods_counts_the_child_once_where_it_came_last(
    partnership: Partnership, place: Location
) -> None:
    live(
        partnership,
        [
            ("2026-06-01", "S70"),
            ("2026-07-05", "S71"),
            ("2026-07-20", "S70"),
            ("2026-08-20", "S71"),
        ],
        birth_month=BORN,
        location=place,
    )

    found = of(staying(third_quarter(partnership)), "IND-17")

    assert found == {WHOLE: (1, 1), ("", "location", "111"): (1, 1)}


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        # Began in June, back after 42 days; after 43; never; or stopped instead.
        ([("2026-06-10", "S71"), ("2026-07-22", "S70")], (1, 1)),
        ([("2026-06-10", "S71"), ("2026-07-23", "S70")], (0, 1)),
        ([("2026-06-10", "S71")], (0, 1)),
        ([("2026-06-10", "S71"), ("2026-07-01", "S91")], (0, 1)),
        # Something noted in between does not end the period.
        (
            [("2026-06-10", "S71"), ("2026-06-20", "S71"), ("2026-07-01", "S70")],
            (1, 1),
        ),
        # Began in this quarter, or before the last one.
        ([("2026-07-01", "S71"), ("2026-07-10", "S70")], (0, 0)),
        ([("2026-03-31", "S71"), ("2026-04-10", "S70")], (0, 0)),
    ],
)
def test_absence_is_solved_by_coming_back_within_six_weeks(
    partnership: Partnership, days: list[Happening], expected: tuple[int, int]
) -> None:
    live(partnership, [("2026-02-01", "S70"), *days], birth_month=BORN)

    found = of(staying(third_quarter(partnership)), "IND-17b")

    assert found == {WHOLE: expected}


def test_hours_taken_are_of_the_hours_offered_in_the_months_of_the_quarter(
    partnership: Partnership, place: Location, coordinator: User
) -> None:
    child = TrajectoryFactory.create(partnership=partnership)
    for month, offered, came in ((6, 60, 60), (7, 40, 30), (9, 60, 55), (10, 60, 1)):
        Attendance.objects.create(
            partnership=partnership,
            location=place,
            trajectory=child,
            month=date(2026, month, 1),
            offered_hours=offered,
            attended_hours=came,
            noted_by=coordinator,
            noted_at=WRITTEN_AT,
        )

    found = of(hours_taken(third_quarter(partnership)), "IND-16")

    assert found == {
        WHOLE: (Decimal(85), Decimal(100)),
        ("", "location", "111"): (Decimal(85), Decimal(100)),
    }


# Turned four on 1 September 2026.
FOUR_IN_SEPTEMBER = date(2022, 9, 1)
CAME: list[Happening] = [("2025-03-01", "S20"), ("2025-05-01", "S70")]


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        # Until 28 days after the first of the month of birth; and a day later.
        ([*CAME, ("2026-09-29", "S81"), ("2026-09-29", "S90")], (1, 1)),
        ([*CAME, ("2026-09-30", "S81"), ("2026-09-30", "S90")], (0, 1)),
        ([*CAME, ("2026-08-01", "S82"), ("2026-09-10", "S90")], (0, 1)),
        ([*CAME, ("2026-09-10", "S90")], (0, 1)),
        # Not gone to school, never came, or never indicated.
        ([*CAME, ("2026-08-01", "S81")], (0, 0)),
        ([("2025-03-01", "S20"), ("2026-09-10", "S90")], (0, 0)),
        (
            [("2025-05-01", "S70"), ("2026-08-01", "S81"), ("2026-09-10", "S90")],
            (0, 0),
        ),
    ],
)
def test_handover_is_warm_when_it_was_a_talk_in_time(
    partnership: Partnership, days: list[Happening], expected: tuple[int, int]
) -> None:
    live(partnership, days, birth_month=FOUR_IN_SEPTEMBER)
    turned_four_later = date(2022, 10, 1)
    live(partnership, [*CAME, ("2026-09-29", "S90")], birth_month=turned_four_later)

    found = of(leaving(third_quarter(partnership)), "IND-18")

    assert found[WHOLE] == expected


def test_school_confirms_a_handover_within_fourteen_days(
    partnership: Partnership,
) -> None:
    confirmed = {"outcome": "school_confirmed"}
    for kind, answered in (("S81", "2026-10-14"), ("S82", "2026-10-15")):
        live(
            partnership,
            [*CAME, ("2026-09-30", kind), (answered, kind, confirmed)],
            birth_month=FOUR_IN_SEPTEMBER,
        )
    live(partnership, [*CAME, ("2026-07-01", "S82")], birth_month=FOUR_IN_SEPTEMBER)
    live(partnership, [*CAME, ("2026-10-01", "S81")], birth_month=FOUR_IN_SEPTEMBER)

    found = of(leaving(third_quarter(partnership)), "IND-18b")

    assert found == {WHOLE: (1, 3)}


@pytest.mark.parametrize("kind", ["S81", "S82"])
def test_handover_counts_in_its_quarter_also_when_the_child_was_four_before(
    partnership: Partnership, kind: str
) -> None:
    confirmed = ("2026-09-10", kind, {"outcome": "school_confirmed"})
    live(
        partnership,
        [*CAME, ("2026-09-01", kind), confirmed],
        birth_month=date(2022, 4, 1),
    )

    found = of(leaving(third_quarter(partnership)), "IND-18b")

    assert found == {WHOLE: (1, 1)}
