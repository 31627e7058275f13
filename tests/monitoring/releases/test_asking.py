"""Asking for a release: by whom, when, once, and what happens when it fails."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from monitoring.disclosure.deciding import Decision
from monitoring.models import (
    Figure,
    FigureSettings,
    Quarter,
    Release,
)
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
from tests.monitoring.factories import QuarterFactory
from tests.monitoring.releases.scenes import build_quarter, build_town, release
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
    last_day = datetime(2026, 9, 30, 21, 59, tzinfo=UTC)

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
