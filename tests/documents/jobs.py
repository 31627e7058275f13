"""Jobs that do what a hostile file would make them do."""

import ctypes
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any


def echo(*parts: bytes) -> list[str]:
    """Say what was given."""
    return [part.decode() for part in parts]


def surroundings() -> dict[str, Any]:
    """Say what can be seen from in there."""
    return {
        "environment": sorted(os.environ),
        "folder": str(Path.cwd()),
        "django": "django" in sys.modules,
    }


def eat() -> int:
    """Ask for twice the memory that there is."""
    return len(bytearray(1024**3))


def spin() -> None:
    """Work for ever."""
    while True:
        pass


def wait() -> None:
    """Do nothing, for ever."""
    signal.pause()


def die() -> None:
    """Be killed, as by a reader that writes past its memory."""
    os.kill(os.getpid(), signal.SIGKILL)


def talk() -> str:
    """Answer more than anybody reads."""
    return "x" * (2 * 1024**2)


def babble() -> None:
    """Answer something that is no data."""
    sys.stdout.write("{")


def nest() -> None:
    """Answer data that nobody unpacks."""
    sys.stdout.write("[" * 100_000)
    sys.stdout.flush()
    os._exit(0)


def call() -> None:
    """Reach for the network."""
    with socket.socket() as outward:
        outward.connect(("127.0.0.1", 9))


def whisper() -> None:
    """Send something without a connection."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as outward:
        outward.sendto(b"x", ("127.0.0.1", 9))


def leave() -> int:
    """Leave a process behind, as code in C may; say which."""
    number = ctypes.CDLL(None).fork()
    if number == 0:
        signal.pause()
    return int(number)


def start() -> None:
    """Start another program."""
    subprocess.run(["true"], check=True)  # noqa: S607 - it must not start


def keep(place: bytes) -> None:
    """Write more to a disk than an answer may be."""
    Path(place.decode()).write_bytes(b"x" * (2 * 1024**2))
