"""What became known later: told in the next release, when that names nobody."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

import pytest

from monitoring.counting import Count
from monitoring.models import Figure, Quarter, Release
from monitoring.queries.released import Released
from monitoring.services.release_inputs import corrected_tallies, read_inputs
from monitoring.services.release_work import store
from monitoring.services.releasing import ask_for_release
from tests.factories import NOW
from tests.monitoring.releases.scenes import build_quarter, build_town, release
from vve_portal.accounts.models import Partnership, User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("every_figure")]
# Reached and indicated children per wijk; at first 104 of 142 in the whole town.
MANY: Final = {"WK990001": (84, 116), "WK990002": (31, 45), "WK990003": (3, 7)}
ONE: Final = {"WK990001": (71, 91), "WK990002": (31, 45), "WK990003": (3, 7)}


def released_after(
    partnership: Partnership,
    by: User,
    newest: Mapping[str, tuple[int, int]],
) -> dict[str, Released]:
    """Release two quarters, the second while the first turned out to be otherwise."""
    build_town(partnership)
    first = build_quarter(partnership, number=2)
    release(first, by)
    second = build_quarter(partnership, number=3)
    ask_for_release(quarter=second, actor=by, now=NOW)
    # What the same quarter would be counted as now.
    again = build_quarter(partnership, year=2024, reach=newest)
    late = corrected_tallies(
        Release.objects.get(quarter=first, audience="partner"),
        [Count(*vars_of(one)) for one in Figure.objects.filter(quarter=again)],
    )
    known = read_inputs(second, NOW)
    inputs = replace(
        known,
        corrected={first.code: late},
    )
    assert store(inputs, inputs.decide(lambda _done, _total: None), NOW)
    second = Quarter.objects.get(pk=second.pk)
    return {
        one.audience: Released(one, second)
        for one in Release.objects.filter(quarter=second)
    }


def vars_of(figure: Figure) -> tuple[Any, ...]:
    """Return a figure as it is counted."""
    return (
        figure.indicator,
        figure.measure,
        figure.dimension,
        figure.category,
        figure.numerator,
        figure.denominator,
        figure.value,
    )


def told(released: Released) -> list[tuple[str, str, str, str]]:
    """Return quarter, code, what it was and what it is."""
    return [
        (
            one.quarter,
            one.code,
            one.before.counts or one.before.text,
            one.after.counts or one.after.text,
        )
        for one in released.revisions
    ]


def test_a_figure_that_many_changed_is_told_with_what_it_was(
    partnership: Partnership, coordinator: User
) -> None:
    found = released_after(partnership, coordinator, MANY)

    assert ("2026Q2", "IND-05", "104 van de 142", "118 van de 168") in told(
        found["partner"]
    )
    assert ("2026Q2", "IND-05", "105 van de 140", "120 van de 170") in told(
        found["council"]
    )
    reach = found["partner"].figure("IND-05")
    assert reach is not None
    assert (reach.counts, reach.is_revised) == ("104 van de 142", False)


def test_one_child_more_is_not_told(
    partnership: Partnership, coordinator: User
) -> None:
    found = released_after(partnership, coordinator, ONE)

    assert told(found["partner"]) == []
    assert told(found["council"]) == []
