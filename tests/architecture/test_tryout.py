"""`make run` on a machine that is not ready: one sentence each, and nothing started."""

import os
import socket
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import pytest

from tests.architecture.sources import TOP

SCRIPTS: Final = TOP / ".ci"


def run(
    *command: str | Path, environment: Mapping[str, str]
) -> subprocess.CompletedProcess[str]:
    """Run a script to its end, with these variables besides the usual ones."""
    return subprocess.run(  # noqa: S603 - our own scripts
        command,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )


def tryout(**environment: str) -> subprocess.CompletedProcess[str]:
    """Start the try-out."""
    return run(sys.executable, SCRIPTS / "tryout.py", environment=environment)


def test_port_in_use_names_another(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        done = tryout(PORT=str(port), VAR_DIR=str(tmp_path))

    sentence = f"Poort {port} is bezet. Kies een andere: PORT={port + 1} make run\n"
    assert (done.returncode, done.stdout, done.stderr) == (1, "", sentence)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("port", ["acht", "0", "65536", "-1"])
def test_port_that_is_none_asks_for_a_number(port: str, tmp_path: Path) -> None:
    done = tryout(PORT=port, VAR_DIR=str(tmp_path))

    sentence = f"PORT is {port!r}; vul een getal tussen 1 en 65535 in.\n"
    assert (done.returncode, done.stdout, done.stderr) == (1, "", sentence)


def test_folder_that_can_not_be_written_is_named(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.touch()

    done = tryout(VAR_DIR=str(blocked))

    sentence = (
        f"In de map {blocked} kan niet worden geschreven. "
        "Geef uzelf schrijfrechten op die map en probeer het opnieuw.\n"
    )
    assert (done.returncode, done.stdout, done.stderr) == (1, "", sentence)


def test_python_that_is_too_old_is_named(tmp_path: Path) -> None:
    pretend(tmp_path / "python3", says="Python 3.9.2", fails=True)

    done = run(SCRIPTS / "python", environment={"PATH": str(tmp_path)})

    sentence = (
        "Het portaal heeft Python 3.11 of nieuwer nodig; "
        "python3 is hier Python 3.9.2.\n"
    )
    assert (done.returncode, done.stdout, done.stderr) == (1, "", sentence)


def test_python_that_is_absent_says_how_to_get_it(tmp_path: Path) -> None:
    done = run("/bin/sh", SCRIPTS / "python", environment={"PATH": str(tmp_path)})

    sentence = (
        "Python ontbreekt. Installeer het met: "
        "sudo apt-get install python3 python3-venv\n"
    )
    assert (done.returncode, done.stdout, done.stderr) == (1, "", sentence)


def pretend(program: Path, *, says: str, fails: bool) -> None:
    """Put a program on the path that says one thing and succeeds or fails."""
    program.write_text(f"#!/bin/sh\n[ $# -gt 1 ] && exit {int(fails)}\necho {says}\n")
    program.chmod(0o755)
