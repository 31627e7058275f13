"""Giving many trajectories to a team or a colleague: locked once, judged in memory."""

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from referrals.codes import shown_code
from referrals.queries.grounds import Grounds
from referrals.services.bulk import BulkResult, Refused, sentence_of
from referrals.services.moving import locked_rows
from referrals.services.transferring import Gift, give
from referrals.services.writing import save
from vve_portal.accounts.models import Team, User
from vve_portal.ui.dates import local_day


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
    result, changes = BulkResult(), []
    gift, grounds = Gift(team, assigned_to, actor, now), Grounds(local_day(now))
    rows = locked_rows().filter(pk__in=wanted).order_by("pk")
    for child in rows.visible_to(actor):
        try:
            change = give(
                current=child,
                seen_version=wanted[child.pk],
                gift=gift,
                ground=grounds.of(child),
            )
        except (PermissionDenied, ValidationError) as refusal:
            result.refused.append(Refused(shown_code(child.code), sentence_of(refusal)))
        else:
            changes.append(change)
            result.moved.append(child)
    if or_none and result.refused:
        result.moved.clear()
    elif changes:
        save(changes, verb="trajectory.assign")
    return result
