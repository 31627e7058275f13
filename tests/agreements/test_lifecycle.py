"""The lifecycle: every status, step and person, and the diagram in the docs."""

from io import StringIO
from itertools import product
from pathlib import Path
from typing import Any, Final

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import transaction

from agreements.lifecycle import MOVES, SIGNING_STEPS, Status, Step, can_take, diagram
from agreements.models import Agreement
from agreements.services.steps import take_step
from tests.agreements.building import finish_text
from tests.agreements.people import PEOPLE
from tests.factories import NOW
from vve_portal.accounts.models import User

DIAGRAM: Final = Path(__file__).parents[2] / "docs" / "lifecycle-agreement.md"
# Written out by hand, on purpose not derived: what is not here is refused.
ALLOWED: Final[dict[tuple[Status, Step, str], Status]] = {
    (Status.DRAFT, Step.SHARE, "advisor"): Status.NEGOTIATING,
    (Status.DRAFT, Step.WITHDRAW, "advisor"): Status.VOID,
    (Status.NEGOTIATING, Step.DECLARE_READY, "advisor"): Status.READY,
    (Status.NEGOTIATING, Step.DECLARE_READY, "manager"): Status.READY,
    (Status.NEGOTIATING, Step.WITHDRAW, "advisor"): Status.VOID,
    (Status.NEGOTIATING, Step.WITHDRAW, "manager"): Status.VOID,
    (Status.READY, Step.REOPEN, "advisor"): Status.NEGOTIATING,
    (Status.READY, Step.REOPEN, "manager"): Status.NEGOTIATING,
    (Status.READY, Step.WITHDRAW, "advisor"): Status.VOID,
    (Status.READY, Step.WITHDRAW, "manager"): Status.VOID,
}
OTHER_FIELDS: Final[dict[Status, dict[str, Any]]] = {
    Status.SIGNED: {"signed_at": NOW},
    Status.VOID: {"void_reason": "Ingetrokken."},
}


@pytest.fixture
def cast(request: pytest.FixtureRequest) -> dict[str, User]:
    """Everybody, by name."""
    return {name: request.getfixturevalue(name) for name in PEOPLE}


@pytest.mark.parametrize("status", Status)
def test_step_is_taken_or_refused(
    status: Status, cast: dict[str, User], agreement: Agreement
) -> None:
    finish_text(agreement)
    others = OTHER_FIELDS.get(status, {})
    Agreement.objects.filter(pk=agreement.pk).update(
        status=status, shared_at=None if status == Status.DRAFT else NOW, **others
    )

    taken = {
        (status, step, name): reached
        for step, name in product(Step, PEOPLE)
        if (reached := outcome(step, agreement, cast[name]))
    }

    assert taken == {cell: end for cell, end in ALLOWED.items() if cell[0] == status}


def outcome(step: Step, agreement: Agreement, actor: User) -> Status | None:
    """Try a step and take it back; return where it led, or None when refused."""
    point = transaction.savepoint()
    try:
        take_step(step=step, agreement=agreement, actor=actor, now=NOW, reason="Omdat.")
        return Status(Agreement.objects.get(pk=agreement.pk).status)
    except PermissionDenied:
        return None
    finally:
        transaction.savepoint_rollback(point)


@pytest.mark.parametrize(("step", "status"), list(product(Step, Status)))
def test_the_table_has_just_these_moves(step: Step, status: Status) -> None:
    moves = {
        (Step.SHARE, Status.DRAFT),
        (Step.DECLARE_READY, Status.NEGOTIATING),
        (Step.REOPEN, Status.READY),
        (Step.OFFER, Status.READY),
        (Step.RECALL, Status.SIGNING),
        (Step.COMPLETE, Status.SIGNING),
        (Step.WITHDRAW, Status.DRAFT),
        (Step.WITHDRAW, Status.NEGOTIATING),
        (Step.WITHDRAW, Status.READY),
    }

    assert can_take(step, status) is ((step, status) in moves)


def test_every_step_of_signing_leaves_or_reaches_signing() -> None:
    touching = {
        step
        for step, move in MOVES.items()
        if Status.SIGNING in move.sources or move.target is Status.SIGNING
    }

    assert touching == SIGNING_STEPS


def test_the_diagram_in_the_docs_is_the_table() -> None:
    assert f"```mermaid\n{diagram()}```\n" in DIAGRAM.read_text(encoding="utf-8")


def test_drawing_it_again_changes_nothing() -> None:
    before = DIAGRAM.read_text(encoding="utf-8")

    call_command("draw_lifecycle", stdout=StringIO())

    assert DIAGRAM.read_text(encoding="utf-8") == before
