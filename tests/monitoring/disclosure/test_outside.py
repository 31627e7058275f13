"""What anyone can look up is part of what an attacker knows."""

from monitoring.disclosure.outside import Outside
from monitoring.disclosure.tallies import Tally
from tests.monitoring.disclosure.building import (
    WIJK,
    ByCategory,
    Story,
    picture,
    settings,
    tally,
)

TOWN: ByCategory = {"A": 28, "B": 60}


def indications(row: ByCategory) -> list[Tally]:
    """Return valid indications, of which nobody delivered out of how many."""
    counts = [one for one in row.values() if isinstance(one, int)]
    return [
        tally("IND-03", sum(counts)),
        *(tally("IND-03", one, WIJK, name) for name, one in row.items()),
    ]


def children(*counts: int) -> list[Outside]:
    """Return how many children live in the wijken, and in the town."""
    wijken = [
        Outside("IND-04:N", WIJK, name, count, count)
        for name, count in zip("AB", counts, strict=True)
    ]
    return [*wijken, Outside("IND-04:N", "", "", sum(counts), sum(counts))]


def test_wijk_is_shown_when_nobody_can_look_up_how_many_live_there() -> None:
    shown = Story(settings("AB")).release("2026Q1", indications(TOWN))

    assert picture(shown.partner) == {"town": 88, "A": 28, "B": 60}


def test_wijk_in_which_nearly_all_are_indicated_goes_with_another() -> None:
    """There live thirty in A, so two of them would stand out."""
    story = Story(settings("AB"), children(30, 200))

    shown = story.release("2026Q1", indications(TOWN))

    assert picture(shown.partner) == {"town": 88, "A+B": 88}
    assert story.broken() == []


def test_wijk_in_which_many_are_not_indicated_is_shown() -> None:
    story = Story(settings("AB"), children(100, 200))

    shown = story.release("2026Q1", indications(TOWN))

    assert picture(shown.partner) == {"town": 88, "A": 28, "B": 60}


def test_what_is_known_without_us_is_not_held_against_the_figures() -> None:
    """In A live three children: that at most three have an indication is no news."""
    story = Story(settings("AB"), children(3, 200))

    shown = story.release("2026Q1", indications({"A": 1, "B": 60}))

    assert picture(shown.partner) == {"town": 61, "A+B": 61}
    assert shown.outcome.wins == 0
    assert {one.known_before for one in shown.outcome.families} == {2}


def test_one_wijk_of_which_it_can_be_looked_up_is_enough() -> None:
    story = Story(settings("AB"), children(30, 200)[:1])

    shown = story.release("2026Q1", indications(TOWN))

    assert picture(shown.partner) == {"town": 88, "A+B": 88}
    assert story.broken() == []
