"""What readers get of a release: figures, groups, trends, and what stays hidden."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from monitoring.definitions import Unit
from monitoring.models import Quarter, Release
from monitoring.queries.released import Released, Shown, find_release, find_releases
from monitoring.queries.trends import (
    NOT_SETTLED,
    OTHER_DEFINITION,
    OTHER_MODE,
    OTHER_THRESHOLD,
    history,
    rolling,
    warnings,
)
from tests.factories import NOW
from tests.monitoring.factories import QuarterFactory, ReleaseFactory
from tests.monitoring.releases.scenes import origin_of, row_of
from vve_portal.accounts.models import Partnership

PARTNER, COUNCIL = Release.Audience.PARTNER, Release.Audience.COUNCIL


def released(content: dict[str, Any], *, number: int = 3, **fields: Any) -> Released:
    """Return a release that is stored nowhere."""
    quarter = Quarter(year=2026, number=number, status=fields.pop("status", "settled"))
    known = {"audience": PARTNER, "threshold": 5, "made_at": NOW, **fields}
    return Released(Release(content=content, **known), quarter)


def of_reach(number: int, **numbers: Any) -> Released:
    """Return a release with one figure of a flow, of one quarter."""
    row = row_of("IND-09", quarters=[f"2026Q{number}"], **numbers)
    content = {"figures": [row], "origins": {"IND-09": origin_of("IND-09")}}
    return released(content, number=number)


@pytest.mark.parametrize(
    ("shown", "text", "counts"),
    [
        (Shown(Unit.PERCENT, 51, 58, percentage=87.9), "88%", "51 van de 58"),
        (Shown(Unit.PERCENT, 1, 8, percentage=12.5), "13%", "1 van de 8"),
        (Shown(Unit.PERCENT, 10, 15), "10 van de 15", "10 van de 15"),
        (Shown(Unit.PERCENT, None, 8), "te klein om te tonen", "van 8"),
        (Shown(Unit.PERCENT), "te klein om te tonen", ""),
        (Shown(Unit.COUNT, 1244), "1.244", ""),
        (Shown(Unit.EURO, 93300, 100000, percentage=93.3), "€\xa093.300", None),
        (Shown(Unit.DAYS, None, 34, Decimal(41)), "41 dagen", "bij 34"),
        (Shown(Unit.DAYS, None, 34, Decimal(1)), "1 dag", "bij 34"),
        (Shown(Unit.HOURS, None, 34, Decimal("16.44")), "16,4 uur", "bij 34"),
        (Shown(Unit.GRADE, None, 34, Decimal("7.8")), "7,8", "bij 34"),
    ],
)
def test_a_figure_reads_as_people_write_it(
    shown: Shown, text: str, counts: str | None
) -> None:
    assert shown.text == text
    assert counts is None or shown.counts == counts


def test_a_figure_without_a_row_is_hidden_and_one_nobody_measured_is_not_there() -> (
    None
):
    found = released({"figures": [], "origins": {"IND-05": origin_of("IND-05")}})

    hidden = found.figure("IND-05")

    assert hidden == Shown(Unit.PERCENT)
    assert (hidden.is_hidden, hidden.n_only) == (True, False)
    assert found.figure("IND-06") is None
    assert found.is_measured("IND-05")
    assert not found.is_measured("IND-06")


def test_with_a_denominator_alone_only_that_is_shown() -> None:
    row = row_of("IND-05", denominator=8)
    found = released({"figures": [row], "origins": {"IND-05": origin_of("IND-05")}})

    shown = found.figure("IND-05")

    assert shown is not None
    assert (shown.n_only, shown.text, shown.counts) == (
        True,
        "te klein om te tonen",
        "van 8",
    )


@pytest.mark.parametrize(
    ("cases", "text"), [(9, "te klein om te tonen"), (10, "41 dagen")]
)
def test_a_middle_value_needs_ten_cases(cases: int, text: str) -> None:
    row = row_of("IND-12", denominator=cases, value="41")
    found = released({"figures": [row], "origins": {"IND-12": origin_of("IND-12")}})

    shown = found.figure("IND-12")

    assert shown is not None
    assert shown.text == text


def test_groups_carry_the_names_of_what_they_stand_for() -> None:
    of = {"dimension": "neighbourhood"}
    content = {
        "figures": [
            row_of("IND-05", categories=["W3", "W2", "unknown"], numerator=34, **of),
            row_of("IND-05", categories=["W1"], numerator=70, **of),
        ],
        "origins": {"IND-05": origin_of("IND-05", dimensions=("neighbourhood",))},
        "names": {"neighbourhood": {"W1": "Centrum", "W2": "Noord", "W3": "Oost"}},
    }

    groups = released(content).table("IND-05", "neighbourhood")

    assert [(group.name, group.is_together) for group in groups] == [
        ("Centrum", False),
        ("Noord, Oost en Onbekend samen", True),
    ]
    assert groups[1].categories == ("W2", "W3", "unknown")


def test_one_group_of_everything_is_not_said_twice() -> None:
    of = {"numerator": 51, "denominator": 58}
    group = row_of("IND-05", dimension="route", categories=["A", "B"], **of)
    content = {
        "figures": [row_of("IND-05", **of), group],
        "origins": {"IND-05": origin_of("IND-05")},
    }

    assert released(content).table("IND-05", "route") == []


def test_a_figure_over_the_year_is_not_the_figure_of_the_quarter() -> None:
    year = ["2026Q1", "2026Q2", "2026Q3", "2026Q4"]
    group = {"dimension": "neighbourhood", "categories": ["W1"], "quarters": year}
    content = {
        "figures": [
            row_of("IND-09", quarters=year, numerator=80, denominator=90),
            row_of("IND-09", quarters=["2026Q4"], numerator=20, denominator=22),
            row_of("IND-09", numerator=50, denominator=60, **group),
            row_of(
                "IND-09",
                numerator=30,
                denominator=30,
                **{**group, "categories": ["W2"]},
            ),
        ],
        "origins": {"IND-09": origin_of("IND-09")},
    }

    found = released(content, number=4)
    quarter, whole_year = found.figure("IND-09"), found.year_figure("IND-09")

    assert quarter is not None
    assert whole_year is not None
    assert (quarter.counts, whole_year.counts) == ("20 van de 22", "80 van de 90")
    assert found.table("IND-09", "neighbourhood") == []
    groups = found.year_table("IND-09", "neighbourhood")
    assert [group.shown.counts for group in groups] == ["50 van de 60", "30 van de 30"]


def test_the_reader_is_told_the_threshold_and_the_rounding() -> None:
    partner = released({})
    council = released({}, audience=COUNCIL, threshold=10)

    assert partner.explanation == (
        "Gaat een getal over minder dan 5 kinderen, dan tellen we die wijk samen met"
        " een andere wijk. Pas als beide groot genoeg zijn, tonen we ze apart."
    )
    assert council.explanation == (
        "Gaat een getal over minder dan 10 kinderen, dan tellen we die wijk samen met"
        " een andere wijk. Pas als beide groot genoeg zijn, tonen we ze apart."
        " Alle aantallen zijn afgerond op vijf. Daardoor tellen ze niet altijd precies"
        " op."
    )


def test_where_a_figure_comes_from_goes_along() -> None:
    found = released({"figures": [], "origins": {"IND-05": origin_of("IND-05")}})

    origin = found.origin("IND-05")

    assert origin is not None
    assert (origin.version, origin.reference_on.isoformat(), origin.source) == (
        1,
        "2026-09-30",
        "Trajecten",
    )
    assert found.standing == "Vastgesteld"
    assert released({}, status="provisional").standing == "Voorlopig"


def test_a_trend_shows_the_revised_figure_and_marks_it() -> None:
    first = of_reach(1, numerator=20, denominator=25, percentage=80.0)
    second = of_reach(2, numerator=22, denominator=25, percentage=88.0)
    before = first.content["figures"][0]
    second.content["revisions"] = [  # type: ignore[index]  # a test may
        {
            "quarter": "2026Q1",
            "indicator": "IND-09",
            "measure": "",
            "before": before,
            "after": {**before, "numerator": 21, "percentage": 84.0, "revised": True},
        }
    ]

    told = [
        (quarter.code, shown.text, shown.is_revised)
        for quarter, shown in history([second, first], "IND-09")
        if shown is not None
    ]

    assert told == [("2026Q1", "84%", True), ("2026Q2", "88%", False)]
    assert [(one.before.text, one.after.text) for one in second.revisions] == [
        ("80%", "84%")
    ]


def test_quarters_add_up_only_when_all_are_shown() -> None:
    shown = [of_reach(number, numerator=20, denominator=25) for number in (1, 2, 3, 4)]
    hidden = [*shown[:3], of_reach(4)]

    total = rolling(shown, "IND-09")

    assert total is not None
    assert (total.text, total.counts) == ("80%", "80 van de 100")
    no_row = released({"figures": [], "origins": shown[0].content["origins"]}, number=4)
    assert rolling([*shown[:3], no_row], "IND-09") is None
    assert rolling(hidden, "IND-09") is None


def test_a_stock_has_no_sum() -> None:
    content = {
        "figures": [row_of("IND-03", numerator=20)],
        "origins": {"IND-03": origin_of("IND-03")},
    }

    assert rolling([released(content)], "IND-03") is None


def test_quarters_that_do_not_compare_say_why() -> None:
    other = {**origin_of("IND-09"), "version": 2, "mode": "Aangeleverd als totaal"}
    first = released({"origins": {"IND-09": origin_of("IND-09")}}, number=1)
    second = released(
        {"origins": {"IND-09": other}}, number=2, threshold=7, status="provisional"
    )

    assert warnings([first, first], "IND-09") == []
    assert warnings([first, second], "IND-09") == [
        OTHER_DEFINITION,
        OTHER_MODE,
        OTHER_THRESHOLD,
        NOT_SETTLED,
    ]


@pytest.mark.sqlite
@pytest.mark.usefixtures("every_figure")
def test_the_council_sees_settled_quarters_only(partnership: Partnership) -> None:
    quarter = QuarterFactory.create(partnership=partnership, provisional=True)
    for is_council in (False, True):
        ReleaseFactory.create(quarter=quarter, council=is_council)

    assert find_release(quarter, PARTNER) is not None
    assert find_release(quarter, COUNCIL) is None
    quarter.status = "settled"
    assert find_release(quarter, COUNCIL) is not None


@pytest.mark.usefixtures("every_figure")
def test_what_is_not_done_is_not_read(partnership: Partnership) -> None:
    running = ReleaseFactory.create(quarter__partnership=partnership, running=True)

    assert find_release(running.quarter, PARTNER) is None


@pytest.mark.parametrize("count", [1, 4])
@pytest.mark.usefixtures("every_figure")
def test_reading_releases_is_one_query(count: int, partnership: Partnership) -> None:
    quarters = [
        QuarterFactory.create(partnership=partnership, number=number, provisional=True)
        for number in range(1, count + 1)
    ]
    for quarter in quarters:
        ReleaseFactory.create(
            quarter=quarter, content={"origins": {"IND-05": origin_of("IND-05")}}
        )

    with CaptureQueriesContext(connection) as queries:
        found = find_releases(quarters, PARTNER)
        for one in found.values():
            one.figure("IND-05")
            one.table("IND-05", "neighbourhood")

    assert len(found) == count
    assert len(queries) == 1
