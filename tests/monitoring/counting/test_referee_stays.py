"""The portal and pandas count the same of how children start, stay and leave."""

from decimal import Decimal
from random import Random

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitoring.counting import Count
from monitoring.counting.starts import starts
from monitoring.counting.staying import leaving, staying
from tests.monitoring.counting.lives import third_quarter
from tests.monitoring.counting.random_towns import fill, set_stage
from tests.monitoring.counting.referee_stays import Told, referee_stays
from vve_portal.accounts.models import Partnership

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("every_figure"),
    pytest.mark.sqlite,
]
TOWNS = st.tuples(st.integers(0, 1_000_000), st.sampled_from((1, 12, 40)))


def as_told(counts: list[Count]) -> Told:
    """Return counts as the referee notes them."""
    return {
        (one.indicator, one.measure, one.dimension, one.category): (
            None if one.numerator is None else int(one.numerator),
            int(one.denominator or 0),
            None if one.value is None else Decimal(one.value),
        )
        for one in counts
    }


@settings(
    max_examples=20,
    deadline=None,
    database=None,
    derandomize=True,
    # Every town is taken back before the next one.
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(town=TOWNS)
def test_the_portal_counts_what_pandas_counts_of_starting_staying_and_leaving(
    partnership: Partnership, town: tuple[int, int]
) -> None:
    dice, number = town
    with transaction.atomic():
        fill(set_stage(partnership), Random(dice), number)  # noqa: S311 - made-up data
        asked = third_quarter(partnership)

        counts = [*starts(asked), *staying(asked), *leaving(asked)]

        assert as_told(counts) == referee_stays(asked)
        assert len(as_told(counts)) == len(counts)
        transaction.set_rollback(True)
