"""Trees, thresholds, sentences and sums over quarters."""

from decimal import Decimal

import pytest

from monitoring.disclosure.printing import Printed
from monitoring.disclosure.rolling import sum_of
from monitoring.disclosure.thresholds import may_show_value, percentage, round_to
from monitoring.disclosure.trees import (
    NOTHING,
    leaves,
    merge_tree,
    nodes,
    parent,
    with_categories,
)
from monitoring.disclosure.words import names_together, which_first, why_together


def test_tree_joins_the_two_smallest_until_one_is_left() -> None:
    tree = merge_tree({"A": 10, "B": 40, "C": 20, "D": 90})

    assert tree == [[["A", "C"], "B"], "D"]


def test_tree_is_the_same_whatever_the_order_of_the_sizes() -> None:
    sizes = {"A": 10, "B": 10, "C": 10}

    assert merge_tree(sizes) == merge_tree(dict(reversed(sizes.items())))


def test_what_is_not_known_goes_with_the_smallest_whatever_its_size() -> None:
    tree = merge_tree({"A": 10, "B": 40, "unknown": 500})

    assert tree == [["unknown", "A"], "B"]


def test_tree_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        merge_tree({})


def test_category_that_came_later_goes_with_the_deepest() -> None:
    tree = with_categories([["A", "C"], "B"], ["B", "E"])

    assert tree == [[["A", "E"], "C"], "B"]


def test_parent_is_the_group_that_is_split() -> None:
    tree = merge_tree({"A": 1, "B": 2, "C": 9})

    assert parent(tree, frozenset("A")) == frozenset("AB")
    assert parent(tree, frozenset("AB")) == frozenset("ABC")
    assert parent(tree, frozenset("ABC")) == NOTHING
    assert [sorted(node) for node in nodes(tree)] == [
        *(["A", "B", "C"], ["A", "B"], ["A"], ["B"], ["C"]),
    ]
    assert leaves(tree) == frozenset("ABC")


def test_council_figures_are_the_nearest_five() -> None:
    found = [round_to(count) for count in (0, 2, 3, 7, 8, 12, 13)]

    assert found == [0, 0, 5, 5, 10, 10, 15]


@pytest.mark.parametrize(
    ("top", "bottom", "public", "expected"),
    [
        (11, 19, False, 57.9),
        (50, 95, True, None),
        (50, 100, True, 50.0),
        (0, 0, False, None),
    ],
)
def test_percentage_for_the_public_asks_for_a_hundred(
    *, top: int, bottom: int, public: bool, expected: float | None
) -> None:
    assert percentage(top, bottom, public=public) == expected


def test_mean_asks_for_ten_cases_or_the_threshold() -> None:
    assert [may_show_value(cases) for cases in (9, 10)] == [False, True]
    assert [may_show_value(cases, 15) for cases in (10, 15)] == [False, True]


def test_sentences_have_the_threshold_and_the_group_of_the_reader() -> None:
    assert why_together(10) == (
        "Gaat een getal over minder dan 10 kinderen, dan tellen we die wijk samen met"
        " een andere wijk. Pas als beide groot genoeg zijn, tonen we ze apart."
    )
    assert "die locatie samen met een andere locatie" in why_together(5, "location")
    assert "Welke groepen we samen nemen" in which_first("level")
    assert names_together(["Noord", "Oost", "West"]) == "Noord, Oost en West samen"
    assert names_together(["Noord"]) == "Noord"


def quarter(number: int, top: int | None, bottom: int | None) -> Printed:
    """Return a figure of one quarter."""
    return Printed("IND-01", "", "", (), (f"2026Q{number}",), top, bottom)


def test_sum_over_quarters_needs_every_quarter() -> None:
    first, second = quarter(1, 10, 20), quarter(2, 15, 30)

    whole = sum_of([first, second], public=False)

    assert whole == Printed(
        *("IND-01", "", "", (), ("2026Q1", "2026Q2"), 25, 50, None, 50.0)
    )
    assert sum_of([first, None], public=False) is None
    assert sum_of([], public=False) is None


def test_sum_with_a_hidden_numerator_has_only_the_denominator() -> None:
    whole = sum_of([quarter(1, None, 20), quarter(2, 15, 30)], public=True)

    assert whole is not None
    assert (whole.numerator, whole.denominator, whole.percentage) == (None, 50, None)


def test_figure_is_the_same_after_being_kept() -> None:
    figure = Printed(
        *("IND-12", "p90", "neighbourhood", ("A", "B"), ("2026Q1",)),
        denominator=12,
        value=Decimal("34.50"),
    )

    assert Printed.from_json(figure.to_json()) == figure
