"""People who ask for pages: one after the other, or sixteen at once."""

import http.client
import random
import statistics
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlencode

from bench.databases import HOST, PORT

PATIENCE_SECONDS: Final = 60
# The server ends a connection on which nothing is asked.
IDLE_SECONDS: Final = 1
TOKEN: Final = "b" * 32
PERCENT: Final = 100


@dataclass(slots=True)
class Visitor:
    """Somebody who is signed in, with a connection that stays open."""

    session: str
    door: http.client.HTTPConnection = field(init=False)
    last: float = 0.0

    def __post_init__(self) -> None:
        """Connect; the first request opens the door."""
        self.door = http.client.HTTPConnection(HOST, PORT, timeout=PATIENCE_SECONDS)

    def get(self, path: str) -> float:
        """Ask for a page; return how many milliseconds it took."""
        return self._ask("GET", path, "", http.HTTPStatus.OK)

    def post(self, path: str, said: dict[str, str]) -> float:
        """Send a form that is accepted; return how many milliseconds it took."""
        body = urlencode({**said, "csrfmiddlewaretoken": TOKEN})
        return self._ask("POST", path, body, http.HTTPStatus.FOUND)

    def _ask(self, method: str, path: str, body: str, wanted: int) -> float:
        headers = {
            "Host": HOST,
            "X-Forwarded-Proto": "https",
            "Referer": f"https://{HOST}{path}",
            "Cookie": f"sessionid={self.session}; csrftoken={TOKEN}",
        }
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        begun = time.perf_counter()
        if begun - self.last > IDLE_SECONDS:
            self.door.close()
        self.door.request(method, path, body or None, headers)
        answer = self.door.getresponse()
        answer.read()
        self.last = time.perf_counter()
        took = (self.last - begun) * 1000
        if answer.status != wanted:
            message = f"{method} {path}: {answer.status} instead of {wanted}."
            raise RuntimeError(message)
        return took


@dataclass(frozen=True, slots=True)
class Timing:
    """How long requests took, in milliseconds."""

    median: float
    p95: float
    per_second: float


def summed_up(took: Sequence[float], seconds: float) -> Timing:
    """Return what matters of many timings."""
    hundredths = statistics.quantiles(took, n=PERCENT)
    return Timing(statistics.median(took), hundredths[94], len(took) / seconds)


def one_by_one(deeds: Sequence[Callable[[], float]]) -> Timing:
    """Do deeds one after the other."""
    begun = time.perf_counter()
    took = [deed() for deed in deeds]
    return summed_up(took, time.perf_counter() - begun)


def at_once(
    visitors: Sequence[Visitor], path: str, *, times: int, pause: float
) -> Timing:
    """Let visitors ask for a page so many times each, with a pause between.

    They begin and pause unevenly, as people do.
    """
    took: list[float] = []
    faults: list[Exception] = []

    def visit(number: int) -> None:
        luck = random.Random(number)  # noqa: S311 - a pause, no secret
        try:
            for _ in range(times):
                time.sleep(pause * 2 * luck.random())
                took.append(visitors[number].get(path))
        except (OSError, RuntimeError, http.client.HTTPException) as fault:
            faults.append(fault)

    threads = [
        threading.Thread(target=visit, args=(number,))
        for number in range(len(visitors))
    ]
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise faults[0]
    return summed_up(took, time.perf_counter() - begun)
