"""Where children stood on the last day (IND-13, 26 and 27), by hand."""

from datetime import date
from decimal import Decimal
from typing import Any, Final

import pytest

from monitoring.counting.standing import standing
from referrals.models import EventReason, Trajectory
from tests.factories import (
    LocationFactory,
    NeighbourhoodFactory,
    OrganisationFactory,
    TeamFactory,
)
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
STARTED: Final[list[Happening]] = [("2026-01-05", "S20"), ("2026-03-02", "S70")]


def counted(partnership: Partnership, code: str) -> dict[tuple[str, str, str], Any]:
    return of(standing(third_quarter(partnership)), code)


def waiting(partnership: Partnership, since: str, **about: Any) -> Trajectory:
    return live(
        partnership,
        [("2026-01-05", "S20"), ("2026-06-01", "S50"), (since, "S51")],
        **about,
    )


def test_who_waits_is_told_by_place_and_by_how_long(partnership: Partnership) -> None:
    west = NeighbourhoodFactory.create(partnership=partnership, code="WK001")
    place = LocationFactory.create(partnership=partnership, lrk_id="100000001")
    here = {"neighbourhood": west, "location": place}
    # 2 September is 28 days before 30 September, 5 August is 56 days before it.
    waiting(partnership, "2026-09-02", **here)
    waiting(partnership, "2026-09-01", **here)
    waiting(partnership, "2026-08-05")
    waiting(partnership, "2026-08-04")
    # Not any more, and not yet.
    live(partnership, [("2026-07-01", "S51"), ("2026-09-30", "S60")])
    waiting(partnership, "2026-10-01")

    assert counted(partnership, "IND-13") == {
        WHOLE: (4, None),
        ("over_28", "", ""): (3, 4),
        ("over_56", "", ""): (1, 4),
        ("", "neighbourhood", "WK001"): (2, None),
        ("over_28", "neighbourhood", "WK001"): (1, 2),
        ("over_56", "neighbourhood", "WK001"): (0, 2),
        ("", "neighbourhood", "unknown"): (2, None),
        ("over_28", "neighbourhood", "unknown"): (2, 2),
        ("over_56", "neighbourhood", "unknown"): (1, 2),
        ("", "location", "100000001"): (2, None),
        ("over_28", "location", "100000001"): (1, 2),
        ("over_56", "location", "100000001"): (0, 2),
        ("", "location", "unknown"): (2, None),
        ("over_28", "location", "unknown"): (2, 2),
        ("over_56", "location", "unknown"): (1, 2),
    }


def test_a_place_on_the_list_that_was_taken_back_is_none(
    partnership: Partnership,
) -> None:
    child = waiting(partnership, "2026-08-01")
    take_back(child.events.get(state="S51"))

    assert counted(partnership, "IND-13")[WHOLE] == (0, None)


def complete(partnership: Partnership, **about: Any) -> dict[str, Any]:
    """Return all that is asked of a child that takes part."""
    return {
        "neighbourhood": NeighbourhoodFactory.create(partnership=partnership),
        "team": TeamFactory.create(organisation=partnership.provider),
        "location": LocationFactory.create(
            partnership=partnership, holder=OrganisationFactory.create(preschool=True)
        ),
        "indicated_on": date(2026, 1, 5),
        "consent": "yes",
        "consent_on": date(2026, 1, 9),
        "consent_by": "nurse",
        "letter_on": date(2026, 1, 12),
        "start_on": date(2026, 3, 2),
        "hours_per_week": Decimal(16),
        **about,
    }


def test_a_child_of_whom_all_is_known_is_complete(partnership: Partnership) -> None:
    about = complete(partnership)
    live(partnership, STARTED, **about)

    assert counted(partnership, "IND-26") == {
        WHOLE: (1, 1),
        ("", "organisation", str(about["location"].holder_id)): (1, 1),
    }


@pytest.mark.parametrize(
    "missing",
    ["neighbourhood", "team", "indicated_on", "location", "start_on", "hours_per_week"],
)
def test_a_child_that_takes_part_misses_what_is_empty(
    partnership: Partnership, missing: str
) -> None:
    live(partnership, STARTED, **complete(partnership, **{missing: None}))

    assert counted(partnership, "IND-26")[WHOLE] == (0, 1)


def test_what_is_asked_depends_on_how_far_a_child_came(
    partnership: Partnership,
) -> None:
    about = complete(partnership)
    early = {"neighbourhood": about["neighbourhood"], "team": about["team"]}
    live(partnership, [("2026-08-01", "S10")], **early)
    # Referred without the day of the letter or of the consent.
    live(
        partnership,
        [("2026-08-01", "S20"), ("2026-08-20", "S40")],
        **early,
        indicated_on=date(2026, 8, 1),
    )

    assert counted(partnership, "IND-26") == {
        WHOLE: (1, 2),
        ("", "organisation", str(partnership.provider_id)): (1, 2),
    }


@pytest.mark.parametrize(
    ("closed_on", "code", "expected"),
    [
        ("2026-09-30", "RN01", (1, 1)),
        ("2026-09-30", "RN99", (0, 1)),
        ("2026-09-30", "", (0, 1)),
        ("2026-07-01", "RN01", (1, 1)),
        # Closed before the quarter: no longer judged.
        ("2026-06-30", "RN01", (0, 0)),
    ],
)
def test_who_closed_in_the_quarter_has_to_tell_why(
    partnership: Partnership, closed_on: str, code: str, expected: tuple[int, int]
) -> None:
    child = live(
        partnership,
        [("2026-01-05", "S20"), (closed_on, "S92")],
        **complete(partnership),
    )
    if code:
        last = child.events.get(state="S92")
        EventReason.objects.create(event=last, partnership=partnership, code=code)

    assert counted(partnership, "IND-26")[WHOLE] == expected


def test_a_preschool_whose_holder_is_unknown_is_of_nobody(
    partnership: Partnership,
) -> None:
    place = LocationFactory.create(partnership=partnership)
    live(partnership, STARTED, **complete(partnership, location=place))

    assert counted(partnership, "IND-26")["", "organisation", "unknown"] == (1, 1)


def supported(
    partnership: Partnership, main: Trajectory, *happenings: Happening
) -> Trajectory:
    return live(partnership, list(happenings), kind="support", main=main)


def test_children_who_take_part_are_told_by_level_of_support(
    partnership: Partnership,
) -> None:
    children = [live(partnership, STARTED) for _ in range(7)]
    supported(partnership, children[0], ("2026-05-01", "Z00"), ("2026-05-08", "Z10"))
    # Talked about and evaluated, the child stays on its level.
    supported(
        partnership,
        children[1],
        ("2026-05-08", "Z10"),
        ("2026-06-08", "Z20"),
        ("2026-09-08", "Z60"),
    )
    # On two levels at once: the highest counts, once.
    supported(partnership, children[2], ("2026-05-08", "Z20"))
    supported(partnership, children[2], ("2026-05-08", "Z40"))
    # Only talked about; finished; begun after the last day.
    supported(partnership, children[3], ("2026-05-01", "Z00"))
    supported(partnership, children[4], ("2026-05-01", "Z10"), ("2026-07-01", "Z80"))
    supported(partnership, children[5], ("2026-10-01", "Z10"))
    # Does not take part, so is not of whom this tells.
    away = live(partnership, [("2026-01-05", "S20")])
    supported(partnership, away, ("2026-05-01", "Z10"))

    assert counted(partnership, "IND-27") == {
        WHOLE: (3, 7),
        ("", "level", "0"): (1, None),
        ("", "level", "1"): (1, None),
        ("", "level", "2"): (1, None),
    }


@pytest.mark.parametrize(("since", "number"), [("2026-08-05", 1), ("2026-08-04", 0)])
def test_who_is_away_for_more_than_eight_weeks_takes_no_part(
    partnership: Partnership, since: str, number: int
) -> None:
    live(partnership, [*STARTED, (since, "S72")])

    assert counted(partnership, "IND-27")[WHOLE] == (0, number)


def test_an_empty_town_has_nobody(partnership: Partnership) -> None:
    found = standing(third_quarter(partnership))

    assert [(one.indicator, one.numerator, one.denominator) for one in found] == [
        ("IND-13", 0, None),
        ("IND-13", 0, 0),
        ("IND-13", 0, 0),
        ("IND-26", 0, 0),
        ("IND-27", 0, 0),
    ]
