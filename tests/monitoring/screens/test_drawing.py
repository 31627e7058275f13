"""Pictures: zero at the bottom, gaps where nothing is shown, losses that count."""

import pytest

from monitoring.queries.funnel import FunnelStep, funnel_of
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
    """Return a chain from indication to start; the last is over cases."""
    indicated, agreed, referred, begun = numbers
    return [
        row("IND-02", indicated),
        row("IND-09", agreed, indicated),
        row("IND-10", referred),
        row("IND-12", None, begun, value="39"),
    ]


@pytest.fixture
def releases(partnership: Partnership) -> list[Released]:
    """Four quarters with the same chain."""
    made = []
    for year, number in ((2025, 4), (2026, 1), (2026, 2), (2026, 3)):
        quarter = QuarterFactory.create(
            partnership=partnership, year=year, number=number, provisional=True
        )
        made.append(Released(release_of(quarter, *chain(50, 40, 39, 30)), quarter))
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
    ]


@pytest.mark.django_db
@pytest.mark.usefixtures("every_figure")
def test_a_step_that_one_quarter_hides_is_hidden_in_the_sum(
    releases: list[Released],
) -> None:
    rows = releases[1].content["figures"]
    rows[:] = [one for one in rows if one["indicator"] != "IND-10"]

    referred = funnel_of(releases)[2]
    begun = funnel_of(releases)[3]

    assert told(referred) == ("Verwezen", "te klein om te tonen", "", "")
    assert told(begun) == ("Begonnen", "120", "60%", "")
