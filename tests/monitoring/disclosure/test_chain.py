"""Reach, the funnel and the waiting list: as much is shown as is large enough."""

from monitoring.disclosure.chain import STEPS
from monitoring.disclosure.deciding import Audience, Decision
from monitoring.disclosure.tallies import Tally
from tests.monitoring.disclosure.building import FIRST, Story, settings, tally

Told = dict[str, tuple[int | None, int | None]]


def told(audience: Audience) -> Told:
    """Return what is printed of the whole town, by indicator and measure."""
    return {
        f"{one.indicator} {one.measure}".strip(): (one.numerator, one.denominator)
        for one in audience.figures
        if not one.dimension
    }


def release(rows: list[Tally]) -> Decision:
    """Release one quarter of a town."""
    return Story(settings("AB")).release(FIRST, rows)


def reach(known: int, unknown: int, reached: int, children: int) -> list[Tally]:
    """Return the stock of one day."""
    missing = known + unknown
    indicated = missing + reached
    return [
        tally("IND-03", indicated),
        tally("IND-04", (indicated, children)),
        tally("IND-05", (reached, indicated)),
        tally("IND-07", (missing, indicated)),
        tally("IND-08", (known, missing)),
    ]


def test_all_of_reach_is_shown_when_every_part_is_large() -> None:
    decision = release(reach(20, 6, 220, 1000))

    assert told(decision.partner) == {
        "IND-03": (246, None),
        "IND-04": (246, 1000),
        "IND-05": (220, 246),
        "IND-07": (26, 246),
        "IND-08": (20, 26),
    }
    assert told(decision.council)["IND-08"] == (None, 25)


def test_rare_reasons_do_not_take_reach_with_them() -> None:
    partner = told(release(reach(23, 3, 220, 1000)).partner)

    assert partner["IND-05"] == (220, 246)
    assert partner["IND-07"] == (26, 246)
    assert partner["IND-08"] == (None, 26)


def test_few_who_are_not_reached_leave_how_many_are_indicated() -> None:
    partner = told(release(reach(2, 1, 40, 200)).partner)

    assert partner == {
        "IND-03": (43, None),
        "IND-04": (43, 200),
        "IND-05": (None, 43),
        "IND-07": (None, 43),
    }


def test_few_indications_leave_how_many_children_there_are() -> None:
    assert told(release(reach(1, 1, 2, 30)).partner) == {"IND-04": (None, 30)}


def funnel(steps: list[int], long: int) -> list[Tally]:
    """Return the steps children came to, and how many of them took part long."""
    rows = [
        Tally("FUNNEL", step, "", "", count, None)
        for step, count in zip(STEPS, steps, strict=True)
    ]
    return [*rows, tally("IND-06", (long, steps[1]))]


def steps_of(audience: Audience) -> dict[str, int | None]:
    """Return the steps that are printed."""
    return {
        one.measure: one.numerator
        for one in audience.figures
        if one.indicator == "FUNNEL"
    }


def test_every_step_of_a_large_funnel_is_shown() -> None:
    decision = release(funnel([300, 200, 180, 170, 160, 150, 140, 120], 125))

    assert steps_of(decision.partner) == dict(
        zip(STEPS, [300, 200, 180, 170, 160, 150, 140, 120], strict=True)
    )


def test_steps_between_which_few_were_lost_go_together() -> None:
    """Four without consent, and three who were not placed."""
    decision = release(funnel([90, 62, 58, 52, 47, 44, 38, 25], 30))

    assert steps_of(decision.partner) == {
        "seen": 90,
        "indicated": 62,
        "referred": 52,
        "registered": 47,
        "took_part": 38,
        "handed_over": 25,
    }


def test_attacker_joins_steps_that_another_indicator_gives_away() -> None:
    """Of 45 who took part 43 did so long: the two others would stand out."""
    decision = release(funnel([90, 62, 55, 55, 50, 47, 45, 30], 43))

    (outcome,) = [one for one in decision.outcome.families if one.audience == "partner"]
    assert outcome.wins[0] > 0
    assert outcome.wins[-1] == 0
    assert ("step", ("handed_over", "took_part")) in outcome.merged
    assert "took_part" not in steps_of(decision.partner)


def test_council_gets_no_step_that_was_joined_for_partners() -> None:
    """It does not see that eight took part long, so alone it could have had more."""
    decision = release(funnel([200, 100, 60, 40, 30, 20, 11, 6], 8))

    assert told(decision.partner)["IND-06"] == (8, 100)
    assert told(decision.council)["IND-06"] == (None, 100)
    assert steps_of(decision.council) == {"indicated": 100}


def test_funnel_without_every_step_shows_no_breakdown() -> None:
    rows = funnel([90, 62, 55, 50, 44, 38, 30, 25], 30)[1:]

    assert steps_of(release(rows).partner) == {"indicated": 62}


def test_small_steps_are_seen_once_a_year() -> None:
    """Every quarter two without consent, and five who did not start."""
    grid = {"turned_four/neighbourhood": "year"}
    story = Story(settings("AB", grids=grid))
    rows = funnel([60, 40, 38, 36, 34, 32, 27, 15], 21)
    quarters = ("2026Q1", "2026Q2", "2026Q3", "2026Q4")

    *first, last = [story.release(quarter, rows) for quarter in quarters]

    assert [steps_of(one.partner) for one in first] == [
        {"seen": 60, "indicated": 40}
    ] * 3
    year = {
        one.measure: one.numerator
        for one in last.partner.figures
        if one.indicator == "FUNNEL" and one.quarters == quarters
    }
    assert year == dict(zip(STEPS[1:], [160, 152, 144, 136, 128, 108, 60], strict=True))
    assert last.outcome.survives is True


def test_those_who_wait_very_long_are_hidden_first() -> None:
    waiting = [
        tally("IND-13", 40),
        Tally("IND-13", "over_28", "", "", 12, 40),
        Tally("IND-13", "over_56", "", "", 3, 40),
    ]

    assert told(release(waiting).partner) == {
        "IND-13": (40, None),
        "IND-13 over_28": (12, 40),
        "IND-13 over_56": (None, 40),
    }
