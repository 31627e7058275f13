"""Measures everything, or the part that BENCH_ONLY names.

The portal is measured with a small and a large country on a throw-away server.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Final

from bench import disclosure, documents
from bench.databases import TOP, Database, make
from bench.report import NOISE, Line, lines, table
from bench.serving import served

SMALL: Final = 10_000
LARGE: Final = 1_000_000
# Models can only be imported once Django is ready.
IN_DJANGO: Final = (
    "import django; django.setup(); from bench.measuring import main; main()"
)


def main() -> int:
    """Measure and report; return 1 when something is far too slow."""
    found = [
        line for part in chosen(os.environ.get("BENCH_ONLY", "")) for line in part()
    ]
    say(table(found))
    return int(any(is_too_slow(line) for line in found))


def chosen(name: str) -> list[Callable[[], Iterable[Line]]]:
    """Return the parts to measure; raises SystemExit when there is no such part."""
    if name and name not in PARTS:
        message = f"There is no part {name!r}; there are {', '.join(PARTS)}."
        raise SystemExit(message)
    return [part for one, part in PARTS.items() if name in {"", one}]


def portal() -> Iterable[Line]:
    """Measure the portal with a small and a large country in it."""
    server = os.environ["TEST_DATABASE_URL"]
    large = int(os.environ.get("BENCH_TRAJECTORIES", LARGE))
    figures = [
        figures_of(Database(server, name, size), with_files=name == "bench_large")
        for name, size in (("bench_small", SMALL), ("bench_large", large))
    ]
    return lines(*figures)


def is_too_slow(line: Line) -> bool:
    """Return whether a figure can't be blamed on a busy machine."""
    return line.share > NOISE


def figures_of(database: Database, *, with_files: bool) -> dict[str, Any]:
    """Fill a database, serve it, and have it measured by a process of its own."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make(database, folder)
        with served(database, folder) as environment:
            command = [sys.executable, "-c", IN_DJANGO]
            command += ["--with-files"] if with_files else []
            done = subprocess.run(
                command, cwd=TOP, env=environment, stdout=subprocess.PIPE, check=True
            )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def say(sentence: str) -> None:
    """Write to whoever waits."""
    sys.stdout.write(f"{sentence}\n")
    sys.stdout.flush()


PARTS: Final[dict[str, Callable[[], Iterable[Line]]]] = {
    "portal": portal,
    "disclosure": disclosure.lines,
    "documents": documents.lines,
}

if __name__ == "__main__":
    sys.exit(main())
