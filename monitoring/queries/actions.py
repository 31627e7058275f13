"""Actions as people look them up: their own, of their organisation, late, done."""

from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from django.db.models import QuerySet

from monitoring.models import Action
from monitoring.queries.agenda import LATE
from vve_portal.accounts.models import User
from vve_portal.accounts.roles import Ability

Status = Action.Status
SOON: Final = timedelta(days=14)


class Lane(StrEnum):
    """Which actions a list shows."""

    MINE = "mijn"
    OURS = "ons"
    LATE = "laat"
    ALL = "alle"
    DONE = "klaar"


LABELS: Final[dict[Lane, str]] = {
    Lane.MINE: "Van mij",
    Lane.OURS: "Van onze organisatie",
    Lane.LATE: "Te laat",
    Lane.ALL: "Alle open acties",
    Lane.DONE: "Klaar of vervallen",
}
# Whoever sees only his own actions has no use for the others.
OWN_LANES: Final = (Lane.MINE, Lane.DONE)


def lanes_for(actor: User) -> tuple[Lane, ...]:
    """Return the lists somebody has."""
    return tuple(Lane) if actor.may(Ability.READ_MEETINGS) else OWN_LANES


def actions_for(actor: User) -> QuerySet[Action]:
    """Return the actions in reach with owner, clause and where they came from."""
    rows: QuerySet[Action] = Action.objects.visible_to(actor).select_related(
        "owner",
        "organisation",
        "clause",
        "bottleneck",
        "decision__meeting__series",
        "partnership__municipality",
    )
    return rows


def in_lane(actor: User, lane: Lane, *, today: date) -> QuerySet[Action]:
    """Return one list, the most urgent first."""
    rows = actions_for(actor)
    if lane is Lane.DONE:
        return rows.exclude(status=Status.OPEN).order_by("-done_on", "-due_on", "-pk")
    rows = rows.filter(status=Status.OPEN)
    if lane is Lane.MINE:
        rows = rows.filter(owner=actor)
    elif lane is Lane.OURS:
        rows = rows.filter(organisation=actor.organisation_id)
    elif lane is Lane.LATE:
        rows = rows.filter(due_on__lt=today)
    return rows.order_by("due_on", "pk")


def lateness(action: Action, *, today: date) -> str:
    """Say how late an open action is; nothing when it is not."""
    if action.status != Status.OPEN or action.due_on >= today:
        return ""
    if today - action.due_on >= LATE:
        return "Vier weken of meer te laat: komt op het kwartaaloverleg"
    return "Te laat"
