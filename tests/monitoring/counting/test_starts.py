"""Lead times and timely starts of children written out by hand."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from monitoring.counting.starts import starts
from referrals.models import Trajectory
from tests.factories import (
    LocationFactory,
    NeighbourhoodFactory,
    PathwayFactory,
    PathwayVersionFactory,
)
from tests.monitoring.counting.lives import (
    Happening,
    live,
    of,
    take_back,
    third_quarter,
)
from vve_portal.accounts.models import Partnership

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("every_figure")]
WHOLE = ("", "", "")


def child(
    partnership: Partnership, indicated: str, started: str, **about: Any
) -> Trajectory:
    """Make a child that turns two and a half on 1 July 2026."""
    days = [(indicated, "S20"), (started, "S70")]
    return live(partnership, days, **{"birth_month": date(2024, 1, 1), **about})


def test_lead_time_counts_from_the_start_age_and_never_below_zero(
    partnership: Partnership,
) -> None:
    # Of age on 1 July: 30 days. Indicated after it, on 1 August: 14 days. Started
    # before the age: 0 days. In another wijk and preschool: 60 days.
    north = NeighbourhoodFactory.create(partnership=partnership, code="WK01")
    place = LocationFactory.create(partnership=partnership, lrk_id="111")
    child(partnership, "2026-01-10", "2026-07-31")
    child(partnership, "2026-08-01", "2026-08-15")
    child(partnership, "2026-05-01", "2026-07-10", birth_month=date(2024, 6, 1))
    child(
        partnership,
        "2026-05-01",
        "2026-08-30",
        neighbourhood=north,
        location=place,
    )

    found = of(starts(third_quarter(partnership)), "IND-12")

    # 0, 14, 30 and 60 net: the middle is 22, nine of ten within 60.
    # 14, 70, 121 and 202 gross: the middle is 95.5.
    assert found == {
        WHOLE: (Decimal(22), 4),
        ("p90", "", ""): (Decimal(60), 4),
        ("gross", "", ""): (Decimal("95.5"), 4),
        ("", "neighbourhood", "WK01"): (Decimal(60), 1),
        ("p90", "neighbourhood", "WK01"): (Decimal(60), 1),
        ("gross", "neighbourhood", "WK01"): (Decimal(121), 1),
        ("", "neighbourhood", "unknown"): (Decimal(14), 3),
        ("p90", "neighbourhood", "unknown"): (Decimal(30), 3),
        ("gross", "neighbourhood", "unknown"): (Decimal(70), 3),
        ("", "location", "111"): (Decimal(60), 1),
        ("p90", "location", "111"): (Decimal(60), 1),
        ("gross", "location", "111"): (Decimal(121), 1),
        ("", "location", "unknown"): (Decimal(14), 3),
        ("p90", "location", "unknown"): (Decimal(30), 3),
        ("gross", "location", "unknown"): (Decimal(70), 3),
    }


def test_lead_time_without_starts_has_no_value(partnership: Partnership) -> None:
    child(partnership, "2026-01-10", "2026-06-30")
    child(partnership, "2026-01-10", "2026-10-01")

    found = of(starts(third_quarter(partnership)), "IND-12")

    assert found == {
        WHOLE: (None, 0),
        ("p90", "", ""): (None, 0),
        ("gross", "", ""): (None, 0),
    }


def test_start_that_was_taken_back_or_written_down_later_does_not_count(
    partnership: Partnership,
) -> None:
    undone = child(partnership, "2026-06-01", "2026-08-01")
    take_back(undone.events.get(state="S70"))
    late = datetime(2026, 10, 16, 9, 0, tzinfo=UTC)
    live(
        partnership,
        [("2026-06-01", "S20"), ("2026-08-01", "S70", {"registered_at": late})],
        birth_month=date(2024, 1, 1),
    )
    child(partnership, "2026-06-01", "2026-07-11")

    found = of(starts(third_quarter(partnership)), "IND-12")

    assert found[WHOLE] == (Decimal(10), 1)


def test_start_taken_back_after_the_count_still_counted_then(
    partnership: Partnership,
) -> None:
    corrected = child(partnership, "2026-06-01", "2026-07-11")
    take_back(
        corrected.events.get(state="S70"),
        registered_at=datetime(2026, 11, 1, 9, 0, tzinfo=UTC),
    )

    found = of(starts(third_quarter(partnership)), "IND-12")

    assert found[WHOLE] == (Decimal(10), 1)


def test_second_start_is_no_start(partnership: Partnership) -> None:
    live(
        partnership,
        [
            ("2026-01-10", "S20"),
            ("2026-06-01", "S70"),
            ("2026-07-01", "S72"),
            ("2026-08-01", "S70"),
        ],
        birth_month=date(2024, 1, 1),
    )

    found = of(starts(third_quarter(partnership)), "IND-12")

    assert found[WHOLE] == (None, 0)


def test_lead_time_counts_from_the_last_indication_before_the_start(
    partnership: Partnership,
) -> None:
    # Found not to be needed, then indicated anew on 1 August; looked at again later.
    live(
        partnership,
        [
            ("2026-01-10", "S20"),
            ("2026-03-01", "S22"),
            ("2026-08-01", "S20"),
            ("2026-08-11", "S70"),
            (
                "2026-09-01",
                "S70",
                {
                    "outcome": "reassess",
                    "changes": {"indicated_on": ["2026-08-01", "2026-09-01"]},
                },
            ),
        ],
        birth_month=date(2024, 1, 1),
    )

    found = of(starts(third_quarter(partnership)), "IND-12")

    assert (found[WHOLE], found["gross", "", ""]) == (
        (Decimal(10), 1),
        (Decimal(10), 1),
    )


def test_lead_time_per_step_is_of_steps_that_ended_in_the_quarter(
    partnership: Partnership,
) -> None:
    route = PathwayVersionFactory.create(
        published=True,
        pathway=PathwayFactory.create(partnership=partnership, code="R-A"),
    )
    agreed = {"changes": {"consent": ["no", "yes"], "consent_on": [None, "2026-06-20"]}}
    live(
        partnership,
        [
            ("2026-06-10", "S20"),
            ("2026-06-20", "S30", agreed),
            ("2026-07-02", "S40"),
            ("2026-07-09", "S50"),
            ("2026-07-30", "S60"),
            ("2026-08-31", "S70"),
        ],
        birth_month=date(2024, 1, 1),
        pathway_version=route,
    )

    found = of(starts(third_quarter(partnership)), "IND-12b")

    # Consent was in June, so that step is of the quarter before.
    expected = {
        "": (Decimal(82), 1),
        "consent_letter": (Decimal(12), 1),
        "letter_registration": (Decimal(7), 1),
        "registration_placement": (Decimal(21), 1),
        "placement_start": (Decimal(32), 1),
    }
    assert found == {
        ("indication_consent", "", ""): (None, 0),
        **{(step, "", ""): lasted for step, lasted in expected.items()},
        **{(step, "route", "R-A"): lasted for step, lasted in expected.items()},
    }


def test_consent_is_a_step_of_the_quarter_also_when_no_other_was_taken(
    partnership: Partnership,
) -> None:
    route = PathwayVersionFactory.create(
        pathway__partnership=partnership, pathway__code="R-A", published=True
    )
    agreed = {"changes": {"consent": ["no", "yes"], "consent_on": [None, "2026-07-20"]}}
    live(
        partnership,
        [("2026-06-10", "S20"), ("2026-07-21", "S30", agreed)],
        pathway_version=route,
    )

    found = of(starts(third_quarter(partnership)), "IND-12b")

    step = "indication_consent"
    assert found[step, "", ""] == (Decimal(40), 1)
    assert found[step, "route", "R-A"] == (Decimal(40), 1)


def test_letter_that_went_again_counts_from_the_last_one(
    partnership: Partnership,
) -> None:
    live(
        partnership,
        [
            ("2026-05-01", "S40"),
            ("2026-05-20", "S50"),
            ("2026-06-01", "S30"),
            ("2026-07-01", "S40"),
            ("2026-07-15", "S50"),
        ],
    )
    # Sent back after the registration: the letter of then was not answered yet.
    live(
        partnership,
        [("2026-07-01", "S40"), ("2026-07-05", "S50"), ("2026-07-20", "S40")],
    )

    found = of(starts(third_quarter(partnership)), "IND-12b")

    assert found["letter_registration", "", ""] == (Decimal(14), 1)


def test_start_is_timely_until_a_month_after_the_start_age(
    partnership: Partnership,
) -> None:
    # Of age on 1 July, so indicated by 1 April and started by 1 August.
    north = NeighbourhoodFactory.create(partnership=partnership, code="WK01")
    child(partnership, "2026-04-01", "2026-08-01", neighbourhood=north)
    child(partnership, "2026-04-01", "2026-08-02")
    child(partnership, "2026-04-02", "2026-07-02")

    found = of(starts(third_quarter(partnership)), "IND-14")

    assert found == {
        WHOLE: (1, 2),
        ("", "neighbourhood", "WK01"): (1, 1),
        ("", "neighbourhood", "unknown"): (0, 1),
    }


def test_children_of_another_town_do_not_count(
    partnership: Partnership, stranger: object
) -> None:
    elsewhere = stranger.organisation.partnerships_as_municipality.get()  # type: ignore[attr-defined]  # the fixture is a user
    child(elsewhere, "2026-06-01", "2026-07-11")

    found = of(starts(third_quarter(partnership)), "IND-12")

    assert found[WHOLE] == (None, 0)


def test_second_look_at_an_indication_does_not_begin_the_lead_time_anew(
    partnership: Partnership,
) -> None:
    looked_again = {
        "outcome": "reassess",
        "changes": {"indicated_on": ["2026-01-10", "2026-08-01"]},
    }
    days: list[Happening] = [
        ("2026-01-10", "S20"),
        ("2026-08-01", "S20", looked_again),
        ("2026-08-11", "S70"),
    ]
    live(partnership, days, birth_month=date(2024, 1, 1))

    found = of(starts(third_quarter(partnership)), "IND-12")

    # From 1 July, when the child was of age.
    assert found[WHOLE] == (Decimal(41), 1)
