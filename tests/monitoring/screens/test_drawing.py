"""Pictures: zero at the bottom, gaps where nothing is shown, losses that count."""

import pytest

from monitoring.content.pictures import breakdown_of
from monitoring.queries.funnel import FunnelStep, funnel_of, hidden_steps, period_of
from monitoring.queries.released import Released
from tests.monitoring.factories import QuarterFactory
from tests.monitoring.screens.scenes import Row, release_of, row
from vve_portal.accounts.models import Partnership
from vve_portal.ui.charts import funnel, spark, width_of


def test_a_line_goes_from_low_to_high_and_ends_in_its_last_value() -> None:
    drawn = spark([80.0, 85.0, 90.0], 90.0)

    assert drawn is not None
    assert drawn.lines == ("2.0,26.8 54.0,16.0 106.0,5.2",)
    assert (drawn.end_x, drawn.end_y, drawn.norm_y) == ("106.0", "5.2", "5.2")


def test_what_is_not_shown_leaves_a_gap_and_no_point() -> None:
    drawn = spark([80.0, 85.0, None, 90.0])

    assert drawn is not None
    assert drawn.lines == ("2.0,26.8 36.7,16.0",)
    assert (drawn.end_x, drawn.norm_y) == ("106.0", "")


@pytest.mark.parametrize("values", [[], [88.0], [None, 88.0, None, None]])
def test_one_value_tells_no_trend(values: list[float | None]) -> None:
    assert spark(values, 90.0) is None


def test_equal_values_lie_in_the_middle() -> None:
    drawn = spark([5.0, 5.0])

    assert drawn is not None
    assert drawn.lines == ("2.0,16.0 106.0,16.0",)


def test_a_band_is_as_high_as_its_children_and_loses_a_branch() -> None:
    first, second = funnel([200, 150])

    assert (first.height, first.branch) == ("96.0", "")
    assert (second.height, second.share, second.lost_share) == ("72.0", "75.0", "25.0")
    assert second.branch.startswith("M0,72.0 h36.0 ")


def test_a_small_loss_and_a_hidden_step_draw_no_branch() -> None:
    bands = funnel([100, 97, None, 90], least=5)

    assert [band.branch for band in bands] == ["", "", "", ""]
    assert [band.height for band in bands] == ["96.0", "93.1", "", "86.4"]


def test_a_bar_stays_within_its_box() -> None:
    assert [width_of(one, 100) for one in (-1, 50, 120)] == ["0.0", "50.0", "100.0"]


def chain(*numbers: int) -> list[Row]:
    """Return a chain of one group of children, from indication to half a year."""
    indicated, agreed, referred, begun, long = numbers
    return [
        row("FUNNEL", agreed, measure="consent"),
        row("FUNNEL", referred, measure="referred"),
        row("FUNNEL", begun, measure="took_part"),
        row("IND-06", long, indicated),
        # Of other children: these make no chain with the rest.
        row("IND-02", 20),
        row("IND-12", None, 300, value="39"),
    ]


@pytest.fixture
def releases(partnership: Partnership) -> list[Released]:
    """Four quarters with the same chain."""
    made = []
    for year, number in ((2025, 4), (2026, 1), (2026, 2), (2026, 3)):
        quarter = QuarterFactory.create(
            partnership=partnership, year=year, number=number, provisional=True
        )
        made.append(Released(release_of(quarter, *chain(50, 40, 39, 30, 24)), quarter))
    return made


def told(step: FunnelStep) -> tuple[str, str, str, str]:
    """Return what a step shows."""
    return (step.name, step.text, step.share, step.lost)


@pytest.mark.django_db
@pytest.mark.usefixtures("every_figure")
def test_the_chain_adds_four_quarters_and_names_losses_from_the_threshold(
    releases: list[Released],
) -> None:
    assert [told(step) for step in funnel_of(releases)] == [
        ("Indicatie", "200", "100%", ""),
        ("Ouders akkoord", "160", "80%", "40 minder"),
        # Four fewer is under the threshold of five.
        ("Verwezen", "156", "78%", ""),
        ("Begonnen", "120", "60%", "36 minder"),
        ("26 weken of langer", "96", "48%", "24 minder"),
    ]
    assert hidden_steps(releases) == ["Aangemeld", "Geplaatst"]
    assert period_of(releases) == "vier kwartalen"


@pytest.mark.django_db
@pytest.mark.usefixtures("every_figure")
def test_the_last_quarter_stands_alone_when_it_tells_more_steps_than_the_year(
    releases: list[Released],
) -> None:
    rows = releases[1].content["figures"]
    rows[:] = [one for one in rows if one["measure"] != "consent"]

    assert [told(step) for step in funnel_of(releases)] == [
        ("Indicatie", "50", "100%", ""),
        ("Ouders akkoord", "40", "80%", "10 minder"),
        ("Verwezen", "39", "78%", ""),
        ("Begonnen", "30", "60%", "9 minder"),
        ("26 weken of langer", "24", "48%", "6 minder"),
    ]
    assert period_of(releases) == "het derde kwartaal 2026"


@pytest.mark.django_db
@pytest.mark.usefixtures("every_figure")
def test_without_how_many_had_an_indication_there_is_no_chain(
    releases: list[Released],
) -> None:
    rows = releases[3].content["figures"]
    rows[:] = [one for one in rows if one["indicator"] != "IND-06"]

    assert funnel_of(releases[3:]) == []


@pytest.mark.django_db
@pytest.mark.usefixtures("every_figure")
def test_one_step_alone_is_no_chain(releases: list[Released]) -> None:
    rows = releases[3].content["figures"]
    rows[:] = [
        {**one, "numerator": None} for one in rows if one["indicator"] == "IND-06"
    ]

    assert funnel_of(releases[3:]) == []


@pytest.mark.django_db
@pytest.mark.usefixtures("every_figure")
def test_groups_without_a_denominator_are_counts_beside_the_count_of_the_town(
    partnership: Partnership,
) -> None:
    quarter = QuarterFactory.create(partnership=partnership, provisional=True)
    release = release_of(
        quarter,
        row("IND-05", 45, 50),
        row("IND-05", 30, dimension="location", categories=["L1"]),
        row("IND-05", 15, dimension="location", categories=["L2"]),
        names={"location": {"L1": "De Boot", "L2": "De Zon"}},
    )

    found = breakdown_of(Released(release, quarter), "IND-05", "location", norm=90.0)

    assert found is not None
    assert [(bar.name, bar.text, bar.width) for bar in found.bars] == [
        ("De Boot", "30", "100.0"),
        ("De Zon", "15", "50.0"),
    ]
    assert found.total is not None
    assert (found.total.text, found.norm) == ("45", "")
