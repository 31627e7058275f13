"""What a figure and its norm suggest: a pure rule, that people may overrule."""

from decimal import Decimal

import pytest

from agreements.models.vocabulary import Progress
from monitoring.definitions import Unit
from monitoring.queries.proposals import printed_value, propose
from monitoring.queries.shown import Shown


@pytest.mark.parametrize(
    ("value", "operator", "norm", "proposed"),
    [
        ("90", "gte", "90", Progress.ON_COURSE),
        ("89", "gte", "90", Progress.ATTENTION),
        ("81", "gte", "90", Progress.ATTENTION),
        ("80", "gte", "90", Progress.MISSED),
        ("42", "lte", "42", Progress.ON_COURSE),
        ("46", "lte", "42", Progress.ATTENTION),
        ("47", "lte", "42", Progress.MISSED),
        ("0", "lte", "0", Progress.ON_COURSE),
        ("1", "lte", "0", Progress.MISSED),
        ("100", "eq", "100", Progress.ON_COURSE),
        ("110", "eq", "100", Progress.ATTENTION),
        ("89", "eq", "100", Progress.MISSED),
    ],
)
def test_a_figure_is_held_against_its_norm(
    value: str, operator: str, norm: str, proposed: str
) -> None:
    assert propose(Decimal(value), operator, Decimal(norm)) == proposed


@pytest.mark.parametrize(
    ("value", "operator", "norm"),
    [
        (None, "gte", Decimal(90)),
        (Decimal(88), "gte", None),
        (Decimal(88), "", Decimal(90)),
    ],
)
def test_nothing_is_proposed_without_figure_or_norm(
    value: Decimal | None, operator: str, norm: Decimal | None
) -> None:
    assert propose(value, operator, norm) == ""


@pytest.mark.parametrize(
    ("shown", "value"),
    [
        (Shown(Unit.PERCENT, 179, 200, percentage=89.5), Decimal(90)),
        (Shown(Unit.COUNT, 9), Decimal(9)),
        (Shown(Unit.DAYS, None, 34, Decimal("39.5")), Decimal(40)),
        (Shown(Unit.PERCENT), None),
        (Shown(Unit.PERCENT, None, 8), None),
        (Shown(Unit.PERCENT, 4, 8), None),
    ],
)
def test_the_number_that_readers_see_is_the_one_that_counts(
    shown: Shown, value: Decimal | None
) -> None:
    assert printed_value(shown) == value
