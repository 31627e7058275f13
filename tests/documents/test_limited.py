"""A job in a limited process ends at its limits, and never takes the portal along."""

import os
import signal
import time
from pathlib import Path
from threading import Thread
from typing import Final

import pytest

from tests.documents import jobs
from vve_portal.documents.limited import Limits, Stopped, run

SMALL: Final = Limits(memory=512 * 1024**2, seconds=2, answer=1024**2)


def name_of(job: object) -> str:
    """Return the full name of a job."""
    return f"{jobs.__name__}.{getattr(job, '__name__', '')}"


def test_job_gets_its_parts_and_gives_its_answer() -> None:
    parts = (b"een", b"", "drie €".encode())

    answer = run(name_of(jobs.echo), *parts, limits=SMALL)

    assert answer == ["een", "", "drie €"]


def test_job_knows_nothing_of_the_portal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "geheim")

    seen = run(name_of(jobs.surroundings), limits=SMALL)

    # Python sets LC_CTYPE itself.
    assert set(seen["environment"]) <= {"LC_CTYPE"}
    assert (seen["folder"], seen["django"]) == ("/", False)


@pytest.mark.parametrize(
    "job",
    [
        jobs.eat,
        jobs.spin,
        jobs.die,
        jobs.talk,
        jobs.babble,
        jobs.nest,
        jobs.call,
        jobs.whisper,
        jobs.start,
    ],
)
def test_what_is_not_an_answer_is_stopped(job: object) -> None:
    with pytest.raises(Stopped):
        run(name_of(job), limits=SMALL)


def test_job_that_waits_for_ever_is_stopped_in_time() -> None:
    began = time.monotonic()

    with pytest.raises(Stopped):
        run(name_of(jobs.wait), limits=SMALL)

    assert time.monotonic() - began < 2 * SMALL.seconds


def test_nothing_that_a_job_started_lives_on() -> None:
    left = run(name_of(jobs.leave), limits=SMALL)

    assert has_ended(left)


def has_ended(number: int) -> bool:
    """Wait until a process is no more, or nothing but a name."""
    for _ in range(100):
        try:
            about = Path(f"/proc/{number}/stat").read_text()
        except (FileNotFoundError, ProcessLookupError):
            return True
        if about.rpartition(")")[2].split()[0] == "Z":
            return True
        time.sleep(0.05)
    return False


def test_job_that_does_not_exist_is_stopped() -> None:
    with pytest.raises(Stopped):
        run("tests.documents.jobs.nothing", limits=SMALL)


def test_job_writes_no_more_than_an_answer(tmp_path: Path) -> None:
    place = tmp_path / "bewaard"

    with pytest.raises(Stopped):
        run(name_of(jobs.keep), str(place).encode(), limits=SMALL)

    assert place.stat().st_size <= SMALL.answer


def test_job_that_somebody_kills_is_stopped() -> None:
    ended: list[type[BaseException]] = []

    def work() -> None:
        try:
            run(name_of(jobs.wait), limits=Limits(seconds=30))
        except Stopped as stopped:
            ended.append(type(stopped))

    thread = Thread(target=work)
    thread.start()
    for child in children_of_this_process():
        os.kill(child, signal.SIGKILL)
    thread.join(timeout=10)

    assert ended == [Stopped]


def children_of_this_process() -> list[int]:
    """Wait until there is a child process; return the children."""
    for _ in range(100):
        found = [
            int(number)
            for task in Path(f"/proc/{os.getpid()}/task").iterdir()
            for number in (task / "children").read_text().split()
        ]
        if found:
            return found
        time.sleep(0.05)
    return []
