"""Who is asked when the one whose turn it is does not get there."""

from datetime import date, timedelta

import pytest

from referrals.queries.trajectory import NEAR, help_line
from tests.factories import TODAY
from tests.referrals.building import child
from vve_portal.accounts.roles import Role
from vve_portal.ui.dates import long_date

DUE = TODAY + timedelta(days=14)


@pytest.mark.parametrize(
    ("due_on", "on", "first"),
    [
        (DUE, TODAY, "Sinds"),
        (DUE, DUE, "Vanaf"),
        (DUE, DUE + NEAR, "Vanaf"),
        # A step that is late already is helped after today, not after its day.
        (TODAY - timedelta(days=400), TODAY + NEAR, "Vanaf"),
    ],
)
def test_help_near_the_day_a_step_is_due_is_told(
    due_on: date, on: date, first: str
) -> None:
    waiting = child(due_on=due_on, escalates_on=on, escalates_to=Role.VVE_COORDINATOR)

    told = help_line(waiting, today=TODAY)

    assert told == f"{first} {long_date(on)} vraagt het portaal ook de VVE-coördinator."


@pytest.mark.parametrize("due_on", [DUE, TODAY - timedelta(days=1)])
def test_help_that_comes_long_after_it_is_left_out(due_on: date) -> None:
    far = max(due_on, TODAY) + NEAR + timedelta(days=1)
    waiting = child(due_on=due_on, escalates_on=far, escalates_to=Role.VVE_COORDINATOR)

    assert help_line(waiting, today=TODAY) == ""


def test_a_step_that_nobody_helps_with_says_nothing() -> None:
    assert help_line(child(due_on=DUE), today=TODAY) == ""
