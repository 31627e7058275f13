"""Makes the machine ready: system packages and a virtual environment from the lock.

Runs on the system's own Python before anything is installed, so on its library alone.
"""

import ctypes
import ctypes.util
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Iterable
from pathlib import Path
from typing import Final

TOP: Final = Path(__file__).resolve().parent.parent
ENVIRONMENT: Final = TOP / ".venv"
PYTHON: Final = ENVIRONMENT / "bin" / "python"
PIP: Final = ENVIRONMENT / "bin" / "pip"
RUN: Final = "requirements.txt"
DEVELOP: Final = "requirements-dev.txt"
# Each lock with the ones it includes.
LOCKS: Final = {RUN: (RUN,), DEVELOP: (RUN, DEVELOP)}

# What WeasyPrint opens when it draws a page, and the package that has it.
LIBRARIES: Final = {
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz.so.0": "libharfbuzz0b",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
}
# What the tests use besides, and the package that has it.
TOOLS: Final = {
    "pg_virtualenv": "postgresql-15",
    "chromium": "chromium",
    "pdfsig": "poppler-utils",
    "certutil": "libnss3-tools",
}


class NotReadyError(Exception):
    """Something is missing that only the reader can give; says what, in Dutch."""


def need_run() -> None:
    """Make ready for trying out; raise NotReadyError with what to do otherwise."""
    need_packages([*missing_libraries(), *missing_modules()])
    need_environment(RUN)


def need_tests() -> None:
    """Make ready for testing; raise NotReadyError with what to do otherwise."""
    need_packages([*missing_libraries(), *missing_modules(), *missing_tools()])
    need_environment(DEVELOP)


def missing_libraries() -> list[str]:
    """Name the packages of the libraries that can't be opened."""
    return [package for name, package in LIBRARIES.items() if not can_open(name)]


def can_open(library: str) -> bool:
    """Return whether a library is on this machine."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def missing_modules() -> list[str]:
    """Name the package without which no virtual environment can be made."""
    has_venv = importlib.util.find_spec("ensurepip") is not None
    return [] if has_venv or PIP.exists() else ["python3-venv"]


def missing_tools() -> list[str]:
    """Name the packages of the programs that are not on the path."""
    return [package for name, package in TOOLS.items() if not shutil.which(name)]


def need_packages(names: Iterable[str]) -> None:
    """Install system packages as root; raise NotReadyError with the line otherwise."""
    wanted = list(names)
    if not wanted:
        return
    command = ["apt-get", "install", "--yes", "--no-install-recommends", *wanted]
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        message = f"Er ontbreken pakketten. Installeer ze met: sudo {' '.join(command)}"
        raise NotReadyError(message)
    say(f"Installeert {', '.join(wanted)} …")
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for step in (["apt-get", "update"], command):
        done = subprocess.run(step, env=quiet, capture_output=True, check=False)
        if done.returncode:
            message = f"{' '.join(step)} mislukte: {last_line(done.stderr)}"
            raise NotReadyError(message)


def need_environment(lock: str) -> None:
    """Bring the virtual environment up to `lock`, unless it already is."""
    stamp = ENVIRONMENT / ".installed"
    wanted = [digest(name) for name in LOCKS[lock]]
    if PIP.exists() and stamp.exists():
        installed = stamp.read_text(encoding="ascii").split()
        if set(wanted) <= set(installed):
            return
    if not os.access(TOP, os.W_OK):
        message = (
            f"De map {TOP} is niet beschrijfbaar. "
            "Zet het portaal in een map waarin u mag schrijven."
        )
        raise NotReadyError(message)
    if not PIP.exists():
        venv.create(ENVIRONMENT, clear=True, with_pip=True)
    stamp.unlink(missing_ok=True)
    say(f"Installeert de pakketten van {lock} in .venv; dat kan enkele minuten duren …")
    install(lock)
    stamp.write_text("\n".join(wanted), encoding="ascii")


def install(lock: str) -> None:
    """Install exactly what `lock` lists; nothing is built on the spot."""
    command = [str(PYTHON), "-m", "pip", "install", "--quiet"]
    exactly = ["--require-hashes", "--no-deps", "--only-binary=:all:"]
    done = subprocess.run([*command, *exactly, "-r", str(TOP / lock)], check=False)
    if done.returncode:
        message = "Het installeren mislukte; de oorzaak staat hierboven."
        raise NotReadyError(message)


def digest(name: str) -> str:
    """Return the SHA-256 of a file at the top."""
    return hashlib.sha256((TOP / name).read_bytes()).hexdigest()


def last_line(output: bytes) -> str:
    """Return the last line a program wrote, which is where it says what is wrong."""
    return (output.decode(errors="replace").strip().splitlines() or [""])[-1]


def say(sentence: str) -> None:
    """Write one sentence to whoever waits."""
    sys.stdout.write(f"{sentence}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    try:
        need_tests()
    except NotReadyError as reason:
        sys.exit(str(reason))
