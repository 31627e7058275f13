"""The record of letters; the letters themselves are kept nowhere."""

from datetime import datetime

from django.db import transaction

from referrals import policies_counts
from referrals.codes import shown_code
from referrals.models import Trajectory
from referrals.services.moving import lock
from vve_portal.accounts.models import User
from vve_portal.audit.models import Entry
from vve_portal.audit.services import record


@transaction.atomic
def record_print(*, trajectory: Trajectory, actor: User, now: datetime) -> None:
    """Record that a letter was made, with the code and nothing of who was in it.

    Raises PermissionDenied when no letter may go.
    """
    current = lock(trajectory)
    policies_counts.may_print_letter(actor, current).enforce()
    record(
        at=now,
        actor=actor,
        verb="letter.printed",
        subject=current,
        summary=f"Verwijsbrief gemaakt voor traject {shown_code(current.code)}.",
        reach=Entry.Reach.CHILD,
    )
