"""What is kept with a release comes back the same, and is plain data."""

import json

import pytest

from monitoring.disclosure.deciding import decide
from monitoring.disclosure.history import History
from monitoring.disclosure.outcome import Outcome
from tests.monitoring.disclosure.building import FIRST, Story, settings, tallies
from tests.monitoring.disclosure.test_chain import funnel

TOWN = {"A": (8, 8), "B": (30, 50), "C": (12, 27)}


def test_history_is_the_same_after_being_kept() -> None:
    decision = Story(settings(TOWN)).release(FIRST, tallies(TOWN))
    kept = json.dumps([decision.partner.shown(), decision.council.shown()])

    partner, council = json.loads(kept)
    history = History.from_json([partner], [council])

    assert history.partner == decision.partner.exact
    assert history.council == decision.council.exact


def test_what_the_council_saw_is_kept_before_rounding() -> None:
    decision = Story(settings(TOWN)).release(FIRST, tallies(TOWN))

    kept = {one["lowest"] for one in decision.council.shown()}
    assert kept == {50, 85, 38, 58, 12, 27}


def test_outcome_is_the_same_after_being_kept() -> None:
    rows = funnel([90, 62, 55, 55, 50, 47, 45, 30], 43)
    outcome = Story(settings("AB")).release(FIRST, rows).outcome

    again = Outcome.from_json(json.loads(json.dumps(outcome.to_json())))

    assert again == outcome
    assert outcome.wins > 0
    assert outcome.survives is True


def test_outcome_has_the_seconds_of_the_clock_it_was_given() -> None:
    moments = iter([10.0, 12.5])
    told: list[tuple[int, int]] = []

    decision = decide(
        quarter=FIRST,
        tallies={FIRST: tallies(TOWN)},
        history=History(),
        settings=settings(TOWN),
        progress=lambda done, total: told.append((done, total)),
        clock=lambda: next(moments),
    )

    assert decision.outcome.seconds == 2.5
    assert told == [(done, len(told)) for done in range(1, len(told) + 1)]


def test_quarter_without_tallies_is_refused() -> None:
    with pytest.raises(ValueError, match="the tallies of 2026Q2 are missing"):
        decide(
            quarter="2026Q2",
            tallies={FIRST: []},
            history=History(),
            settings=settings(TOWN),
        )
