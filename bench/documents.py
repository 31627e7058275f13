"""What it costs that a PDF is accessible, archivable and signed, against budgets.

Needs no database: the agreement is made of the model clauses.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from bench.databases import APP, TOP, Database
from bench.report import Line

# Models can only be imported once Django is ready.
IN_DJANGO: Final = (
    "import django; django.setup(); from bench.pipeline import main; main()"
)
NOWHERE: Final = Database("postgres://127.0.0.1:1", "none", 0)


def lines() -> Iterator[Line]:
    """Give the figures of drawing, signing and verifying, and the memory it takes."""
    found = {**measured("speed"), **measured("memory")}
    pages = f"agreement of {found['pages']:.0f} pages"
    yield Line(f"{pages}, WeasyPrint alone", found["plain"], "s")
    yield Line("repaired and checked, to WeasyPrint", found["piped"], "×", 1.5)
    yield Line("made and proven word for word, to WeasyPrint", found["made"], "×")
    yield Line("referral letter, in the request", found["letter"] * 1000, "ms", 500)
    yield Line("route of 19 steps, in the request", found["route"] * 1000, "ms", 1000)
    yield Line("one signature, without the service", found["sign"] * 1000, "ms", 150)
    yield Line("four signatures verified", found["verify"], "s", 1)
    long = f"agreement of {found['long_pages']:.0f} pages, memory"
    yield Line(long, found["megabytes"], "MB", 400)


def measured(part: str) -> dict[str, Any]:
    """Measure a part in a process of its own."""
    with TemporaryDirectory() as name:
        done = subprocess.run(
            [sys.executable, "-c", IN_DJANGO, part],
            cwd=TOP,
            env=NOWHERE.environment(APP, Path(name)),
            stdout=subprocess.PIPE,
            check=True,
        )
    found: dict[str, Any] = json.loads(done.stdout)
    return found
