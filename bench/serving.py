"""The portal as it runs in production: Granian with two workers, as the app's role."""

import http.client
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from bench.databases import APP, HOST, PORT, TOP, Database, manage

WORKERS: Final = 2
UP_WITHIN_SECONDS: Final = 60
COMMAND: Final = (
    "-m",
    "granian",
    "--interface=wsgi",
    f"--workers={WORKERS}",
    "--blocking-threads=8",
    "--no-ws",
    f"--host={HOST}",
    f"--port={PORT}",
    "--log-level=warning",
    "vve_portal.wsgi:application",
)


@contextmanager
def served(database: Database, folder: Path) -> Iterator[dict[str, str]]:
    """Serve a database for as long as the block lasts; gives the settings."""
    environment = database.environment(APP, folder)
    manage(environment, "collectstatic", "--no-input", "--verbosity=0")
    server = subprocess.Popen([sys.executable, *COMMAND], cwd=TOP, env=environment)
    try:
        wait_until_up(server)
        yield environment
    finally:
        server.terminate()
        server.wait(timeout=20)


def wait_until_up(server: subprocess.Popen[bytes]) -> None:
    """Return when the portal answers; raise RuntimeError when it never will."""
    until = time.monotonic() + UP_WITHIN_SECONDS
    while time.monotonic() < until:
        if server.poll() is not None:
            break
        door = http.client.HTTPConnection(HOST, PORT, timeout=UP_WITHIN_SECONDS)
        try:
            door.request("GET", "/inloggen/", headers={"X-Forwarded-Proto": "https"})
            if door.getresponse().status == http.HTTPStatus.OK:
                return
        except ConnectionError:
            time.sleep(0.1)
        finally:
            door.close()
    message = "The portal did not come up."
    raise RuntimeError(message)
