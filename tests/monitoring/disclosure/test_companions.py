"""Means, hours and places: what goes along with a number of children, and what not."""

from decimal import Decimal

from monitoring.disclosure.deciding import Audience, Decision
from monitoring.disclosure.outside import Outside
from monitoring.disclosure.planning import Settings
from monitoring.disclosure.tallies import Tally
from monitoring.disclosure.trees import merge_tree
from tests.monitoring.disclosure.building import FIRST, WIJK, Story, settings, tally

PLACE = "location"
TREES = {
    PLACE: merge_tree({"L1": 1, "L2": 2, "L3": 3}),
    WIJK: merge_tree({"A": 1, "B": 2}),
}
Line = tuple[str, tuple[str, ...], int | None, int | None, Decimal | None]


def release(*rows: Tally, own: dict[str, bool] | None = None) -> Decision:
    """Release one quarter."""
    return Story(Settings(TREES, own=own or {})).release(FIRST, list(rows))


def lines(audience: Audience, indicator: str) -> list[Line]:
    """Return what is printed of an indicator, the whole town first."""
    found = [one for one in audience.figures if one.indicator == indicator]
    return [
        (one.measure, one.categories, one.numerator, one.denominator, one.value)
        for one in sorted(found, key=lambda one: (one.measure, one.categories))
    ]


def mean(count: int, value: str, dimension: str = "", category: str = "") -> Tally:
    """Return how many days it took, over so many children."""
    return Tally("IND-12", "", dimension, category, None, count, Decimal(value))


def test_mean_is_shown_from_ten_cases_on() -> None:
    shown, hidden = release(mean(10, "34.00")), release(mean(9, "34.00"))

    assert lines(shown.partner, "IND-12") == [("", (), None, 10, Decimal("34.00"))]
    assert lines(hidden.partner, "IND-12") == [("", (), None, 9, None)]


def test_mean_of_a_group_needs_every_group_to_be_large() -> None:
    """The mean of B would follow from the town's and that of A."""
    whole, first = mean(40, "30.00"), mean(32, "28.00", WIJK, "A")
    few = release(whole, first, mean(8, "38.00", WIJK, "B"))
    enough = release(mean(42, "30"), first, mean(10, "38.00", WIJK, "B"))

    assert lines(few.partner, "IND-12") == [
        ("", (), None, 40, Decimal("30.00")),
        ("", ("A",), None, 32, None),
        ("", ("B",), None, 8, None),
    ]
    assert lines(enough.partner, "IND-12") == [
        ("", (), None, 42, Decimal(30)),
        ("", ("A",), None, 32, Decimal("28.00")),
        ("", ("B",), None, 10, Decimal("38.00")),
    ]


def test_what_is_not_about_children_is_shown_as_it_is() -> None:
    hours = Tally("IND-19", "", "activity", "A1", Decimal("3.50"), Decimal(4))

    decision = release(hours)

    expected = [("", ("A1",), 4, 4, None)]
    assert lines(decision.partner, "IND-19") == expected
    assert lines(decision.council, "IND-19") == expected


def test_hours_of_few_children_are_hidden() -> None:
    """Three thousand hours can be of six children, so the council sees nothing."""
    decision = release(tally("IND-16", (2_600, 3_120)))

    assert lines(decision.partner, "IND-16") == [("", (), 2_600, 3_120, None)]
    assert lines(decision.council, "IND-16") == []


def test_coach_hours_hide_how_many_children_a_location_has() -> None:
    """Ten hours for each: forty hours are four children."""
    rows = [
        Tally("IND-29", "", "", "", 390, 410),
        Tally("IND-29", "", PLACE, "L1", 38, 40),
        Tally("IND-29", "", PLACE, "L2", 152, 160),
        Tally("IND-29", "", PLACE, "L3", 200, 210),
    ]

    decision = release(*rows)

    assert lines(decision.partner, "IND-29") == [
        ("", (), 390, 410, None),
        ("", ("L1", "L2"), 190, 200, None),
        ("", ("L3",), 200, 210, None),
    ]
    assert lines(decision.council, "IND-29") == [
        ("", (), 390, 400, None),
        ("", ("L1", "L2"), 190, 200, None),
        ("", ("L3",), 200, 200, None),
    ]


def test_need_for_places_is_shown_where_the_indications_are() -> None:
    rows = [
        tally("IND-03", 43),
        tally("IND-03", 3, WIJK, "A"),
        tally("IND-03", 40, WIJK, "B"),
        Tally("IND-31", "", "", "", 30, 26),
        Tally("IND-31", "", WIJK, "A", 10, 2),
        Tally("IND-31", "", WIJK, "B", 20, 24),
    ]

    together = release(*rows)
    alone = release(*rows[3:])

    assert lines(together.partner, "IND-31") == [
        ("", (), 30, 26, None),
        ("", ("A", "B"), 30, 26, None),
    ]
    assert lines(alone.partner, "IND-31") == [
        ("", (), 30, None, None),
        ("", ("A",), 10, None, None),
        ("", ("B",), 20, None, None),
    ]


def test_estimate_of_cbs_stands_under_reach_when_reach_is_shown() -> None:
    rows = [tally("IND-03", 60), tally("IND-05", (40, 60)), tally("IND-05c", (40, 75))]

    decision = release(*rows)

    assert lines(decision.partner, "IND-05c") == [("", (), 40, 75, None)]
    assert lines(release(*rows[2:]).partner, "IND-05c") == []


def test_own_indicator_is_guarded_unless_it_is_not_about_children() -> None:
    rows = [tally("OWN-1", (3, 30)), tally("OWN-2", (3, 30))]

    decision = release(*rows, own={"OWN-1": True, "OWN-2": False})

    assert lines(decision.partner, "OWN-1") == [("", (), None, 30, None)]
    assert lines(decision.partner, "OWN-2") == [("", (), 3, 30, None)]


def test_indicator_that_nobody_knows_shows_nothing() -> None:
    assert release(tally("OWN-9", (30, 60))).partner.figures == []


def test_council_percentage_is_of_its_rounded_figures() -> None:
    decision = release(tally("IND-01", (38, 118)))

    assert [one.percentage for one in decision.partner.figures] == [32.2]
    assert [one.percentage for one in decision.council.figures] == [33.3]


def test_quarter_in_which_nothing_was_counted_shows_nothing() -> None:
    story = Story(settings("A"), [Outside("IND-04:N", "", "", 1, 1)])

    decision = story.release(FIRST, [])

    assert decision.partner.figures == []
    assert decision.outcome.judged == 0
