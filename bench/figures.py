"""How fast a quarter is counted, by the portal and as the same statements typed."""

import time
from collections.abc import Callable
from datetime import date, datetime
from statistics import median
from typing import Any, Final

from django.db import connection
from django.utils import timezone

from monitoring.counting import Asked, count_all
from vve_portal.access.scope import scope
from vve_portal.accounts.models import Partnership
from vve_portal.accounts.scopes import scope_of_children_job

# Towns come in order of size: one of average size, and the biggest.
AVERAGE: Final = "LAND075"
BIGGEST: Final = "LAND001"
TIMES: Final = 7
_MONTHS: Final = 3


def figures_of_a_quarter() -> dict[str, dict[str, float]]:
    """Return per town how long all figures take in ms, and how that is to typing it."""
    now = timezone.now()
    return {
        "figures_average": measured(AVERAGE, now),
        "figures_biggest": measured(BIGGEST, now),
    }


def measured(code: str, now: datetime) -> dict[str, float]:
    """Count the last whole quarter of a town: by the portal, then as typed."""
    partnership = Partnership.objects.select_related("provider").get(code=code)
    asked = last_quarter(partnership, now)
    typed = statements_of(asked)

    def by_portal() -> None:
        count_all(asked)

    def by_hand() -> None:
        with connection.connection.cursor() as cursor:
            for statement in typed:
                cursor.execute(statement)
                cursor.fetchall()

    portal, hand = in_turn(partnership, by_portal, by_hand)
    return {"median": portal, "typed": hand, "ratio": portal / hand}


def last_quarter(partnership: Partnership, now: datetime) -> Asked:
    """Return the question for the last quarter that is over."""
    today = timezone.localdate(now)
    starts_on = date(today.year, (today.month - 1) // _MONTHS * _MONTHS + 1, 1)
    asked = Asked(partnership, starts_on, starts_on, now)
    return Asked(partnership, asked.earlier_starts_on, asked.earlier_ends_on, now)


def statements_of(asked: Asked) -> list[str]:
    """Return what counting asks of the database, as somebody would type it."""
    found: list[str] = []

    def note(
        execute: Callable[..., Any],
        statement: str,
        params: Any,
        many: bool,  # noqa: FBT001 - as Django calls it
        context: dict[str, Any],
    ) -> Any:
        with connection.connection.cursor() as cursor:
            found.append(cursor.mogrify(statement, params))
        return execute(statement, params, many, context)

    reach = scope_of_children_job(asked.partnership)
    with scope(reach), connection.execute_wrapper(note):
        count_all(asked)
    return found


def in_turn(partnership: Partnership, *ways: Callable[[], None]) -> tuple[float, ...]:
    """Return the median of each in ms, taking turns so that the machine is as busy."""
    seen: list[list[float]] = [[] for _ in ways]
    for _ in range(TIMES):
        for way, found in zip(ways, seen, strict=True):
            with scope(scope_of_children_job(partnership)):
                begun = time.perf_counter()
                way()
                found.append((time.perf_counter() - begun) * 1000)
    return tuple(median(found) for found in seen)
