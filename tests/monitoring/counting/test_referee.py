"""The portal and pandas count the same of towns in which anything may happen."""

from random import Random

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitoring.counting import Asked, Count
from monitoring.counting.indications import consents, indications
from monitoring.counting.letters import letters, outreach
from monitoring.counting.reach import reach
from monitoring.counting.standing import standing
from monitoring.counting.turned_four import turned_four
from tests.monitoring.counting.lives import WRITTEN_AT, third_quarter
from tests.monitoring.counting.random_towns import fill, set_stage
from tests.monitoring.counting.records import Found
from tests.monitoring.counting.referee import referee
from tests.monitoring.factories import PublicNumberFactory
from vve_portal.accounts.models import Partnership

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("every_figure"),
    pytest.mark.sqlite,
]
JUDGED = (indications, reach, turned_four, consents, letters, outreach, standing)
# What hypothesis may draw: where the dice stand, and how many children there are.
TOWNS = st.tuples(st.integers(0, 1_000_000), st.sampled_from((1, 12, 40)))


def counted(asked: Asked) -> list[Count]:
    return [count for family in JUDGED for count in family(asked)]


def as_found(counts: list[Count]) -> Found:
    return {
        (one.indicator, one.measure, one.dimension, one.category): (
            int(one.numerator or 0),
            None if one.denominator is None else int(one.denominator),
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
def test_the_portal_counts_what_pandas_counts(
    partnership: Partnership, town: tuple[int, int]
) -> None:
    dice, number = town
    with transaction.atomic():
        stage = set_stage(partnership)
        known = stage.neighbourhoods[1]
        assert known is not None
        about = {"partnership": partnership, "noted_at": WRITTEN_AT}
        PublicNumberFactory.create(**about, number=90)
        PublicNumberFactory.create(
            **about, number=40, dimension="neighbourhood", category=known.code
        )
        fill(stage, Random(dice), number)  # noqa: S311 - made-up data, no secret
        asked = third_quarter(partnership)

        counts = counted(asked)

        assert as_found(counts) == referee(asked)
        # One row for each number: none is told twice.
        assert len(as_found(counts)) == len(counts)
        transaction.set_rollback(True)
