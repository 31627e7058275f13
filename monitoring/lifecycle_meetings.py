"""The states of a meeting and the steps between them, as one table."""

from enum import StrEnum
from typing import Final, NamedTuple

from monitoring.models import Meeting

Status = Meeting.Status


class Step(StrEnum):
    """What brings a meeting from one state to the next."""

    START = "begin"
    BACK = "terug"
    HOLD = "gehouden"
    CLOSE = "vaststellen"
    MISS = "niet-gehouden"
    CANCEL = "afzeggen"
    RESTORE = "toch"


class Move(NamedTuple):
    """From which states a step may be taken, where it leads and what it is called."""

    sources: frozenset[Status]
    target: Status
    label: str


MOVES: Final[dict[Step, Move]] = {
    Step.START: Move(frozenset({Status.PLANNED}), Status.RUNNING, "Begin het overleg"),
    Step.BACK: Move(
        frozenset({Status.RUNNING}), Status.PLANNED, "Het overleg is nog niet begonnen"
    ),
    Step.HOLD: Move(
        frozenset({Status.PLANNED, Status.RUNNING}),
        Status.HELD,
        "Het overleg is gehouden",
    ),
    Step.CLOSE: Move(frozenset({Status.HELD}), Status.HELD, "Stel het verslag vast"),
    Step.MISS: Move(
        frozenset({Status.PLANNED}), Status.MISSED, "Het overleg ging niet door"
    ),
    Step.CANCEL: Move(frozenset({Status.PLANNED}), Status.CANCELLED, "Zeg af"),
    Step.RESTORE: Move(
        frozenset({Status.MISSED, Status.CANCELLED}),
        Status.PLANNED,
        "Zet weer op de kalender",
    ),
}
STEPS_WITH_REASON: Final = frozenset({Step.MISS, Step.CANCEL})


def can_take(step: Step, meeting: Meeting) -> bool:
    """Return whether the table has this step; minutes are settled only once."""
    return meeting.status in MOVES[step].sources and meeting.closed_at is None
