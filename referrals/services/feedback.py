"""What became of a referral: seen by who wrote it, told to who stands outside."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction

from referrals import policies_counts as policies
from referrals.lifecycle.deeds import Doer
from referrals.lifecycle.moves import adjust
from referrals.models import Event, Trajectory
from referrals.queries.grounds import ground_of
from referrals.services.moving import lock, refuse_stale
from referrals.services.reading import record_read
from referrals.services.writing import save
from vve_portal.accounts.models import User
from vve_portal.ui.dates import local_day, long_date

TO_COME: Final = "Kies vandaag of een dag die voorbij is."
BEFORE_IT: Final = "Kies {} of later: toen was de uitkomst er pas."


@transaction.atomic
def mark_seen(
    *, pks: Collection[int], shown_at: datetime, actor: User, now: datetime
) -> int:
    """Note that who wrote the letters saw what became of them, as it was shown.

    What happened after `shown_at` stays new. Returns how many were marked; those that
    somebody else wrote are passed over.
    """
    policies.may_read_counts(actor).enforce()
    rows = Trajectory.objects.visible_to(actor).filter(pk__in=pks, letter_by=actor.pk)
    locked = list(rows.select_for_update(of=("self",)).order_by("pk"))
    seen = Trajectory.objects.filter(pk__in=[one.pk for one in locked])
    marked = seen.update(feedback_seen_at=min(shown_at, now))
    record_read(trajectories=locked, actor=actor, now=now, how="terugkoppeling gezien")
    return marked


@transaction.atomic
def give_feedback(
    *,
    trajectory: Trajectory,
    told_on: date,
    seen_version: int,
    actor: User,
    now: datetime,
) -> Trajectory:
    """Record that a referrer outside the portal was told the outcome, and when.

    Raises PermissionDenied, or ValidationError with a sentence about the day.
    """
    current = lock(trajectory)
    policies.may_give_feedback(actor, current).enforce()
    refuse_stale(current, seen_version)
    today = local_day(now)
    if told_on > today:
        raise ValidationError({"other_day": TO_COME})
    if told_on < current.since:
        raise ValidationError({"other_day": BEFORE_IT.format(long_date(current.since))})

    change = adjust(
        trajectory=current,
        fields={},
        kind=Event.Kind.FEEDBACK,
        occurred_on=told_on,
        ground=ground_of(current, today),
        doer=Doer.of(actor, now),
    )
    save([change], verb="trajectory.feedback")
    return current
