"""Support and home programmes beside the way to a preschool."""

from datetime import date, datetime
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction

from referrals import policies_counts as policies
from referrals.lifecycle.deeds import Deed
from referrals.models import PathwayVersion, Trajectory
from referrals.queries.support import SIDE_KINDS
from referrals.services.moving import lock, move
from referrals.services.registering import Registration, register_trajectory
from vve_portal.accounts.models import User

NOT_A_SIDE_ROUTE: Final = "Kies een route voor ondersteuning of een thuisprogramma."
RUNS_ALREADY: Final = (
    "Deze route loopt al naast dit traject. Ga verder met dat traject."
)
FUNDING_MISSING: Final = "Kies wie dit niveau betaalt."


@transaction.atomic
def begin_side_route(
    *,
    main: Trajectory,
    pathway_version: PathwayVersion,
    occurred_on: date,
    actor: User,
    now: datetime,
) -> Trajectory:
    """Begin support or a home programme beside a trajectory, under a code of its own.

    Raises PermissionDenied, or ValidationError with a sentence.
    """
    current = lock(main)
    policies.may_begin_side_route(actor, current).enforce()
    kind = pathway_version.pathway.kind
    if kind not in SIDE_KINDS:
        raise ValidationError({"version": NOT_A_SIDE_ROUTE})
    beside = Trajectory.objects.filter(
        main=current, is_open=True, pathway_version__pathway=pathway_version.pathway_id
    )
    if beside.exists():
        raise ValidationError({"version": RUNS_ALREADY})
    return register_trajectory(
        registration=Registration(
            birth_month=current.birth_month,
            state=pathway_version.route.start[0],
            occurred_on=occurred_on,
            neighbourhood=current.neighbourhood,
        ),
        pathway_version=pathway_version,
        team=current.team,
        actor=actor,
        now=now,
        main=current,
    )


@transaction.atomic
def change_level(
    *,
    trajectory: Trajectory,
    outcome: str,
    occurred_on: date,
    funding: str,
    seen_version: int,
    actor: User,
    now: datetime,
) -> Trajectory:
    """Go to another level of support and say who pays for it.

    Raises PermissionDenied, or ValidationError with a sentence; money is asked for
    wherever the route names a level.
    """
    current = lock(trajectory)
    policies.may_change_level(actor, current).enforce()
    moved = move(
        trajectory=current,
        outcome=outcome,
        deed=Deed(occurred_on=occurred_on, funding=funding),
        seen_version=seen_version,
        actor=actor,
        now=now,
    )
    step = moved.pathway_version.route.step_at(moved.state)
    if step is not None and step.level and not funding:
        raise ValidationError({"funding": FUNDING_MISSING})
    return moved
