"""The tasks: what they ask of the queue, and when."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django_tasks import task_backends
from django_tasks_db.backend import DatabaseBackend
from django_tasks_db.models import DBTaskResult
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from agreements import tasks
from agreements.models import Signature, SigningRound
from agreements.services import signing
from tests.agreements.signing.scenes import (
    FIRST_AT,
    Scene,
    bring_timestamps_back,
    place_of,
    press_sign,
    take_timestamps_down,
)

Commits = DjangoCaptureOnCommitCallbacks


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(FIRST_AT, tick=False):
        yield


@pytest.fixture
def queue() -> Iterator[None]:
    """Put tasks in the database, as in production, instead of running them at once."""
    kept = task_backends["default"]
    in_database: Any = DatabaseBackend("default", {})
    task_backends["default"] = in_database
    yield
    task_backends["default"] = kept


def queued() -> list[tuple[str, list[int]]]:
    """Return what waits in the queue, in order."""
    rows = DBTaskResult.objects.order_by("enqueued_at")
    return [(row.task_path.rpartition(".")[2], row.args_kwargs["args"]) for row in rows]


@pytest.mark.usefixtures("queue")
def test_preparing_asks_for_the_document_with_keys_only(
    scene: Scene, django_capture_on_commit_callbacks: Commits
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        signing_round = scene.prepare()

    keys = [signing_round.pk, scene.agreement.partnership_id]
    assert queued() == [("make_document", keys)]


@pytest.mark.usefixtures("queue")
def test_signing_asks_for_the_signature_with_keys_only(
    scene: Scene, django_capture_on_commit_callbacks: Commits
) -> None:
    signing_round = scene.offer()

    with django_capture_on_commit_callbacks(execute=True):
        signature = press_sign(place_of(signing_round, 1), scene.first.signer)

    keys = [signature.pk, scene.agreement.partnership_id]
    assert queued() == [("place_signature", keys)]


@pytest.mark.usefixtures("queue")
def test_signature_without_timestamp_waits_in_the_queue_and_longer_each_time(
    scene: Scene, settings: Settings
) -> None:
    partnership_pk = scene.agreement.partnership_id
    signing_round = scene.offer()
    take_timestamps_down(settings)
    signature = press_sign(place_of(signing_round, 1), scene.first.signer)

    tasks.place_signature.call(signature.pk, partnership_pk)
    tasks.raise_levels.call(signing_round.pk, partnership_pk, 1)
    tasks.raise_levels.call(signing_round.pk, partnership_pk, 9)

    rows = DBTaskResult.objects.order_by("run_after")
    assert [(row.args_kwargs["args"], row.run_after - FIRST_AT) for row in rows] == [
        ([signing_round.pk, partnership_pk, 1], timedelta(minutes=1)),
        ([signing_round.pk, partnership_pk, 2], timedelta(minutes=5)),
        ([signing_round.pk, partnership_pk, 10], timedelta(minutes=60)),
    ]

    bring_timestamps_back(settings)
    tasks.raise_levels.call(signing_round.pk, partnership_pk, 2)
    signature.refresh_from_db()
    assert signature.level == Signature.Level.RAISED
    assert rows.count() == 3


def test_queue_that_can_not_wait_leaves_raising_to_the_command(
    scene: Scene, settings: Settings
) -> None:
    signing_round = scene.offer()
    scene.pretend_first(signing_round)
    Signature.objects.filter(round=signing_round, position=1).update(level="B-B")
    take_timestamps_down(settings)

    tasks.raise_levels.call(signing_round.pk, scene.agreement.partnership_id)

    assert Signature.objects.get(round=signing_round, position=1).level == "B-B"


@pytest.mark.usefixtures("queue")
@pytest.mark.parametrize("position", [0, 1, 2])
def test_asking_again_asks_for_what_is_missing(
    scene: Scene, position: int, django_capture_on_commit_callbacks: Commits
) -> None:
    signing_round = scene.offer()
    partnership_pk = scene.agreement.partnership_id
    first = place_of(signing_round, 1)
    if position == 0:
        SigningRound.objects.filter(pk=signing_round.pk).update(document=None)
        expected = ("make_document", [signing_round.pk, partnership_pk])
    elif position == 1:
        press_sign(first, scene.first.signer)
        expected = ("place_signature", [first.pk, partnership_pk])
    else:
        scene.pretend_first(signing_round)
        Signature.objects.filter(pk=first.pk).update(level="B-B")
        expected = ("raise_levels", [signing_round.pk, partnership_pk])
    SigningRound.objects.filter(pk=signing_round.pk).update(trouble="Kapot.")

    with django_capture_on_commit_callbacks(execute=True):
        asked = signing.retry(
            signing_round=signing_round, actor=scene.preparer, now=FIRST_AT
        )

    assert queued() == [expected]
    # A missing timestamp keeps nobody waiting.
    since = None if position == 2 else FIRST_AT
    assert (asked.trouble, asked.asked_at) == ("", since)


@pytest.mark.usefixtures("queue")
def test_asking_again_when_nothing_is_missing_asks_nothing(
    scene: Scene, django_capture_on_commit_callbacks: Commits
) -> None:
    signing_round = scene.pretend_both()

    with django_capture_on_commit_callbacks(execute=True):
        asked = signing.retry(
            signing_round=signing_round, actor=scene.preparer, now=FIRST_AT
        )

    assert (queued(), asked.asked_at) == ([], None)
