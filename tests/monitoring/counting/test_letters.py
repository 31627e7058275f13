"""Letters and outreach, and what came of them (IND-10, 11 and 23), by hand."""

from datetime import UTC, date, datetime
from typing import Final

import pytest

from monitoring.counting import Asked
from monitoring.counting.letters import letters, outreach
from tests.factories import LocationFactory, NeighbourhoodFactory
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
BEFORE: Final[list[Happening]] = [("2026-05-01", "S20"), ("2026-05-10", "S30")]


def sent(on: str, *after: Happening) -> list[Happening]:
    return [*BEFORE, (on, "S40"), *after]


def test_letters_are_counted_by_place_and_part_of_town(
    partnership: Partnership,
) -> None:
    west = NeighbourhoodFactory.create(partnership=partnership, code="WK001")
    place = LocationFactory.create(partnership=partnership, lrk_id="100000001")
    wish = {"neighbourhood": west, "wished_location": place}
    live(partnership, sent("2026-07-01", ("2026-07-10", "S50")), **wish)
    live(partnership, sent("2026-09-30"), **wish)
    # Any preschool will do, and where it lives is not known.
    live(partnership, sent("2026-08-01", ("2026-08-03", "S41")))
    # Sent in another quarter.
    live(partnership, sent("2026-06-30"))
    live(partnership, sent("2026-10-01"))

    found = letters(third_quarter(partnership))

    assert of(found, "IND-10") == {
        WHOLE: (3, None),
        ("", "neighbourhood", "WK001"): (2, None),
        ("", "neighbourhood", "unknown"): (1, None),
        ("", "location", "100000001"): (2, None),
        ("", "location", "unknown"): (1, None),
    }
    # Counted on 15 October: also the letter of 30 September is fifteen days old.
    assert of(found, "IND-11") == {
        WHOLE: (1, 3),
        ("", "location", "100000001"): (1, 2),
        ("", "location", "unknown"): (0, 1),
        ("too_early", "", ""): (0, None),
        ("too_early", "location", "100000001"): (0, None),
        ("too_early", "location", "unknown"): (0, None),
    }


@pytest.mark.parametrize(
    ("answered", "number"),
    [
        (("2026-08-15", "S50"), 1),
        (("2026-08-16", "S50"), 0),
        (("2026-08-01", "S50"), 1),
        (("2026-08-10", "S51"), 1),
        (("2026-08-10", "S42"), 0),
    ],
)
def test_a_letter_is_answered_within_fourteen_days(
    partnership: Partnership, answered: Happening, number: int
) -> None:
    live(partnership, sent("2026-08-01", answered))

    assert of(letters(third_quarter(partnership)), "IND-11")[WHOLE] == (number, 1)


def test_an_answer_after_the_quarter_counts_too(partnership: Partnership) -> None:
    live(partnership, sent("2026-09-25", ("2026-10-07", "S50")))

    assert of(letters(third_quarter(partnership)), "IND-11")[WHOLE] == (1, 1)


@pytest.mark.parametrize(
    ("now", "judged", "too_early"),
    [
        # 14 October in the Netherlands, 22.00 UTC the evening before in summer time.
        (datetime(2026, 10, 13, 22, 0, tzinfo=UTC), 1, 0),
        (datetime(2026, 10, 13, 21, 59, tzinfo=UTC), 0, 1),
    ],
)
def test_a_letter_younger_than_fourteen_days_is_too_early_to_judge(
    partnership: Partnership, now: datetime, judged: int, too_early: int
) -> None:
    live(partnership, sent("2026-09-30"))
    asked = Asked(partnership, date(2026, 7, 1), date(2026, 9, 30), now)

    found = of(letters(asked), "IND-11")

    assert (found[WHOLE], found["too_early", "", ""]) == (
        (0, judged),
        (too_early, None),
    )


@pytest.mark.parametrize(
    ("now", "judged"),
    [
        # The clock goes back on 25 October: midnight is 23.00 UTC from that night on.
        (datetime(2026, 10, 25, 22, 30, tzinfo=UTC), 0),
        (datetime(2026, 10, 25, 23, 0, tzinfo=UTC), 1),
    ],
)
def test_the_day_of_measuring_is_right_when_the_clock_changes(
    partnership: Partnership, now: datetime, judged: int
) -> None:
    told = {"registered_at": datetime(2026, 10, 12, 9, 0, tzinfo=UTC)}
    live(partnership, [*BEFORE, ("2026-10-12", "S40", told)])
    asked = Asked(partnership, date(2026, 10, 1), date(2026, 12, 31), now)

    # The letter of 12 October is fourteen days old on 26 October.
    assert of(letters(asked), "IND-11")[WHOLE] == (0, judged)


def test_of_two_letters_about_one_child_the_last_one_is_counted(
    partnership: Partnership,
) -> None:
    # The first was answered and sent back, the second was not answered.
    first: list[Happening] = [("2026-07-05", "S50"), ("2026-07-20", "S30")]
    live(partnership, [*sent("2026-07-01", *first), ("2026-08-01", "S40")])

    found = letters(third_quarter(partnership))

    assert of(found, "IND-10")[WHOLE] == (1, None)
    assert of(found, "IND-11")[WHOLE] == (0, 1)


def test_a_letter_that_was_taken_back_was_not_sent(partnership: Partnership) -> None:
    child = live(partnership, sent("2026-08-01"))
    take_back(child.events.get(state="S40"))

    assert of(letters(third_quarter(partnership)), "IND-10") == {WHOLE: (0, None)}


def helped(on: str, *after: Happening) -> list[Happening]:
    return [*BEFORE, ("2026-05-20", "S32"), (on, "S42"), *after]


def test_outreach_of_the_quarter_before_is_judged(partnership: Partnership) -> None:
    west = NeighbourhoodFactory.create(partnership=partnership, code="WK001")
    # 42 days after 1 June is 13 July.
    live(partnership, helped("2026-06-01", ("2026-07-13", "S50")), neighbourhood=west)
    live(partnership, helped("2026-06-01", ("2026-07-14", "S50")), neighbourhood=west)
    live(partnership, helped("2026-06-30", ("2026-07-02", "S31")))
    # Begun in this quarter: judged in the next one.
    live(partnership, helped("2026-07-01", ("2026-07-02", "S50")))

    assert of(outreach(third_quarter(partnership)), "IND-23") == {
        WHOLE: (1, 3),
        ("", "neighbourhood", "WK001"): (1, 2),
        ("", "neighbourhood", "unknown"): (0, 1),
    }
