"""Advice without a formal referral, and who saw a child first and who referred."""

from datetime import date, datetime
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction

from referrals import policies_counts as policies
from referrals.codes import shown_code
from referrals.lifecycle.deeds import Doer
from referrals.lifecycle.moves import adjust
from referrals.models import Advice, Event, Trajectory
from referrals.queries.grounds import ground_of
from referrals.reasons import AdviceTo, Signaller
from referrals.services.moving import lock, refuse_stale
from referrals.services.writing import save
from vve_portal.accounts.models import Partnership, User
from vve_portal.audit.models import Entry
from vve_portal.audit.services import record
from vve_portal.ui.dates import local_day, month_year

TO_UNKNOWN: Final = "Kies uit de lijst waarheen u adviseerde."
SIGNALLER_UNKNOWN: Final = "Kies uit de lijst wie het eerst zag."
NOT_BEGUN: Final = "Deze maand is nog niet begonnen. Kies een eerdere maand."


@transaction.atomic
def note_advice(
    *,
    partnership: Partnership,
    to: str,
    signalled_by: str,
    month: date,
    actor: User,
    now: datetime,
) -> Advice:
    """Note advice to parents whose child has no trajectory.

    Raises PermissionDenied, or ValidationError with a sentence.
    """
    policies.may_count(actor, partnership).enforce()
    _refuse(to, signalled_by)
    if month > local_day(now):
        raise ValidationError({"month": NOT_BEGUN})

    advice = Advice.objects.create(
        partnership=partnership,
        to=to,
        signalled_by=signalled_by,
        month=month.replace(day=1),
        given_by=actor,
        given_at=now,
    )
    _record(advice, "advice.noted", "vastgelegd", actor, now)
    return advice


@transaction.atomic
def note_advice_for(
    *, trajectory: Trajectory, to: str, actor: User, now: datetime
) -> Advice:
    """Note advice to the parents of a child with a trajectory, this month.

    Raises PermissionDenied, or ValidationError with a sentence.
    """
    current = lock(trajectory)
    policies.may_note(actor, current).enforce()
    _refuse(to, current.first_signalled_by)

    advice = Advice.objects.create(
        partnership_id=current.partnership_id,
        trajectory=current,
        to=to,
        signalled_by=current.first_signalled_by,
        month=local_day(now).replace(day=1),
        given_by=actor,
        given_at=now,
    )
    _record(advice, "advice.noted", "vastgelegd", actor, now)
    return advice


@transaction.atomic
def withdraw_advice(*, advice: Advice, actor: User, now: datetime) -> None:
    """Take back advice that was noted by mistake; the record keeps that it was.

    Raises PermissionDenied when somebody else noted it.
    """
    current = Advice.objects.select_for_update().get(pk=advice.pk)
    policies.may_withdraw_advice(actor, current).enforce()
    _record(current, "advice.withdrawn", "teruggenomen", actor, now)
    current.delete()


@transaction.atomic
def set_origin(
    *,
    trajectory: Trajectory,
    first_signalled_by: str,
    referred_by: str,
    seen_version: int,
    actor: User,
    now: datetime,
) -> Trajectory:
    """Say who saw a child first and who formally referred it.

    Raises PermissionDenied, or ValidationError when somebody else was first.
    """
    current = lock(trajectory)
    policies.may_note(actor, current).enforce()
    refuse_stale(current, seen_version)
    if not {first_signalled_by, referred_by} <= {"", *Signaller.values}:
        raise ValidationError(SIGNALLER_UNKNOWN)
    values = {"first_signalled_by": first_signalled_by, "referred_by": referred_by}
    if all(getattr(current, name) == value for name, value in values.items()):
        return current

    today = local_day(now)
    change = adjust(
        trajectory=current,
        fields=values,
        kind=Event.Kind.ORIGIN,
        occurred_on=today,
        ground=ground_of(current, today),
        doer=Doer.of(actor, now),
    )
    save([change], verb="trajectory.origin")
    return current


def _refuse(to: str, signalled_by: str) -> None:
    if to not in AdviceTo.values:
        raise ValidationError({"to": TO_UNKNOWN})
    if signalled_by not in {"", *Signaller.values}:
        raise ValidationError({"signalled_by": SIGNALLER_UNKNOWN})


def _record(advice: Advice, verb: str, deed: str, actor: User, now: datetime) -> None:
    """Keep it where the child is known, or else with the JGZ: a count may be small."""
    child = advice.trajectory
    whom = f"traject {shown_code(child.code)}" if child else month_year(advice.month)
    record(
        at=now,
        actor=actor,
        verb=verb,
        subject=child or advice,
        summary=f"Advies {deed} voor {whom}: {advice.get_to_display()}.",
        reach=Entry.Reach.CHILD if child else Entry.Reach.ORGANISATION,
    )
