"""Figures of different indicators of which one is within the other."""

from decimal import Decimal

import pytest

from monitoring.disclosure.deciding import Audience
from monitoring.disclosure.tallies import Tally
from tests.monitoring.disclosure.building import FIRST, Story, settings, tally


def participants(total: int, *, reached: int, supported: int) -> list[Tally]:
    """Return who takes part, in a town of 300 children with 100 indications."""
    missing = 100 - reached
    return [
        tally("IND-03", 100),
        tally("IND-04", (100, 300)),
        tally("IND-05", (reached, 100)),
        tally("IND-07", (missing, 100)),
        tally("IND-08", (missing - 6, missing)),
        Tally("IND-15", "", "", "", None, total, Decimal("15.5")),
        Tally("IND-15", "at_least_16", "", "", total - 20, total),
        tally("IND-27", (supported, total)),
    ]


def numbers(audience: Audience) -> dict[str, tuple[int | None, int | None]]:
    """Return numerator and denominator of what is shown of who takes part."""
    return {
        f"{one.indicator}/{one.measure}".strip("/"): (one.numerator, one.denominator)
        for one in audience.figures
        if one.indicator in {"IND-05", "IND-15", "IND-27"}
    }


@pytest.mark.parametrize("others", [0, 1, 4])
def test_few_who_take_part_outside_the_reached_cannot_be_subtracted(
    others: int,
) -> None:
    rows = participants(80 + others, reached=80, supported=12)

    shown = Story(settings("AB")).release(FIRST, rows).partner

    assert numbers(shown) == {
        "IND-05": (80, 100),
        "IND-15": (None, None),
        "IND-27": (12, None),
    }


def test_many_who_take_part_outside_the_reached_are_shown() -> None:
    rows = participants(85, reached=80, supported=12)

    shown = Story(settings("AB")).release(FIRST, rows).partner

    assert numbers(shown) == {
        "IND-05": (80, 100),
        "IND-15": (None, 85),
        "IND-15/at_least_16": (65, 85),
        "IND-27": (12, 85),
    }


def test_mean_is_shown_without_how_many_it_is_of_when_enough_are_reached() -> None:
    rows = participants(81, reached=80, supported=12)

    decision = Story(settings("AB")).release(FIRST, rows)

    means = [
        (one.value, one.denominator)
        for audience in (decision.partner, decision.council)
        for one in audience.figures
        if one.indicator == "IND-15"
    ]
    assert means == [(Decimal("15.5"), None)] * 2


def test_mean_is_not_shown_beside_few_reached() -> None:
    few = [
        tally("IND-03", 15),
        tally("IND-04", (15, 300)),
        tally("IND-05", (9, 15)),
        tally("IND-07", (6, 15)),
        Tally("IND-15", "", "", "", None, 11, Decimal("15.5")),
    ]

    shown = Story(settings("AB")).release(FIRST, few).partner

    assert numbers(shown) == {"IND-05": (9, 15)}


def step(count: int) -> Tally:
    """Return how many consents ended the step from indication to consent."""
    return Tally("IND-12b", "indication_consent", "", "", None, count, Decimal(9))


@pytest.mark.parametrize(
    ("agreed", "steps", "expected"),
    [
        (29, 29, [("IND-09", None, 30)]),
        (22, 28, [("IND-09", 22, 30)]),
    ],
    ids=["few refused", "few answers ended no step"],
)
def test_step_to_consent_tells_of_no_few_answers(
    agreed: int, steps: int, expected: list[tuple[str, int | None, int]]
) -> None:
    rows = [tally("IND-09", (agreed, 30)), step(steps)]

    shown = Story(settings("AB")).release(FIRST, rows).partner

    found = [(one.indicator, one.numerator, one.denominator) for one in shown.figures]
    assert found == expected


def test_step_to_consent_is_shown_when_many_answers_ended_no_step() -> None:
    rows = [tally("IND-09", (22, 30)), step(25)]

    shown = Story(settings("AB")).release(FIRST, rows).partner

    assert [
        (one.indicator, one.numerator, one.denominator, one.value)
        for one in shown.figures
    ] == [("IND-09", 22, 30, None), ("IND-12b", None, 25, Decimal(9))]


@pytest.mark.parametrize(("steps", "expected"), [(30, [30, 30]), (29, [30])])
def test_days_of_all_steps_are_of_all_who_started_or_left_out(
    steps: int, expected: list[int]
) -> None:
    rows = [
        Tally("IND-12", "", "", "", None, 30, Decimal(20)),
        Tally("IND-12b", "", "", "", None, steps, Decimal(90)),
    ]

    shown = Story(settings("AB")).release(FIRST, rows).partner

    assert [one.denominator for one in shown.figures] == expected
