"""Who is indicated and whom it reaches (IND-03 to IND-05c, 07 and 08), by hand."""

from datetime import UTC, date, datetime
from typing import Any, Final

import pytest

from monitoring.counting import Asked, Count
from monitoring.counting.reach import reach
from monitoring.models import PublicNumber
from referrals.models import EventReason, Trajectory
from tests.factories import (
    LocationFactory,
    NeighbourhoodFactory,
    PathwayVersionFactory,
)
from tests.monitoring.counting.lives import (
    WRITTEN_AT,
    Happening,
    live,
    of,
    take_back,
    third_quarter,
)
from tests.monitoring.factories import PublicNumberFactory
from vve_portal.accounts.models import Partnership

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("every_figure"),
    pytest.mark.sqlite,
]
WHOLE: Final = ("", "", "")
# On 30 September 2026 47 months old, so in the last month that counts; 48; 30; 29.
JUST_NOT_FOUR: Final = date(2022, 10, 1)
FOUR: Final = date(2022, 9, 1)
TWO_AND_HALF: Final = date(2024, 3, 1)
TOO_YOUNG: Final = date(2024, 4, 1)
INDICATED: Final[list[Happening]] = [("2025-10-01", "S20")]
STARTED: Final[list[Happening]] = [
    *INDICATED,
    ("2025-10-08", "S30"),
    ("2025-10-15", "S40"),
    ("2025-10-20", "S50"),
    ("2025-11-01", "S60"),
    ("2026-02-02", "S70"),
]


def child(
    partnership: Partnership, happenings: list[Happening], **about: Any
) -> Trajectory:
    return live(partnership, happenings, **{"birth_month": TWO_AND_HALF, **about})


def why(trajectory: Trajectory, code: str) -> None:
    event = trajectory.events.order_by("-pk")[0]
    EventReason.objects.create(
        event=event, partnership=trajectory.partnership, code=code
    )


def counted(partnership: Partnership, code: str) -> tuple[object, object]:
    found = of(reach(third_quarter(partnership)), code)
    pair: tuple[object, object] = found[WHOLE]
    return pair


def test_a_small_town_is_counted_as_by_hand(partnership: Partnership) -> None:
    west = NeighbourhoodFactory.create(partnership=partnership, code="WK001")
    east = NeighbourhoodFactory.create(partnership=partnership, code="WK002")
    place = LocationFactory.create(partnership=partnership, lrk_id="100000001")
    other = LocationFactory.create(partnership=partnership, lrk_id="100000002")
    route = PathwayVersionFactory.create(
        pathway__partnership=partnership, pathway__code="R-BASIS", published=True
    )
    here = {"pathway_version": route}
    # Reached: two in the west at one place, one of an unknown wijk at the other.
    child(partnership, STARTED, neighbourhood=west, location=place, **here)
    child(partnership, STARTED, neighbourhood=west, location=place, **here)
    child(partnership, STARTED, location=other, **here)
    # Not reached: on the way, refused, on the waiting list, stopped.
    child(partnership, INDICATED, neighbourhood=east, **here)
    refused = child(
        partnership,
        [*INDICATED, ("2025-10-08", "S30"), ("2025-11-01", "S31")],
        neighbourhood=east,
        **here,
    )
    why(refused, "RN03")
    child(partnership, [*STARTED[:4], ("2026-09-01", "S51")], **here)
    stopped = child(
        partnership, [*STARTED, ("2026-08-01", "S91")], neighbourhood=west, **here
    )
    why(stopped, "RS02")
    # Not indicated: still to be tested.
    child(partnership, [("2026-08-01", "S10")], neighbourhood=west, **here)

    found = reach(third_quarter(partnership))

    assert of(found, "IND-03") == {
        WHOLE: (7, None),
        ("", "neighbourhood", "WK001"): (3, None),
        ("", "neighbourhood", "WK002"): (2, None),
        ("", "neighbourhood", "unknown"): (2, None),
    }
    assert of(found, "IND-05") == {
        WHOLE: (3, 7),
        ("", "neighbourhood", "WK001"): (2, 3),
        ("", "neighbourhood", "WK002"): (0, 2),
        ("", "neighbourhood", "unknown"): (1, 2),
        ("", "route", "R-BASIS"): (3, 7),
        ("", "location", "100000001"): (2, None),
        ("", "location", "100000002"): (1, None),
    }
    assert of(found, "IND-07") == {
        WHOLE: (4, 7),
        ("", "reason", "on_the_way"): (1, None),
        ("", "reason", "RN03"): (1, None),
        # Whoever is on the waiting list is not there for that reason.
        ("", "reason", "RN06"): (1, None),
        ("", "reason", "stopped"): (1, None),
    }
    # Known reasons are RN03 and RN06, out of the four that are not reached.
    assert of(found, "IND-08") == {WHOLE: (2, 4)}


def test_nobody_is_nought_out_of_nought(partnership: Partnership) -> None:
    found = reach(third_quarter(partnership))

    assert [(one.indicator, one.numerator, one.denominator) for one in found] == [
        ("IND-03", 0, None),
        ("IND-05", 0, 0),
        ("IND-07", 0, 0),
        ("IND-08", 0, 0),
    ]


@pytest.mark.parametrize(
    ("birth_month", "number"),
    [(JUST_NOT_FOUR, 1), (FOUR, 0), (TWO_AND_HALF, 1), (TOO_YOUNG, 0)],
)
def test_a_birth_month_just_makes_the_age_limit_or_just_not(
    partnership: Partnership, birth_month: date, number: int
) -> None:
    child(partnership, INDICATED, birth_month=birth_month)

    assert counted(partnership, "IND-05") == (0, number)


@pytest.mark.parametrize(
    ("state", "reached"),
    [
        ("S60", 0),
        ("S70", 1),
        ("S71", 1),
        ("S72", 1),
        ("S80", 1),
        ("S81", 1),
        ("S82", 1),
        ("S90", 0),
        ("S91", 0),
    ],
)
def test_who_has_begun_and_not_stopped_is_reached(
    partnership: Partnership, state: str, reached: int
) -> None:
    child(partnership, [*STARTED[:4], ("2026-09-01", state)])

    assert counted(partnership, "IND-05") == (reached, 1)


@pytest.mark.parametrize(("since", "reached"), [("2026-08-05", 1), ("2026-08-04", 0)])
def test_who_is_away_for_more_than_eight_weeks_is_not_reached(
    partnership: Partnership, since: str, reached: int
) -> None:
    # 5 August is 56 days before 30 September.
    child(partnership, [*STARTED, (since, "S72")])

    assert counted(partnership, "IND-05") == (reached, 1)


@pytest.mark.parametrize("state", ["S94", "S96", "S21", "S22", "S10"])
def test_who_moved_or_died_or_is_not_indicated_is_not_counted(
    partnership: Partnership, state: str
) -> None:
    child(partnership, [*STARTED, ("2026-09-01", state)])

    assert counted(partnership, "IND-05") == (0, 0)


@pytest.mark.parametrize("state", ["S92", "S93", "S95"])
def test_who_left_without_an_indication_is_not_counted(
    partnership: Partnership, state: str
) -> None:
    child(partnership, [("2026-08-01", "S10"), ("2026-09-01", state)])
    child(partnership, [*INDICATED, ("2026-09-01", state)])
    child(partnership, [*INDICATED, ("2026-08-01", "S22"), ("2026-09-01", state)])

    assert counted(partnership, "IND-05") == (0, 1)


def test_an_indication_that_was_given_anew_is_valid(partnership: Partnership) -> None:
    child(
        partnership,
        [("2025-06-01", "S10"), ("2025-07-01", "S21"), ("2026-09-30", "S20")],
    )

    assert counted(partnership, "IND-03") == (1, None)


def test_what_happens_after_the_last_day_is_of_the_next_quarter(
    partnership: Partnership,
) -> None:
    # As it stands now the child moved away, on 30 September it was there.
    child(partnership, [*STARTED, ("2026-10-01", "S94")])

    assert counted(partnership, "IND-05") == (1, 1)


def test_a_late_fact_counts_from_when_it_is_known(partnership: Partnership) -> None:
    told_at = datetime(2026, 10, 20, 9, 0, tzinfo=UTC)
    child(
        partnership, [*STARTED[:5], ("2026-09-28", "S70", {"registered_at": told_at})]
    )
    early = third_quarter(partnership)
    later = Asked(partnership, early.starts_on, early.ends_on, told_at)

    assert of(reach(early), "IND-05")[WHOLE] == (0, 1)
    assert of(reach(later), "IND-05")[WHOLE] == (1, 1)


def test_what_was_taken_back_did_not_happen(partnership: Partnership) -> None:
    started = child(partnership, STARTED)
    take_back(started.events.get(state="S70"), occurred_on=date(2026, 10, 5))

    # Taken back in October, about a start in February.
    assert counted(partnership, "IND-05") == (0, 1)


def test_a_correction_counts_from_when_it_is_known(partnership: Partnership) -> None:
    started = child(partnership, STARTED)
    take_back(
        started.events.get(state="S70"),
        registered_at=datetime(2026, 10, 20, 9, 0, tzinfo=UTC),
    )

    assert counted(partnership, "IND-05") == (1, 1)


def test_of_two_moves_on_one_day_the_later_one_counts(
    partnership: Partnership,
) -> None:
    child(partnership, [*STARTED[:5], ("2026-09-01", "S70"), ("2026-09-01", "S91")])

    assert counted(partnership, "IND-05") == (0, 1)


def test_a_note_on_a_place_changes_nothing_of_where_a_child_stands(
    partnership: Partnership,
) -> None:
    # Noted in September while placed; the start was written down later, of August.
    late: list[Happening] = [
        *STARTED[:5],
        ("2026-09-10", "S60", {"kind": "place", "from_state": "S60"}),
        ("2026-08-20", "S70", {"from_state": "S60"}),
    ]
    child(partnership, late)

    assert counted(partnership, "IND-05") == (1, 1)


def test_side_routes_are_no_children_of_their_own(partnership: Partnership) -> None:
    main = child(partnership, STARTED)
    child(partnership, [("2026-09-01", "Z10")], kind="support", main=main)
    child(partnership, [("2026-09-01", "T00")], kind="home", main=main)
    # A second way to a preschool beside the first is the same child.
    child(partnership, STARTED, main=main)

    assert counted(partnership, "IND-05") == (1, 1)


def test_children_of_another_town_are_not_counted(partnership: Partnership) -> None:
    elsewhere = Partnership.objects.exclude(pk=partnership.pk).get()
    child(elsewhere, STARTED)

    assert counted(partnership, "IND-05") == (0, 0)


@pytest.mark.parametrize(
    ("told", "group"),
    [("RN01", "RN01"), ("RN15", "RN15"), ("RN99", "unknown"), ("", "unknown")],
)
def test_an_unknown_reason_is_a_group_and_is_not_known(
    partnership: Partnership, told: str, group: str
) -> None:
    gone = child(partnership, [*INDICATED, ("2026-09-01", "S92")])
    if told:
        why(gone, told)

    found = reach(third_quarter(partnership))

    is_known = int(group != "unknown")
    assert of(found, "IND-07") == {WHOLE: (1, 1), ("", "reason", group): (1, None)}
    assert of(found, "IND-08") == {WHOLE: (is_known, 1)}


def test_an_earlier_reason_is_over_when_a_child_is_on_its_way_again(
    partnership: Partnership,
) -> None:
    again = child(partnership, [*INDICATED, ("2026-05-01", "S31")])
    why(again, "RN02")
    live_on = [("2026-08-01", "S30"), ("2026-08-20", "S40")]
    for day, state in live_on:
        again.events.create(
            partnership=partnership,
            kind="move",
            from_state="S31" if state == "S30" else "S30",
            state=state,
            occurred_on=date.fromisoformat(day),
            registered_at=WRITTEN_AT,
        )

    assert of(reach(third_quarter(partnership)), "IND-07") == {
        WHOLE: (1, 1),
        ("", "reason", "on_the_way"): (1, None),
    }


def children_of(partnership: Partnership, number: int, **about: Any) -> None:
    PublicNumberFactory.create(
        partnership=partnership,
        kind=PublicNumber.Kind.CHILDREN_30_TO_47_MONTHS,
        number=number,
        noted_at=WRITTEN_AT,
        **{"year": 2026, "dimension": "", "category": "", **about},
    )


def test_indications_are_held_against_the_children_of_the_year(
    partnership: Partnership,
) -> None:
    west = NeighbourhoodFactory.create(partnership=partnership, code="WK001")
    children_of(partnership, 40)
    children_of(partnership, 30, dimension="neighbourhood", category="WK001")
    # Not of this year, so not looked at.
    children_of(partnership, 900, year=2025)
    children_of(partnership, 800, year=2027)
    child(partnership, INDICATED, neighbourhood=west)
    child(partnership, STARTED)

    assert of(reach(third_quarter(partnership)), "IND-04") == {
        WHOLE: (2, 40),
        ("", "neighbourhood", "WK001"): (1, 30),
        # How many children live in an unknown part of town nobody knows.
        ("", "neighbourhood", "unknown"): (1, None),
    }


def test_without_public_numbers_there_is_no_rate(partnership: Partnership) -> None:
    child(partnership, INDICATED)

    codes = {one.indicator for one in reach(third_quarter(partnership))}

    assert codes == {"IND-03", "IND-05", "IND-07", "IND-08"}


@pytest.mark.parametrize(
    ("quarter", "expected"),
    [
        ((date(2026, 7, 1), date(2026, 9, 30)), []),
        ((date(2026, 10, 1), date(2026, 12, 31)), [Count("IND-05c", "", "", "", 1, 9)]),
    ],
)
def test_the_estimate_is_looked_at_once_a_year(
    partnership: Partnership, quarter: tuple[date, date], expected: list[Count]
) -> None:
    PublicNumberFactory.create(
        partnership=partnership,
        kind=PublicNumber.Kind.TARGET_ESTIMATE,
        year=2025,
        dimension="",
        category="",
        number=9,
    )
    child(partnership, STARTED)

    found = reach(Asked(partnership, *quarter, datetime(2027, 1, 9, tzinfo=UTC)))

    assert [one for one in found if one.indicator == "IND-05c"] == expected
