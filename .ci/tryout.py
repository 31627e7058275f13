"""Runs the portal to try it out: SQLite under var/, demo data, server and task worker.

Runs on the system's own Python, so on its library alone.
"""

import http.client
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Final

from ground import PYTHON, TOP, NotReadyError, need_run, say

HOST: Final = "127.0.0.1"
WAIT_SECONDS: Final = 60
STOP_SECONDS: Final = 10

Processes = list[subprocess.Popen[bytes]]


class StoppedError(Exception):
    """Somebody asked the portal to stop."""


def main() -> None:
    """Start everything, say where it is, and stop everything when asked."""
    port = wanted_port(os.environ.get("PORT", "8000"))
    folder = writable(Path(os.environ.get("VAR_DIR", TOP / "var")))
    need_free(port)
    need_run()
    environment = settings_for(folder, port)
    accounts = prepare(environment)
    with stop_signals(), running(environment, port) as processes:
        wait_until_up(processes, port)
        say(f"{accounts}\nHet portaal staat op http://{HOST}:{port}")
        say("Druk op Ctrl-C om te stoppen.")
        wait_while_up(processes)


def wanted_port(text: str) -> int:
    """Return the port in `text`; raise NotReadyError when it is none."""
    if not text.isdecimal() or not 0 < int(text) < 2**16:
        message = f"PORT is {text!r}; vul een getal tussen 1 en 65535 in."
        raise NotReadyError(message)
    return int(text)


def need_free(port: int) -> None:
    """Raise NotReadyError when the port can't be had."""
    with socket.socket() as attempt:
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            attempt.bind((HOST, port))
        except PermissionError as error:
            message = f"Poort {port} mag u niet gebruiken. Kies: PORT=8001 make run"
            raise NotReadyError(message) from error
        except OSError as error:
            other = port + 1 if port < 2**16 - 1 else 8001
            message = f"Poort {port} is bezet. Kies een andere: PORT={other} make run"
            raise NotReadyError(message) from error


def writable(folder: Path) -> Path:
    """Return `folder`, made when needed; raise NotReadyError when it is shut."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / ".probe"
        probe.touch()
        probe.unlink()
    except OSError as error:
        message = (
            f"In de map {folder} kan niet worden geschreven. "
            "Geef uzelf schrijfrechten op die map en probeer het opnieuw."
        )
        raise NotReadyError(message) from error
    return folder


def settings_for(folder: Path, port: int) -> dict[str, str]:
    """Return the environment of a try-out, which never names a real database."""
    return os.environ | {
        "DEBUG": "1",
        "VAR_DIR": str(folder),
        "DATABASE_URL": f"sqlite:///{folder / 'portal.sqlite3'}",
        "SECRET_KEY": secret_key(folder / "secret-key"),
        "PORTAL_URL": f"http://{HOST}:{port}",
        "PYTHONUNBUFFERED": "1",
    }


def secret_key(file: Path) -> str:
    """Return the key of this try-out, made on first use and read by its owner only."""
    if not file.exists():
        with os.fdopen(os.open(file, os.O_CREAT | os.O_WRONLY, 0o600), "w") as made:
            made.write(secrets.token_urlsafe(50))
    return file.read_text(encoding="ascii")


def prepare(environment: dict[str, str]) -> str:
    """Migrate and load the demo; return what the demo says about its accounts."""
    done = subprocess.run(
        [PYTHON, TOP / ".ci" / "prepare.py"],
        env=environment,
        cwd=TOP,
        stdout=subprocess.PIPE,
        check=False,
    )
    if done.returncode:
        message = (
            "Het klaarzetten van de gegevens mislukte; de oorzaak staat hierboven."
        )
        raise NotReadyError(message)
    return done.stdout.decode().rstrip()


@contextmanager
def stop_signals() -> Iterator[None]:
    """Turn Ctrl-C, a closed terminal and a polite kill into StoppedError."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise StoppedError

    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, stop)
    yield


@contextmanager
def running(environment: dict[str, str], port: int) -> Iterator[Processes]:
    """Start server and task worker, and stop both afterwards, whatever happened."""
    server = ["-m", "granian", "--interface", "wsgi", "--workers", "2", "--no-ws"]
    server += ["--blocking-threads", "4"]
    address = ["--host", HOST, "--port", str(port), "--log-level", "warning"]
    worker = ["manage.py", "work", "--no-reload", "--no-startup-delay"]
    commands = (
        [*server, *address, "vve_portal.wsgi:application"],
        [*worker, "--verbosity", "0"],
    )
    processes: Processes = []
    try:
        # In a session of its own, so that Ctrl-C reaches only this process.
        processes += [
            subprocess.Popen(
                [PYTHON, *command], env=environment, cwd=TOP, start_new_session=True
            )
            for command in commands
        ]
        yield processes
    finally:
        stop_all(processes)


def stop_all(processes: Processes) -> None:
    """Let the processes finish what they do, and end those that don't."""
    for signal_name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(signal_name, signal.SIG_IGN)
    for process in processes:
        process.terminate()
    for process in processes:
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_until_up(processes: Processes, port: int) -> None:
    """Wait until the server answers; raise NotReadyError when it never will."""
    deadline = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < deadline:
        need_all_up(processes)
        if answers(port):
            return
        time.sleep(0.05)
    message = f"Het portaal antwoordt na {WAIT_SECONDS} seconden nog niet."
    raise NotReadyError(message)


def answers(port: int) -> bool:
    """Return whether the portal itself answers, not just somebody at its door."""
    request = http.client.HTTPConnection(HOST, port, timeout=WAIT_SECONDS)
    try:
        request.request("HEAD", "/")
        return request.getresponse().status < http.HTTPStatus.INTERNAL_SERVER_ERROR
    except ConnectionError:
        return False
    finally:
        request.close()


def wait_while_up(processes: Processes) -> None:
    """Wait for the end; raise NotReadyError when one process ends by itself."""
    while True:
        need_all_up(processes)
        time.sleep(0.2)


def need_all_up(processes: Processes) -> None:
    """Raise NotReadyError when a process ended by itself."""
    if any(process.poll() is not None for process in processes):
        message = "Het portaal is vanzelf gestopt; de oorzaak staat hierboven."
        raise NotReadyError(message)


if __name__ == "__main__":
    try:
        main()
    except StoppedError:
        say("\nHet portaal is gestopt.")
    except KeyboardInterrupt:
        sys.exit(130)
    except NotReadyError as reason:
        sys.exit(str(reason))
