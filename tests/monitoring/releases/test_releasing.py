"""From counted figures to two stored releases: asked once, tested, and final."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection

from monitoring.disclosure.deciding import Decision
from monitoring.models import (
    Figure,
    FigureSettings,
    MergeTree,
    Quarter,
    Release,
    ReleaseTest,
)
from monitoring.queries.released import Released, find_release
from monitoring.services.release_inputs import read_inputs
from monitoring.services.release_work import (
    CHANGED,
    ChangedMeanwhileError,
    make_release,
    store,
)
from monitoring.services.releasing import ask_for_release
from monitoring.tasks import make_release as task
from tests.factories import NOW
from tests.monitoring.factories import FigureFactory, QuarterFactory
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


@pytest.mark.parametrize(
    "who",
    ["nurse", "advisor", "contract_manager", "clerk", "administrator", "stranger"],
)
def test_nobody_but_the_jgz_asks_for_a_release(
    request: pytest.FixtureRequest, quarter: Quarter, who: str
) -> None:
    actor = request.getfixturevalue(who)

    with pytest.raises(PermissionDenied):
        ask_for_release(quarter=quarter, actor=actor, now=NOW)
    assert Release.objects.count() == 0


def test_a_quarter_that_runs_is_not_released(
    quarter: Quarter, coordinator: User
) -> None:
    last_day = datetime(2026, 9, 29, 12, 0, tzinfo=UTC)

    with pytest.raises(ValidationError, match="nog tot en met 30 september 2026"):
        ask_for_release(quarter=quarter, actor=coordinator, now=last_day)


def test_who_clicks_second_starts_nothing(
    quarter: Quarter, coordinator: User, manager: User
) -> None:
    first = ask_for_release(quarter=quarter, actor=coordinator, now=NOW)

    second = ask_for_release(quarter=quarter, actor=manager, now=NOW)

    assert {one.pk for one in first} == {one.pk for one in second}
    assert {one.asked_by_id for one in second} == {coordinator.pk}
    assert Entry.objects.filter(verb="release.ask").count() == 1


def test_one_that_stands_still_is_started_again(
    quarter: Quarter, coordinator: User, manager: User
) -> None:
    ask_for_release(quarter=quarter, actor=coordinator, now=NOW)

    later = NOW + timedelta(minutes=16)
    again = ask_for_release(quarter=quarter, actor=manager, now=later)

    assert {one.asked_by_id for one in again} == {manager.pk}


def test_two_works_at_once_store_one_release(
    quarter: Quarter, coordinator: User
) -> None:
    ask_for_release(quarter=quarter, actor=coordinator, now=NOW)
    inputs = read_inputs(quarter, NOW)
    decision = inputs.decide(lambda _done, _total: None)

    assert store(inputs, decision, NOW)
    assert not store(inputs, decision, NOW + timedelta(minutes=1))
    assert not make_release(
        quarter_pk=quarter.pk, partnership=quarter.partnership, now=NOW
    )
    assert set(Release.objects.values_list("made_at", flat=True)) == {NOW}
    assert Entry.objects.filter(verb="release.make").count() == 1


def test_a_release_is_final(quarter: Quarter, coordinator: User) -> None:
    release(quarter, coordinator)

    with pytest.raises(PermissionDenied, match="al vrijgegeven"):
        ask_for_release(quarter=quarter, actor=coordinator, now=NOW)


def test_what_is_not_counted_is_not_released(
    partnership: Partnership, coordinator: User
) -> None:
    quarter = QuarterFactory.create(partnership=partnership)

    with pytest.raises(PermissionDenied, match="eerst tellen"):
        ask_for_release(quarter=quarter, actor=coordinator, now=NOW)


def test_wijken_without_a_public_number_are_named(
    partnership: Partnership, coordinator: User
) -> None:
    build_town(partnership, year=2025)
    quarter = build_quarter(partnership)

    with pytest.raises(ValidationError, match=r"in 2026 .* Centrum, Noord, Oost\."):
        ask_for_release(quarter=quarter, actor=coordinator, now=NOW)


def test_an_earlier_open_quarter_goes_first(
    quarter: Quarter, coordinator: User
) -> None:
    QuarterFactory.create(partnership=quarter.partnership, number=2)

    with pytest.raises(ValidationError, match="eerst de cijfers van het tweede"):
        ask_for_release(quarter=quarter, actor=coordinator, now=NOW)


def test_figures_that_change_meanwhile_stop_it(
    quarter: Quarter, coordinator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask_for_release(quarter=quarter, actor=coordinator, now=NOW)
    decide = Decision

    def change(*args: Any, **kwargs: Any) -> Decision:
        Figure.objects.filter(indicator="IND-13").update(numerator=30)
        return decide(*args, **kwargs)

    monkeypatch.setattr("monitoring.disclosure.deciding.Decision", change)
    done = make_release(quarter_pk=quarter.pk, partnership=quarter.partnership, now=NOW)

    quarter.refresh_from_db()
    assert not done
    assert quarter.status == Quarter.Status.OPEN
    assert set(Release.objects.values_list("status", "problem")) == {
        (Status.FAILED, CHANGED)
    }


def test_thresholds_that_change_meanwhile_stop_it(
    quarter: Quarter, coordinator: User
) -> None:
    ask_for_release(quarter=quarter, actor=coordinator, now=NOW)
    inputs = read_inputs(quarter, NOW)
    decision = inputs.decide(lambda _done, _total: None)
    FigureSettings.objects.create(
        partnership=quarter.partnership, partner_threshold=7, changed_at=NOW
    )

    with pytest.raises(ChangedMeanwhileError):
        store(inputs, decision, NOW)
    assert set(Release.objects.values_list("status", flat=True)) == {Status.RUNNING}


def test_what_breaks_is_told_and_can_be_asked_again(
    quarter: Quarter, coordinator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_off(*_args: object, **_kwargs: object) -> None:
        raise RuntimeError

    ask_for_release(quarter=quarter, actor=coordinator, now=NOW)
    with monkeypatch.context() as broken:
        broken.setattr("monitoring.services.release_inputs.decide", break_off)
        with pytest.raises(RuntimeError):
            make_release(
                quarter_pk=quarter.pk, partnership=quarter.partnership, now=NOW
            )

    [problem] = set(Release.objects.values_list("problem", flat=True))
    assert problem.startswith("Het berekenen is niet gelukt")
    assert set(Release.objects.values_list("status", flat=True)) == {Status.FAILED}
    assert Entry.objects.filter(verb="release.fail").count() == 1
    made = release(quarter, coordinator)
    assert {(one.status, one.problem) for one in made.values()} == {(Status.DONE, "")}


def test_the_work_is_done_after_the_request(
    quarter: Quarter,
    coordinator: User,
    django_capture_on_commit_callbacks: Callable[
        ..., AbstractContextManager[list[Any]]
    ],
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        ask_for_release(quarter=quarter, actor=coordinator, now=NOW)

    assert set(Release.objects.values_list("status", flat=True)) == {Status.DONE}
    assert task.get_backend() is not None


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
