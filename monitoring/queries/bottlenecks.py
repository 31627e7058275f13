"""Bottlenecks: at which level they lie, how long, and when they are to go up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Prefetch, QuerySet

from monitoring.models import Action, Bottleneck, Escalation, Level
from vve_portal.accounts.models import User

# Clause G6-07: unsolved after two meetings it goes a level up.
MEETINGS_AT_A_LEVEL: Final = 2
LADDER: Final = (Level.WORK_FLOOR, Level.MANAGERS, Level.BOARD)


@dataclass(frozen=True, slots=True)
class Stay:
    """How long a bottleneck lay at a level, and why it came there."""

    level: Level
    since: date
    days: int
    reason: str

    @property
    def words(self) -> str:
        """Say how long."""
        return "1 dag" if self.days == 1 else f"{self.days} dagen"


def next_level(level: str) -> Level | None:
    """Return the level above; None above the board."""
    at = LADDER.index(Level(level)) + 1
    return LADDER[at] if at < len(LADDER) else None


def is_ripe(bottleneck: Bottleneck) -> bool:
    """Return whether the portal proposes to bring it a level up."""
    return (
        bottleneck.status == Bottleneck.Status.OPEN
        and bottleneck.times_discussed >= MEETINGS_AT_A_LEVEL
        and next_level(bottleneck.level) is not None
    )


def bottlenecks_for(actor: User) -> QuerySet[Bottleneck]:
    """Return the bottlenecks in reach, the open ones that lie highest first."""
    rows: QuerySet[Bottleneck] = Bottleneck.objects.visible_to(actor).select_related(
        "partnership__municipality", "raised_by__organisation"
    )
    steps = Escalation.objects.select_related("raised_by").order_by("raised_on", "pk")
    actions = Action.objects.select_related("owner").order_by("due_on", "pk")
    return rows.prefetch_related(
        Prefetch("escalations", steps), Prefetch("actions", actions)
    ).order_by("status", "-times_discussed", "raised_on", "pk")


def stays_of(bottleneck: Bottleneck, *, today: date) -> Sequence[Stay]:
    """Return the levels it lay at, the first one first, with how long."""
    steps = list(bottleneck.escalations.all())
    first = LADDER[0] if steps else Level(bottleneck.level)
    if steps:
        below = LADDER.index(Level(steps[0].level)) - 1
        first = LADDER[max(0, below)]
    begins = [(first, bottleneck.raised_on, "Gemeld")]
    begins += [(Level(one.level), one.raised_on, one.reason) for one in steps]
    ends = [since for _, since, _ in begins[1:]] + [bottleneck.solved_on or today]
    return [
        Stay(level, since, max(0, (end - since).days), reason)
        for (level, since, reason), end in zip(begins, ends, strict=True)
    ]
