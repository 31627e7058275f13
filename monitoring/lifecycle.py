"""The statuses of a quarter and the steps between them, as one table."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Final, NamedTuple

from monitoring.models.quarters import Quarter

Status = Quarter.Status


class Step(StrEnum):
    """What brings a quarter from one status to the next."""

    PROVISIONAL = "provisional"
    SETTLE = "settle"
    ARCHIVE = "archive"


class Move(NamedTuple):
    """From which status a step may be taken, where it leads and what it is called."""

    source: Status
    target: Status
    label: str


# There is no way back: whoever compares reports would see what was changed.
MOVES: Final[dict[Step, Move]] = {
    Step.PROVISIONAL: Move(Status.OPEN, Status.PROVISIONAL, "De cijfers vrijgeven"),
    Step.SETTLE: Move(Status.PROVISIONAL, Status.SETTLED, "Vaststellen"),
    Step.ARCHIVE: Move(Status.SETTLED, Status.ARCHIVED, "Archiveren"),
}
# What a settled quarter says stays as it is.
FIXED: Final = frozenset({Status.SETTLED, Status.ARCHIVED})


def can_take(step: Step, status: str) -> bool:
    """Return whether the table has this step from `status`."""
    return status == MOVES[step].source


def diagram() -> str:
    """Return the table as a mermaid diagram."""
    return "\n".join(["stateDiagram-v2", *_diagram_lines(), ""])


def _diagram_lines() -> Iterator[str]:
    for status in Status:
        yield f"    {status.value} : {status.label}"
    yield f"    [*] --> {Status.OPEN.value}"
    for move in MOVES.values():
        yield f"    {move.source.value} --> {move.target.value} : {move.label}"
    yield f"    {Status.ARCHIVED.value} --> [*]"
