"""Trajectories and people in memory, and trajectories brought to a state for real."""

from datetime import date
from decimal import Decimal
from typing import Any, Final

import pytest
from django.core.exceptions import ValidationError

from referrals.codes import new_code
from referrals.lifecycle.deeds import Change, Deed, Ground
from referrals.lifecycle.effects import replan, values_of
from referrals.lifecycle.moves import apply
from referrals.models import Pathway, PathwayVersion, Trajectory
from referrals.routes.definition import Route, to_json
from referrals.routes.rules import RULES
from referrals.routes.templates import TEMPLATES
from referrals.states import ALL_STATES, RouteKind
from tests.factories import (
    NOW,
    TODAY,
    PathwayFactory,
    PathwayVersionFactory,
)
from vve_portal.accounts.models import Organisation, Partnership, User
from vve_portal.accounts.roles import Role

BASIC: Final = TEMPLATES["R-BASIS"]
# Two years and five months old on the day on which the tests play.
BIRTH_MONTH: Final = date(2024, 6, 1)
SINCE: Final = date(2026, 11, 2)
PLACE: Final = 11
WILLING: Final[dict[str, Any]] = {
    "consent": "yes",
    "consent_on": SINCE,
    "consent_by": Role.NURSE,
    "location_known": True,
}


def child(state: str = "S00", **fields: Any) -> Trajectory:
    """Return a trajectory in memory, in a state of the basic route."""
    defaults: dict[str, Any] = {
        "partnership_id": 1,
        "code": "K7QM4X2PK",
        "kind": RouteKind.PRESCHOOL,
        "birth_month": BIRTH_MONTH,
        "state": state,
        "since": SINCE,
        "is_open": not ALL_STATES[state].closes,
    }
    return Trajectory(**{**defaults, **fields})


def someone(*roles: Role) -> User:
    """Return a user in memory who holds these roles."""
    user = User(pk=7, name="Iemand Verzonnen", organisation=Organisation(pk=3))
    user.roles = frozenset(roles)
    return user


def ground(route: Route = BASIC, today: date = TODAY, **rest: Any) -> Ground:
    """Return the ground of moves on a route, with the rules as they come."""
    return Ground(route, RULES, today, **rest)


def deed(occurred_on: date = TODAY, **parts: Any) -> Deed:
    """Return what somebody reports."""
    return Deed(occurred_on=occurred_on, **parts)


def placing(occurred_on: date = TODAY, **parts: Any) -> Deed:
    """Return what a preschool reports when it has a place."""
    defaults = {"start_on": occurred_on, "hours_per_week": Decimal(16)}
    return Deed(occurred_on=occurred_on, **{**defaults, **parts})


def take(
    trajectory: Trajectory,
    outcome: str,
    done: Deed | None = None,
    *,
    role: Role | None = Role.NURSE,
    on: Ground | None = None,
    last_on: date | None = None,
) -> Change:
    """Take a way on in memory."""
    return apply(
        trajectory=trajectory,
        outcome=outcome,
        deed=done or deed(),
        ground=on or ground(),
        actor=None if role is None else someone(role),
        now=NOW,
        last_on=last_on,
    )


def refused(
    trajectory: Trajectory, outcome: str, done: Deed, role: Role = Role.NURSE
) -> str:
    """Return the sentence of a refusal, after seeing that nothing changed."""
    before = values_of(trajectory)
    with pytest.raises(ValidationError) as refusal:
        take(trajectory, outcome, done, role=role)
    assert values_of(trajectory) == before
    [sentence] = refusal.value.messages
    return str(sentence)


def publish(partnership: Partnership, code: str = "R-BASIS") -> PathwayVersion:
    """Store one of the starting routes as both parties confirmed it."""
    route = TEMPLATES[code]
    pathway: Pathway = PathwayFactory.create(
        partnership=partnership, code=code, kind=route.kind
    )
    version: PathwayVersion = PathwayVersionFactory.create(
        pathway=pathway, content=to_json(route), published=True
    )
    return version


def stored(version: PathwayVersion, state: str = "S00", **fields: Any) -> Trajectory:
    """Store a trajectory in a state, with the plan that belongs to it."""
    made = child(
        state,
        partnership_id=version.partnership_id,
        pathway_version=version,
        kind=version.route.kind,
        code=new_code(),
        **fields,
    )
    if not made.is_open:
        made.closed_on = made.since
    replan(made, Ground(version.route, RULES, TODAY))
    made.save()
    return made
