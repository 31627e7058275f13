"""What is counted fits its definition, and what has no source is left alone."""

from random import Random

import pytest

from monitoring.counting import count_all
from monitoring.definitions import INDICATORS, UNKNOWN
from monitoring.definitions.chain import FUNNEL, STEP_OF_STATE, STEPS
from monitoring.definitions.groups import FIXED_NAMES, FIXED_TREES
from monitoring.definitions.reasons import INFLUENCE, KNOWN, REASON_NAMES
from monitoring.definitions.support import LEVEL_OF_STATE
from monitoring.definitions.vocabulary import Dimension
from monitoring.disclosure.trees import leaves
from monitoring.queries.groups import COMMON, group_names
from referrals.states import PRESCHOOL_STATES
from tests.monitoring.counting.lives import third_quarter
from tests.monitoring.counting.random_towns import fill, set_stage
from vve_portal.accounts.models import Partnership

pytestmark = pytest.mark.sqlite


@pytest.mark.django_db
@pytest.mark.usefixtures("every_figure")
def test_every_number_is_one_that_its_definition_names(
    partnership: Partnership,
) -> None:
    fill(set_stage(partnership), Random(7), 80)  # noqa: S311 - made-up data, no secret
    known = {
        (code.value, measure.key, dimension)
        for code, indicator in INDICATORS.items()
        if indicator.is_counted
        for measure in indicator.all_measures
        for dimension in ("", *indicator.dimensions)
    } | {(FUNNEL, step, "") for step in STEPS}

    found = {
        (one.indicator, one.measure, str(one.dimension))
        for one in count_all(third_quarter(partnership))
    }

    assert found - known == set()


@pytest.mark.django_db
@pytest.mark.usefixtures("every_figure")
def test_every_group_that_is_counted_has_a_name(partnership: Partnership) -> None:
    fill(set_stage(partnership), Random(7), 80)  # noqa: S311 - made-up data, no secret
    names = group_names(partnership)

    counted = {
        (str(one.dimension), one.category)
        for one in count_all(third_quarter(partnership))
        if one.dimension and one.category != UNKNOWN
    }

    nameless = {
        (dimension, category)
        for dimension, category in counted
        if category not in names.get(dimension, {})
    }
    assert nameless == set()
    assert ("reason_group", "several") in counted


def test_every_level_of_support_has_a_name() -> None:
    assert set(LEVEL_OF_STATE.values()) == set(COMMON[Dimension.LEVEL])


def test_every_fixed_tree_has_each_group_once() -> None:
    grown = {dimension: sorted(leaves(tree)) for dimension, tree in FIXED_TREES.items()}

    assert grown == {
        dimension: sorted({*names, UNKNOWN}) for dimension, names in FIXED_NAMES.items()
    }


def test_what_trajectories_do_not_know_is_delivered_only() -> None:
    delivered = [code for code, one in INDICATORS.items() if not one.is_counted]

    assert delivered == ["IND-01", "IND-28", "IND-29", "IND-30"]


def test_every_group_of_reasons_has_a_name_and_most_have_somebody() -> None:
    alone = set(REASON_NAMES) - set(INFLUENCE)

    # Another offer, moving away, and a no without a reason are up to parents.
    assert alone == {"RN12", "RN13", "RN15"}
    assert set(KNOWN) <= set(REASON_NAMES)
    assert set(INFLUENCE) <= set(REASON_NAMES)


def test_every_state_of_the_way_says_how_far_a_child_came() -> None:
    seen_only = set(PRESCHOOL_STATES) - set(STEP_OF_STATE)

    assert seen_only == {"S00", "S10", "S21", "S92", "S93", "S94", "S95", "S96"}
