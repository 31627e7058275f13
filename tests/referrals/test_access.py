"""Who gets which answer on which page about children; written out by hand."""

from collections.abc import Callable
from datetime import date
from typing import Final

import pytest
import time_machine
from django.db import transaction
from django.test import Client
from django.urls import reverse

from referrals import urls
from tests.factories import NOW
from tests.referrals import test_import_access, test_pathways_access
from tests.referrals.scenes import World
from vve_portal.accounts.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("every_child")]

PEOPLE: Final = (
    # The municipality: it finds none of these pages.
    "advisor",
    "contract_manager",
    "alderman",
    "clerk",
    "administrator",
    # The JGZ: its manager reads totals, a nurse what her own team has.
    "manager",
    "coordinator",
    "nurse",
    "other_nurse",
    "elsewhere",
    # Others in the chain.
    "preschool_contact",
    "other_preschool",
    "helper",
)
GONE: Final = (404,) * 5
Row = tuple[str, tuple[int, ...]]
LISTED: Final = (*GONE, 403, 200, 200, 200, 200, 404, 404, 200)
OF_JGZ: Final = (*GONE, 403, 200, 200, 200, 200, 404, 404, 404)
REGISTERING: Final = OF_JGZ
OF_TEAM: Final = (*GONE, 404, 200, 200, 404, 404, 404, 404, 404)
# The manager arranges teams too; a nurse sees who is in them.
SEEING_TEAMS: Final = (*GONE, 200, 200, 200, 200, 200, 404, 404, 404)
SEEING_A_TEAM: Final = (*GONE, 200, 200, 200, 200, 404, 404, 404, 404)
MANAGING_TEAMS: Final = (*GONE, 200, 200, 403, 403, 200, 404, 404, 404)
MANAGING_A_TEAM: Final = (*GONE, 200, 200, 403, 403, 404, 404, 404, 404)

# Method, then the answer to each of PEOPLE.
TRAJECTORIES: Final[dict[str, Row]] = {
    "worklist": ("get", LISTED),
    "worklist-csv": ("get", OF_JGZ),
    "worklist-xlsx": ("get", OF_JGZ),
    "worklist-ods": ("get", OF_JGZ),
    "stuck": ("get", OF_JGZ),
    "saved-lists": ("get", LISTED),
    "saved-list-delete": ("post", (*GONE, *(404,) * 2, 302, *(404,) * 5)),
    "trajectory-create": ("get", REGISTERING),
    "trajectory-create-many": ("get", REGISTERING),
    "trajectory-codes": ("get", (*GONE, 403, 200, 200, 302, 302, 404, 404, 404)),
    "trajectory-take-over": ("get", REGISTERING),
    "trajectory-bulk": ("get", (*GONE, 403, 200, 200, 302, 302, 404, 404, 404)),
    "trajectory-move-many": ("get", REGISTERING),
    "trajectory": ("get", OF_TEAM),
    "trajectory-log": ("get", OF_TEAM),
    "trajectory-correct": ("get", OF_TEAM),
    "trajectory-assign": ("get", OF_TEAM),
    "trajectory-transfer": ("get", OF_TEAM),
    "transfer-withdraw": ("post", (*GONE, 404, 302, 302, *(404,) * 5)),
    "teams": ("get", SEEING_TEAMS),
    "team": ("get", SEEING_A_TEAM),
    "team-create": ("get", MANAGING_TEAMS),
    "stand-in": ("get", MANAGING_TEAMS),
    "team-member-add": ("get", MANAGING_A_TEAM),
    "team-end": ("post", (*GONE, 302, 302, 403, 403, *(404,) * 4)),
    "membership-end": ("post", (*GONE, 302, 302, 403, 403, *(404,) * 4)),
}
# A preschool's own pages; the JGZ has pages of its own about the same child.
OWN_LIST: Final = (*GONE, *(403,) * 5, 200, 200, 403)
OF_PRESCHOOL: Final = (*GONE, 404, 403, 403, 404, 404, 200, 404, 404)
# Places and attendance: of preschools, and over all of them of the coordinator.
SEEING_PLACES: Final = (*GONE, 403, 200, 403, 403, 200, 200, 200, 403)
SEEING_A_MONTH: Final = (*GONE, 403, 200, 403, 403, 404, 200, 404, 403)
OF_LOCATION: Final = (*GONE, 403, 403, 403, 403, 404, 200, 404, 403)
LINKING: Final = (*GONE, 403, 200, 403, 403, 200, 403, 403, 403)
PRESCHOOLS: Final[dict[str, Row]] = {
    "preschool": ("get", OWN_LIST),
    "preschool-trajectory": ("get", OF_PRESCHOOL),
    "preschool-deed": ("get", OF_PRESCHOOL),
    "preschool-place": ("get", OF_PRESCHOOL),
    "preschool-take-back": ("get", OF_PRESCHOOL),
    "waiting": ("get", SEEING_PLACES),
    "capacity": ("get", SEEING_PLACES),
    "what-if": ("get", SEEING_PLACES),
    "capacity-edit": ("get", OF_LOCATION),
    "attendance": ("get", SEEING_PLACES),
    "attendance-month": ("get", SEEING_A_MONTH),
    "attendance-lock": ("post", tuple(302 if n == 200 else n for n in OF_LOCATION)),
    "attendance-request": (
        "get",
        (*GONE, 404, 403, 403, 403, 404, 200, 404, 404),
    ),
    "attendance-requests": ("get", LINKING),
    "attendance-answer": ("post", (*GONE, 404, 302, 403, 403, 404, 403, 404, 404)),
    # Of the administrators of holders and partners: tests/referrals/test_workplaces.
    "workplaces": ("get", (*GONE, *(403,) * 8)),
    "workplace-end": ("post", (*GONE, *(404,) * 5, 403, 404, 404)),
    "location-holder": ("get", (*GONE, 403, 200, 403, 403, 404, 403, 403, 403)),
    "partners": ("get", LINKING),
    "partner-end": ("post", (*GONE, 403, 302, 403, 403, 404, 404, 404, 403)),
}
# The child has a place, so no letter goes any more, and it gets no support.
LETTER_TOO_LATE: Final = (*GONE, 404, 403, 403, *(404,) * 5)
OF_A_TOWN: Final = (*GONE, 404, 200, 200, 200, 404, 404, 404, 404)
LETTERS: Final[dict[str, Row]] = {
    "trajectory-letter": ("get", LETTER_TOO_LATE),
    "letter-sent": ("get", LETTER_TOO_LATE),
    "trajectory-advice": ("get", OF_TEAM),
    "trajectory-origin": ("get", OF_TEAM),
    "feedback-given": ("get", LETTER_TOO_LATE),
    "trajectory-support": ("get", OF_TEAM),
    "trajectory-level": ("get", (*GONE, 404, 403, 403, 404, 404, 403, 404, 404)),
    "advice": ("get", OF_JGZ),
    "advice-withdraw": ("post", (*GONE, 404, 302, 302, 403, *(404,) * 4)),
    "feedback": ("get", OF_JGZ),
    "support": ("get", OF_JGZ),
    "counts": ("get", OF_JGZ),
    "count-month": ("get", OF_A_TOWN),
    "count-team-month": ("get", OF_A_TOWN),
}
ACCESS: Final[dict[str, Row]] = {**TRAJECTORIES, **PRESCHOOLS, **LETTERS}


def address(name: str, world: World) -> str:
    """Return the address of a page about the world's subjects."""
    subjects = {
        "saved-list-delete": world.saved,
        "team": world.team,
        "team-member-add": world.team,
        "team-end": world.team,
        "membership-end": world.membership,
        "attendance-request": world.asked.attendance,
        "attendance-answer": world.asked,
        "workplace-end": world.people["preschool_contact"].workplaces.get(),
        "partner-end": world.partner,
        "advice-withdraw": world.advice,
        **dict.fromkeys(OF_A_PARTNERSHIP, world.partnership),
        **dict.fromkeys(OF_A_LOCATION, world.location),
        **dict.fromkeys(OF_A_TRAJECTORY, world.trajectory),
    }
    if name in CHOOSING:
        return f"{reverse(f'referrals:{name}')}?t={world.trajectory.pk}"
    args = [subjects[name].pk] if name in subjects else []
    team = [world.team.pk] if name == "count-team-month" else []
    return reverse(f"referrals:{name}", args=[*args, *MORE.get(name, []), *team])


OF_A_TRAJECTORY: Final = {
    "trajectory",
    "trajectory-log",
    "trajectory-correct",
    "trajectory-assign",
    "trajectory-transfer",
    "transfer-withdraw",
    "preschool-trajectory",
    "preschool-deed",
    "preschool-place",
    "preschool-take-back",
    "trajectory-letter",
    "letter-sent",
    "trajectory-advice",
    "trajectory-origin",
    "feedback-given",
    "trajectory-support",
    "trajectory-level",
}
OF_A_PARTNERSHIP: Final = {"count-month", "count-team-month"}
OF_A_LOCATION: Final = {
    "capacity-edit",
    "attendance-month",
    "attendance-lock",
    "location-holder",
}
MORE: Final[dict[str, list[object]]] = {
    "preschool-deed": ["waiting"],
    "count-month": [2026, 11],
    "count-team-month": [2026, 11],
    "attendance-month": [date(2026, 10, 1)],
    "attendance-lock": [date(2026, 10, 1)],
}
CHOOSING: Final = {"trajectory-codes", "trajectory-bulk"}


def names() -> set[str]:
    """Name every page of referrals that exists."""
    return {str(pattern.name) for pattern in urls.urlpatterns}


def test_every_page_has_its_row() -> None:
    # Routes and files have tables of their own: a municipality opens some of them.
    elsewhere = test_pathways_access.ACCESS.keys() | test_import_access.ACCESS.keys()

    assert ACCESS.keys() | elsewhere == names()


def answer(client: Client, method: str, path: str) -> int:
    """Return how a page answers; what it changed is undone for the next one."""
    with transaction.atomic():
        status: int = getattr(client, method)(path).status_code
        transaction.set_rollback(True)
    return status


@time_machine.travel(NOW, tick=False)
@pytest.mark.parametrize("who", PEOPLE)
def test_every_page_answers_whom_it_should(
    request: pytest.FixtureRequest,
    world: World,
    as_user: Callable[[User], Client],
    who: str,
) -> None:
    user = world.people.get(who) or request.getfixturevalue(who)
    client = as_user(user)

    answers = {
        name: answer(client, method, address(name, world))
        for name, (method, _) in ACCESS.items()
    }

    at = PEOPLE.index(who)
    assert answers == {name: expected[at] for name, (_, expected) in ACCESS.items()}
