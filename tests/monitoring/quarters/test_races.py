"""Two people at once around a quarter: one is first, the other hears of it."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from monitoring.models import AreaWords, Figure, Quarter, Report
from monitoring.queries.released import find_release
from monitoring.services.counting import count_quarter
from monitoring.services.quarters import settle
from tests.factories import NOW
from tests.monitoring.factories import FigureFactory, QuarterFactory
from tests.monitoring.quarters.building import (
    agreement_in_force,
    make_ready,
    released_quarter,
)
from tests.monitoring.scenes import everything
from vve_portal.access.scope import scope
from vve_portal.accounts.models import Partnership, User
from vve_portal.accounts.scopes import scope_of, scope_of_children_job

pytestmark = pytest.mark.postgresql


@pytest.fixture
def ready(
    committed: None,  # noqa: ARG001 - both must see the same rows
    partnership: Partnership,
    advisor: User,
    manager: User,  # noqa: ARG001 - committed with the rest
) -> Quarter:
    """A quarter that was really committed, with all that settling asks for."""
    with scope(everything()):
        quarter = released_quarter(partnership)
        make_ready(quarter, agreement_in_force(partnership, advisor))
    return quarter


def in_a_session(deed: Callable[[], Any]) -> Any:
    """Do something in a thread of its own; return what came out, or the refusal."""
    try:
        return deed()
    except (PermissionDenied, IntegrityError) as refusal:
        return refusal
    finally:
        connection.close()


def test_of_two_who_settle_one_is_told(
    ready: Quarter, advisor: User, manager: User
) -> None:
    barrier = Barrier(2)

    def press(actor: User) -> Any:
        barrier.wait(timeout=5)
        with scope(scope_of(actor)):
            return settle(quarter=ready, actor=actor, now=NOW)

    with ThreadPoolExecutor(2) as pool:
        done = list(
            pool.map(in_a_session, [lambda: press(advisor), lambda: press(manager)])
        )

    [refused] = [one for one in done if isinstance(one, PermissionDenied)]
    assert str(refused) == "Dit kwartaal is al vastgesteld, op 20 november 2026."
    with scope(everything()):
        assert Report.objects.count() == 3


def test_words_that_come_while_somebody_settles_are_refused(
    ready: Quarter, advisor: User, manager: User
) -> None:
    has_settled, is_writing = Event(), Event()

    def settle_slowly() -> None:
        with scope(scope_of(advisor)):
            settle(quarter=ready, actor=advisor, now=NOW)
            has_settled.set()
            is_writing.wait(timeout=5)
            # Not committed yet: who writes now must wait for it.
            time.sleep(0.5)

    def write() -> int:
        has_settled.wait(timeout=20)
        with scope(scope_of(manager)):
            is_writing.set()
            # Its own service refuses before; this is the wall behind it.
            return AreaWords.objects.filter(area=4).update(seen="Achteraf mooier.")

    with ThreadPoolExecutor(2) as pool:
        settling, writing = (
            pool.submit(in_a_session, deed) for deed in (settle_slowly, write)
        )
        answers = settling.result(timeout=30), writing.result(timeout=30)

    assert answers[0] is None
    assert "stays as it is" in str(answers[1])


def test_report_that_is_read_while_figures_come_in_shows_what_was_released(
    committed: None,  # noqa: ARG001 - both must see the same rows
    partnership: Partnership,
    manager: User,
) -> None:
    with scope(everything()):
        quarter = released_quarter(partnership)
        running = QuarterFactory.create(partnership=partnership, number=4)
        FigureFactory.create(quarter=quarter, indicator="IND-05", numerator=272)
    has_counted, has_read = Event(), Event()

    def deliver() -> None:
        with scope(scope_of_children_job(partnership)), transaction.atomic():
            Figure.objects.filter(quarter=quarter).update(numerator=1)
            count_quarter(quarter=running, actor=None, now=NOW)
            has_counted.set()
            has_read.wait(timeout=20)

    def read() -> str:
        has_counted.wait(timeout=20)
        with scope(scope_of(manager)):
            released = find_release(quarter, "partner")
            has_read.set()
        shown = released.figure("IND-05") if released else None
        return shown.counts if shown else ""

    with ThreadPoolExecutor(2) as pool:
        delivering, reading = (
            pool.submit(in_a_session, deed) for deed in (deliver, read)
        )
        answers = delivering.result(timeout=30), reading.result(timeout=30)

    assert answers == (None, "272 van de 310")
