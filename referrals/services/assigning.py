"""Giving many trajectories to a team or a colleague at once."""

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from referrals.codes import shown_code
from referrals.models import Trajectory
from referrals.services.bulk import BulkResult, Refused, sentence_of
from referrals.services.transferring import to_team
from vve_portal.accounts.models import Team, User


@transaction.atomic
def give_many(
    *,
    wanted: Mapping[int, int],
    team: Team | None,
    assigned_to: User | None,
    actor: User,
    now: datetime,
    or_none: bool = False,
) -> BulkResult:
    """Give many trajectories to a team; `wanted` is the version seen of each, by pk.

    Returns which were given and which were refused; with `or_none` nothing changes
    when one is refused. What the actor does not know of is passed over.
    """
    result = BulkResult()
    rows = Trajectory.objects.visible_to(actor).filter(pk__in=wanted)
    for one in rows.order_by("pk"):
        try:
            given = to_team(
                trajectory=one,
                team=team,
                assigned_to=assigned_to,
                seen_version=wanted[one.pk],
                actor=actor,
                now=now,
            )
        except (PermissionDenied, ValidationError) as refusal:
            reason = sentence_of(refusal)
            result.refused.append(Refused(shown_code(one.code), reason))
        else:
            result.moved.append(given)
    if or_none and result.refused:
        transaction.set_rollback(True)
        result.moved.clear()
    return result
