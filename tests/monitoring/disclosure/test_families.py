"""Every indicator about children is guarded, in one family, by sound definitions."""

from collections import Counter
from itertools import pairwise

import pytest

from monitoring.definitions import INDICATORS, UNKNOWN
from monitoring.definitions.chain import FUNNEL, STEPS
from monitoring.definitions.reasons import NOT_A_REASON
from monitoring.disclosure import chain, trees
from monitoring.disclosure.catalogue import FAMILIES, own_family
from monitoring.disclosure.companions import COMPANIONS, FREE, FREE_DENOMINATORS
from monitoring.disclosure.families import Family
from monitoring.disclosure.printing import named
from monitoring.disclosure.reaching import REACH
from monitoring.disclosure.tallies import figure_name
from tests.monitoring.disclosure.building import family

FIGURES = [name for one in FAMILIES for name in one.figures]


def test_every_number_of_an_indicator_about_children_is_in_one_family() -> None:
    expected = {
        figure_name(code, measure.key, side)
        for code, indicator in INDICATORS.items()
        if indicator.about_children
        for measure in indicator.all_measures
        for side in ("T", "N")
        if (side == "N") <= measure.has_denominator
        and not (side == "T" and measure.is_mean)
    }
    looked_up = {figure_name(code, "", "N") for code in FREE_DENOMINATORS}
    steps = {figure_name(FUNNEL, step, "T") for step in STEPS}

    assert set(FIGURES) == (expected - looked_up) | steps | {"IND-29:N"}
    assert set(Counter(FIGURES).values()) == {1}


def test_indicators_that_are_not_about_children_are_free_or_go_along() -> None:
    others = {str(code) for code, one in INDICATORS.items() if not one.about_children}

    assert others == FREE | set(COMPANIONS)


@pytest.mark.parametrize("one", FAMILIES, ids=[one.code for one in FAMILIES])
def test_family_is_sound(one: Family) -> None:
    offers = [{one.figures[name] for name in offer} for offer in one.offers]
    tables = [one.table, *one.tables.values()]

    assert all(parts == tuple(sorted(set(parts))) for parts in one.figures.values())
    assert all(less < more for more, less in pairwise(offers))
    assert {name for table in tables for name in table} <= set(one.figures)
    assert {named(name)[2] for name in one.figures} <= {"T", "N"}


def test_steps_and_what_is_not_known_are_those_of_the_definitions() -> None:
    assert tuple(STEPS) == chain.STEPS
    assert chain.FUNNEL == FUNNEL
    assert trees.UNKNOWN == UNKNOWN
    assert REACH.only == {"reason": {"unknown": frozenset(NOT_A_REASON)}}


def guards_of(code: str, *names: str) -> set[tuple[str, ...]]:
    """Return what is guarded when these figures of a family are shown."""
    one = family(code)
    return {guard.parts for guard in one.guards(one.figures[name] for name in names)}


def test_numerator_denominator_and_difference_are_guarded() -> None:
    assert guards_of("contact", "IND-01:N", "IND-01:T") == {
        ("in", "out"),
        ("in",),
        ("out",),
    }
    assert guards_of("contact", "IND-01:N") == {("in", "out")}


def test_every_difference_of_nested_figures_is_guarded() -> None:
    assert guards_of("waiting", "IND-13:T", "IND-13/over_28:T", "IND-13/over_56:T") == {
        ("longest", "middle", "shortest"),
        ("longest", "middle"),
        ("longest",),
        ("middle", "shortest"),
        ("shortest",),
        ("middle",),
    }


def test_who_is_in_two_figures_is_guarded_when_all_of_either_are_known() -> None:
    """Applied and started: together they are everyone, so who did both is known."""
    names = ("IND-24:N", "IND-24:T", "IND-24/applied:T")

    assert ("both",) in guards_of("home_programme", *names)
    assert ("both",) not in guards_of("home_programme", *names[:2])


def test_a_harmless_difference_is_not_guarded() -> None:
    assert guards_of("quality", "IND-26:N", "IND-26:T") == {("in", "out"), ("in",)}
    assert guards_of("hours", "IND-16:N", "IND-16:T") == {("in", "out")}
    assert guards_of("letters", "IND-10:T", "IND-11:N", "IND-11:T") == {
        ("answered", "early", "unanswered"),
        ("answered", "unanswered"),
        ("answered",),
        ("unanswered",),
    }


def test_own_indicator_is_guarded_as_a_ratio() -> None:
    one = own_family("OWN-1")

    assert {guard.parts for guard in one.guards(one.figures.values())} == {
        ("in", "out"),
        ("in",),
        ("out",),
    }
