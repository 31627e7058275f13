"""Two people with one file at the same moment, and a task that runs for real."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier

import pytest
from django.db import connection

from referrals import tasks
from referrals.models import Event, Import, Trajectory
from referrals.services.importing.applying import Application, start_applying
from tests.referrals.delivering import OTHER, Desk, open_desk, row
from vve_portal.access.scope import scope
from vve_portal.accounts.models import Partnership, User
from vve_portal.accounts.scopes import scope_of_children_job

pytestmark = pytest.mark.postgresql
Status = Import.Status
ROWS = (row("S20", "2026-10-01"), row("S20", "2026-10-02", code=OTHER))


@pytest.fixture
def desk(
    committed: None,  # noqa: ARG001 - two sessions see what is committed
    partnership: Partnership,
    coordinator: User,
    now: datetime,
) -> Desk:
    """The counter where the coordinator hands files in."""
    with scope(scope_of_children_job(partnership)):
        return open_desk(partnership, coordinator, now)


def at_once(*deeds: Callable[[], Import]) -> list[Import]:
    """Do things at the same moment, each in a session of its own."""
    barrier = Barrier(len(deeds))

    def one(deed: Callable[[], Import]) -> Import:
        try:
            barrier.wait(timeout=5)
            return deed()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return [
            each.result(timeout=60) for each in [pool.submit(one, d) for d in deeds]
        ]


def test_of_two_who_finish_one_file_at_once_one_looks_again(desk: Desk) -> None:
    reach = scope_of_children_job(desk.partnership)
    works = []
    for _ in range(2):
        with scope(reach):
            upload = desk.check(*ROWS)
            started = start_applying(upload=upload, actor=desk.actor, now=desk.now)
            work = Application(started, desk.actor, desk.now)
            work.load()
            work.judge(lambda _done: None)
            works.append(work)

    def finish(work: Application) -> Import:
        with scope(reach):
            return work.finish()

    ended = at_once(*(lambda work=work: finish(work) for work in works))

    assert {upload.status for upload in ended} == {Status.APPLIED, Status.CHECKED}
    second = next(one for one in ended if one.status == Status.CHECKED)
    assert (second.counts["new"], second.counts["unchanged"]) == (0, 2)
    with scope(reach):
        assert (Trajectory.objects.count(), Event.objects.count()) == (2, 2)


def test_the_task_applies_a_file_once_however_often_it_runs(desk: Desk) -> None:
    reach = scope_of_children_job(desk.partnership)
    with scope(reach):
        upload = desk.check(*ROWS)
        start_applying(upload=upload, actor=desk.actor, now=desk.now)

    for _ in range(2):
        tasks.apply_import.call(upload.pk, desk.partnership.pk, desk.actor.pk)

    with scope(reach):
        upload.refresh_from_db()
        assert (upload.status, upload.rows_done) == (Status.APPLIED, 2)
        assert (Trajectory.objects.count(), Event.objects.count()) == (2, 2)


def test_a_file_that_can_not_be_read_any_more_is_thrown_away(desk: Desk) -> None:
    reach = scope_of_children_job(desk.partnership)
    with scope(reach):
        upload = desk.check(*ROWS)
        start_applying(upload=upload, actor=desk.actor, now=desk.now)
        Import.objects.update(content=b"a;b")

    tasks.apply_import.call(upload.pk, desk.partnership.pk, desk.actor.pk)

    with scope(reach):
        upload.refresh_from_db()
        assert (upload.status, upload.content) == (Status.DROPPED, None)
        assert Trajectory.objects.count() == 0
