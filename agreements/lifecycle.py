"""The statuses of an agreement and the steps between them, as one table."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Final, NamedTuple

from agreements.models.agreement import Agreement

Status = Agreement.Status


class Step(StrEnum):
    """What brings an agreement from one status to the next."""

    SHARE = "share"
    DECLARE_READY = "declare_ready"
    REOPEN = "reopen"
    OFFER = "offer"
    RECALL = "recall"
    COMPLETE = "complete"
    WITHDRAW = "withdraw"


class Move(NamedTuple):
    """From which statuses a step may be taken, where it leads and what it is called."""

    sources: frozenset[Status]
    target: Status
    label: str


MOVES: Final[dict[Step, Move]] = {
    Step.SHARE: Move(
        frozenset({Status.DRAFT}), Status.NEGOTIATING, "Delen met de andere partij"
    ),
    Step.DECLARE_READY: Move(
        frozenset({Status.NEGOTIATING}), Status.READY, "De tekst klaar melden"
    ),
    Step.REOPEN: Move(
        frozenset({Status.READY}), Status.NEGOTIATING, "Weer openen voor overleg"
    ),
    Step.OFFER: Move(
        frozenset({Status.READY}), Status.SIGNING, "Ter ondertekening aanbieden"
    ),
    Step.RECALL: Move(
        frozenset({Status.SIGNING}), Status.NEGOTIATING, "De ondertekening stoppen"
    ),
    Step.COMPLETE: Move(
        frozenset({Status.SIGNING}), Status.SIGNED, "Ondertekening afronden"
    ),
    Step.WITHDRAW: Move(
        frozenset({Status.DRAFT, Status.NEGOTIATING, Status.READY}),
        Status.VOID,
        "Intrekken",
    ),
}
# These freeze, void or complete a round of signing; that part takes them itself.
SIGNING_STEPS: Final = frozenset({Step.OFFER, Step.RECALL, Step.COMPLETE})
STEPS_WITH_REASON: Final = frozenset({Step.REOPEN, Step.WITHDRAW})


def can_take(step: Step, status: str) -> bool:
    """Return whether the table has this step from `status`."""
    return status in MOVES[step].sources


def diagram() -> str:
    """Return the table as a mermaid diagram."""
    return "\n".join(["stateDiagram-v2", *_diagram_lines(), ""])


def _diagram_lines() -> Iterator[str]:
    for status in Status:
        yield f"    {status.value} : {status.label}"
    yield f"    [*] --> {Status.DRAFT.value}"
    for move in MOVES.values():
        for source in Status:
            if source in move.sources:
                yield f"    {source.value} --> {move.target.value} : {move.label}"
    for status in Status:
        if not any(status in move.sources for move in MOVES.values()):
            yield f"    {status.value} --> [*]"
