"""Indications that were made and what parents decided (IND-02 and 09), by hand."""

from datetime import UTC, date, datetime
from typing import Any, Final

import pytest

from monitoring.counting.indications import consents, indications
from referrals.models import IndicationGroup, Trajectory
from tests.factories import NeighbourhoodFactory, TeamFactory
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
AGAIN: Final = ("again", "", "")


def grouped(child: Trajectory, *groups: str) -> None:
    for group in groups:
        IndicationGroup.objects.create(
            partnership=child.partnership, trajectory=child, group=group
        )


def test_first_indications_are_told_by_age_group_and_part_of_town(
    partnership: Partnership,
) -> None:
    west = NeighbourhoodFactory.create(partnership=partnership, code="WK001")
    # On 1 July 2026 born in May 2025: 14 months; in June 2025: 13 months.
    first = live(
        partnership,
        [("2026-06-01", "S10"), ("2026-07-01", "S20")],
        neighbourhood=west,
        birth_month=date(2025, 5, 1),
    )
    grouped(first, "taal")
    second = live(partnership, [("2026-07-01", "S20")], birth_month=date(2025, 6, 1))
    grouped(second, "taal", "gezin")
    live(partnership, [("2026-09-30", "S20")], birth_month=date(2024, 9, 1))
    # Of another quarter.
    live(partnership, [("2026-06-30", "S20")])
    live(partnership, [("2026-10-01", "S20")])

    found = of(indications(third_quarter(partnership)), "IND-02")

    assert {key: number for key, number in found.items() if not key[0]} == {
        WHOLE: (3, None),
        ("", "neighbourhood", "WK001"): (1, None),
        ("", "neighbourhood", "unknown"): (2, None),
        ("", "age", "0-13"): (1, None),
        ("", "age", "14-23"): (1, None),
        ("", "age", "24-29"): (1, None),
        ("", "reason_group", "taal"): (1, None),
        # Whoever has more groups is counted once.
        ("", "reason_group", "several"): (1, None),
        ("", "reason_group", "unknown"): (1, None),
    }
    assert found[AGAIN] == (0, None)


@pytest.mark.parametrize(
    ("happenings", "first", "again"),
    [
        # Not indicated the first time: this is the first indication.
        ([("2026-05-01", "S10"), ("2026-06-01", "S21"), ("2026-08-01", "S20")], 1, 0),
        ([("2026-05-01", "S20"), ("2026-06-01", "S22"), ("2026-08-01", "S20")], 0, 1),
        # Looked at anew while parents are spoken to.
        (
            [
                ("2026-05-01", "S20"),
                ("2026-06-01", "S30"),
                ("2026-08-01", "S30", {"from_state": "S30", "outcome": "reassess"}),
            ],
            0,
            1,
        ),
        # Twice in one quarter is once for the first time.
        ([("2026-07-01", "S20"), ("2026-08-01", "S22"), ("2026-09-01", "S20")], 1, 0),
    ],
)
def test_a_child_is_indicated_for_the_first_time_or_anew(
    partnership: Partnership, happenings: list[Happening], first: int, again: int
) -> None:
    live(partnership, happenings)

    found = of(indications(third_quarter(partnership)), "IND-02")

    assert (found[WHOLE], found[AGAIN]) == ((first, None), (again, None))


def test_an_earlier_indication_that_was_taken_back_was_none(
    partnership: Partnership,
) -> None:
    child = live(
        partnership,
        [("2026-05-01", "S10"), ("2026-06-01", "S20"), ("2026-08-01", "S10")],
    )
    take_back(child.events.get(state="S20"))
    child.events.create(
        partnership=partnership,
        kind="move",
        from_state="S10",
        state="S20",
        occurred_on=date(2026, 9, 1),
        registered_at=datetime(2026, 9, 1, 9, 0, tzinfo=UTC),
    )

    found = of(indications(third_quarter(partnership)), "IND-02")

    assert (found[WHOLE], found[AGAIN]) == ((1, None), (0, None))


def said(on: str, answer: str, was: str = "not_asked", **more: Any) -> Happening:
    """Tell of a decision; without a change of answer only the day is new."""
    changes: dict[str, Any] = {"consent_on": [None, more.pop("given_on", on)]}
    if answer != was:
        changes["consent"] = [was, answer]
    return on, "S30", {"from_state": "S30", "changes": changes, **more}


def test_consent_is_told_by_team(partnership: Partnership) -> None:
    team = TeamFactory.create(organisation=partnership.provider)
    start: list[Happening] = [("2026-06-01", "S20"), ("2026-06-02", "S30")]
    live(partnership, [*start, said("2026-07-01", "yes")], team=team)
    live(partnership, [*start, said("2026-09-30", "no")], team=team)
    live(partnership, [*start, said("2026-08-01", "yes")])
    # Nobody decided, or in another quarter.
    live(partnership, start)
    live(partnership, [*start, said("2026-06-30", "yes")])
    live(partnership, [*start, said("2026-10-01", "yes")])

    assert of(consents(third_quarter(partnership)), "IND-09") == {
        WHOLE: (2, 3),
        ("", "team", str(team.pk)): (1, 2),
        ("", "team", "unknown"): (1, 1),
    }


@pytest.mark.parametrize(
    ("decisions", "agreed"),
    [
        # The last decision in the quarter is the one that counts, once.
        ([said("2026-07-01", "no"), said("2026-09-01", "yes", "no")], (1, 1)),
        ([said("2026-07-01", "yes"), said("2026-09-01", "no", "yes")], (0, 1)),
        # Asked again for another letter, and yes again.
        ([said("2026-05-01", "yes"), said("2026-09-01", "yes", "yes")], (1, 1)),
        ([said("2026-05-01", "no"), said("2026-09-01", "no", "no")], (0, 1)),
        # Said in September and written down in October; the other way round not.
        ([said("2026-10-02", "yes", given_on="2026-09-29")], (1, 1)),
        ([said("2026-07-02", "yes", given_on="2026-06-29")], (0, 0)),
    ],
)
def test_the_last_decision_in_the_quarter_counts(
    partnership: Partnership, decisions: list[Happening], agreed: tuple[int, int]
) -> None:
    live(partnership, [("2026-04-01", "S20"), ("2026-04-02", "S30"), *decisions])

    assert of(consents(third_quarter(partnership)), "IND-09")[WHOLE] == agreed


def test_a_decision_that_was_taken_back_was_none(partnership: Partnership) -> None:
    child = live(
        partnership,
        [("2026-06-01", "S20"), ("2026-06-02", "S30"), said("2026-08-01", "yes")],
    )
    take_back(child.events.get(occurred_on=date(2026, 8, 1)))

    assert of(consents(third_quarter(partnership)), "IND-09") == {WHOLE: (0, 0)}
