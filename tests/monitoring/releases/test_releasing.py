"""From counted figures to two stored releases: what each audience sees."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.db import connection

from monitoring.models import (
    FigureSettings,
    MergeTree,
    Quarter,
    Release,
    ReleaseTest,
)
from monitoring.queries.released import Released, find_release
from monitoring.services.release_inputs import read_inputs
from tests.factories import NOW
from tests.monitoring.factories import FigureFactory
from tests.monitoring.releases.scenes import add, build_quarter, build_town, release
from vve_portal.accounts.models import Partnership, User
from vve_portal.audit.models import Entry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("every_figure")]
PARTNER, COUNCIL = Release.Audience.PARTNER, Release.Audience.COUNCIL
Status = Release.Status


@pytest.fixture
def quarter(partnership: Partnership) -> Quarter:
    """A counted quarter in a town whose wijken have public numbers."""
    build_town(partnership)
    return build_quarter(partnership)


def read(quarter: Quarter, audience: str) -> Released:
    """Return what an audience sees, also before the quarter is settled."""
    found = Release.objects.get(quarter=quarter, audience=audience)
    return Released(found, quarter)


@pytest.mark.sqlite
def test_both_audiences_get_their_release(quarter: Quarter, coordinator: User) -> None:
    made = release(quarter, coordinator)

    assert {audience: one.status for audience, one in made.items()} == {
        PARTNER: Status.DONE,
        COUNCIL: Status.DONE,
    }
    assert quarter.status == Quarter.Status.PROVISIONAL
    assert {one.threshold for one in made.values()} == {5, 10}
    assert {one.made_at for one in made.values()} == {NOW}


def test_partners_see_the_figure_with_the_small_wijk_in_another(
    quarter: Quarter, coordinator: User
) -> None:
    release(quarter, coordinator)

    partner = read(quarter, PARTNER)
    reach = partner.figure("IND-05")

    assert reach is not None
    assert (reach.text, reach.counts) == ("73%", "104 van de 142")
    assert [
        (group.name, group.shown.counts)
        for group in partner.table("IND-05", "neighbourhood")
    ] == [
        ("Centrum", "70 van de 90"),
        ("Noord, Oost en Onbekend samen", "34 van de 52"),
    ]


def test_the_council_sees_sums_of_the_partners_rounded_to_five(
    quarter: Quarter, coordinator: User
) -> None:
    release(quarter, coordinator)

    partner, council = read(quarter, PARTNER), read(quarter, COUNCIL)
    rows = council.content["figures"]
    of_partners = {
        (row["indicator"], category): row
        for row in partner.content["figures"]
        for category in row["categories"] or [""]
    }

    about_children = [
        row
        for row in rows
        if council.content["origins"][row["indicator"]]["about_children"]
    ]
    assert len(about_children) >= 6
    for row in about_children:
        below = {
            id(one): one
            for category in row["categories"] or [""]
            for one in [of_partners[row["indicator"], category]]
        }.values()
        for side in ("numerator", "denominator"):
            exact = [one[side] for one in below if one[side] is not None]
            if row[side] is not None:
                assert row[side] == 5 * ((2 * sum(exact) + 5) // 10)


def test_a_small_figure_is_hidden_and_one_not_about_children_is_not(
    quarter: Quarter, coordinator: User
) -> None:
    release(quarter, coordinator)

    for audience in (PARTNER, COUNCIL):
        found = read(quarter, audience)
        waiting, held = found.figure("IND-13"), found.figure("IND-20")
        assert waiting is not None
        assert held is not None
        assert waiting.text == "te klein om te tonen"
        assert held.counts == "3 van de 4"


def test_the_release_stands_on_its_own(quarter: Quarter, coordinator: User) -> None:
    release(quarter, coordinator)

    origin = read(quarter, PARTNER).origin("IND-05")

    assert origin is not None
    assert (origin.name, origin.reference_on, origin.mode) == (
        "Bereik VE op peildatum",
        quarter.ends_on,
        "Geteld uit de trajecten",
    )
    assert read(quarter, PARTNER).dimensions("IND-05") == [
        "location",
        "neighbourhood",
        "route",
    ]


def test_the_outcome_of_the_attack_is_kept(quarter: Quarter, coordinator: User) -> None:
    release(quarter, coordinator)

    test = ReleaseTest.objects.get(quarter=quarter)

    assert (test.tested_at, test.outcome["survives"]) == (NOW, True)
    assert test.outcome["judged"] > 0


def test_who_did_it_is_recorded(quarter: Quarter, coordinator: User) -> None:
    release(quarter, coordinator)

    entries = Entry.objects.filter(subject_type="monitoring.quarter").order_by("pk")
    assert [
        (entry.verb, entry.actor_name)
        for entry in entries
        if entry.verb.startswith("release")
    ] == [("release.ask", coordinator.name), ("release.make", coordinator.name)]


@pytest.mark.postgresql
def test_the_municipality_reads_its_release_and_no_figure_of_a_child(
    quarter: Quarter,
    coordinator: User,
    advisor: User,
    in_scope: Callable[[User], AbstractContextManager[None]],
) -> None:
    release(quarter, coordinator)

    with in_scope(advisor), connection.cursor() as cursor:
        counts = {}
        for table in ("figure", "releasetest", "revision", "release"):
            cursor.execute(f"SELECT count(*) FROM monitoring_{table}")  # noqa: S608 - a name of ours
            counts[table] = cursor.fetchone()[0]
        found = find_release(quarter, PARTNER)

    assert counts == {"figure": 0, "releasetest": 0, "revision": 0, "release": 2}
    assert found is not None
    assert found.is_measured("IND-05")


def test_what_was_delivered_counts_when_partners_chose_so(
    quarter: Quarter, coordinator: User
) -> None:
    FigureFactory.create(
        quarter=quarter,
        entered=True,
        indicator="IND-05",
        numerator=100,
        denominator=120,
    )
    FigureSettings.objects.create(
        partnership=quarter.partnership, prefers_entered=["IND-05"], changed_at=NOW
    )

    release(quarter, coordinator)

    reach = read(quarter, PARTNER).figure("IND-05")
    origin = read(quarter, PARTNER).origin("IND-05")
    assert origin is not None
    assert origin.mode == "Aangeleverd als totaal"
    # Its denominator contradicts the 142 that were counted for IND-03.
    assert reach is not None
    assert (reach.text, reach.counts) == ("100", "")
    test = ReleaseTest.objects.get(quarter=quarter)
    assert test.outcome["conflicts"] == ["IND-05:N", "IND-07:T"]


def test_the_next_quarter_is_held_against_the_last(
    partnership: Partnership, coordinator: User
) -> None:
    build_town(partnership)
    first = build_quarter(partnership, number=2)
    release(first, coordinator)
    second = build_quarter(partnership, number=3)

    earlier = read_inputs(second, NOW).earlier

    assert [(one.quarter_id, one.audience) for one in earlier] == [
        (first.pk, COUNCIL),
        (first.pk, PARTNER),
    ]


def test_the_last_quarter_has_the_figures_of_the_year(
    partnership: Partnership, coordinator: User
) -> None:
    build_town(partnership, year=2025)
    for number in (1, 2, 3, 4):
        quarter = build_quarter(partnership, year=2025, number=number)
        for wijk, top, bottom in (
            ("WK990001", 20, 30),
            ("WK990002", 4, 9),
            ("WK990003", 2, 4),
        ):
            add(
                quarter,
                "IND-01",
                numerator=top,
                denominator=bottom,
                dimension="neighbourhood",
                category=wijk,
            )
        add(quarter, "IND-01", numerator=26, denominator=43)
        made = release(quarter, coordinator)

    last = Released(made[PARTNER], quarter)
    assert last.table("IND-01", "neighbourhood") == []
    assert [
        (group.name, group.shown.counts)
        for group in last.year_table("IND-01", "neighbourhood")
    ] == [
        ("Centrum", "80 van de 120"),
        ("Noord", "16 van de 36"),
        ("Oost en Onbekend samen", "8 van de 16"),
    ]


def test_the_groups_of_a_year_are_fixed(
    partnership: Partnership, coordinator: User
) -> None:
    build_town(partnership)
    release(build_quarter(partnership, number=2), coordinator)
    before = dict(MergeTree.objects.values_list("dimension", "tree"))

    release(build_quarter(partnership, number=3), coordinator)

    assert dict(MergeTree.objects.values_list("dimension", "tree")) == before
    assert before["neighbourhood"] == [
        [["unknown", "WK990003"], "WK990002"],
        "WK990001",
    ]
