"""Saying that all of a quarter is in: a preschool for itself, the JGZ for its own."""

from datetime import datetime
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction

from monitoring import policies_figures as policies
from monitoring.definitions import Source
from monitoring.models import Delivery, Quarter
from monitoring.services.free_text import faults_in
from monitoring.services.locking import lock_quarter
from referrals.models import Location
from vve_portal.accounts.models import User
from vve_portal.audit import services as audit
from vve_portal.audit.models import Entry
from vve_portal.ui.dates import local_day, long_date

ALREADY: Final = "{who} leverde het {quarter} al aan op {day}. Er is niets veranderd."
NOT_OVER: Final = (
    "Het {quarter} loopt nog tot en met {day}. Lever daarna aan: dan is alles bekend."
)
CLOSED: Final = "{} staat niet meer in het register en hoeft niets aan te leveren."


@transaction.atomic
def deliver(
    *,
    quarter: Quarter,
    location: Location | None,
    actor: User,
    now: datetime,
    remark: str = "",
) -> Delivery:
    """Record that a preschool, or without one the JGZ, has everything in.

    Raises PermissionDenied when the actor may not, and ValidationError with a sentence
    when it was delivered before, the quarter runs still, the preschool is closed or the
    remark tells of a person.
    """
    current = lock_quarter(quarter)
    if location is None:
        policies.may_deliver(actor, current).enforce()
    else:
        policies.may_deliver_for(actor, location, current).enforce()
    _refuse(current, location, now)
    if faults := faults_in({"remark": remark}, current.partnership):
        raise ValidationError(faults)

    who = location.name if location else current.partnership.provider.name
    delivery = Delivery.objects.create(
        partnership_id=current.partnership_id,
        quarter=current,
        source=Source.PRESCHOOL if location else Source.JGZ,
        location=location,
        remark=remark.strip(),
        delivered_by=actor,
        delivered_at=now,
    )
    audit.record(
        at=now,
        actor=actor,
        verb="quarter.deliver",
        subject=delivery,
        summary=f"{who} leverde het {current.name} aan.",
        # A preschool is no party: it writes in the part of the record that it reads.
        reach=Entry.Reach.CHILD if location else Entry.Reach.SHARED,
    )
    return delivery


def _refuse(quarter: Quarter, location: Location | None, now: datetime) -> None:
    if local_day(now) <= quarter.ends_on:
        last = long_date(quarter.ends_on)
        raise ValidationError(NOT_OVER.format(quarter=quarter.name, day=last))
    if location is not None and not location.is_open:
        raise ValidationError(CLOSED.format(location.name))
    earlier = Delivery.objects.filter(
        quarter=quarter,
        location=location,
        source=Source.PRESCHOOL if location else Source.JGZ,
    ).first()
    if earlier is not None:
        who = location.name if location else quarter.partnership.provider.name
        day = long_date(earlier.delivered_at)
        raise ValidationError(ALREADY.format(who=who, quarter=quarter.name, day=day))
