"""Taking many trajectories on at once: locked once, judged in memory."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from referrals import policies
from referrals.codes import shown_code
from referrals.lifecycle.deeds import Change, Deed
from referrals.lifecycle.moves import apply
from referrals.models import Trajectory
from referrals.queries.grounds import Grounds, last_days
from referrals.services.moving import (
    close_side_routes,
    locked_rows,
    refuse_other_town,
    refuse_stale,
    take_side_routes_along,
    town_of,
)
from referrals.services.writing import save
from vve_portal.accounts.models import User
from vve_portal.ui.dates import local_day


@dataclass(frozen=True, slots=True)
class Refused:
    """A trajectory that stays where it was, and why."""

    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class BulkResult:
    """What became of each trajectory."""

    moved: list[Trajectory] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)


@transaction.atomic
def move_many(
    *,
    wanted: Mapping[int, int],
    outcome: str,
    deed: Deed,
    actor: User,
    now: datetime,
    or_none: bool = False,
) -> BulkResult:
    """Take the same step with many; `wanted` is the version seen of each, by pk.

    Returns which moved and which were refused; with `or_none` nothing moves when one
    is refused. What the actor does not know of is passed over.
    """
    result, changes = BulkResult(), []
    rows = locked_rows().filter(pk__in=wanted).order_by("pk")
    children = list(rows.visible_to(actor))
    grounds, last = Grounds(local_day(now)), last_days(children)
    town, beside = town_of(deed), set[int]()
    for child in children:
        if child.pk in beside:
            # It went with the trajectory beside which it runs.
            result.moved.append(child)
            continue
        try:
            found = _move_one(
                child,
                outcome,
                deed,
                wanted[child.pk],
                grounds=grounds,
                town=town,
                last_on=last.get(child.pk, child.since),
                actor=actor,
                now=now,
            )
        except (PermissionDenied, ValidationError) as refusal:
            result.refused.append(Refused(shown_code(child.code), sentence_of(refusal)))
        else:
            changes += found
            beside |= {change.trajectory.pk for change in found[1:]}
            result.moved.append(child)
    if or_none and result.refused:
        result.moved.clear()
    elif changes:
        save(changes, verb="trajectory.move")
    return result


def _move_one(
    child: Trajectory,
    outcome: str,
    deed: Deed,
    seen_version: int,
    *,
    grounds: Grounds,
    town: int | None,
    last_on: date,
    actor: User,
    now: datetime,
) -> list[Change]:
    policies.may_edit(actor, child).enforce()
    refuse_stale(child, seen_version)
    refuse_other_town(child, town)
    change = apply(
        trajectory=child,
        outcome=outcome,
        deed=deed,
        ground=grounds.of_step(child, outcome, deed.occurred_on),
        actor=actor,
        now=now,
        last_on=last_on,
    )
    return [
        change,
        *close_side_routes(current=child, actor=actor, now=now),
        *take_side_routes_along(changes=[change], actor=actor, now=now),
    ]


def sentence_of(refusal: PermissionDenied | ValidationError) -> str:
    """Return the Dutch sentence of a refusal."""
    if isinstance(refusal, ValidationError):
        return " ".join(refusal.messages)
    return str(refusal)
