"""The lifecycle of a quarter: every status, step and person, and the diagram."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from io import StringIO
from itertools import product
from pathlib import Path
from typing import Any, Final

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import transaction

from monitoring.lifecycle import MOVES, Status, Step, can_take, diagram
from monitoring.models import Quarter, Report
from monitoring.services.quarters import archive, settle
from tests.factories import NOW
from tests.monitoring.quarters.building import (
    agreement_in_force,
    make_ready,
    released_quarter,
)
from vve_portal.accounts.models import Partnership, User

DIAGRAM: Final = Path(__file__).parents[3] / "docs" / "lifecycle-quarter.md"
PEOPLE: Final = (
    "advisor",
    "contract_manager",
    "alderman",
    "clerk",
    "administrator",
    "manager",
    "coordinator",
    "nurse",
    "preschool_contact",
    "stranger",
)
DEEDS: Final[dict[Step, Callable[..., Quarter]]] = {
    Step.SETTLE: settle,
    Step.ARCHIVE: archive,
}
# Written out by hand, on purpose not derived: what is not here is refused. Nobody
# makes a quarter provisional himself: the release does.
ALLOWED: Final = {
    (Status.PROVISIONAL, Step.SETTLE, "advisor"): Status.SETTLED,
    (Status.PROVISIONAL, Step.SETTLE, "manager"): Status.SETTLED,
    (Status.SETTLED, Step.ARCHIVE, "advisor"): Status.ARCHIVED,
    (Status.SETTLED, Step.ARCHIVE, "manager"): Status.ARCHIVED,
}
FIELDS: Final[dict[Status, dict[str, Any]]] = {
    Status.OPEN: {"provisional_at": None},
    Status.PROVISIONAL: {},
    Status.SETTLED: {"settled_at": NOW},
    Status.ARCHIVED: {"settled_at": NOW, "archived_at": NOW},
}


@pytest.fixture
def cast(request: pytest.FixtureRequest) -> dict[str, User]:
    """Everybody, by name."""
    return {name: request.getfixturevalue(name) for name in PEOPLE}


@pytest.mark.usefixtures("every_figure")
@pytest.mark.parametrize("status", Status)
def test_step_is_taken_or_refused(
    status: Status, cast: dict[str, User], partnership: Partnership
) -> None:
    quarter = released_quarter(partnership)
    make_ready(quarter, agreement_in_force(partnership, cast["advisor"]))
    settled_by = cast["manager"] if "settled_at" in FIELDS[status] else None
    Quarter.objects.filter(pk=quarter.pk).update(
        status=status, settled_by=settled_by, **FIELDS[status]
    )

    taken = {
        (status, step, name): reached
        for step, name in product(DEEDS, PEOPLE)
        if (reached := outcome(step, quarter, cast[name]))
    }

    assert taken == {cell: end for cell, end in ALLOWED.items() if cell[0] == status}


def outcome(step: Step, quarter: Quarter, actor: User) -> Status | None:
    """Try a step and take it back; return where it led, or None when refused."""
    point = transaction.savepoint()
    try:
        DEEDS[step](quarter=quarter, actor=actor, now=NOW)
        return Status(Quarter.objects.get(pk=quarter.pk).status)
    except PermissionDenied:
        return None
    finally:
        transaction.savepoint_rollback(point)


@pytest.mark.parametrize(("step", "status"), list(product(Step, Status)))
def test_the_table_has_just_these_moves(step: Step, status: Status) -> None:
    moves = {
        (Step.PROVISIONAL, Status.OPEN),
        (Step.SETTLE, Status.PROVISIONAL),
        (Step.ARCHIVE, Status.SETTLED),
    }

    assert can_take(step, status) is ((step, status) in moves)


def test_there_is_no_way_back() -> None:
    order = list(Status)

    assert all(
        order.index(move.target) == order.index(move.source) + 1
        for move in MOVES.values()
    )


@pytest.mark.usefixtures("every_figure")
def test_nothing_is_archived_before_its_files_are_there(
    partnership: Partnership,
    advisor: User,
    in_scope: Callable[[User], AbstractContextManager[None]],
) -> None:
    quarter = released_quarter(partnership)
    make_ready(quarter, agreement_in_force(partnership, advisor))
    with in_scope(advisor):
        settle(quarter=quarter, actor=advisor, now=NOW)

        with pytest.raises(PermissionDenied, match="Nog niet alle rapporten"):
            archive(quarter=quarter, actor=advisor, now=NOW)

    assert Report.objects.filter(document__isnull=True).count() == 3


def test_the_diagram_in_the_docs_is_the_table() -> None:
    assert f"```mermaid\n{diagram()}```\n" in DIAGRAM.read_text(encoding="utf-8")


def test_drawing_it_again_changes_nothing() -> None:
    before = DIAGRAM.read_text(encoding="utf-8")

    call_command("draw_quarter", stdout=StringIO())

    assert DIAGRAM.read_text(encoding="utf-8") == before
