"""Runs the programs of others, within limits and with nothing of the portal's own."""

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

SECONDS: Final = 120


class NoAnswer(Exception):  # noqa: N818 - says what the program gave
    """A program gave no answer that can be used; the words say why."""


def find_program(name: str) -> Path | None:
    """Where a program is: installed with the portal, or on the machine."""
    own = str(Path(sys.executable).parent)
    found = shutil.which(name, path=own) or shutil.which(name)
    return Path(found) if found else None


def run(
    program: Path, *arguments: str | Path, folder: Path
) -> subprocess.CompletedProcess[str]:
    """Run a program in a folder of its own; raises NoAnswer when it takes too long."""
    environment = {"HOME": str(folder), "LC_ALL": "C.UTF-8", "TZ": "UTC"}
    try:
        return subprocess.run(  # noqa: S603 - the judges name the program themselves
            [program, *arguments],
            capture_output=True,
            check=False,
            cwd=folder,
            encoding="utf-8",
            env=environment,
            errors="replace",
            stdin=subprocess.DEVNULL,
            timeout=SECONDS,
        )
    except subprocess.TimeoutExpired as error:
        message = f"{program.name} gaf binnen {SECONDS} seconden geen antwoord."
        raise NoAnswer(message) from error


def words_of(answer: subprocess.CompletedProcess[str]) -> str:
    """All a program said, wherever it said it."""
    return answer.stdout + answer.stderr
