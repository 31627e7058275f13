"""Measures one database that is being served, and writes what it saw as JSON."""

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict
from functools import partial
from itertools import cycle, islice
from typing import Any, Final

from django.urls import reverse
from django.utils import timezone

from bench import figures, files, quarters
from bench.load import Timing, Visitor, at_once, one_by_one
from bench.people import as_actor, find_people, sign_in
from bench.screens import quarter_page
from referrals.models import Trajectory
from referrals.queries.worklist import Lane
from vve_portal.access.scope import scope
from vve_portal.accounts.models import User
from vve_portal.accounts.roles import Role
from vve_portal.accounts.scopes import scope_of

USERS: Final = 16
COORDINATORS: Final = 4
TIMES: Final = 60
EVENTS: Final = 60
WARMING_UP: Final = 15
TALKABLE: Final = "S20"
EARLY: Final = ("S00", "S10", TALKABLE)
PAUSE_SECONDS: Final = 1.0


def measure(*, with_files: bool) -> dict[str, Any]:
    """Return every figure of a database by its name."""
    coordinators = find_people(Role.VVE_COORDINATOR, COORDINATORS)
    nurses = find_people(Role.NURSE, USERS - COORDINATORS)
    visitors = sign_in([*coordinators, *nurses])
    chief, nurse = visitors[0], visitors[COORDINATORS]
    advisor = sign_in(find_people(Role.POLICY_ADVISOR, 1))[0]
    worklist = reverse("referrals:worklist")
    everything = f"{worklist}?lijst={Lane.OPEN}"
    for visitor in (*visitors, advisor):
        warm_up(visitor, ("/", worklist) if visitor is not advisor else ("/",))
    found: dict[str, Any] = {
        "start": shown(alone(advisor, "/")),
        "start_coordinator": shown(alone(chief, "/")),
        "worklist_nurse": shown(alone(nurse, worklist)),
        "worklist_coordinator": shown(alone(chief, worklist)),
        "worklist_open": shown(alone(chief, everything)),
        "worklist_16": shown(crowd(visitors, worklist, PAUSE_SECONDS)),
        "worklist_16_no_pause": shown(crowd(visitors, worklist, 0)),
        "event": shown(one_by_one(list(events(nurse, nurses[0])))),
    } | figures.figures_of_a_quarter()
    readers, screen = quarter_page([*coordinators, *nurses], USERS)
    for reader in readers:
        warm_up(reader, (screen,))
    found["quarter_16"] = shown(crowd(readers, screen, PAUSE_SECONDS))
    if with_files:
        checked, applied = files.rows_per_second()
        found["checked_rows_per_second"] = checked
        found["applied_rows_per_second"] = applied
        found["register_seconds"] = files.register_seconds()
        found["count_seconds"] = quarters.count_seconds()
    return found


def shown(timing: Timing) -> dict[str, float]:
    """Return a timing as JSON has it."""
    return asdict(timing)


def warm_up(visitor: Visitor, paths: tuple[str, ...]) -> None:
    """Let both workers compile their templates first."""
    for path in islice(cycle(paths), WARMING_UP):
        visitor.get(path)


def alone(visitor: Visitor, path: str) -> Timing:
    """Ask for a page again and again, with nobody else there."""
    return one_by_one([partial(visitor.get, path)] * TIMES)


def crowd(visitors: list[Visitor], path: str, pause: float) -> Timing:
    """Let everybody ask for a page, each so many times."""
    return at_once(visitors, path, times=TIMES // 3, pause=pause)


def events(visitor: Visitor, person: User) -> Iterator[Callable[[], float]]:
    """Give moves to make: parents are spoken to, or else a family moves away."""
    actor = as_actor(person)
    with scope(scope_of(actor)):
        rows = Trajectory.objects.visible_to(actor).filter(state__in=EARLY)
        # The indicated ones first.
        due = rows.filter(since__lt=timezone.localdate()).order_by("-state", "pk")
        children = list(due.values_list("pk", "state", "version")[:EVENTS])
    for pk, state, version in children:
        outcome, query = ("talk", "") if state == TALKABLE else ("moved", "?anders=1")
        said = {"outcome": outcome, "day": "today", "version": str(version)}
        address = reverse("referrals:trajectory", args=[pk]) + query
        yield partial(visitor.post, address, said)


def main() -> None:
    """Measure what the arguments ask for."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--with-files", action="store_true")
    asked = parser.parse_args()
    sys.stdout.write(json.dumps(measure(with_files=asked.with_files)))
