"""Having a file of a stranger read in a process of its own, with little of everything.

What reads PDFs and workbooks is big, and partly written in C. Whatever a file does to
it ends there: with little memory and time, an empty environment, no network, no other
programs, and nothing to write but an answer. That answer is plain data, and judged as
what it is: the word of a process that a file may have taken over.

Started as a program this file is that process: it limits itself, then does its job.
"""

import json
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, Final

_TOP: Final = Path(__file__).resolve().parents[2]
# The clock runs on where the processor waits, so it gets more.
_PATIENCE: Final = 1.5
_LENGTH: Final = 8  # bytes that tell how long a part is
_REFUSED: Final = frozenset(
    {
        "os.exec",
        "os.fork",
        "os.forkpty",
        "os.posix_spawn",
        "os.system",
        "socket.bind",
        "socket.connect",
        "socket.getaddrinfo",
        "socket.sendmsg",
        "socket.sendto",
        "subprocess.Popen",
    }
)


@dataclass(frozen=True, slots=True)
class Limits:
    """What a job may use: bytes of memory, seconds of work, bytes of answer."""

    memory: int = 1024**3
    seconds: int = 15
    answer: int = 16 * 1024**2


class Stopped(Exception):  # noqa: N818 - it says what happened
    """A job gave no answer: too slow, too big, killed, or it fell over the file."""


def run(job: str, *parts: bytes, limits: Limits = Limits()) -> Any:
    """Do a job elsewhere and return its plain data.

    `job` is a function by its full name that takes the parts as bytes; its module must
    do without Django. Parts and answer stay in memory. Raises Stopped.
    """
    with _in_memory(*parts) as given, _in_memory() as answer:
        process = subprocess.Popen(  # noqa: S603 - our own program, our own arguments
            [
                *(sys.executable, "-I", "-B", __file__, job),
                *(str(limits.memory), str(limits.seconds), str(limits.answer)),
            ],
            stdin=given,
            stdout=answer,
            # It would tell what is in the file.
            stderr=subprocess.DEVNULL,
            env={},
            cwd="/",
            start_new_session=True,
        )
        if _wait(process, limits.seconds * _PATIENCE) != 0:
            raise Stopped
        answer.seek(0)
        try:
            return json.loads(answer.read())
        except (ValueError, RecursionError) as error:
            raise Stopped from error


def _in_memory(*parts: bytes) -> Any:
    """A file that has no place on any disk."""
    file = os.fdopen(os.memfd_create("part"), "w+b")
    for part in parts:
        file.write(len(part).to_bytes(_LENGTH, "big"))
        file.write(part)
    file.seek(0)
    return file


def _wait(process: subprocess.Popen[bytes], seconds: float) -> int:
    try:
        return process.wait(timeout=seconds)
    except subprocess.TimeoutExpired as error:
        raise Stopped from error
    finally:
        # Whatever it started goes with it.
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _main(job: str, memory: str, seconds: str, answer: str) -> None:
    """Give up all but the given, then do the job."""
    for kind, most in (
        (resource.RLIMIT_AS, int(memory)),
        (resource.RLIMIT_CPU, int(seconds)),
        (resource.RLIMIT_FSIZE, int(answer)),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (most, most))
    sys.path.append(str(_TOP))
    sys.addaudithook(_refuse)
    module, _, name = job.rpartition(".")
    done = getattr(import_module(module), name)(*_parts())
    sys.stdout.write(json.dumps(done))


def _parts() -> Iterator[bytes]:
    while length := sys.stdin.buffer.read(_LENGTH):
        yield sys.stdin.buffer.read(int.from_bytes(length, "big"))


def _refuse(event: str, _arguments: tuple[Any, ...]) -> None:
    if event in _REFUSED:
        raise PermissionError(event)


if __name__ == "__main__":
    _main(*sys.argv[1:])
